/* http.c - the server: accepting clients, and an end in good order. */
#include "web/http.h"

#include <errno.h>
#include <sys/select.h>
#include <unistd.h>

#include "asyncio/combine.h"
#include "core/task_private.h"
#include "io/io.h"
#include "io/once.h"
#include "web/connection.h"

enum {
    USUAL_CONNECTIONS = 900,
    USUAL_STOP = 10,                /* seconds */
    A_MOMENT = 1,                   /* for what was cancelled to end */
    SPARE = 16,
};

/* So many descriptors the program can have, and select() can take. */
static unsigned descriptor_limit(void)
{
    long limit = sysconf(_SC_OPEN_MAX);
    return limit < 0 || limit > FD_SETSIZE ? FD_SETSIZE : (unsigned)limit;
}

/* So many clients can be refused at the same time. */
static unsigned refusal_limit(void)
{
    return descriptor_limit() / 20 + 1;
}

/* Some descriptors are for other things: a twentieth for those clients that are
 * being refused, as many again and SPARE for the rest of the program. */
static void set_limits(struct http_server *server)
{
    unsigned descriptors = descriptor_limit();
    unsigned others = SPARE + descriptors / 10;
    unsigned most = descriptors > others ? descriptors - others : 1;
    if (server->max_connections == 0)
        server->max_connections = USUAL_CONNECTIONS;
    if (server->max_connections > most)
        server->max_connections = most;
    semaphore_init(&server->refusals, refusal_limit());
}

static double stop_limit(const struct http_server *server)
{
    return server->stop_limit > 0 ? server->stop_limit : USUAL_STOP;
}

/* --- accepting ----------------------------------------------------------- */

/* One too many: says so, and waits a moment for the client to hear it. */
struct http_refuse {
    CORO;
    struct http_server *server;     /* one of its refusals is ours */
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
    TRY_AWAIT(http_say_last(self->server, self->fd, &self->out));
    close_fd(self->fd);
    buffer_free(&self->out);
    semaphore_release(&self->server->refusals);
    END;
}

/* For those there is no memory for, closing must do. */
static void serve(struct http_server *server, int fd)
{
    if (task_done(task_new(http_serve_connection(server, fd), "connection")))
        close_fd(fd);
}

static void refuse(struct http_server *server, int fd)
{
    struct coro saying = coro(http_refuse, .server = server, .fd = fd);
    if (!task_done(task_new(saying, "refusal")))
        return;
    close_fd(fd);
    semaphore_release(&server->refusals);
}

/* Serve the one who has come, and all who have come with it: one at a time, a
 * crowd would wait for a turn of those who are busy, each. */
static void serve_crowd(struct http_server *server, int listener, int fd)
{
    unsigned room = server->max_connections - server->connection_count;
    for (; fd >= 0; fd = --room > 0 ? accept_once(listener) : -1)
        serve(server, fd);
}

/* The program ended it, or closed the listener. */
static bool is_over(int error)
{
    return error == ECANCELED || error == EBADF || error == EINVAL ||
           error == ENOTSOCK;
}

/* Accept until that is over.  Without descriptors or memory, say so once, and
 * wait until some are given back.  If many are being refused, the next ones
 * stay in the system's queue. */
struct http_accept_all {
    CORO;
    struct http_server *server;
    int listener;
    int fd;
    bool reported;
};

ASYNC(http_accept_all)
{
    struct http_server *server = self->server;
    BEGIN;
    for (;;) {
        TRY_AWAIT(async_accept(self->listener));
        if (is_over(failure()))
            RERAISE;
        if (failure()) {
            if (!self->reported)
                loop_report("cannot accept a connection", caught());
            self->reported = true;
            TRY_AWAIT(async_sleep(0.1));
            if (failure() == ECANCELED)
                RERAISE;
            continue;
        }
        self->reported = false;
        self->fd = (int)as_int(awaited());
        if (server->connection_count < server->max_connections) {
            serve_crowd(server, self->listener, self->fd);
            continue;
        }
        TRY_AWAIT(semaphore_acquire(&server->refusals));
        if (!failure())
            refuse(server, self->fd);
        else
            close_fd(self->fd);
        if (failure() == ECANCELED)
            RERAISE;
    }
    END;
}

/* --- stopping ------------------------------------------------------------ */

static bool goes_on(const struct http_server *server)
{
    return server->connections.first || server->behind.first;
}

static void hurry_all(struct http_server *server)
{
    for (struct http_connection *c = server->connections.first; c; c = c->next)
        http_hurry(c);
}

static void give_up_all(struct http_server *server)
{
    for (struct http_connection *c = server->connections.first; c; c = c->next)
        http_give_up(c);
    for (struct http_behind *behind = server->behind.first; behind;
         behind = behind->next)
        task_cancel(behind->task);
}

/* One of those that go on. */
static const char *name_of_one(const struct http_server *server)
{
    if (!server->connections.first)
        return textf("the work behind %s", server->behind.first->name);
    return http_request_name(&server->connections.first->parser.request);
}

/* They were cancelled and go on: most probably in threads. */
static void report_unstoppable(const struct http_server *server)
{
    const char *more = "";
    unsigned count = server->connection_count;
    for (struct http_behind *behind = server->behind.first; behind;
         behind = behind->next)
        count++;
    if (count > 1)
        more = textf(" and %u more", count - 1);
    loop_report(textf("the server waits for %s%s, which cannot be stopped",
                      name_of_one(server), more), NULL);
}

/* --- from the beginning to the end --------------------------------------- */

struct http_serve_all {
    CORO;
    struct http_server *server;
    int listener;
    struct error *error;
    unsigned refused;               /* of those that may be at a time */
};

ASYNC(http_serve_all)
{
    struct http_server *server = self->server;
    BEGIN;
    set_limits(server);
    TRY_AWAIT(coro(http_accept_all, .server = server,
                   .listener = self->listener));
    self->error = caught();
    close_fd(self->listener);

    server->stopping = true;
    TRY_AWAIT(async_sleep(0));      /* those just accepted begin, too */
    event_clear(&server->all_ended);
    hurry_all(server);
    if (goes_on(server))
        TRY_AWAIT(wait_for(event_wait(&server->all_ended),
                           stop_limit(server)));
    give_up_all(server);
    if (goes_on(server))
        TRY_AWAIT(wait_for(event_wait(&server->all_ended), A_MOMENT));
    if (goes_on(server))
        report_unstoppable(server);
    while (goes_on(server)) {
        TRY_AWAIT(event_wait(&server->all_ended));
        if (failure() == ENOMEM)    /* then look at each turn */
            TRY_AWAIT(async_sleep(0));
    }
    for (; self->refused < refusal_limit(); self->refused++)
        TRY_AWAIT(semaphore_acquire(&server->refusals));
    RAISE_ERROR(self->error);
    END;
}

struct coro http_serve(struct http_server *server, int listener)
{
    return coro(http_serve_all, .server = server, .listener = listener);
}
