/* exchange.c - one request and its answer. */
#include <errno.h>

#include "core/loop.h"
#include "io/io.h"
#include "watch/say.h"
#include "web/connection.h"

enum { KEPT_MEMORY = 1 << 16 };     /* bytes, between requests */

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
            http_enter(c, READING_REQUEST);
            AWAIT(async_write(c->fd, go_ahead, sizeof go_ahead - 1));
        }
        if (self->event != HTTP_MORE)
            continue;

        http_enter(c, http_parser_began(&c->parser) ? READING_REQUEST : IDLE);
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

/* --- the application ----------------------------------------------------- */

static void begin_exchange(struct http_connection *connection)
{
    connection->exchange = (struct http_exchange){
        .connection = connection,
        .request = &connection->parser.request,
        .body = connection->body.used ? connection->body.bytes : "",
        .body_size = connection->body.used,
        .status = 200,
    };
    connection->began = loop_time();
    connection->keep_alive = connection->parser.request.keep_alive;
}

/* The application's failure is an answer, too; one that it did not mean to be
 * one is reported, and the client learns nothing of it. */
static void answer_failure(struct http_exchange *exchange,
                           const struct error *error)
{
    coro_close(exchange->behind);
    exchange->behind.awaitable.frame = NULL;
    int status = http_error_status(error->code);
    if (status) {
        http_answer_error(exchange, status, error->message);
        return;
    }
    loop_report(textf("%s failed", http_request_name(exchange->request)),
                error);
    http_answer_error(exchange, 500, "");
}

/* Half an answer cannot be taken back: the client sees that it has no end.  One
 * who has gone does not care. */
static void report_half(const struct http_exchange *exchange,
                        const struct error *error)
{
    if (error->code != EPIPE && error->code != ECONNRESET)
        loop_report(textf("%s failed", http_request_name(exchange->request)),
                    error);
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
    if (failure() && c->exchange.in_pieces)
        report_half(&c->exchange, caught());
    else if (failure())
        answer_failure(&c->exchange, caught());
    http_log(c, &c->exchange);
    if (failure() && c->exchange.in_pieces)
        RAISE(EPIPE, "half an answer");
    if (c->server->stopping)
        c->keep_alive = false;
    if (c->exchange.in_pieces)
        http_end_pieces(c);
    else
        http_compose(&c->out, &c->exchange, c->keep_alive);
    END;
}

/* --- from the request to the end of its answer --------------------------- */

static void clear_or_free(struct byte_buffer *buffer)
{
    if (buffer->room > KEPT_MEMORY)
        buffer_free(buffer);
    else
        buffer_clear(buffer);
}

static void end_exchange(struct http_connection *connection)
{
    connection->server->requests++;
    connection->exchange.in_pieces = false;
    clear_or_free(&connection->body);
    clear_or_free(&connection->out);
    http_parser_next(&connection->parser);
    /* The application may have gone on although its time was over. */
    if (connection->server->stopping || timeout_expired(connection->limit))
        connection->keep_alive = false;
}

struct http_serving {
    CORO;
    struct http_connection *connection;
};

ASYNC(http_serving)
{
    struct http_connection *c = self->connection;
    int error;
    BEGIN;
    c->keep_alive = false;
    AWAIT(coro(http_read_request, .connection = c));
    if (!as_int(awaited()))
        RAISE(EPIPE, "the client has gone");
    http_enter(c, ANSWERING);
    begin_exchange(c);
    AWAIT(coro(http_make_answer, .connection = c));
    error = http_write_some(c);
    if (!error && !http_all_is_written(c)) {
        TRY_AWAIT(http_write_rest(c));
        if (failure() == ECANCELED)
            RERAISE;
        error = failure();
    }
    http_begin_behind(c);
    if (error)
        RAISE(error, "writing an answer");
    end_exchange(c);
    END;
}

struct coro http_serve_request(struct http_connection *connection)
{
    return coro(http_serving, .connection = connection);
}
