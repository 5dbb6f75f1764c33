/* By a third hand: nobody leaves a function in the middle. */
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
    bool is_late;
};

static void strike(void *arg)
{
    struct waiting_with_limit *limited = arg;
    limited->struck = true;
    task_cancel(limited->task);
}

static void begin(struct waiting_with_limit *self)
{
    self->task = current_task();
    self->cancel_requests = task_cancelling(self->task);
    if (self->seconds <= 0)
        strike(self);
    if (self->seconds > 0 && self->seconds != NO_LIMIT)
        self->limit = call_later(self->seconds, strike, self);
}

static bool was_the_limit(struct waiting_with_limit *self)
{
    unsigned left = 0;
    call_cancel(self->limit);
    if (self->struck)
        left = task_uncancel(self->task);
    return self->struck && left <= self->cancel_requests;
}

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

ASYNC(waiting_with_limit)
{
    BEGIN;
    if (self->seconds <= 0 && self->inner.want != WANT_FUTURE) {
        coro_close((struct coro){self->inner});
        RAISE(ETIMEDOUT, "no time left");
    }
    if (!is_done(self->inner))
        begin(self);
    TRY_AWAIT(self->inner);
    self->is_late = was_the_limit(self);
    if (!failure())
        RETURN(awaited());
    if (failure() == ECANCELED && self->is_late)
        RAISE(ETIMEDOUT, "too late: %g s", self->seconds);
    RERAISE;
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
