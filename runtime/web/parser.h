/* parser.h - from bytes to HTTP/1.1 requests.
 *
 * Bytes come in pieces of any size; what is understood so far is kept, and
 * nothing is allocated.  Whoever has bytes asks again and again what they
 * mean:
 *
 *      struct http_bytes in = {bytes, size};
 *      switch (http_parse(&parser, &in)) {
 *      case HTTP_MORE:     all of in is used up, read more
 *      case HTTP_HEAD:     parser.request is there, its body comes next
 *      case HTTP_BODY:     parser.piece is a part of the body, inside of in
 *      case HTTP_DONE:     the request is complete; in is what follows it
 *      case HTTP_BAD:      answer with parser.status and close
 *      }
 *
 * Where the standard (RFC 9112) lets a server be tolerant, this one is not:
 * two programs that read the same bytes differently are how requests are
 * smuggled past the first of them.  So lines end with CR LF, header names
 * stand directly before their colon, no line is folded, and the length of a
 * body is said once.
 */
#ifndef HANDLOOP_WEB_PARSER_H
#define HANDLOOP_WEB_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/framing.h"
#include "web/request.h"

/* Limits; what goes beyond gets the status behind. */
enum {
    HTTP_MAX_LINE = 8192,       /* bytes of the request line: 414 */
    HTTP_MAX_HEAD = 16384,      /* bytes of request line and headers: 431 */
    HTTP_MAX_CHUNK_LINE = 256,  /* bytes of "size; extensions": 400 */
};

enum http_event { HTTP_MORE, HTTP_HEAD, HTTP_BODY, HTTP_DONE, HTTP_BAD };

/* Bytes in somebody else's buffer. */
struct http_bytes {
    const char *at;
    size_t size;
};

enum http_state {
    REQUEST_LINE, HEADERS,
    FIXED_BODY,
    CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS,
    REQUEST_DONE, REQUEST_BAD,
};

struct http_parser {
    struct http_bytes piece;        /* at HTTP_BODY */
    int status;                     /* at HTTP_BAD: 400, 413, 414, ... */
    const char *why;                /* the same for people */

    /* its own */
    enum http_state state;          /* what the next bytes are */
    uint64_t max_body;
    uint64_t body_left;             /* of the body, or of this chunk */
    uint64_t body_size;             /* of the chunks so far */
    struct http_framing framing;    /* as far as the headers have said it */
    unsigned trailers;
    bool skipped_empty_line;
    size_t line;                    /* where the current line begins in head, */
    size_t used;                    /* and where it goes on */

    struct http_request request;    /* from HTTP_HEAD on; its texts live in */
    char head[HTTP_MAX_HEAD + HTTP_MAX_CHUNK_LINE];     /* the parser, until
                                                           http_parser_next() */
};

/* Before the first request; bodies larger than max_body bytes (which is less
 * than 2 to the 59th) get 413. */
void http_parser_begin(struct http_parser *parser, uint64_t max_body);

/* Before each later request of the same connection. */
void http_parser_next(struct http_parser *parser);

/* What do the next bytes mean?  in moves on behind those that are used.  After
 * HTTP_DONE and HTTP_BAD it says the same again and uses no more. */
enum http_event http_parse(struct http_parser *parser, struct http_bytes *in);

/* Has a request begun and not ended?  (Then its time is running.) */
bool http_parser_began(const struct http_parser *parser);

#endif
