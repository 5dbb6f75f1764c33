/* The limit is a thing of its own. */
#include <errno.h>

#include "machine.h"

struct limit {
    struct task *task;              /* who waits */
    struct call_handle call;
    unsigned cancel_requests;       /* that it had before */
    bool struck;
};

struct waiting_with_limit {
    CORO;
    struct awaitable inner;
    double seconds;
    struct limit limit;
};

/* --- the limit ----------------------------------------------------------- */

static void strike(void *arg)
{
    struct limit *limit = arg;
    limit->struck = true;
    task_cancel(limit->task);
}

static void limit_begin(struct limit *limit, double seconds)
{
    struct task *task = current_task();
    *limit = (struct limit){.task = task,
                            .cancel_requests = task_cancelling(task)};
    if (seconds <= 0)
        strike(limit);
    else if (seconds < NO_LIMIT)
        limit->call = call_later(seconds, strike, limit);
}

static bool limit_end(struct limit *limit, const struct error *error)
{
    unsigned left = limit->cancel_requests;
    call_cancel(limit->call);
    if (limit->struck)
        left = task_uncancel(limit->task);
    return limit->struck && left <= limit->cancel_requests && error &&
           error->code == ECANCELED;
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
        RAISE(ETIMEDOUT, "no time to begin");
    }
    if (!is_done(self->inner))
        limit_begin(&self->limit, self->seconds);
    TRY_AWAIT(self->inner);
    if (limit_end(&self->limit, caught()))
        RAISE(ETIMEDOUT, "not done within %g s", self->seconds);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(waiting_with_limit, .inner = awaitable, .seconds = seconds);
}
