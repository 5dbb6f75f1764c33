/* wants: known mistake: failure-forgotten; from there on failure() is about that one */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

struct keep_asking {
    CORO;
    double pause;
};

ASYNC(keep_asking)
{
    BEGIN;
    self->pause = 0.1;
    do {
        TRY_AWAIT(coro(ask_server));
        if (failure() == ECONNREFUSED) {
            TRY_AWAIT(async_sleep(self->pause));
            self->pause *= 2;
        }
    } while (failure() == ECONNREFUSED);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct fetch_with_retry {
    CORO;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    AWAIT(wait_for(coro(keep_asking), 3.0));
    RETURN(awaited());
    END;
}
