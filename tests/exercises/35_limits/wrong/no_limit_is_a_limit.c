/* wants: no limit, and nobody who does it */
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
    if (task_cancel(self->task))
        self->struck = true;
}

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

/* --- waiting ------------------------------------------------------------- */

ASYNC(waiting_with_limit)
{
    BEGIN;
    if (is_done(self->inner)) {
        AWAIT(self->inner);
        RETURN(awaited());
    }
    if (self->seconds <= 0 && self->inner.want != WANT_FUTURE) {
        coro_close((struct coro){self->inner});
        RAISE(ETIMEDOUT, "there was no time");
    }
    self->task = current_task();
    self->cancel_requests = task_cancelling(self->task);
    if (self->seconds <= 0)
        strike(self);
    else
        self->limit = call_later(self->seconds, strike, self);
    TRY_AWAIT(self->inner);
    call_cancel(self->limit);
    if (self->struck) {
        unsigned left = task_uncancel(self->task);
        if (failure() == ECANCELED && left <= self->cancel_requests)
            RAISE(ETIMEDOUT, "it took longer than %g s", self->seconds);
    }
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
