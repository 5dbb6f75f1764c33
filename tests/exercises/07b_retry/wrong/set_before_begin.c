/* also wants: known mistake: local-behind-an-await; runs anew each time that the coroutine goes on */
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
};

ASYNC(attempts)
{
    double pause = 0.1;
    BEGIN;
    for (;; pause *= 2) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        AWAIT(async_sleep(pause));
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
