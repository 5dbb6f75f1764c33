/* wants: known mistake: limit-of-a-sleep; is around a sleep */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct value results[2];
    int code;
};

struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}

ASYNC(fetch_with_timeout)
{
    BEGIN;
    TRY_AWAIT(wait_for(async_sleep(10.0), 2.0));
    if (failure() == ETIMEDOUT)
        RETURN("Timed out");
    if (failure())
        RERAISE;
    AWAIT(self->operation);
    RETURN(awaited());
    END;
}
