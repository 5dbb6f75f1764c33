/* wants: known mistake: xor-for-power; 2 ^ 0, 2 ^ 1, 2 ^ 2 are 2, 3, 0 */
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
    int n;
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
        AWAIT(async_sleep(0.1 * (2 ^ self->n)));
        self->n++;
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
