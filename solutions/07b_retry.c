/* Solution 07b: try again.
 *
 *      async def keep_asking():
 *          pause = 0.1
 *          while True:
 *              try:
 *                  return await ask_server()
 *              except ConnectionRefusedError:
 *                  await asyncio.sleep(pause)
 *                  pause *= 2
 *
 *      async def fetch_with_retry():
 *          return await asyncio.wait_for(keep_asking(), timeout=3.0)
 *
 * Two things, two coroutines.  keep_asking() knows of no limit; wait_for() knows
 * of no attempts.  When the time is over, CancelledError appears at whichever
 * await keep_asking() is, and is let through: it is not ECONNREFUSED.
 */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- asking until it answers --------------------------------------------- */

extern const struct coro_type fetch_with_retry;

struct keep_asking {
    CORO;
    double pause;
};

ASYNC(keep_asking)
{
    BEGIN;
    for (self->pause = 0.1;; self->pause *= 2) {
        TRY_AWAIT(coro(ask_server));
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
