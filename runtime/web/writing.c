/* writing.c - an answer on its way: at once, or in pieces.
 *
 *      HTTP/1.1 200 OK                     HTTP/1.1 200 OK
 *      Content-Length: 10                  Transfer-Encoding: chunked
 *
 *      0123456789                          4
 *                                          0123
 *                                          6
 *                                          456789
 *                                          0
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "io/io.h"
#include "io/once.h"
#include "web/connection.h"

/* --- what is in out ------------------------------------------------------ */

int http_write_some(struct http_connection *connection)
{
    ssize_t count;
    struct byte_buffer *out = &connection->out;
    if (out->incomplete)
        return ENOMEM;
    int error = write_once(connection->fd, buffer_begin(out), buffer_left(out),
                           &count);
    if (count > 0)
        buffer_take(out, (size_t)count);
    return error;
}

bool http_all_is_written(const struct http_connection *connection)
{
    return buffer_left(&connection->out) == 0;
}

struct http_writing {
    CORO;
    struct http_connection *connection;
};

/* Who takes some of it in time has as much time for the next. */
ASYNC(http_writing)
{
    struct http_connection *c = self->connection;
    int error;
    BEGIN;
    while ((error = http_write_some(c)) == 0 && !http_all_is_written(c)) {
        http_enter_anew(c, WRITING_ANSWER);
        AWAIT(async_writable(c->fd));
    }
    if (error)
        RAISE(error, "writing an answer");
    END;
}

struct coro http_write_rest(struct http_connection *connection)
{
    return coro(http_writing, .connection = connection);
}

/* --- in pieces ----------------------------------------------------------- */

/* HTTP/1.0 knows no pieces: there the end of the connection is the end. */
static void begin_pieces(struct http_connection *connection)
{
    struct http_exchange *exchange = &connection->exchange;
    exchange->in_pieces = true;
    if (exchange->request->is_http_1_0)
        connection->keep_alive = false;
    http_compose(&connection->out, exchange, connection->keep_alive);
}

static void add_piece(struct http_connection *connection, const void *bytes,
                      size_t size)
{
    bool framed = !connection->exchange.request->is_http_1_0;
    char size_line[32];
    snprintf(size_line, sizeof size_line, "%zx\r\n", size);
    if (framed)
        buffer_add_text(&connection->out, size_line);
    buffer_add(&connection->out, bytes, size);
    if (framed)
        buffer_add_text(&connection->out, "\r\n");
}

static bool asks_for_head(const struct http_exchange *exchange)
{
    return strcmp(exchange->request->method, "HEAD") == 0;
}

struct http_sending {
    CORO;
    struct http_exchange *exchange;
    const void *bytes;
    size_t size;
};

ASYNC(http_sending)
{
    struct http_connection *c = self->exchange->connection;
    BEGIN;
    if (!self->exchange->in_pieces)
        begin_pieces(c);
    if (self->size > 0 && !asks_for_head(self->exchange))
        add_piece(c, self->bytes, self->size);
    AWAIT(http_write_rest(c));
    buffer_clear(&c->out);
    http_enter(c, ANSWERING);
    if (asks_for_head(self->exchange))
        RAISE(EPIPE, "the client wants the head only");
    END;
}

struct coro http_send(struct http_exchange *exchange, const void *bytes,
                      size_t size)
{
    return coro(http_sending, .exchange = exchange, .bytes = bytes,
                .size = size);
}

void http_end_pieces(struct http_connection *connection)
{
    if (!connection->exchange.request->is_http_1_0)
        buffer_add_text(&connection->out, "0\r\n\r\n");
}
