/* wants: known mistake: block-left; which would make ETIMEDOUT of it, is not come to */
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
    struct timeout *limit;
    double nap;
    struct value text;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    self->limit = timeout(3.0);
    self->nap = 0.1;
    do {
        TRY_AWAIT(coro(ask_server));
        self->text = awaited();
        if (failure() == ECONNREFUSED || failure() == ECANCELED) {
            AWAIT(async_sleep(self->nap));
            self->nap *= 2;
        }
    } while (failure() == ECONNREFUSED || failure() == ECANCELED);
    AWAIT(timeout_exit(self->limit, caught()));
    RETURN(self->text);
    END;
}
