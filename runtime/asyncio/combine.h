/* combine.h - waiting for many, or not for ever: what asyncio gives on top of
 * tasks.
 *
 *      which one when
 *      gather()        all of them, results in order; the first error is mine
 *      task groups     all of them or none: an error cancels the rest (group.h)
 *      wait_for()      one, with a limit
 *      timeout()       several awaits under one limit
 *      shield()        one that must not be cancelled with me
 *      wait_tasks()    until the first one, the first error, or all
 *      as_completed()  each as it comes
 */
#ifndef HANDLOOP_ASYNCIO_COMBINE_H
#define HANDLOOP_ASYNCIO_COMBINE_H

#include <float.h>

#include "core/coro.h"
#include "asyncio/each.h"
#include "core/future.h"
#include "core/task.h"

/* --- gather -------------------------------------------------------------- */

/* gather(results, a, b, c): run them at the same time.  Each is a coroutine
 * object (which becomes a task at once), a task or a future; at most 32.
 * AWAIT it: the results are in the array results, in the order of the
 * arguments, whatever the order in which they came.  The first failure is
 * raised at once; the others run on.  Cancelling the awaiter cancels all.  If
 * all are done already, awaiting it does not suspend.
 *
 * results: room for as many values; it must live as long as the frame that
 * calls gather(), so put it in self.  asyncio.gather() */
#define gather(results, ...)                                                 \
    gather_array(results, HANDLOOP_COUNT(__VA_ARGS__),                       \
                 (struct awaitable[]){HANDLOOP_EACH(awaitable, __VA_ARGS__)})

/* The same, but failures are results too (is_error(), as_error()), and it
 * always waits for all: gather(..., return_exceptions=True). */
#define gather_return_exceptions(results, ...)                               \
    gather_array_return_exceptions(                                          \
        results, HANDLOOP_COUNT(__VA_ARGS__),                                \
        (struct awaitable[]){HANDLOOP_EACH(awaitable, __VA_ARGS__)})

/* The same for a number known only at run time; 0 of them are done already. */
MUST_USE
struct future *gather_array(struct value *results, size_t count,
                            const struct awaitable *awaitables);
MUST_USE
struct future *gather_array_return_exceptions(
    struct value *results, size_t count, const struct awaitable *awaitables);

/* --- limits -------------------------------------------------------------- */

#define NO_LIMIT DBL_MAX     /* Python's timeout=None */

/* wait_for(x, seconds): x, or ETIMEDOUT when the time is over: then x is
 * cancelled, and has ended when the failure comes.  With 0 seconds or less a
 * coroutine is not even started, but the others have their turn: only what is
 * done already comes without suspending.  EINVAL: seconds is not a number.
 * asyncio.wait_for() */
#define wait_for(x, seconds) wait_for_awaitable(awaitable(x), seconds)
MUST_USE
struct coro wait_for_awaitable(struct awaitable awaitable, double seconds);

/* A limit around several awaits: "async with asyncio.timeout(2)".
 *
 *      self->limit = timeout(2.0);
 *      TRY_AWAIT(first());
 *      if (!failure())
 *          TRY_AWAIT(second());
 *      AWAIT(timeout_exit(self->limit, caught()));
 *
 * When the time is over, the task is cancelled; timeout_exit() turns that
 * into ETIMEDOUT, and does not suspend.  Other failures it raises again, so
 * pass caught(), or NULL if all went well.  The calling frame owns the limit;
 * only its task leaves the block (EPERM), as long as that frame goes on.
 * Without memory timeout() gives NULL, the block is cancelled at its next
 * await, and timeout_exit() raises ENOMEM. */
struct timeout;
MUST_USE
struct timeout *timeout(double seconds);
MUST_USE
struct coro timeout_exit(struct timeout *timeout, struct error *error);

/* Move the limit, counted from now: 0; or, with a report, EPERM (it has struck,
 * or was left: "RuntimeError"), EINVAL (not a number).  And did it strike? */
int timeout_reschedule(struct timeout *timeout, double seconds);
bool timeout_expired(const struct timeout *timeout);

/* --- shield -------------------------------------------------------------- */

/* shield(x): wait for x; whoever waits may be cancelled without x being
 * cancelled.  What is done already does not suspend.  asyncio.shield() */
#define shield(x) shield_awaitable(awaitable(x))
MUST_USE
struct future *shield_awaitable(struct awaitable awaitable);

/* --- wait, as_completed -------------------------------------------------- */

enum return_when { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION };

/* Wait until all of the tasks, or the first, or the first that failed, are
 * done, or the time is over.  It always suspends, also if all are done.  Raises
 * no failure of theirs, cancels none; ask task_done() and task_outcome().
 * Gives the number that are done.
 * tasks: stays the caller's, and must last until then.  EINVAL if there are
 * none, or if seconds is not a number.  asyncio.wait() */
MUST_USE
struct coro wait_tasks(struct task *const *tasks, size_t count,
                       enum return_when when, double seconds);

/* The tasks one by one, each as it comes: asyncio.as_completed().
 *
 *      self->results = as_completed(self->tasks, 3, NO_LIMIT);
 *      for (self->i = 0; self->i < 3; self->i++)
 *          AWAIT(next_completed(self->results));
 *
 * Each gives the task's result or raises its failure, without suspending if it
 * is done already; after the limit, ETIMEDOUT.  One task at a time may wait for
 * the next one (EBUSY).  completed_task() is the task that the last one was.
 * The calling frame owns what as_completed() gives; the array of tasks need not
 * stay.  Without memory as_completed() gives NULL, and next_completed() raises
 * ENOMEM. */
struct as_completed;
MUST_USE
struct as_completed *as_completed(struct task *const *tasks, size_t count,
                                  double seconds);
MUST_USE
struct coro next_completed(struct as_completed *results);
struct task *completed_task(const struct as_completed *results);

#endif
