/* wait_for.c - one awaitable, with a limit. */
#include "twin.h"

/* --- 074: the timeout cancels the inner task, then raises TimeoutError --------- */

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
