/* wants: known mistake: whole-array; ROOM_SIZE places; or has left */
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

static void say_to_all(struct stream *from, const char *text)
{
    for (int who = 0; who < ROOM_SIZE; who++) {
        struct stream *to = room[who];
        if (to == NULL || to == from)
            continue;
        stream_printf(to, "%s\n", text);
    }
}

ASYNC(chat)
{
    BEGIN;
    stream_open(&self->stream, self->fd);
    enter(&self->stream);
    do {
        TRY_AWAIT(stream_readline(&self->stream));
        if (!failure() && !is_none(awaited()))
            say_to_all(&self->stream, as_text(awaited()));
    } while (!failure() && !is_none(awaited()));
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
