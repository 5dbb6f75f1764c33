/* http_transcript.c - what the parser makes of some bytes, as a text. */
#include "http_transcript.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/parser.h"

enum { MAX_BODY = 100 };

struct transcript {
    char *text;
    size_t size, used;
    int in_body;
};

static void add(struct transcript *to, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(to->text + to->used, to->size - to->used, format,
                           args);
    va_end(args);
    if (length > 0)
        to->used += (size_t)length;
    if (to->used >= to->size)
        to->used = to->size - 1;
}

static void add_head(struct transcript *to, const struct http_request *request)
{
    add(to, "%s %s", request->method, request->path);
    for (unsigned i = 0; i < request->query_count; i++)
        add(to, " ?%s=%s", request->query[i].name, request->query[i].value);
    for (unsigned i = 0; i < request->header_count; i++)
        add(to, " %s=%s", request->headers[i].name, request->headers[i].value);
    if (request->expects_continue)
        add(to, " continue");
}

static void add_body(struct transcript *to, const struct http_bytes *piece)
{
    add(to, to->in_body ? "" : " [");
    for (size_t i = 0; i < piece->size; i++)
        add(to, "%c", piece->at[i] ? piece->at[i] : '0');
    to->in_body = 1;
}

static void end_body(struct transcript *to)
{
    if (to->in_body)
        add(to, "]");
    to->in_body = 0;
}

/* False when the connection would be closed. */
static int add_event(struct transcript *to, enum http_event event,
                     struct http_parser *parser)
{
    switch (event) {
    case HTTP_MORE:
        break;
    case HTTP_HEAD:
        add_head(to, &parser->request);
        break;
    case HTTP_BODY:
        add_body(to, &parser->piece);
        break;
    case HTTP_DONE:
        end_body(to);
        add(to, parser->request.keep_alive ? " keep\n" : " close\n");
        http_parser_next(parser);
        break;
    case HTTP_BAD:
        end_body(to);
        add(to, "bad %d\n", parser->status);
        return 0;
    }
    return 1;
}

/* The bytes stand in memory of their own, so that a sanitizer sees whoever
 * reads past their end. */
static int feed(struct http_parser *parser, const uint8_t *bytes, size_t count,
                struct transcript *to)
{
    char *copy = malloc(count);
    if (!copy)
        abort();
    memcpy(copy, bytes, count);
    struct http_bytes in = {copy, count};
    enum http_event event;
    int open;
    do {
        event = http_parse(parser, &in);
        open = add_event(to, event, parser);
    } while (open && event != HTTP_MORE);
    free(copy);
    return open;
}

void http_transcript(const uint8_t *bytes, size_t count, size_t piece,
                     char *text, size_t size)
{
    static struct http_parser parser;
    struct transcript to = {.text = text, .size = size};
    text[0] = '\0';
    http_parser_begin(&parser, MAX_BODY);
    for (size_t done = 0; done < count; done += piece)
        if (!feed(&parser, bytes + done,
                  count - done < piece ? count - done : piece, &to))
            return;
    end_body(&to);
    if (http_parser_began(&parser))
        add(&to, " more\n");
}
