/* connection.c - one client: read a request, have it answered, write the
 * answer, and again. */
#include "web/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "io/io.h"
#include "core/loop.h"
#include "core/arena.h"

/* --- limits: 0 stands for the usual -------------------------------------- */

enum {
    USUAL_BODY = 1 << 20,           /* bytes */
    USUAL_IDLE = 5,                 /* seconds */
    USUAL_TIME = 10,
    LINGER = 1,
    KEPT_MEMORY = 1 << 16,          /* bytes, between requests */
};

static double seconds_or(double seconds, double usual)
{
    return seconds > 0 ? seconds : usual;
}

static size_t body_limit(const struct http_server *server)
{
    return server->max_body ? server->max_body : USUAL_BODY;
}

/* --- connections --------------------------------------------------------- */

static void link_connection(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    connection->task = current_task();
    connection->next = server->connections;
    if (connection->next)
        connection->next->previous = connection;
    server->connections = connection;
    server->connection_count++;
}

static void unlink_connection(struct http_connection *connection)
{
    struct http_server *server = connection->server;
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        server->connections = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    if (--server->connection_count == 0)
        event_set(&server->all_closed);
}

static double limit_of(const struct http_server *server, enum phase phase)
{
    switch (phase) {
    case IDLE:
        return seconds_or(server->idle_limit, USUAL_IDLE);
    case READING_REQUEST:
        return seconds_or(server->request_limit, USUAL_TIME);
    case ANSWERING:
        return seconds_or(server->answer_limit, NO_LIMIT);
    case WRITING_ANSWER:
        return seconds_or(server->write_limit, USUAL_TIME);
    case CLOSING:
        break;
    }
    return LINGER;
}

/* To be called before whatever may wait; a phase that is over without waiting
 * needs no timer. */
static void enter(struct http_connection *connection, enum phase phase)
{
    if (connection->phase == phase)
        return;
    connection->phase = phase;
    timeout_reschedule(connection->limit, limit_of(connection->server, phase));
}

/* --- reading a request --------------------------------------------------- */

struct http_read_request {
    CORO;
    struct http_connection *connection;
    enum http_event event;
};

static const char go_ahead[] = "HTTP/1.1 100 Continue\r\n\r\n";

/* A client that waits for leave to send its body gets it, unless the body is
 * coming already. */
static bool needs_leave(const struct http_connection *connection)
{
    const struct http_request *request = &connection->parser.request;
    return request->expects_continue && connection->in.size == 0 &&
           (request->chunked || request->content_length > 0);
}

/* True when the request is complete, false if the client has gone. */
ASYNC(http_read_request)
{
    struct http_connection *c = self->connection;
    BEGIN;
    while ((self->event = http_parse(&c->parser, &c->in)) != HTTP_DONE) {
        if (self->event == HTTP_BAD)
            RAISE(http_error(c->parser.status), "%s", c->parser.why);
        if (self->event == HTTP_BODY)
            buffer_add(&c->body, c->parser.piece.at, c->parser.piece.size);
        if (self->event == HTTP_HEAD && needs_leave(c)) {
            enter(c, READING_REQUEST);
            AWAIT(async_write(c->fd, go_ahead, sizeof go_ahead - 1));
        }
        if (self->event != HTTP_MORE)
            continue;

        enter(c, http_parser_began(&c->parser) ? READING_REQUEST : IDLE);
        AWAIT(async_read(c->fd, c->input, sizeof c->input));
        if (as_int(awaited()) == 0)
            RETURN(false);
        c->in = (struct http_bytes){c->input, (size_t)as_int(awaited())};
    }
    if (c->body.incomplete)
        RAISE(http_error(503), "no memory for the body");
    RETURN(true);
    END;
}

const char *http_request_name(const struct http_request *request)
{
    size_t size = strlen(request->method) + strlen(request->path) + 2;
    char *name = arena_get(size);
    if (!name)
        return request->method;
    snprintf(name, size, "%s %s", request->method, request->path);
    for (char *c = name; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    return name;
}

/* The application's failure is an answer, too; one that it did not mean to be
 * one is reported, and the client learns nothing of it. */
static void answer_failure(struct http_exchange *exchange,
                           const struct error *error)
{
    int status = http_error_status(error->code);
    if (status) {
        http_answer_error(exchange, status, error->message);
        return;
    }
    loop_report(textf("%s failed", http_request_name(exchange->request)),
                error);
    http_answer_error(exchange, 500, "");
}

struct http_make_answer {
    CORO;
    struct http_connection *connection;
};

ASYNC(http_make_answer)
{
    struct http_connection *c = self->connection;
    BEGIN;
    TRY_AWAIT(c->server->application(&c->exchange, c->server->arg));
    if (failure() == ECANCELED)
        RERAISE;
    if (failure())
        answer_failure(&c->exchange, caught());
    if (c->server->stopping)
        c->keep_alive = false;
    http_compose(&c->out, &c->exchange, c->keep_alive);
    END;
}

/* --- one request after the other ----------------------------------------- */

static void begin_exchange(struct http_connection *connection)
{
    connection->exchange = (struct http_exchange){
        .request = &connection->parser.request,
        .body = connection->body.used ? connection->body.bytes : "",
        .body_size = connection->body.used,
        .status = 200,
    };
    connection->keep_alive = connection->parser.request.keep_alive;
}

static void clear_or_free(struct byte_buffer *buffer)
{
    if (buffer->room > KEPT_MEMORY)
        buffer_free(buffer);
    else
        buffer_clear(buffer);
}

/* Write what the client takes at once.  0, or the error. */
static int write_at_once(struct http_connection *connection)
{
    ssize_t count;
    int error = write_once(connection->fd, connection->out.bytes,
                           connection->out.used, &count);
    connection->written = count > 0 ? (size_t)count : 0;
    return error;
}

static void end_exchange(struct http_connection *connection)
{
    connection->server->requests++;
    clear_or_free(&connection->body);
    clear_or_free(&connection->out);
    http_parser_next(&connection->parser);
    /* The application may have gone on although its time was over. */
    if (connection->server->stopping || timeout_expired(connection->limit))
        connection->keep_alive = false;
}

/* One request and its answer; then keep_alive says whether to go on. */
struct http_serve_request {
    CORO;
    struct http_connection *connection;
};

ASYNC(http_serve_request)
{
    struct http_connection *c = self->connection;
    int error;
    BEGIN;
    c->keep_alive = false;
    AWAIT(coro(http_read_request, .connection = c));
    if (!as_int(awaited()))
        RAISE(EPIPE, "the client has gone");
    enter(c, ANSWERING);
    begin_exchange(c);
    AWAIT(coro(http_make_answer, .connection = c));
    if (c->out.incomplete)
        RAISE(ENOMEM, "no memory for an answer");
    error = write_at_once(c);
    if (error)
        RAISE(error, "writing an answer");
    if (c->written < c->out.used) {
        enter(c, WRITING_ANSWER);
        AWAIT(async_write(c->fd, c->out.bytes + c->written,
                          c->out.used - c->written));
    }
    end_exchange(c);
    END;
}

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
        AWAIT(coro(http_serve_request, .connection = c));
        if (!c->keep_alive)
            RETURN(0);
        if (c->in.size > 0) {
            enter(c, READING_REQUEST);
            AWAIT(async_sleep(0));
        }
    }
    END;
}

/* --- the end of a connection --------------------------------------------- */

struct http_linger {
    CORO;
    int fd;
    char dropped[1024];
};

ASYNC(http_linger)
{
    BEGIN;
    if (shutdown(self->fd, SHUT_WR) != 0)
        RETURN(false);
    do
        AWAIT(async_read(self->fd, self->dropped, sizeof self->dropped));
    while (as_int(awaited()) > 0);
    END;
}

struct http_say_and_close {
    CORO;
    int fd;
    const struct byte_buffer *out;
};

ASYNC(http_say_and_close)
{
    BEGIN;
    AWAIT(async_write(self->fd, self->out->bytes, self->out->used));
    AWAIT(coro(http_linger, .fd = self->fd));
    END;
}

struct coro http_say_last(int fd, const struct byte_buffer *out)
{
    return wait_for(coro(http_say_and_close, .fd = fd, .out = out), LINGER);
}

/* What to say about this error; 0: nothing, the client has gone or will not
 * listen. */
static int last_status(const struct http_connection *connection)
{
    const struct error *error = connection->error;
    int status = http_error_status(error->code);
    if (error->code == ETIMEDOUT && connection->phase == READING_REQUEST)
        return 408;
    if (error->code == ETIMEDOUT && connection->phase == ANSWERING)
        return 503;
    return error->code == ENOMEM ? 503 : status;
}

static const char *last_words(const struct http_connection *connection)
{
    if (connection->error->code != ETIMEDOUT)
        return connection->error->message;
    return connection->phase == READING_REQUEST
               ? "the request took too long"
               : "the answer took too long";
}

static void compose_last(struct http_connection *connection, int status)
{
    connection->exchange =
        (struct http_exchange){.request = &connection->parser.request};
    http_answer_error(&connection->exchange, status, last_words(connection));
    http_compose(&connection->out, &connection->exchange, false);
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
}

void http_give_up(struct http_connection *connection)
{
    if (connection->phase == ANSWERING)
        answer_that_it_stops(connection);
    task_cancel(connection->task);
}

/* --- a connection from its beginning to its end -------------------------- */

static void free_connection(struct http_connection *connection)
{
    close_fd(connection->fd);
    buffer_free(&connection->body);
    buffer_free(&connection->out);
    unlink_connection(connection);
}

ASYNC(http_connection)
{
    int status;
    BEGIN;
    link_connection(self);
    http_parser_begin(&self->parser, body_limit(self->server));
    fcntl(self->fd, F_SETFL, O_NONBLOCK);
    self->limit = timeout(limit_of(self->server, IDLE));
    TRY_AWAIT(coro(http_serve_requests, .connection = self));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    self->error = caught();

    status = self->error ? last_status(self) : 0;
    if (status)
        compose_last(self, status);
    self->phase = CLOSING;
    if (status)
        TRY_AWAIT(http_say_last(self->fd, &self->out));
    else if (!self->error)
        TRY_AWAIT(wait_for(coro(http_linger, .fd = self->fd), LINGER));
    free_connection(self);
    if (self->error && self->error->code == ECANCELED)
        RAISE_ERROR(self->error);
    END;
}

struct coro http_serve_connection(struct http_server *server, int fd)
{
    return coro(http_connection, .server = server, .fd = fd);
}
