/* http_answer.c - what answers are made of, and how they look as bytes. */
#include "http_connection.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "http_text.h"
#include "loop.h"

/* --- answers -------------------------------------------------------------- */

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {418, "I'm a Teapot"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

const char *http_reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Status";
}

int http_error_status(int code)
{
    int status = code - HTTP_ERROR;
    return status >= 400 && status <= 599 ? status : 0;
}

void http_answer(struct http_exchange *exchange, int status,
                 const char *content_type, const char *text)
{
    exchange->status = status;
    exchange->content_type = content_type;
    exchange->content = text;
    exchange->content_size = strlen(text);
}

int http_add_header(struct http_exchange *exchange, const char *name,
                    const char *value)
{
    if (!text_is_token(name) || text_has_control(value))
        return EINVAL;
    if (exchange->header_count == HTTP_MAX_ANSWER_HEADERS)
        return ENOSPC;
    exchange->headers[exchange->header_count++] =
        (struct http_field){name, value};
    return 0;
}

void http_answer_error(struct http_exchange *exchange, int status,
                       const char *why)
{
    exchange->header_count = 0;
    http_answer(exchange, status, "text/plain; charset=utf-8",
                why[0] ? why : http_reason(status));
}

/* --- as bytes ------------------------------------------------------------- */

/* The time as HTTP writes it.  A virtual clock knows none. */
static void add_date(struct byte_buffer *out)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
                                       "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};
    time_t now = time(NULL);
    struct tm tm;
    if (running_loop->clock.is_virtual || !gmtime_r(&now, &tm))
        return;
    buffer_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n",
                  days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
                  tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* These statuses say that there is no content. */
static bool may_have_content(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

static void add_head(struct byte_buffer *out,
                     const struct http_exchange *exchange, bool keep_alive)
{
    buffer_printf(out, "HTTP/1.1 %d %s\r\n", exchange->status,
                  http_reason(exchange->status));
    add_date(out);
    if (exchange->content_type)
        buffer_printf(out, "Content-Type: %s\r\n", exchange->content_type);
    if (may_have_content(exchange->status))
        buffer_printf(out, "Content-Length: %zu\r\n", exchange->content_size);
    if (!keep_alive)
        buffer_add_text(out, "Connection: close\r\n");
    else if (exchange->request->is_http_1_0)
        buffer_add_text(out, "Connection: keep-alive\r\n");
    for (unsigned i = 0; i < exchange->header_count; i++)
        buffer_printf(out, "%s: %s\r\n", exchange->headers[i].name,
                      exchange->headers[i].value);
    buffer_add_text(out, "\r\n");
}

void http_compose(struct byte_buffer *out, const struct http_exchange *exchange,
                  bool keep_alive)
{
    const char *method = exchange->request->method;
    buffer_clear(out);
    add_head(out, exchange, keep_alive);
    if (may_have_content(exchange->status) &&
        (!method || strcmp(method, "HEAD") != 0))
        buffer_add(out, exchange->content, exchange->content_size);
}
