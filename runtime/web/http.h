/* http.h - an HTTP/1.1 server: one task a connection.
 *
 *      accept --> connection:  read a request --> application --> write
 *                     ^                                             |
 *                     +---------------- keep-alive -----------------+
 *
 * A connection gives every phase its time, answers what it cannot understand
 * with the right status, and closes.  Whatever happens on one, the others do
 * not notice.
 */
#ifndef HANDLOOP_WEB_HTTP_H
#define HANDLOOP_WEB_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "io/byte_buffer.h"
#include "core/coro.h"
#include "web/request.h"
#include "asyncio/sync.h"

/* --- a request and its answer -------------------------------------------- */

enum { HTTP_MAX_ANSWER_HEADERS = 16 };

struct http_exchange {
    const struct http_request *request;
    const char *body;               /* of the request, a NUL behind it */
    size_t body_size;

    /* the answer: 200, no content, until somebody says more */
    int status;
    const char *content_type;       /* NULL: none */
    const void *content;            /* must last until the answer has been
                                       made: a text by textf() does */
    size_t content_size;
    unsigned header_count;          /* other headers; the server itself says */
    struct http_field headers[HTTP_MAX_ANSWER_HEADERS];     /* lengths, Date */

    struct coro behind;             /* to be awaited when it has been sent; of
                                       a failed application it never runs */

    /* its own */
    struct http_connection *connection;
    bool in_pieces;                 /* http_send() has begun the answer */
};

/* Answer with a text, "text/plain; charset=utf-8" for instance. */
void http_answer(struct http_exchange *exchange, int status,
                 const char *content_type, const char *text);

/* One more header; neither text is copied.  0; EINVAL if the name is no name,
 * or the value could end the header (as a line break from some user would);
 * ENOSPC. */
int http_add_header(struct http_exchange *exchange, const char *name,
                    const char *value);

/* Send a piece of the answer now, the head before the first one; the end comes
 * when the application ends.  The bytes must last until then, and what has been
 * said of the content until now does not count.  Raises EPIPE or ECONNRESET
 * when the client has gone.  It suspends only if the client takes its time:
 * whoever sends for long awaits something else now and then. */
MUST_USE
struct coro http_send(struct http_exchange *exchange, const void *bytes,
                      size_t size);

/* "Not Found" */
const char *http_reason(int status);

/* The code of an error that is an HTTP answer: RAISE(http_error(404), "...").
 * FastAPI's HTTPException. */
static inline int http_error(int status)
{
    return HTTP_ERROR + status;
}

/* The status in such a code, 0 if it is another one. */
int http_error_status(int code);

/* --- the server ---------------------------------------------------------- */

/* Whoever answers requests: makes the coroutine that fills in the answer.
 * Should it fail, the client gets 500 (or the status of http_error()), and the
 * server goes on. */
typedef struct coro http_application(struct http_exchange *exchange,
                                     void *arg);

/* Is told of each answer when it has been made, and how long that took. */
typedef void http_logger(const struct http_exchange *exchange, double seconds);

/* One that says a line: "GET /users/3: 200 OK, 0.003 s". */
http_logger http_access_log;

/* Put it where it stays until http_serve() has ended. */
struct http_server {
    /* what the program wants; 0 stands for the usual */
    http_application *application;
    void *arg;                      /* its */
    http_logger *logger;            /* NULL: none */
    unsigned max_connections;       /* 900, or what there are descriptors for;
                                       the next ones get 503 */
    size_t max_body;                /* bytes, 1 MiB; 413 */
    double idle_limit;              /* seconds between two requests, 5 */
    double request_limit;           /* to send one, 10; 408 */
    double answer_limit;            /* for the application, none; 503 */
    double write_limit;             /* for the client to take some more of an
                                       answer, 10 */
    double stop_limit;              /* to finish what runs, 10 */

    /* its own */
    struct { struct http_connection *first, *last; } connections;
    unsigned connection_count;
    struct { struct http_behind *first, *last; } behind;
    bool stopping;
    struct event all_ended;
    struct semaphore refusals;      /* so many at the same time */
    uint64_t requests;              /* so many had an answer */
};

/* Serve whoever connects to the listening descriptor, which it owns from now
 * on, until it is cancelled (by SIGINT, if main awaits it).  Then it listens
 * no more, closes connections without a request, and gives the others
 * stop_limit seconds (or until it is cancelled again) to end.  Those that have
 * no answer by then get 503, their applications are cancelled, and it ends
 * when all of them have ended.  One that does not end, such as a function that
 * blocks in a thread, is reported and waited for: a second SIGINT ends the
 * program.  It always suspends. */
MUST_USE
struct coro http_serve(struct http_server *server, int listener);

/* Serve the client at the other end of one connected socket, and close it.  The
 * server must stay until that has ended.  It suspends whenever it waits for the
 * client, and between two requests. */
MUST_USE
struct coro http_serve_connection(struct http_server *server, int fd);

#endif
