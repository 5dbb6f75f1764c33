/* queue.h - a queue between tasks: asyncio.Queue.  (core/queue.h is the
 * loop's own: jobs, no waiting.)
 *
 *      producers -> put -> | third  second  first | -> get -> consumers
 *                            room for maxsize
 *
 * A full queue makes its producers wait, so that they run no further ahead
 * than there is room.
 */
#ifndef HANDLOOP_ASYNCIO_QUEUE_H
#define HANDLOOP_ASYNCIO_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/coro.h"
#include "core/frame.h"
#include "asyncio/wait_queue.h"
#include "asyncio/sync.h"
#include "core/value.h"

struct async_queue {
    struct owned_handle handle;     /* the frame that owns its memory */
    struct value *items;            /* a ring */
    size_t room, first, count;
    size_t maxsize;                 /* 0: no limit */
    size_t unfinished;              /* put, and task_done was not called yet */
    bool closed;
    struct wait_queue getters, putters;
    struct event finished;          /* for those who join */
};

/* An empty queue for at most maxsize items; 0: any number.  The calling frame
 * owns its memory and gives it back when it ends: keep the queue in a frame
 * that waits for those who use it.  Any other function stops the program for a
 * queue that was never initialised. */
void async_queue_init(struct async_queue *queue, size_t maxsize);

/* The owner gives the memory back early.  Nobody may use the queue any more;
 * those who still wait for it wait for ever, unless they are cancelled. */
void async_queue_release(struct async_queue *queue);

/* Put x (an int, double, text, pointer or value; nothing is copied) at the
 * end, waiting while the queue is full (else it does not suspend): await
 * queue.put(x).  EPIPE if it was closed ("QueueShutDown"); ENOMEM. */
#define async_queue_put(queue, x)                                            \
    async_queue_put_named(queue, value_of(x), #queue)
MUST_USE
struct coro async_queue_put_named(struct async_queue *queue,
                                  struct value item, const char *name);

/* Take the first item, waiting while there is none (else it does not suspend):
 * await queue.get().  EPIPE if the queue was closed and is empty. */
#define async_queue_get(queue) async_queue_get_named(queue, #queue)
MUST_USE
struct coro async_queue_get_named(struct async_queue *queue, const char *name);

/* The same without waiting.  0; EAGAIN instead of waiting ("QueueFull",
 * "QueueEmpty"); EPIPE; ENOMEM (put only). */
#define async_queue_put_nowait(queue, x)                                     \
    async_queue_put_value_nowait(queue, value_of(x))
int async_queue_put_value_nowait(struct async_queue *queue,
                                 struct value item);
int async_queue_get_nowait(struct async_queue *queue, struct value *item);

/* One who got an item has done with it: queue.task_done().  0, or EINVAL, and
 * a report, if there is none ("ValueError"). */
int async_queue_task_done(struct async_queue *queue);

/* Wait until task_done was called for every item that was put (if it was, it
 * does not suspend): await queue.join() */
#define async_queue_join(queue) async_queue_join_named(queue, #queue)
MUST_USE
struct coro async_queue_join_named(struct async_queue *queue,
                                   const char *name);

/* No more puts: they fail with EPIPE, also those that wait for room.  What is
 * in the queue can still be got; then getters fail with EPIPE, too:
 * queue.shutdown() */
void async_queue_close(struct async_queue *queue);

/* The same at once: what is in the queue is thrown away, as if it had been got
 * and done with, and all getters fail: queue.shutdown(immediate=True) */
void async_queue_close_now(struct async_queue *queue);

size_t async_queue_size(const struct async_queue *queue);
bool async_queue_empty(const struct async_queue *queue);
bool async_queue_full(const struct async_queue *queue);

#endif
