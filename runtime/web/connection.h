/* connection.h - one client: its requests, one after the other.  For the
 * runtime; programs use http.h. */
#ifndef HANDLOOP_WEB_CONNECTION_H
#define HANDLOOP_WEB_CONNECTION_H

#include <stdbool.h>

#include "io/byte_buffer.h"
#include "asyncio/combine.h"
#include "core/coro.h"
#include "web/http.h"
#include "web/parser.h"
#include "core/task.h"

/* What a connection is at; each phase has its time. */
enum phase { IDLE, READING_REQUEST, ANSWERING, WRITING_ANSWER, CLOSING };

struct http_connection {
    CORO;
    struct http_server *server;
    int fd;
    struct http_connection *next, *previous;    /* of the server's */
    struct task *task;              /* that runs this */
    enum phase phase;
    struct timeout *limit;          /* of the phase */
    bool keep_alive;
    struct error *error;            /* why it ends */
    struct http_parser parser;
    struct http_exchange exchange;
    struct byte_buffer body;        /* of the request */
    struct byte_buffer out;         /* the answer, head and content; */
    size_t written;                 /* so much of it */
    struct http_bytes in;           /* the part of input not parsed yet */
    char input[4096];
};

/* "GET /users", for a report: a byte that a terminal would obey, which may be
 * in a path as %1B, becomes "?". */
const char *http_request_name(const struct http_request *request);

/* The server's time is over: cancel what the connection is at.  A client whose
 * request is being answered is told so now, since the application may take
 * its time, or cannot be stopped at all. */
void http_give_up(struct http_connection *connection);

/* Answer with what went wrong, in place of what there was of an answer. */
void http_answer_error(struct http_exchange *exchange, int status,
                       const char *why);

/* The answer as bytes, in place of what is in out. */
void http_compose(struct byte_buffer *out, const struct http_exchange *exchange,
                  bool keep_alive);

/* Write what is in out, say that no more comes, and read on until the client
 * closes as well: one that still sends would otherwise lose the answer.  Gives
 * up after a second; raises what goes wrong. */
MUST_USE
struct coro http_say_last(int fd, const struct byte_buffer *out);

#endif
