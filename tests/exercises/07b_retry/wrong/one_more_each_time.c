/* also wants: known mistake: pause-does-not-double; 0.6 s is not twice 0.4 s */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

struct again {
    CORO;
    int n;
};

ASYNC(again)
{
    BEGIN;
    while (true) {
        TRY_AWAIT(coro(ask_server));
        if (failure() && failure() != ECONNREFUSED)
            RERAISE;
        if (!failure())
            break;
        self->n++;
        AWAIT(async_sleep(0.1 * (self->n == 1 ? 1 : 2 * (self->n - 1))));
    }
    RETURN(awaited());
    END;
}

struct fetch_with_retry {
    CORO;
    struct value text;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(again), 3.0));
    if (failure())
        RERAISE;
    self->text = awaited();
    RETURN(self->text);
    END;
}
