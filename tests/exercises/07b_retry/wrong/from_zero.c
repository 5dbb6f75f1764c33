/* wants: known mistake: clock-not-from-the-start; at 2.0 s and ended at 3.0 s */
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
    double pause;
};

ASYNC(fetch_with_retry)
{
    double left;
    BEGIN;
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(wait_for(coro(ask_server), 3.0 - loop_time()));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        left = 3.0 - loop_time();
        AWAIT(async_sleep(self->pause < left ? self->pause : left));
        if (loop_time() >= 3.0)
            RAISE(ETIMEDOUT, "three seconds are over");
    }
    END;
}
