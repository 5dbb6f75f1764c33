/* combinator.h - a future of several others.
 *
 * gather(), wait_tasks(), as_completed() and shield() are combinators.  For
 * each of its children it has a job in the queue of that future; when the child
 * is done, the job runs from the ready queue and tells the combinator.
 *
 *      combinator       children               their futures
 *      gather   <---   [0] a job in  ---->  task A's queue
 *               <---   [1] a job in  ---->  task B's queue
 *
 * Each child keeps both ends alive until its job has run or was taken back: its
 * future may outlive the combinator's owner, and the other way round.
 */
#ifndef HANDLOOP_ASYNCIO_COMBINATOR_H
#define HANDLOOP_ASYNCIO_COMBINATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/callback.h"
#include "core/future_private.h"
#include "core/queue.h"

struct combinator;

struct child {
    struct job job;
    struct combinator *combinator;
    struct future *future;      /* NULL: the job has run, or was taken back */
};

/* What differs between kinds of combinators. */
struct combinator_type {
    struct future_type future;
    const char *name;           /* "gather" */
    void (*child_done)(struct combinator *combinator, struct child *child);
};

/* The head of every kind of combinator. */
struct combinator {
    struct future future;       /* its type is a struct combinator_type's */
    struct child *children;
    size_t count;
    size_t finished;            /* children whose job has run */
    struct call_handle limit;   /* for those that may have one */
};

/* Memory for a combinator of this size (bytes) with room for its children,
 * owned by the running frame; NULL without memory. */
void *combinator_new(size_t size, const struct combinator_type *type,
                     size_t count);

/* From now on this future is the child with this index. */
void combinator_add(struct combinator *combinator, size_t index,
                    struct future *future);

/* The same for one that sees at once who is done already: when all children
 * are there. */
void combinator_begin(struct combinator *combinator, size_t index,
                      struct future *future);
void combinator_see_done(struct combinator *combinator);

/* Call function(combinator) in so many seconds, if it is there by then;
 * NO_LIMIT: never.  False without memory. */
bool combinator_set_limit(struct combinator *combinator, double seconds,
                          void (*function)(void *combinator));

/* Let go of the children that are not done; a job that is ready already will
 * run, and find that nobody is interested. */
void combinator_let_go(struct combinator *combinator);

/* For the types of combinators: a release that lets go, and the rest as all of
 * them have it; "gather (1 of 3 are done)", and "gather" in short. */
void combinator_release(struct owned_handle *handle);
void combinator_destroy(struct future *future);
const char *combinator_describe(const struct future *future);
const char *combinator_in_short(const struct future *future);
void combinator_each_child(const struct future *future, see_future *see,
                           void *arg);

/* The future behind any awaitable; a coroutine object becomes a task. */
struct future *awaitable_as_future(struct awaitable awaitable);

/* Instead of a combinator there is no memory for: a future that has failed; the
 * coroutine objects among these are closed. */
struct future *combinator_refused(const struct awaitable *awaitables,
                                  size_t count);

#endif
