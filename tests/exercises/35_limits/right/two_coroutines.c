/* A coroutine for each case. */
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
    if (self->seconds <= 0) {
        strike(self);
        return;
    }
    if (self->seconds != NO_LIMIT)
        self->limit = call_later(self->seconds, strike, self);
}

/* Is the cancellation that came the limit's, and nobody else's? */
static bool was_the_limit(struct waiting_with_limit *self)
{
    call_cancel(self->limit);
    if (!self->struck)
        return false;
    unsigned left = task_uncancel(self->task);
    return left <= self->cancel_requests;
}

/* --- waiting ------------------------------------------------------------- */

static bool is_done(struct awaitable inner)
{
    return inner.want == WANT_FUTURE && future_done(inner.future);
}

/* One coroutine inside the other: this one waits, the other knows the limit. */
struct waiting_for_inner { CORO; struct awaitable inner; };
ASYNC(waiting_for_inner)
{
    BEGIN;
    AWAIT(self->inner);
    RETURN(awaited());
    END;
}

ASYNC(waiting_with_limit)
{
    BEGIN;
    if (is_done(self->inner)) {
        AWAIT(self->inner);
        RETURN(awaited());
    }
    begin(self);
    TRY_AWAIT(coro(waiting_for_inner, .inner = self->inner));
    if (!failure()) {
        was_the_limit(self);
        RETURN(awaited());
    }
    if (was_the_limit(self) && failure() == ECANCELED)
        RAISE(ETIMEDOUT, "not done within %g s", self->seconds);
    RERAISE;
    END;
}

struct out_of_time { CORO; struct awaitable inner; };
ASYNC(out_of_time)
{
    BEGIN;
    coro_close((struct coro){self->inner});
    RAISE(ETIMEDOUT, "no time to begin");
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    if (seconds <= 0 && awaitable.want != WANT_FUTURE)
        return coro(out_of_time, .inner = awaitable);
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
