/* wants: known mistake: gives-up-early */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

struct fetch_with_retry {
    CORO;
    int i;
};

ASYNC(fetch_with_retry)
{
    static const double pauses[] = {0.1, 0.2, 0.4};
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(coro(ask_server));
        if (failure() == ECONNREFUSED) {
            AWAIT(async_sleep(pauses[self->i]));
            continue;
        }
        if (failure())
            RERAISE;
        RETURN(awaited());
    }
    RAISE(ETIMEDOUT, "the server is busy");
    END;
}
