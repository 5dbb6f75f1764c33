/* wants: known mistake: constant-alone; ECANCELED stands alone behind || */
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
    if (failure() == ETIMEDOUT || ECANCELED)
        RETURN("Timed out");
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
