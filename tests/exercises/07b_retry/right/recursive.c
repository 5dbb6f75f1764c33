/* Asking again is a call of itself. */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- an answer ----------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;

extern const struct coro_type ask_again;

struct ask_again {
    CORO;
    double pause;
};

ASYNC(ask_again)
{
    BEGIN;
    TRY_AWAIT(coro(ask_server));
    if (failure() && failure() != ECONNREFUSED)
        RERAISE;
    if (!failure())
        RETURN(awaited());
    AWAIT(async_sleep(self->pause));
    AWAIT(coro(ask_again, .pause = 2 * self->pause));
    RETURN(awaited());
    END;
}

struct fetch_with_retry {
    CORO;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    AWAIT(wait_for(coro(ask_again, .pause = 0.1), 3.0));
    RETURN(awaited());
    END;
}
