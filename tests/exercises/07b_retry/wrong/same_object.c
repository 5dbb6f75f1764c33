/* wants: known mistake: coroutine-used-twice; awaits a coroutine object that has run already */
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
    struct coro attempt;
    double pause;
};

ASYNC(keep_asking)
{
    BEGIN;
    self->attempt = coro(ask_server);
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(self->attempt);
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
