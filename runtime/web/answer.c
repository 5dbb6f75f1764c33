/* answer.c - what answers are made of, and how they look as bytes. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/loop.h"
#include "web/connection.h"
#include "web/http_text.h"

/* --- answers ------------------------------------------------------------- */

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {203, "Non-Authoritative Information"},
    {204, "No Content"},
    {205, "Reset Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {208, "Already Reported"},
    {226, "IM Used"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {418, "I'm a Teapot"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {425, "Too Early"},
    {426, "Upgrade Required"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {506, "Variant Also Negotiates"},
    {507, "Insufficient Storage"},
    {508, "Loop Detected"},
    {511, "Network Authentication Required"},
};

const char *http_reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Unknown";
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

/* --- as bytes ------------------------------------------------------------ */

/* The time as HTTP writes it; it is put together anew only each second. */
static const char *http_date(time_t now)
{
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed",
                                   "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr",
                                     "May", "Jun", "Jul", "Aug",
                                     "Sep", "Oct", "Nov", "Dec"};
    static _Thread_local time_t written;
    static _Thread_local char text[64];
    struct tm tm;
    if (now != written && gmtime_r(&now, &tm)) {
        snprintf(text, sizeof text, "%s, %02d %s %d %02d:%02d:%02d GMT",
                 days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
                 tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
        written = now;
    }
    return text;
}

/* These statuses say that there is no content, and no length of it. */
static bool may_have_content(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

static void add_header(struct byte_buffer *out, const char *name,
                       const char *value)
{
    buffer_add_text(out, name);
    buffer_add_text(out, ": ");
    buffer_add_text(out, value);
    buffer_add_text(out, "\r\n");
}

static void add_status_line(struct byte_buffer *out, int status)
{
    buffer_add_text(out, "HTTP/1.1 ");
    buffer_add_int(out, status);
    buffer_add_text(out, " ");
    buffer_add_text(out, http_reason(status));
    buffer_add_text(out, "\r\n");
}

static void add_length(struct byte_buffer *out, size_t size)
{
    buffer_add_text(out, "Content-Length: ");
    buffer_add_int(out, (int64_t)size);
    buffer_add_text(out, "\r\n");
}

static void add_head(struct byte_buffer *out,
                     const struct http_exchange *exchange, bool keep_alive)
{
    add_status_line(out, exchange->status);
    if (!running_loop->clock.is_virtual)        /* it knows no date */
        add_header(out, "Date", http_date(time(NULL)));
    if (exchange->content_type && may_have_content(exchange->status))
        add_header(out, "Content-Type", exchange->content_type);
    if (exchange->in_pieces && !exchange->request->is_http_1_0)
        add_header(out, "Transfer-Encoding", "chunked");
    else if (!exchange->in_pieces && may_have_content(exchange->status))
        add_length(out, exchange->content_size);
    if (!keep_alive)
        add_header(out, "Connection", "close");
    else if (exchange->request->is_http_1_0)
        add_header(out, "Connection", "keep-alive");
    for (unsigned i = 0; i < exchange->header_count; i++)
        add_header(out, exchange->headers[i].name, exchange->headers[i].value);
    buffer_add_text(out, "\r\n");
}

void http_compose(struct byte_buffer *out, const struct http_exchange *exchange,
                  bool keep_alive)
{
    const char *method = exchange->request->method;
    buffer_clear(out);
    add_head(out, exchange, keep_alive);
    if (!exchange->in_pieces && may_have_content(exchange->status) &&
        (!method || strcmp(method, "HEAD") != 0))
        buffer_add(out, exchange->content, exchange->content_size);
}
