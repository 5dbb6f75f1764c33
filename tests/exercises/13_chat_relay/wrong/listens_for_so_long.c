/* also wants: known mistake: limit-of-its-own; No right answer has a limit */
#include "runtime.h"

/* --- the room ------------------------------------------------------------ */

enum { ROOM_SIZE = 8 };

extern int people;

static struct stream *room[ROOM_SIZE];
int people;                     /* how many are in it: room[0] and so on */

static void enter(struct stream *stream)
{
    if (people < ROOM_SIZE)
        room[people++] = stream;
}

static void leave(struct stream *stream)
{
    for (int i = 0; i < people; i++)
        if (room[i] == stream)
            room[i] = room[--people];
}

/* --- one who is in it ---------------------------------------------------- */

struct chat {
    CORO;
    int fd;
    struct stream stream;
    struct error *error;
};

ASYNC(chat)
{
    BEGIN;
    stream_open(&self->stream, self->fd);
    enter(&self->stream);
    for (;;) {
        TRY_AWAIT(wait_for(stream_readline(&self->stream), 3.0));
        if (failure() || is_none(awaited()))
            break;
        for (int i = 0; i < people; i++)
            if (room[i] != &self->stream)
                stream_printf(room[i], "%s\n", as_text(awaited()));
    }
    self->error = caught();
    leave(&self->stream);
    if (self->error && self->error->code != ETIMEDOUT)
        RAISE_ERROR(self->error);
    END;
}

/* Given: how the check calls it, for each connection. */
struct coro chatting(int fd);

struct coro chatting(int fd)
{
    return coro(chat, .fd = fd);
}
