/* parser.c - a line at a time, then a body.
 *
 *      request line -> header ... header -> empty line -> body -> done
 *
 *                     +-> REQUEST_DONE                          (no body)
 *      REQUEST_LINE   |
 *           |         +-> FIXED_BODY ---------------------> REQUEST_DONE
 *           v         |
 *        HEADERS -----+-> CHUNK_SIZE -> CHUNK -> CHUNK_END
 *                              ^                     |
 *                              +---------------------+
 *                              |
 *                              +-> TRAILERS --------------> REQUEST_DONE
 */
#include "web/parser.h"

#include <string.h>
#include <strings.h>

#include "web/http_text.h"
#include "web/request_private.h"

static enum http_event fail(struct http_parser *parser, int status,
                            const char *why)
{
    parser->state = REQUEST_BAD;
    parser->status = status;
    parser->why = why;
    return HTTP_BAD;
}

static enum http_event go_on(struct http_parser *parser, enum http_state state)
{
    parser->state = state;
    return HTTP_MORE;
}

/* --- lines --------------------------------------------------------------- */

/* How many bytes the current line may still have. */
static size_t room_in_line(const struct http_parser *parser)
{
    size_t end = parser->line + HTTP_MAX_CHUNK_LINE;
    if (parser->state == REQUEST_LINE)
        end = HTTP_MAX_LINE;
    else if (parser->state == HEADERS)
        end = HTTP_MAX_HEAD;
    return end - parser->used;
}

static enum http_event line_too_long(struct http_parser *parser)
{
    if (parser->state == REQUEST_LINE)
        return fail(parser, 414, "the request line is too long");
    if (parser->state == HEADERS)
        return fail(parser, 431, "the headers are too large");
    return fail(parser, 400, "a line in a chunked body is too long");
}

/* The current line has its end.  The line without it; NULL if it is bad. */
static char *finish_line(struct http_parser *parser)
{
    char *line = parser->head + parser->line;
    size_t size = parser->used - parser->line;
    if (size < 2 || line[size - 2] != '\r') {
        fail(parser, 400, "a line does not end with CR LF");
        return NULL;
    }
    line[size - 2] = '\0';
    if (strlen(line) == size - 2)
        return line;
    fail(parser, 400, "there is a NUL byte");
    return NULL;
}

/* Add to the current line, up to its end.  The line, or NULL: there is more to
 * come, or parser->state is REQUEST_BAD. */
static char *take_line(struct http_parser *parser, struct http_bytes *in)
{
    if (in->size == 0)
        return NULL;
    if (parser->used == 0 && (unsigned char)*in->at < ' ' && *in->at != '\r') {
        fail(parser, 400, "this is no HTTP request");   /* TLS, perhaps */
        return NULL;
    }
    const char *end = memchr(in->at, '\n', in->size);
    size_t more = end ? (size_t)(end - in->at) + 1 : in->size;
    if (more > room_in_line(parser)) {
        line_too_long(parser);
        return NULL;
    }
    memcpy(parser->head + parser->used, in->at, more);
    parser->used += more;
    in->at += more;
    in->size -= more;
    return end ? finish_line(parser) : NULL;
}

/* The current line may be overwritten, or must stay. */
static void drop_line(struct http_parser *parser)
{
    parser->used = parser->line;
}

static void keep_line(struct http_parser *parser)
{
    parser->line = parser->used;
}

/* --- the request line ---------------------------------------------------- */

static enum http_event parse_version(struct http_parser *parser,
                                     const char *version)
{
    if (strncmp(version, "HTTP/", 5) != 0 || !text_is_digit(version[5]) ||
        version[6] != '.' || !text_is_digit(version[7]) || version[8] != '\0')
        return fail(parser, 400, "this is no HTTP request");
    if (version[5] != '1')
        return fail(parser, 505, "this server speaks HTTP/1.1");
    parser->request.is_http_1_0 = version[7] == '0';
    parser->request.keep_alive = !parser->request.is_http_1_0;
    return HTTP_MORE;
}

static enum http_event parse_request_line(struct http_parser *parser,
                                          char *line)
{
    if (*line == '\0' && !parser->skipped_empty_line) {
        parser->skipped_empty_line = true;      /* as the standard asks */
        drop_line(parser);
        return HTTP_MORE;
    }
    char *target = text_cut(line, ' ');
    char *version = target ? text_cut(target, ' ') : NULL;
    if (!version || !text_is_token(line))
        return fail(parser, 400, "this is no HTTP request");
    if (parse_version(parser, version) == HTTP_BAD)
        return HTTP_BAD;
    if (strcmp(line, "CONNECT") == 0)
        return fail(parser, 501, "this server is no proxy");
    parser->request.method = line;
    int status = http_take_target(&parser->request, target, &parser->why);
    if (status)
        return fail(parser, status, parser->why);
    keep_line(parser);
    return go_on(parser, HEADERS);
}

/* --- headers ------------------------------------------------------------- */

/* Split "Name: value" in place. */
static enum http_event split_header(struct http_parser *parser, char *line,
                                    struct http_field *header)
{
    if (*line == ' ' || *line == '\t')
        return fail(parser, 400, "a header is folded");
    char *value = text_cut(line, ':');
    if (!value || !text_is_token(line))
        return fail(parser, 400, "a header has no proper name");
    if (text_has_control(value))
        return fail(parser, 400, "a header has a control character");
    *header = (struct http_field){line, text_trim(value)};
    return HTTP_MORE;
}

/* An empty line: what kind of body follows? */
static enum http_event end_headers(struct http_parser *parser)
{
    struct http_request *request = &parser->request;
    int status = http_framing_end(&parser->framing, request, &parser->why);
    if (status)
        return fail(parser, status, parser->why);
    parser->body_left = request->content_length;
    parser->state = request->chunked ? CHUNK_SIZE : FIXED_BODY;
    return HTTP_HEAD;
}

static enum http_event parse_header(struct http_parser *parser, char *line)
{
    struct http_request *request = &parser->request;
    keep_line(parser);
    if (*line == '\0')
        return end_headers(parser);
    if (request->header_count == HTTP_MAX_HEADERS)
        return fail(parser, 431, "there are too many headers");
    struct http_field *header = &request->headers[request->header_count++];
    if (split_header(parser, line, header) == HTTP_BAD)
        return HTTP_BAD;
    int status = http_framing_take(&parser->framing, request, header,
                                   parser->max_body, &parser->why);
    return status ? fail(parser, status, parser->why) : HTTP_MORE;
}

/* --- bodies -------------------------------------------------------------- */

/* Hand out what there is of the body, or of the chunk; then comes next. */
static enum http_event take_body(struct http_parser *parser,
                                 struct http_bytes *in, enum http_state next)
{
    if (parser->body_left == 0)
        return go_on(parser, next);
    if (in->size == 0)
        return HTTP_MORE;
    size_t size = in->size;
    if (size > parser->body_left)
        size = (size_t)parser->body_left;
    parser->piece = (struct http_bytes){in->at, size};
    parser->body_left -= size;
    in->at += size;
    in->size -= size;
    return HTTP_BODY;
}

/* "1a; name=value": the size in hexadecimal; extensions must be well formed,
 * and mean nothing. */
static enum http_event parse_chunk_size(struct http_parser *parser, char *line)
{
    const char *end;
    uint64_t size = text_to_number(line, 16, parser->max_body, &end);
    if (end == line)
        return fail(parser, 400, "the size of a chunk is no number");
    if (!text_is_extensions(end))
        return fail(parser, 400, "a chunk has bad extensions");
    if (size > parser->max_body - parser->body_size)
        return fail(parser, 413, "the body is too large");
    drop_line(parser);
    parser->body_size += size;
    parser->body_left = size;
    return go_on(parser, size > 0 ? CHUNK : TRAILERS);
}

static enum http_event parse_chunk_end(struct http_parser *parser, char *line)
{
    if (*line)
        return fail(parser, 400, "a chunk is longer than its size");
    drop_line(parser);
    return go_on(parser, CHUNK_SIZE);
}

/* Headers behind a chunked body: they must be well formed, and are dropped. */
static enum http_event parse_trailer(struct http_parser *parser, char *line)
{
    struct http_field dropped;
    drop_line(parser);
    if (*line == '\0')
        return go_on(parser, REQUEST_DONE);
    if (++parser->trailers > HTTP_MAX_HEADERS)
        return fail(parser, 431, "there are too many trailers");
    return split_header(parser, line, &dropped);
}

/* --- putting it together ------------------------------------------------- */

void http_parser_begin(struct http_parser *parser, uint64_t max_body)
{
    parser->max_body = max_body;
    http_parser_next(parser);
}

void http_parser_next(struct http_parser *parser)
{
    uint64_t max_body = parser->max_body;
    memset(parser, 0, offsetof(struct http_parser, request.query));
    parser->max_body = max_body;
}

bool http_parser_began(const struct http_parser *parser)
{
    return parser->state != REQUEST_DONE &&
           (parser->state != REQUEST_LINE || parser->used > 0);
}

/* One step; HTTP_MORE also when there is nothing special to tell. */
static enum http_event step(struct http_parser *parser, struct http_bytes *in)
{
    static enum http_event (*const parse_line[])(struct http_parser *parser,
                                                 char *line) = {
        [REQUEST_LINE] = parse_request_line, [HEADERS] = parse_header,
        [CHUNK_SIZE] = parse_chunk_size, [CHUNK_END] = parse_chunk_end,
        [TRAILERS] = parse_trailer,
    };
    switch (parser->state) {
    case FIXED_BODY:
        return take_body(parser, in, REQUEST_DONE);
    case CHUNK:
        return take_body(parser, in, CHUNK_END);
    case REQUEST_DONE:
        return HTTP_DONE;
    case REQUEST_BAD:
        return HTTP_BAD;
    default:
        break;
    }
    char *line = take_line(parser, in);
    if (line)
        return parse_line[parser->state](parser, line);
    return parser->state == REQUEST_BAD ? HTTP_BAD : HTTP_MORE;
}

enum http_event http_parse(struct http_parser *parser, struct http_bytes *in)
{
    for (;;) {
        enum http_state before = parser->state;
        enum http_event event = step(parser, in);
        if (event != HTTP_MORE || (in->size == 0 && parser->state == before))
            return event;
    }
}
