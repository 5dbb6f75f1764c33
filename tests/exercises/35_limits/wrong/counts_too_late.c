/* wants: known mistake: counts-too-late; Line 23 counts the requests behind task_cancel() */
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
    self->cancel_requests = task_cancelling(self->task);
}

static void begin(struct waiting_with_limit *self)
{
    self->task = current_task();
    if (self->seconds <= 0)
        strike(self);
    else if (self->seconds < NO_LIMIT)
        self->limit = call_later(self->seconds, strike, self);
}

/* Is the cancellation that came the limit's, and nobody else's? */
static bool was_the_limit(struct waiting_with_limit *self)
{
    call_cancel(self->limit);
    return self->struck &&
           task_uncancel(self->task) <= self->cancel_requests;
}

/* --- waiting ------------------------------------------------------------- */

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

ASYNC(waiting_with_limit)
{
    BEGIN;
    if (self->seconds <= 0 && self->inner.want != WANT_FUTURE) {
        coro_close((struct coro){self->inner});
        RAISE(ETIMEDOUT, "no time at all");
    }
    if (!is_done(self->inner))
        begin(self);
    TRY_AWAIT(self->inner);
    if (self->task && was_the_limit(self) && failure() == ECANCELED)
        RAISE(ETIMEDOUT, "it took too long");
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
