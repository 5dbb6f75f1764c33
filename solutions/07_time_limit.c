/* Solution 07: a time limit.
 *
 *      async def fetch_with_timeout(operation):
 *          try:
 *              return await asyncio.wait_for(operation, timeout=2.0)
 *          except asyncio.TimeoutError:
 *              return "Timed out"
 *
 * "except TimeoutError" catches one kind of failure and lets all others pass.
 * TRY_AWAIT catches every kind, CancelledError too: what is not ours must be
 * raised again.  When wait_for() gives up, the operation has been cancelled and
 * has ended: nothing is left running.
 */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
};

struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}

ASYNC(fetch_with_timeout)
{
    BEGIN;
    TRY_AWAIT(wait_for(self->operation, 2.0));
    if (failure() == ETIMEDOUT)
        RETURN("Timed out");
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
