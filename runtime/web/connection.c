/* connection.c - one client, from its beginning to its end: its requests, one
 * after the other, and what is said if it cannot go on. */
#include "web/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "io/io.h"
#include "io/once.h"
#include "memory/list.h"
#include "watch/say.h"

enum {
    USUAL_BODY = 1 << 20,           /* bytes */
    HELD_READY = 1 << 14,
};

/* --- all connections of a server ----------------------------------------- */

static void link_connection(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    connection->task = current_task();
    list_append(&server->connections, connection);
    server->connection_count++;
}

static void unlink_connection(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    list_remove(&server->connections, connection);
    server->connection_count--;
    http_tell_if_all_ended(server);
}

/* --- one request after the other ----------------------------------------- */

/* A client that sends many requests at once lets others have their turn. */
struct http_serve_requests {
    CORO;
    struct http_connection *connection;
};

ASYNC(http_serve_requests)
{
    struct http_connection *c = self->connection;
    BEGIN;
    for (;;) {
        AWAIT(http_serve_request(c));
        if (!c->keep_alive)
            RETURN(0);
        if (c->in.size > 0) {
            http_enter(c, READING_REQUEST);
            AWAIT(async_sleep(0));
        }
    }
    END;
}

/* --- last words ---------------------------------------------------------- */

/* What to say about this error; 0: nothing, the client has gone or will not
 * listen, or has half an answer already. */
static int last_status(const struct http_connection *connection)
{
    const struct error *error = connection->error;
    int status = http_error_status(error->code);
    if (connection->exchange.in_pieces || connection->out.taken > 0)
        return 0;
    if (error->code == ETIMEDOUT && connection->phase == READING_REQUEST)
        return connection->server->stopping ? 503 : 408;
    if (error->code == ETIMEDOUT && connection->phase == ANSWERING)
        return 503;
    return error->code == ENOMEM ? 503 : status;
}

static const char *last_words(const struct http_connection *connection)
{
    if (connection->error->code != ETIMEDOUT)
        return connection->error->message;
    if (connection->phase != READING_REQUEST)
        return "the answer took too long";
    return connection->server->stopping ? "the server stops"
                                        : "the request took too long";
}

static void compose_last(struct http_connection *connection, int status)
{
    struct http_exchange last = {.request = &connection->parser.request};
    if (connection->phase != ANSWERING)
        connection->began = loop_time();
    http_answer_error(&last, status, last_words(connection));
    http_compose(&connection->out, &last, false);
    http_log(connection, &last);
}

/* The exchange is the application's still, so this is an answer of its own. */
static void answer_that_it_stops(struct http_connection *connection)
{
    struct http_exchange exchange = {.request = &connection->parser.request};
    struct byte_buffer out = {0};
    ssize_t count;
    http_answer_error(&exchange, 503, "the server stops");
    http_compose(&out, &exchange, false);
    if (!out.incomplete)
        write_once(connection->fd, out.bytes, out.used, &count);
    shutdown(connection->fd, SHUT_WR);
    buffer_free(&out);
    http_log(connection, &exchange);
}

void http_give_up(struct http_connection *connection)
{
    if (connection->phase == ANSWERING && !connection->exchange.in_pieces)
        answer_that_it_stops(connection);
    task_cancel(connection->task);
}

/* Has the client sent something that nobody has read yet? */
static bool has_sent(const struct http_connection *connection)
{
    char byte;
    return recv(connection->fd, &byte, 1, MSG_PEEK) > 0;
}

void http_hurry(struct http_connection *connection)
{
    if (connection->phase == IDLE && !has_sent(connection))
        task_cancel(connection->task);
    else if (connection->phase == IDLE || connection->phase == READING_REQUEST)
        http_enter_anew(connection, connection->phase);
}

/* --- a connection from its beginning to its end -------------------------- */

static void free_connection(struct http_connection *connection)
{
    close_fd(connection->fd);
    coro_close(connection->exchange.behind);
    buffer_free(&connection->body);
    buffer_free(&connection->out);
    unlink_connection(connection);
}

/* Have select() tell when the client has taken some of an answer, and not only
 * when it has taken a third of what the system holds ready for it: who takes
 * that long is slow, but not gone. */
static void hear_of_each_piece(int fd)
{
#ifdef TCP_NOTSENT_LOWAT
    int bytes = HELD_READY;
    setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof bytes);
#else
    (void)fd;
#endif
}

static void begin_connection(struct http_connection *connection)
{
    const struct http_server *server = connection->server;
    link_connection(connection);
    http_parser_begin(&connection->parser,
                      server->max_body ? server->max_body : USUAL_BODY);
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
    hear_of_each_piece(connection->fd);
    connection->limit = timeout(http_limit_of(server, IDLE));
}

ASYNC(http_connection)
{
    int status;
    BEGIN;
    begin_connection(self);
    TRY_AWAIT(coro(http_serve_requests, .connection = self));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    self->error = caught();

    status = self->error ? last_status(self) : 0;
    if (status)
        compose_last(self, status);
    self->phase = CLOSING;
    if (status || !self->error)
        TRY_AWAIT(http_say_last(self->server, self->fd,
                                status ? &self->out : NULL));
    free_connection(self);
    if (self->error && self->error->code == ECANCELED)
        RAISE_ERROR(self->error);
    END;
}

struct coro http_serve_connection(struct http_server *server, int fd)
{
    return coro(http_connection, .server = server, .fd = fd);
}
