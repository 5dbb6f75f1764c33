/* wants: known mistake: pause-set-in-the-loop */
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
    double pause;
};

ASYNC(keep_asking)
{
    BEGIN;
    for (;;) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        self->pause = 0.1;
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
