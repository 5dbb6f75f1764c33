/* wants: known mistake: begins-anew; awaits a new fetch_with_retry; with a limit of its own */
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
    double pause;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    if (self->pause == 0)
        self->pause = 0.1;
    TRY_AWAIT(wait_for(coro(ask_server), 3.0));
    if (failure() == ECONNREFUSED) {
        AWAIT(async_sleep(self->pause));
        self->pause *= 2;
        AWAIT(coro(fetch_with_retry));
    } else if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
