/* wants: known mistake: first-for-oneself; never to Ada */
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
};

static void tell_the_others(const char *line)
{
    for (int i = 1; i < people; i++)        /* 0 is who speaks */
        stream_printf(room[i], "%s\n", line);
}

ASYNC(chat)
{
    BEGIN;
    stream_open(&self->stream, self->fd);
    enter(&self->stream);
    while (true) {
        TRY_AWAIT(stream_readline(&self->stream));
        if (failure() || is_none(awaited()))
            break;
        tell_the_others(as_text(awaited()));
    }
    leave(&self->stream);
    if (failure())
        RERAISE;
    END;
}

/* Given: how the check calls it, for each connection. */
struct coro chatting(int fd);

struct coro chatting(int fd)
{
    return coro(chat, .fd = fd);
}
