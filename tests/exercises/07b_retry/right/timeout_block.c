/* One coroutine, with a limit around the block. */
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
    struct timeout *limit;
    double pause;
    struct value answer;
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    self->limit = timeout(3.0);
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(coro(ask_server));
        if (failure() != ECONNREFUSED)
            break;
        TRY_AWAIT(async_sleep(self->pause));
        if (failure())
            break;
    }
    self->answer = awaited();
    AWAIT(timeout_exit(self->limit, caught()));
    RETURN(self->answer);
    END;
}
