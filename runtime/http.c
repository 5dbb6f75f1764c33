/* http.c - the server: accepting clients, and an end in good order. */
#include "http.h"

#include <errno.h>

#include "combine.h"
#include "http_connection.h"
#include "io.h"
#include "loop.h"
#include "task.h"

enum {
    USUAL_CONNECTIONS = 900,        /* select() has room for 1,024 */
    USUAL_STOP = 10,                /* seconds */
};

static unsigned connection_limit(const struct http_server *server)
{
    return server->max_connections ? server->max_connections
                                   : USUAL_CONNECTIONS;
}

static double stop_limit(const struct http_server *server)
{
    return server->stop_limit > 0 ? server->stop_limit : USUAL_STOP;
}

/* --- accepting ------------------------------------------------------------ */

/* One too many: says so, and waits a moment for the client to hear it. */
struct http_refuse {
    CORO;
    int fd;
    struct byte_buffer out;
};

ASYNC(http_refuse)
{
    BEGIN;
    buffer_add_text(&self->out, "HTTP/1.1 503 Service Unavailable\r\n"
                                "Content-Length: 0\r\n"
                                "Retry-After: 1\r\n"
                                "Connection: close\r\n\r\n");
    TRY_AWAIT(http_say_last(self->fd, &self->out));
    close_fd(self->fd);
    buffer_free(&self->out);
    END;
}

static void welcome(struct http_server *server, int fd)
{
    struct task *task;
    if (server->connection_count < connection_limit(server))
        task = task_new(http_serve_connection(server, fd), "connection");
    else
        task = task_new(coro(http_refuse, .fd = fd), "refusal");
    if (task_done(task))
        close_fd(fd);                  /* there was no memory for it */
}

/* Accept until cancelled.  A client that went away again is nothing; without
 * descriptors or memory, wait until some are given back. */
struct http_accept_all {
    CORO;
    struct http_server *server;
    int listener;
};

ASYNC(http_accept_all)
{
    BEGIN;
    for (;;) {
        TRY_AWAIT(async_accept(self->listener));
        if (!failure()) {
            welcome(self->server, (int)as_int(awaited()));
        } else if (failure() == ECANCELED || failure() == EBADF ||
                   failure() == EINVAL || failure() == ENOTSOCK) {
            RERAISE;
        } else if (failure() != ECONNABORTED) {
            loop_report("cannot accept a connection", caught());
            AWAIT(async_sleep(0.1));
        }
    }
    END;
}

/* --- stopping ------------------------------------------------------------- */

static void cancel_connections(struct http_server *server, bool idle_only)
{
    for (struct http_connection *connection = server->connections; connection;
         connection = connection->next)
        if (!idle_only || connection->phase == IDLE)
            task_cancel(connection->task);
}

struct http_stop_serving {
    CORO;
    struct http_server *server;
};

ASYNC(http_stop_serving)
{
    struct http_server *server = self->server;
    BEGIN;
    server->stopping = true;
    TRY_AWAIT(async_sleep(0));      /* those just accepted begin, too */
    event_clear(&server->all_closed);
    cancel_connections(server, true);
    if (server->connections)
        TRY_AWAIT(wait_for(event_wait(&server->all_closed),
                           stop_limit(server)));
    cancel_connections(server, false);
    while (server->connections)
        TRY_AWAIT(event_wait(&server->all_closed));
    END;
}

struct http_serve_all {
    CORO;
    struct http_server *server;
    int listener;
    struct error *error;
};

ASYNC(http_serve_all)
{
    BEGIN;
    TRY_AWAIT(coro(http_accept_all, .server = self->server,
                   .listener = self->listener));
    self->error = caught();
    close_fd(self->listener);
    TRY_AWAIT(coro(http_stop_serving, .server = self->server));
    RAISE_ERROR(self->error);
    END;
}

struct coro http_serve(struct http_server *server, int listener)
{
    return coro(http_serve_all, .server = server, .listener = listener);
}
