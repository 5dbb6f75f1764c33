/* future.h - a result that will be there later.
 *
 * Pending, then done once: it has returned, failed, or was cancelled.  Whoever
 * awaits it waits in its queue; finishing it moves that queue behind the ready
 * queue, in order, and runs nobody.  A task is a future (task.h); so are
 * gather(), shield() and the other combinators.
 *
 * Ownership: the frame that called a function returning a struct future * (or
 * struct task *) owns it, like a local variable, and gives it back when it
 * ends.  Those who wait for it keep it alive meanwhile.
 */
#ifndef HANDLOOP_CORE_FUTURE_H
#define HANDLOOP_CORE_FUTURE_H

#include <stdbool.h>

#include "core/coro.h"
#include "core/value.h"

struct future;

/* A future of one's own: loop.create_future().  Awaiting it suspends until
 * somebody completes it.  Never NULL (without memory, one that has failed with
 * ENOMEM). */
MUST_USE
struct future *create_future(void);

/* Complete it, once.  0; EALREADY if it is done ("InvalidStateError"); EPERM
 * if it is a task or a combinator, which complete themselves. */
int future_set_result(struct future *future, struct value result);
int future_set_error(struct future *future, struct error *error);

/* Cancel it: a plain future is done at once.  False if it was done. */
bool future_cancel(struct future *future);

bool future_done(const struct future *future);
bool future_cancelled(const struct future *future);

/* How it ended, and nothing raised: 0 and the value in *result (which may be
 * NULL), the code it failed with (*result is an error value), ECANCELED, or
 * EINPROGRESS while it is pending.  Counts as having looked at a failure. */
int future_outcome(struct future *future, struct value *result);

/* Run function(future, arg) from the ready queue when it is done; at once in
 * the next turn if it is done already: add_done_callback(). */
void future_add_done_callback(struct future *future,
                              void (*function)(struct future *, void *arg),
                              void *arg);

/* The owner lets go of it before its frame ends. */
void future_release(struct future *future);

/* It is to outlive the frame that owns it: from now on the loop does, until
 * future_release(), or until it ends itself.  For what is kept in a struct that
 * several tasks share. */
void future_outlive(struct future *future);

#endif
