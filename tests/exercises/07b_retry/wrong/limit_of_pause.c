/* wants: A limit was set 6 times; | AWAIT(wait_for(async_sleep(self->pause), 3.0)); */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- asking until it answers --------------------------------------------- */

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
        AWAIT(wait_for(async_sleep(self->pause), 3.0));
    }
    END;
}

struct fetch_with_retry {
    CORO;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    AWAIT(coro(keep_asking));
    RETURN(awaited());
    END;
}
