/* also wants: known mistake: parts; in 'attempts', and handed on from there */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

struct attempts {
    CORO;
    double pause;
};

ASYNC(attempts)
{
    BEGIN;
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() == ECONNREFUSED)
            RERAISE;
        AWAIT(async_sleep(self->pause));
    }
    END;
}

struct fetch_with_retry {
    CORO;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    AWAIT(wait_for(coro(attempts), 3.0));
    RETURN(awaited());
    END;
}
