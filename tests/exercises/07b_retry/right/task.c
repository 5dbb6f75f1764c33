/* A task, awaited for three seconds, and cancelled by hand. */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- an answer ----------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;

struct keep_asking {
    CORO;
    double pause;
};

ASYNC(keep_asking)
{
    BEGIN;
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        AWAIT(async_sleep(self->pause));
    }
    END;
}

struct fetch_with_retry {
    CORO;
    struct task *asking;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    self->asking = create_task(coro(keep_asking));
    TRY_AWAIT(wait_tasks(&self->asking, 1, ALL_COMPLETED, 3.0));
    if (failure()) {
        task_cancel(self->asking);
        RERAISE;
    }
    if (!task_done(self->asking)) {
        task_cancel(self->asking);
        RAISE(ETIMEDOUT, "the server is busy");
    }
    AWAIT(self->asking);
    RETURN(awaited());
    END;
}
