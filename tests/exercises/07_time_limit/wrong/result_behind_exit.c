/* also wants: known mistake: read-behind-another; "Finally done!", nobody has read */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct timeout *two_seconds;
};
struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}


ASYNC(fetch_with_timeout)
{
    BEGIN;
    self->two_seconds = timeout(2.0);
    TRY_AWAIT(self->operation);
    TRY_AWAIT(timeout_exit(self->two_seconds, caught()));
    if (failure() == ETIMEDOUT)
        RETURN("Timed out");
    else if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
