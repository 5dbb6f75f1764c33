/* wants: known mistake: adds-up-pauses; adds up are the pauses */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

struct fetch_with_retry {
    CORO;
    double pause, sum;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    self->pause = 0.1;
    for (;;) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        self->sum += self->pause;
        if (self->sum > 3.0)
            RAISE(ETIMEDOUT, "too late");
        AWAIT(async_sleep(self->pause));
        self->pause *= 2;
    }
    END;
}
