/* Solution 13: a chat relay.
 *
 *      async def chat(reader, writer):
 *          room.append(writer)
 *          try:
 *              while line := await reader.readline():
 *                  for other in room:
 *                      if other is not writer:
 *                          other.write(line)
 *          finally:
 *              room.remove(writer)
 *
 * A task for each connection, and most of the time each is at its only await.
 * Between two awaits nobody enters or leaves, so relay() may walk through the
 * room.  If it drained every stream on the way, as it should for long texts or
 * slow listeners, the room could change under its feet: it would have to walk
 * through a copy, and those who do not listen would hold up who speaks.
 */
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

/* What one says, the others hear. */
static void relay(const struct stream *speaker, const char *line)
{
    for (int i = 0; i < people; i++)
        if (room[i] != speaker)
            stream_printf(room[i], "%s\n", line);
}

struct chat {
    CORO;
    int fd;
    struct stream stream;
};

ASYNC(chat)
{
    BEGIN;
    stream_open(&self->stream, self->fd);
    enter(&self->stream);
    for (;;) {
        TRY_AWAIT(stream_readline(&self->stream));
        if (failure() || is_none(awaited()))
            break;
        relay(&self->stream, as_text(awaited()));
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
