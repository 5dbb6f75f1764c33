/* wants: 0.1 s, 0.0 s, 0.0 s; multiplies it by itself: 0.1 times 0.1 is 0.01 */
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
    for (self->pause = 0.1;; self->pause *= self->pause) {
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
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    AWAIT(wait_for(coro(keep_asking), 3.0));
    RETURN(awaited());
    END;
}
