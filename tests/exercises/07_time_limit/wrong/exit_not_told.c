/* wants: known mistake: exit-not-told; tells timeout_exit() that nothing has happened */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct timeout *within;
    struct value kept;
};
struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}


ASYNC(fetch_with_timeout)
{
    BEGIN;
    self->within = timeout(2.0);
    TRY_AWAIT(self->operation);
    self->kept = awaited();
    TRY_AWAIT(timeout_exit(self->within, NULL));
    if (failure() == ETIMEDOUT)
        RETURN("Timed out");
    if (failure())
        RERAISE;
    RETURN(self->kept);
    END;
}
