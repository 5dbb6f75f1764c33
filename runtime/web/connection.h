/* connection.h - one client: its requests, one after the other.  For the
 * runtime; programs use http.h. */
#ifndef HANDLOOP_WEB_CONNECTION_H
#define HANDLOOP_WEB_CONNECTION_H

#include <stdbool.h>

#include "io/byte_buffer_private.h"
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
    double began;                   /* the exchange: loop_time() */
    struct byte_buffer body;        /* of the request */
    struct byte_buffer out;         /* the answer, head and content; what is
                                       written is taken */
    struct http_bytes in;           /* the part of input not parsed yet */
    char input[4096];
};

/* Work behind an answer that has been sent. */
struct http_behind {
    CORO;
    struct http_server *server;
    struct coro work;
    const char *name;               /* of the request */
    struct http_behind *next, *previous;        /* of the server's */
    struct task *task;              /* that runs this */
};

/* --- phases: phases.c ---------------------------------------------------- */

/* Seconds; when the server stops, a moment for requests that are on their
 * way. */
double http_limit_of(const struct http_server *server, enum phase phase);

/* To be called before whatever may wait; a phase that is over without waiting
 * needs no timer.  The second one also counts anew in the same phase. */
void http_enter(struct http_connection *connection, enum phase phase);
void http_enter_anew(struct http_connection *connection, enum phase phase);

/* --- a request and its answer: exchange.c, answer.c, report.c ------------ */

/* Read one request, and have it answered; then keep_alive says whether to go
 * on.  Raises http_error(400) and the like if it cannot be understood. */
MUST_USE
struct coro http_serve_request(struct http_connection *connection);

/* "GET /users", for a report: a byte that a terminal would obey, which may be
 * in a path as %1B, becomes "?". */
const char *http_request_name(const struct http_request *request);

/* Answer with what went wrong, in place of what there was of an answer. */
void http_answer_error(struct http_exchange *exchange, int status,
                       const char *why);

/* The answer as bytes, in place of what is in out; of one in pieces, its head
 * only. */
void http_compose(struct byte_buffer *out, const struct http_exchange *exchange,
                  bool keep_alive);

/* Tell the server's logger, if it has one. */
void http_log(const struct http_connection *connection,
              const struct http_exchange *exchange);

/* --- writing it: writing.c, goodbye.c ------------------------------------ */

/* Write what the client takes of out at once.  0, or the error. */
int http_write_some(struct http_connection *connection);
bool http_all_is_written(const struct http_connection *connection);

/* Write the rest, however long that takes, as long as the client takes some of
 * it in write_limit. */
MUST_USE
struct coro http_write_rest(struct http_connection *connection);

/* Add the end of an answer in pieces to out. */
void http_end_pieces(struct http_connection *connection);

/* Write what is in out (NULL: nothing), say that no more comes, and read on
 * until the client closes as well: one that still sends would otherwise lose
 * the answer.  Gives up when it is silent for a second, or the server stops;
 * raises what goes wrong. */
MUST_USE
struct coro http_say_last(const struct http_server *server, int fd,
                          const struct byte_buffer *out);

/* --- the end: connection.c, behind.c ------------------------------------- */

/* Begin the work behind the answer, if there is some. */
void http_begin_behind(struct http_connection *connection);

/* The server is going to stop: close the connection if nothing has come on it;
 * what is on its way has a moment to be complete. */
void http_hurry(struct http_connection *connection);

/* The server's time is over: cancel what the connection is at.  A client whose
 * request is being answered is told so now, since the application may take
 * its time, or cannot be stopped at all. */
void http_give_up(struct http_connection *connection);

/* Tell the server if nothing is left of connections, and of work behind. */
static inline void http_tell_if_all_ended(struct http_server *server)
{
    if (!server->connections.first && !server->behind.first)
        event_set(&server->all_ended);
}

#endif
