/* The pause is computed from the number of refusals. */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- an answer ----------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;

struct keep_asking {
    CORO;
    int refusals;
};

ASYNC(keep_asking)
{
    BEGIN;
    TRY_AWAIT(coro(ask_server));
    while (failure() == ECONNREFUSED) {
        AWAIT(async_sleep(0.1 * (1 << self->refusals)));
        self->refusals++;
        TRY_AWAIT(coro(ask_server));
    }
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
