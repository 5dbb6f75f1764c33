/* http_parser.c - a line at a time, then a body.
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
#include "http_parser.h"

#include <string.h>
#include <strings.h>

#include "http_text.h"

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

/* --- lines ---------------------------------------------------------------- */

static size_t longest_line(const struct http_parser *parser)
{
    switch (parser->state) {
    case REQUEST_LINE:
        return HTTP_MAX_LINE;
    case HEADERS:
        return HTTP_MAX_HEAD - parser->line;
    default:
        return HTTP_MAX_CHUNK_LINE;
    }
}

static enum http_event line_too_long(struct http_parser *parser)
{
    switch (parser->state) {
    case REQUEST_LINE:
        return fail(parser, 414, "the request line is too long");
    case HEADERS:
        return fail(parser, 431, "the headers are too large");
    default:
        return fail(parser, 400, "a line in a chunked body is too long");
    }
}

/* Add to the current line, up to its end.  The line, or NULL: there is more to
 * come, or parser->state is REQUEST_BAD. */
static char *take_line(struct http_parser *parser, struct http_bytes *in)
{
    const char *end = in->size ? memchr(in->at, '\n', in->size) : NULL;
    size_t more = end ? (size_t)(end - in->at) + 1 : in->size;
    size_t room = longest_line(parser) - (parser->used - parser->line);
    if (more > room) {
        line_too_long(parser);
        return NULL;
    }
    if (more > 0)
        memcpy(parser->head + parser->used, in->at, more);
    parser->used += more;
    in->at += more;
    in->size -= more;
    if (!end)
        return NULL;

    char *line = parser->head + parser->line;
    size_t length = parser->used - parser->line - 1;
    if (length == 0 || line[length - 1] != '\r') {
        fail(parser, 400, "a line does not end with CR LF");
        return NULL;
    }
    line[length - 1] = '\0';
    if (strlen(line) != length - 1) {
        fail(parser, 400, "there is a NUL byte");
        return NULL;
    }
    return line;
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

/* --- the request line ----------------------------------------------------- */

static bool is_known_method(const char *method)
{
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT",
                                        "DELETE", "PATCH", "OPTIONS", "TRACE"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(method, known[i]) == 0)
            return true;
    return false;
}

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

static enum http_event parse_query(struct http_parser *parser, char *query)
{
    struct http_request *request = &parser->request;
    while (query) {
        char *name = query;
        query = text_cut(name, '&');
        if (*name == '\0')
            continue;
        if (request->query_count == HTTP_MAX_QUERY)
            return fail(parser, 414, "there are too many query parameters");
        char *value = text_cut(name, '=');
        if (!text_percent_decode(name, true) ||
            (value && !text_percent_decode(value, true)))
            return fail(parser, 400, "the query has a bad percent-escape");
        request->query[request->query_count++] =
            (struct http_field){name, value ? value : ""};
    }
    return HTTP_MORE;
}

/* "http://host:80/path" as sent to proxies: skip to the path. */
static char *skip_authority(char *target)
{
    if (strncasecmp(target, "http://", 7) != 0)
        return target;
    target += 7;
    target += strcspn(target, "/?");
    return target;
}

static enum http_event parse_target(struct http_parser *parser, char *target)
{
    if (text_has_control(target) || strchr(target, '#'))
        return fail(parser, 400, "the target has a character it must not");
    char *path = skip_authority(target);
    char *query = text_cut(path, '?');
    if (path != target && *path == '\0')
        path = "/";                     /* "http://host" has no path */
    else if (!text_percent_decode(path, false))
        return fail(parser, 400, "the path has a bad percent-escape");
    if (*path != '/' && strcmp(path, "*") != 0)
        return fail(parser, 400, "the path does not begin with a slash");
    parser->request.path = path;
    return parse_query(parser, query);
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
    if (!is_known_method(line))
        return fail(parser, 501, "this server does not know the method");
    parser->request.method = line;
    keep_line(parser);
    parser->state = HEADERS;
    return parse_target(parser, target);
}

/* --- headers -------------------------------------------------------------- */

static enum http_event content_length(struct http_parser *parser,
                                      const char *value)
{
    if (parser->has_length)
        return fail(parser, 400, "there are two lengths");
    parser->has_length = true;
    uint64_t length = 0;
    const char *c = value;
    for (; text_is_digit(*c); c++) {
        if (length <= parser->max_body)         /* so it cannot overflow */
            length = length * 10 + (uint64_t)(*c - '0');
    }
    if (c == value || *c)
        return fail(parser, 400, "the Content-Length is no number");
    if (length > parser->max_body)
        return fail(parser, 413, "the body is too large");
    parser->request.content_length = length;
    return HTTP_MORE;
}

static enum http_event transfer_encoding(struct http_parser *parser,
                                         const char *value)
{
    if (parser->request.chunked)
        return fail(parser, 400, "there are two transfer encodings");
    if (parser->request.is_http_1_0)
        return fail(parser, 400, "HTTP/1.0 has no transfer encodings");
    if (strcasecmp(value, "chunked") != 0)
        return fail(parser, 501, "this server knows no encoding but chunked");
    parser->request.chunked = true;
    return HTTP_MORE;
}

static enum http_event connection(struct http_parser *parser,
                                  const char *value)
{
    if (text_list_has(value, "close"))
        parser->has_connection_close = true;
    else if (text_list_has(value, "keep-alive"))
        parser->request.keep_alive = true;
    return HTTP_MORE;
}

static enum http_event host(struct http_parser *parser, const char *value)
{
    (void)value;
    if (parser->has_host)
        return fail(parser, 400, "there are two hosts");
    parser->has_host = true;
    return HTTP_MORE;
}

static enum http_event expect(struct http_parser *parser, const char *value)
{
    if (strcasecmp(value, "100-continue") != 0)
        return fail(parser, 417, "this server expects 100-continue only");
    parser->request.expects_continue = !parser->request.is_http_1_0;
    return HTTP_MORE;
}

/* The headers that the parser itself understands. */
static enum http_event understand(struct http_parser *parser,
                                  const struct http_field *header)
{
    static const struct {
        const char *name;
        enum http_event (*function)(struct http_parser *parser,
                                    const char *value);
    } known[] = {
        {"Content-Length", content_length},
        {"Transfer-Encoding", transfer_encoding},
        {"Connection", connection},
        {"Host", host},
        {"Expect", expect},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(header->name, known[i].name) == 0)
            return known[i].function(parser, header->value);
    return HTTP_MORE;
}

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
    if (!parser->has_host && !request->is_http_1_0)
        return fail(parser, 400, "there is no Host");
    if (request->chunked && parser->has_length)
        return fail(parser, 400, "there are two lengths");
    if (parser->has_connection_close)
        request->keep_alive = false;
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
    return understand(parser, header);
}

/* --- bodies --------------------------------------------------------------- */

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

/* "1a; name=value": the size in hexadecimal; extensions mean nothing. */
static enum http_event parse_chunk_size(struct http_parser *parser, char *line)
{
    uint64_t size = 0;
    const char *c = line;
    for (; text_hex_digit(*c) >= 0; c++) {
        if (size <= parser->max_body)           /* so it cannot overflow */
            size = size * 16 + (uint64_t)text_hex_digit(*c);
    }
    const char *extension = c + strspn(c, " \t");
    if (c == line || (*extension && *extension != ';'))
        return fail(parser, 400, "the size of a chunk is no number");
    if (text_has_control(extension))
        return fail(parser, 400, "a chunk has a control character");
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

/* --- putting it together -------------------------------------------------- */

void http_parser_begin(struct http_parser *parser, uint64_t max_body)
{
    parser->max_body = max_body;
    http_parser_next(parser);
}

void http_parser_next(struct http_parser *parser)
{
    uint64_t max_body = parser->max_body;
    memset(parser, 0, offsetof(struct http_parser, head));
    parser->max_body = max_body;
}

bool http_parser_began(const struct http_parser *parser)
{
    return parser->state != REQUEST_DONE &&
           (parser->state != REQUEST_LINE || parser->used > 0);
}

static enum http_event parse_line(struct http_parser *parser, char *line)
{
    switch (parser->state) {
    case REQUEST_LINE:
        return parse_request_line(parser, line);
    case HEADERS:
        return parse_header(parser, line);
    case CHUNK_SIZE:
        return parse_chunk_size(parser, line);
    case CHUNK_END:
        return parse_chunk_end(parser, line);
    default:
        return parse_trailer(parser, line);
    }
}

/* One step; HTTP_MORE also when there is nothing special to tell. */
static enum http_event step(struct http_parser *parser, struct http_bytes *in)
{
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
        return parse_line(parser, line);
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

const char *http_header(const struct http_request *request, const char *name)
{
    for (unsigned i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

const char *http_query(const struct http_request *request, const char *name)
{
    for (unsigned i = request->query_count; i > 0; i--)
        if (strcmp(request->query[i - 1].name, name) == 0)
            return request->query[i - 1].value;
    return NULL;
}
