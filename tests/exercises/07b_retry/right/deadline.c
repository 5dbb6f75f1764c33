/* A deadline, and how much is left of the time. */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- an answer ----------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;

struct fetch_with_retry {
    CORO;
    double deadline, pause;
};

ASYNC(fetch_with_retry)
{
    double left;
    BEGIN;
    self->deadline = loop_time() + 3.0;
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(wait_for(coro(ask_server), self->deadline - loop_time()));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        left = self->deadline - loop_time();
        AWAIT(async_sleep(self->pause < left ? self->pause : left));
        if (loop_time() >= self->deadline)
            RAISE(ETIMEDOUT, "three seconds are over");
    }
    END;
}
