/* wants: known mistake: pause-of-nothing; behind each refusal */
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
    double wait;
};

ASYNC(attempts)
{
    BEGIN;
    for (;;) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        AWAIT(async_sleep(self->wait));
        self->wait *= 2;
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
