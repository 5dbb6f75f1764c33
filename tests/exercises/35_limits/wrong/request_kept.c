/* wants: one limit in another; asked to end: 2 times */
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
    self->struck = true;
    task_cancel(self->task);
}

static void begin(struct waiting_with_limit *self)
{
    self->task = current_task();
    self->cancel_requests = task_cancelling(self->task);
    if (self->seconds <= 0)
        strike(self);
    else if (self->seconds != NO_LIMIT)
        self->limit = call_later(self->seconds, strike, self);
}

/* Is the cancellation that came the limit's, and nobody else's? */
static bool was_the_limit(struct waiting_with_limit *self)
{
    call_cancel(self->limit);
    if (!self->struck)
        return false;
    return task_cancelling(self->task) <= self->cancel_requests + 1;
}

/* --- waiting ------------------------------------------------------------- */

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

static bool never_starts(const struct waiting_with_limit *self)
{
    return self->seconds <= 0 && self->inner.want != WANT_FUTURE;
}

ASYNC(waiting_with_limit)
{
    bool late;
    BEGIN;
    if (never_starts(self)) {
        coro_close((struct coro){self->inner});
        RAISE(ETIMEDOUT);
    }
    if (!is_done(self->inner))
        begin(self);
    TRY_AWAIT(self->inner);
    late = was_the_limit(self);
    if (failure() == 0)
        RETURN(awaited());
    if (late && failure() == ECANCELED)
        RAISE(ETIMEDOUT);
    RERAISE;
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
