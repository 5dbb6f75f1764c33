/* Lesson 13: waiting on I/O.
 *
 * The question: how does one thread wait for many descriptors, and for the
 * clock as well?
 *
 * In Python:
 *
 *      async def echo(reader, writer):
 *          while line := await asyncio.wait_for(reader.readline(), 3.0):
 *              writer.write(line)
 *              await writer.drain()
 *
 *      server = await asyncio.start_server(echo, "127.0.0.1", 7000)
 *
 * The waiting table holds descriptors beside times, and the loop asks for all
 * of them at once, with select(): wake me when one has bytes, or at the next
 * deadline.
 *
 * Watch: a pipe first; its reader sleeps until somebody writes.  Then a server
 * and two clients: Ada talks, Bob is silent, and is hung up on after 3 seconds.
 *
 * Try: PORT=7000 make lesson-13, and in another terminal nc 127.0.0.1 7000, or
 * telnet; in two at once; and say nothing.  Control-C ends the server.
 */
#include <stdlib.h>

#include "runtime.h"

/* --- an echo server ------------------------------------------------------ */

struct echo {
    CORO;
    int fd;
    struct stream peer;
};

ASYNC(echo)
{
    BEGIN;
    stream_open(&self->peer, self->fd);     /* closed with this frame */
    for (;;) {
        TRY_AWAIT(wait_for(stream_readline(&self->peer), 3.0));
        if (failure() == ETIMEDOUT)
            stream_printf(&self->peer, "are you asleep?  bye\n");
        if (failure() || is_none(awaited()))
            break;                          /* none: the client said goodbye */
        stream_printf(&self->peer, "%s\n", as_text(awaited()));
        AWAIT(stream_drain(&self->peer));
    }
    END;
}

static struct coro echo_client(int fd)
{
    return coro(echo, .fd = fd);
}

struct client {
    CORO;
    const char *name;
    int lines, ends[2];
    struct stream server;
};

ASYNC(client)
{
    BEGIN;
    make_socket_pair(self->ends);
    spawn(echo_client(self->ends[0]));
    stream_open(&self->server, self->ends[1]);
    do {
        if (self->lines > 0)
            stream_printf(&self->server, "%d to go\n", self->lines--);
        AWAIT(stream_readline(&self->server));
        say("%s hears: %s", self->name, value_to_text(awaited()));
        AWAIT(async_sleep(1.0));
    } while (!stream_at_end(&self->server));
    END;
}

/* --- main ---------------------------------------------------------------- */

struct async_main {
    CORO;
    int listener, ends[2];
    char bytes[8];
    struct task *reader;
    struct value done[2];
};

ASYNC(async_main)
{
    BEGIN;
    if (getenv("PORT")) {
        self->listener = listen_tcp("127.0.0.1", atoi(getenv("PORT")));
        if (self->listener < 0)
            RAISE(errno, "listening on port %s", getenv("PORT"));
        AWAIT(serve_forever(self->listener, echo_client));
    }
    make_pipe(self->ends);
    self->reader = create_task(async_read(self->ends[0], self->bytes, 8));
    AWAIT(async_sleep(1.0));
    say("the reader still waits");
    AWAIT(async_write(self->ends[1], "bytes", 5));
    AWAIT(self->reader);
    say("it got %d: %s", (int)as_int(awaited()), self->bytes);

    AWAIT(gather(self->done, coro(client, .name = "Ada", .lines = 3),
                 coro(client, .name = "Bob")));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
