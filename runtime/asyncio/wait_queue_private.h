/* wait_queue_private.h - standing in line, until somebody calls.  Locks, events
 * and queues are made of this.
 *
 * Each awaits a future of its own, which is part of the frame that waits, so
 * that standing in line needs no memory.  (If several shared one future,
 * cancelling one of them would cancel it for all.)
 *
 *      line.first -> waiter <-> waiter <-> waiter <- line.last
 */
#ifndef HANDLOOP_ASYNCIO_WAIT_QUEUE_PRIVATE_H
#define HANDLOOP_ASYNCIO_WAIT_QUEUE_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "asyncio/wait_queue.h"
#include "core/future_private.h"

/* In the frame of a task that waits. */
struct waiter {
    struct future future;           /* done when it is its turn */
    struct wait_queue *line;        /* NULL: it stands in none */
    struct waiter *next, *previous;
    const char *what, *name;        /* "room in", "self->orders": for reports */
    const uint32_t *holder;         /* the id of the task who has it, or NULL */
};

/* Stand behind the last one.  Fill in what, name and holder before; then
 * await its future, and leave the line. */
void wait_queue_join(struct wait_queue *line, struct waiter *waiter);

/* Go out of the line, wherever in it; nothing if one is out already. */
void wait_queue_leave(struct waiter *waiter);

/* Let the first one go on that still waits, and take it out; those in front
 * of it were cancelled, and go, too.  False if there is none. */
bool wait_queue_call_next(struct wait_queue *line);
void wait_queue_call_all(struct wait_queue *line);

/* Does anybody stand here who was not cancelled? */
bool wait_queue_occupied(const struct wait_queue *line);

/* It is this one's turn.  False if it was called, or cancelled, before. */
bool wait_queue_call(struct waiter *waiter);

/* Was it called?  It may have been cancelled afterwards, before it could run:
 * then the call is for somebody else. */
static inline bool wait_queue_was_called(const struct waiter *waiter)
{
    return waiter->future.state == RETURNED;
}

#endif
