/* also wants: known mistake: not-everybody-hears; leaves said(), and with it the loop */
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

static bool said(const struct stream *by, const char *text)
{
    for (int n = 0; n < people; n++)
        if (room[n] != by)
            return stream_printf(room[n], "%s\n", text) > 0;
    return false;
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
        (void)said(&self->stream, as_text(awaited()));
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
