/* wait_for.c - one awaitable, with a limit. */
#include "twin.h"

/* --- 074: the timeout cancels the inner task, then raises TimeoutError --- */

struct job_074 {
    CORO;
};

ASYNC(job_074)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    if (failure() == ECANCELED) {
        tell("job: cancelled");
        RERAISE;
    }
    tell("never printed");
    END;
}

struct main_074 {
    CORO;
};

ASYNC(main_074)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(job_074), 0.050));
    if (failure() == ETIMEDOUT)
        tell("main: %s", exc(caught()));
    tell("main: goes on");
    END;
}

TWIN(074_wait_for_timeout)
{
    run_twin(coro(main_074));
}

/* --- 077: with timeout 0 or less a coroutine is never started ------------ */

struct job_077 {
    CORO;
};

ASYNC(job_077)
{
    BEGIN;
    tell("never printed");
    END;
}

static const int timeouts_077[] = {0, -1};

struct main_077 {
    CORO;
    int i;
};

ASYNC(main_077)
{
    BEGIN;
    for (self->i = 0; self->i < 2; self->i++) {
        TRY_AWAIT(wait_for(coro(job_077), timeouts_077[self->i]));
        if (failure() == ETIMEDOUT)
            tell("timeout %d: TimeoutError", timeouts_077[self->i]);
    }
    END;
}

TWIN(077_wait_for_zero_never_starts)
{
    run_twin(coro(main_077));
}

/* --- 080: the inner exception comes out as it is ------------------------- */

struct job_080 {
    CORO;
};

ASYNC(job_080)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ValueError, "inner");
    END;
}

struct main_080 {
    CORO;
};

ASYNC(main_080)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(job_080), 0.050));
    if (failure() == ValueError)
        tell("main: %s", exc(caught()));
    AWAIT(async_sleep(0.100));
    tell("main: no timeout came later");
    END;
}

TWIN(080_wait_for_inner_error)
{
    run_twin(coro(main_080));
}

/* --- 083: cancelled from outside: the inner is, too, and its cleanup awaited --- */

struct job_083 {
    CORO;
};

ASYNC(job_083)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    tell("job: cleanup begins");
    AWAIT(async_sleep(0.030));
    tell("job: cleanup ends");
    if (failure())
        RERAISE;
    END;
}

struct outer_083 {
    CORO;
};

ASYNC(outer_083)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(job_083), 0.500));
    if (failure() == ECANCELED) {
        tell("outer: CancelledError");
        RERAISE;
    }
    END;
}

struct main_083 {
    CORO;
    struct task *o;
};

ASYNC(main_083)
{
    BEGIN;
    self->o = create_task(coro(outer_083));
    AWAIT(async_sleep(0.010));
    task_cancel(self->o);
    TRY_AWAIT(self->o);
    if (failure() == ECANCELED)
        tell("main: outer %s", outcome(self->o));
    END;
}

TWIN(083_wait_for_cancelled_from_outside)
{
    run_twin(coro(main_083));
}

/* --- 086: nested, the inner limit strikes first -------------------------- */

struct inner_086 {
    CORO;
};

ASYNC(inner_086)
{
    BEGIN;
    TRY_AWAIT(wait_for(async_sleep(1), 0.050));
    if (failure() == ETIMEDOUT) {
        tell("inner: TimeoutError, re-raised");
        RERAISE;
    }
    END;
}

struct main_086 {
    CORO;
};

ASYNC(main_086)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(inner_086), 0.200));
    if (failure() == ETIMEDOUT)
        tell("main: TimeoutError");
    AWAIT(async_sleep(0.300));
    tell("main: the outer limit never struck");
    END;
}

TWIN(086_wait_for_nested_inner_first)
{
    run_twin(coro(main_086));
}

/* --- 089: over in time, its timer is gone: the clock is free ------------- */

struct job_089 {
    CORO;
};

ASYNC(job_089)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    END;
}

struct main_089 {
    CORO;
};

ASYNC(main_089)
{
    BEGIN;
    AWAIT(wait_for(coro(job_089), 3600));
    tell("main: returns");
    END;
}

TWIN(089_wait_for_leaves_no_timer)
{
    run_twin(coro(main_089));
    tell("run is over");
}

/* --- 092: gather of several wait_for, each with its own limit ------------ */

struct job_092 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(job_092)
{
    BEGIN;
    TRY_AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: leaves", self->name);
    if (failure())
        RERAISE;
    RETURN(self->name);
    END;
}

struct main_092 {
    CORO;
    struct value rs[4];
};

ASYNC(main_092)
{
    BEGIN;
    AWAIT(gather_return_exceptions(self->rs,
              wait_for(coro(job_092, .name = "A", .ms = 30), 0.050),
              wait_for(coro(job_092, .name = "B", .ms = 80), 0.040),
              wait_for(coro(job_092, .name = "C", .ms = 15), 0.020),
              wait_for(coro(job_092, .name = "D", .ms = 200), 0.070)));
    for (int i = 0; i < 4; i++)
        tell("%s", is_error(self->rs[i]) ? exc(as_error(self->rs[i]))
                                         : as_text(self->rs[i]));
    END;
}

TWIN(092_wait_for_one_of_many_limits)
{
    run_twin(coro(main_092));
}
