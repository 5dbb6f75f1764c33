/* wants: known mistake: fraction-lost; of the type int; 0 is left */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

extern const struct coro_type keep_asking;

struct keep_asking {
    CORO;
    int pause;
};

ASYNC(keep_asking)
{
    BEGIN;
    self->pause = 0.1;
    for (;;) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        AWAIT(async_sleep(self->pause));
        self->pause *= 2;
    }
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
