/* respond.c - what handlers say about the answer. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "io/byte_buffer_private.h"
#include "web/app_request.h"

void respond_status(struct request *request, int status)
{
    request->http->status = status;
}

void respond_type(struct request *request, const char *content_type)
{
    request->http->content_type = content_type;
}

const char *request_body(const struct request *request, size_t *size)
{
    if (size)
        *size = request->http->body_size;
    return request->http->body;
}

static const char *type_of_file(const char *path)
{
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
    };
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(ending, types[i][0]) == 0)
            return types[i][1];
    return "text/plain; charset=utf-8";
}

struct value respond_file(struct request *request, const char *path)
{
    char piece[4096];
    size_t size;
    struct byte_buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        return job_raise(http_error(404), "there is no %s", path);
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&bytes, piece, size);
    bool read = !ferror(file) && !bytes.incomplete;
    fclose(file);
    const char *text = textf("%s", read && bytes.used ? bytes.bytes : "");
    buffer_free(&bytes);
    respond_type(request, type_of_file(path));
    return read ? value_text(text) : job_raise(EIO, "cannot read %s", path);
}

struct value app_file(struct request *request)
{
    return respond_file(request, request->route->file);
}

/* --- in pieces ----------------------------------------------------------- */

struct coro respond_piece(struct request *request, const char *text)
{
    return http_send(request->http, text, strlen(text));
}

bool app_stops(const struct request *request)
{
    return request->app->server.stopping;
}
