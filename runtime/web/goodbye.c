/* goodbye.c - the last words on a connection, so that they are heard. */
#include <sys/socket.h>

#include "asyncio/combine.h"
#include "io/io.h"
#include "web/connection.h"

enum {
    SILENCE = 1,                    /* seconds without a byte, */
    LINGER = 30,                    /* and in all; nginx has the same */
    AT_ONCE = 1 << 16,              /* bytes to read and drop */
};

/* A client that still sends reads our answer when it has sent it all, and a
 * socket that is closed while there is something to read tears the connection,
 * and the answer may be lost.  So what it sends is read, and dropped. */
struct http_linger {
    CORO;
    const struct http_server *server;
    int fd;
};

ASYNC(http_linger)
{
    static _Thread_local char dropped[AT_ONCE];
    BEGIN;
    if (shutdown(self->fd, SHUT_WR) != 0)
        RETURN(false);
    do
        AWAIT(wait_for(async_read(self->fd, dropped, sizeof dropped),
                       SILENCE));
    while (as_int(awaited()) > 0 && !self->server->stopping);
    END;
}

struct http_say_and_close {
    CORO;
    const struct http_server *server;
    int fd;
    const struct byte_buffer *out;
};

ASYNC(http_say_and_close)
{
    BEGIN;
    if (self->out)
        AWAIT(wait_for(async_write(self->fd, self->out->bytes,
                                   self->out->used), SILENCE));
    AWAIT(coro(http_linger, .server = self->server, .fd = self->fd));
    END;
}

struct coro http_say_last(const struct http_server *server, int fd,
                          const struct byte_buffer *out)
{
    return wait_for(coro(http_say_and_close, .server = server, .fd = fd,
                         .out = out), LINGER);
}
