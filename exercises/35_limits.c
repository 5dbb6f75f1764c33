/* Exercise 35: limits.
 *
 * wait_for() is a coroutine: it sets a callback for the time that is too late,
 * which cancels the task, and awaits.  In Python, as asyncio does since 3.12:
 *
 *      async def wait_for(inner, seconds):
 *          before = task.cancelling()
 *          limit = loop.call_later(seconds, strike)    # struck = True;
 *          try:                                        # task.cancel()
 *              return await inner
 *          except CancelledError:
 *              if struck and task.uncancel() <= before:
 *                  raise TimeoutError
 *              raise
 *          finally:
 *              limit.cancel()
 *
 * Given: call_later() and call_cancel(), as in lesson 16.
 * To write: where it says TODO.
 *
 *      1  in time                          in time
 *      2  too late                         too late, in one turn ...
 *      3  no time at all                   no time at all
 *      4  somebody else cancels as well    cancelled from outside, one in another
 *
 * Then: LOOP=mine make lesson-07, and lesson-10
 *
 * Check it: make exercise-35       Stuck: make hint-35; NOTES.md, chapter 35
 */
#include <errno.h>

#include "machine.h"

struct waiting_with_limit {
    CORO;
    struct awaitable inner;
    double seconds;
    struct task *task;              /* who waits */
    struct call_handle limit;
    unsigned cancel_requests;       /* that it had before */
    bool struck;
};

/* --- the limit ----------------------------------------------------------- */

static void strike(void *arg)
{
    struct waiting_with_limit *self = arg;
    (void)self;
    not_done_yet();     /* TODO 2: note it, and cancel the task. */
}

static void begin(struct waiting_with_limit *self)
{
    self->task = current_task();
    /* TODO 4: how often had it been asked to end before: task_cancelling() */
    (void)strike;
    not_done_yet();     /* TODO 1: call_later(seconds, strike, self), unless there
                         * is NO_LIMIT.
                         * TODO 3: no time at all has passed already. */
}

/* Is the cancellation that came the limit's, and nobody else's? */
static bool was_the_limit(struct waiting_with_limit *self)
{
    /* TODO 1: the wait is over: take the limit away. */
    /* TODO 4: take its request back (task_uncancel()); is one left that was not
     * there before? */
    return self->struck;
}

/* --- waiting ------------------------------------------------------------- */

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

ASYNC(waiting_with_limit)
{
    BEGIN;
    if (self->seconds <= 0)
        not_done_yet(); /* TODO 3: a coroutine object (not a WANT_FUTURE) does not
                         * begin: coro_close((struct coro){self->inner}), and
                         * ETIMEDOUT. */
    if (!is_done(self->inner))
        begin(self);
    (void)was_the_limit;
    not_done_yet();
    /* TODO 1: TRY_AWAIT(self->inner); take the limit away; its failure goes on, or
     * its result is ours.
     * TODO 2: but ETIMEDOUT if was_the_limit() that cancelled. */
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
