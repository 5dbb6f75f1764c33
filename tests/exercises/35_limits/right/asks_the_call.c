/* Whether it struck is asked of the call as well. */
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
    if (self->seconds == NO_LIMIT)
        return;
    if (self->seconds > 0)
        self->limit = call_later(self->seconds, strike, self);
    else
        strike(self);
}

/* Is the cancellation that came the limit's, and nobody else's? */
static bool was_the_limit(struct waiting_with_limit *self)
{
    bool in_time = call_cancel(self->limit) || !self->struck;
    if (in_time)
        return false;
    return task_uncancel(self->task) <= self->cancel_requests;
}

/* --- waiting ------------------------------------------------------------- */

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

ASYNC(waiting_with_limit)
{
    BEGIN;
    if (self->seconds <= 0) {
        if (self->inner.want != WANT_FUTURE) {
            coro_close((struct coro){self->inner});
            RAISE(ETIMEDOUT, "no time to begin");
        }
    }
    if (!is_done(self->inner))
        begin(self);
    TRY_AWAIT(self->inner);
    bool is_too_late = was_the_limit(self);
    if (failure() == 0)
        RETURN(awaited());
    if (is_too_late && failure() == ECANCELED)
        RAISE(ETIMEDOUT, "not done within %g s", self->seconds);
    RERAISE;
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
