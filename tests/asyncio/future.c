/* future.c - a result that comes later: awaiting it, filling it. */
#include "twin.h"

/* --- 007: await of a finished future does not yield ---------------------- */

struct rival_007 {
    CORO;
};

ASYNC(rival_007)
{
    BEGIN;
    tell("rival: runs");
    END;
}

struct main_007 {
    CORO;
    struct future *good, *bad;
    struct task *r;
};

ASYNC(main_007)
{
    BEGIN;
    self->good = create_future();
    self->bad = create_future();
    future_set_result(self->good, value_int(1));
    future_set_error(self->bad, error_new(ValueError, "bad"));
    self->r = create_task(coro(rival_007));
    AWAIT(self->good);
    tell("good gives %s", value_to_text(awaited()));
    TRY_AWAIT(self->bad);
    if (failure() == ValueError)
        tell("bad raises %s", exc(caught()));
    tell("main: suspends now");
    AWAIT(self->r);
    tell("main: end");
    END;
}

TWIN(007_await_done_future_no_yield)
{
    run_twin(coro(main_007));
}

/* --- 025: set_result wakes the awaiter in a later pass, not inline ------- */

struct waiter_025 {
    CORO;
    struct future *fut;
};

ASYNC(waiter_025)
{
    BEGIN;
    tell("waiter: suspends");
    TRY_AWAIT(self->fut);
    if (failure() == ValueError)
        tell("waiter: raised %s", exc(caught()));
    else
        tell("waiter: got %s", value_to_text(awaited()));
    END;
}

static void fill_result_025(struct future *fut)
{
    future_set_result(fut, value_text("hello"));
}

static void fill_error_025(struct future *fut)
{
    future_set_error(fut, error_new(ValueError, "nope"));
}

static void (*const fills_025[])(struct future *fut) = {fill_result_025,
                                                        fill_error_025};

struct main_025 {
    CORO;
    int i;
    struct future *fut;
    struct task *w;
};

ASYNC(main_025)
{
    BEGIN;
    for (self->i = 0; self->i < 2; self->i++) {
        self->fut = create_future();
        self->w = create_task(coro(waiter_025, .fut = self->fut));
        AWAIT(async_sleep(0.010));
        fills_025[self->i](self->fut);
        tell("main: future filled, waiter not run yet");
        AWAIT(self->w);
    }
    tell("main: end");
    END;
}

TWIN(025_future_wakes_waiter)
{
    run_twin(coro(main_025));
}
