/* By another hand: the limit set and taken away in the body itself. */
#include <errno.h>

#include "machine.h"

struct limited {
    CORO;
    struct awaitable inner;
    double seconds;
    struct task *waiter;
    struct call_handle call;
    unsigned before;                /* requests to end, in the beginning */
    bool too_late;
};

static void time_is_over(void *arg)
{
    struct limited *limited = arg;
    limited->too_late = true;
    task_cancel(limited->waiter);
}

ASYNC(limited)
{
    BEGIN;
    self->waiter = current_task();
    self->before = task_cancelling(self->waiter);
    if (self->inner.want == WANT_FUTURE && future_done(self->inner.future)) {
        AWAIT(self->inner);
        RETURN(awaited());
    }
    if (self->seconds <= 0) {
        if (self->inner.want != WANT_FUTURE) {
            coro_close((struct coro){self->inner});
            RAISE(ETIMEDOUT, "no time at all");
        }
        time_is_over(self);
    } else if (self->seconds != NO_LIMIT) {
        self->call = call_later(self->seconds, time_is_over, self);
    }
    TRY_AWAIT(self->inner);
    call_cancel(self->call);
    if (self->too_late) {
        unsigned left = task_uncancel(self->waiter);
        if (failure() == ECANCELED && left <= self->before)
            RAISE(ETIMEDOUT, "it took longer than %g s", self->seconds);
    }
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(limited, .seconds = seconds, .inner = awaitable);
}
