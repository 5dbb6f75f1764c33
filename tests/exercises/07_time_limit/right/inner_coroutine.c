/* The limit is set in a coroutine of its own. */
#include "runtime.h"

struct limited {
    CORO;
    struct coro operation;
};

ASYNC(limited)
{
    BEGIN;
    AWAIT(wait_for(self->operation, 2.0));
    RETURN(awaited());
    END;
}

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
    TRY_AWAIT(coro(limited, .operation = self->operation));
    if (failure() == ETIMEDOUT)
        RETURN("Timed out");
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
