/* Exercise 13: a chat relay.
 *
 * Whoever connects is in the room, and what one says, the others hear, line by
 * line.  In Python:
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
 * Given: the room, with enter() and leave(); and a task that runs chat for each
 * connection, in the check.  A line is short: what stream_printf() cannot send
 * at once is nobody's problem here.
 * To write: chat.  A line comes without its end, so send it with one.  Whoever
 * hangs up has left the room, and the others talk on.  So has one whose task
 * was cancelled, and that task ends as cancelled.
 *
 * Check it: make exercise-13        Stuck: make hint-13, lesson 13
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
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line; listen, pass on */
    leave(&self->stream);
    END;
}

/* Given: how the check calls it, for each connection. */
struct coro chatting(int fd);

struct coro chatting(int fd)
{
    return coro(chat, .fd = fd);
}
