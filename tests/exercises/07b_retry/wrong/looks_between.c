/* wants: known mistake: deadline-seen-late; at 4.1 s */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- an answer ----------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;

struct fetch_with_retry {
    CORO;
    double deadline, pause;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    self->deadline = loop_time() + 3.0;
    for (self->pause = 0.1; loop_time() < self->deadline; self->pause *= 2) {
        TRY_AWAIT(coro(ask_server));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECONNREFUSED)
            RERAISE;
        AWAIT(async_sleep(self->pause));
    }
    RAISE(ETIMEDOUT, "the server is busy");
    END;
}
