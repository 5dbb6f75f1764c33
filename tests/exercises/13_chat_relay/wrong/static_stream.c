/* wants: known mistake: one-stream-for-all; is one for all chats */
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
};

static struct stream stream;

ASYNC(chat)
{
    BEGIN;
    stream_open(&stream, self->fd);
    enter(&stream);
    for (;;) {
        TRY_AWAIT(stream_readline(&stream));
        if (failure() || is_none(awaited()))
            break;
        for (int i = 0; i < people; i++)
            if (room[i] != &stream)
                stream_printf(room[i], "%s\n", as_text(awaited()));
    }
    leave(&stream);
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
