/* request.h - what a request says: method, path, query, headers. */
#ifndef HANDLOOP_WEB_REQUEST_H
#define HANDLOOP_WEB_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

/* Limits; what goes beyond gets the status behind. */
enum {
    HTTP_MAX_QUERY = 128,       /* parameters behind the "?": 414 */
    HTTP_MAX_HEADERS = 128,     /* 431 */
};

struct http_field {
    const char *name, *value;
};

struct http_request {
    const char *method;             /* "GET" */
    const char *path;               /* decoded: "/users/ada b"; or "*", with
                                       OPTIONS */
    bool is_http_1_0;

    /* what the headers say about the connection and the body */
    bool keep_alive;
    bool expects_continue;          /* the client waits for "100 Continue" */
    bool chunked;
    uint64_t content_length;        /* 0 if there is none */

    unsigned query_count, header_count;
    struct http_field query[HTTP_MAX_QUERY];        /* decoded */
    struct http_field headers[HTTP_MAX_HEADERS];
};

/* The value of a header, of the first one with that name in any case of
 * letters; NULL if there is none. */
const char *http_header(const struct http_request *request, const char *name);

/* The value of a query parameter, the last one with that name as in FastAPI;
 * NULL if there is none. */
const char *http_query(const struct http_request *request, const char *name);

#endif
