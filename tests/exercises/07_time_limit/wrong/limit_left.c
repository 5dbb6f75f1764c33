/* wants: known mistake: limit-left-too-early; there it has no limit any more */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct task *task;
    struct timeout *limit;
};

struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}

ASYNC(fetch_with_timeout)
{
    BEGIN;
    self->limit = timeout(2.0);
    self->task = create_task(self->operation);
    AWAIT(timeout_exit(self->limit, NULL));
    TRY_AWAIT(self->task);
    if (failure() == ETIMEDOUT)
        RETURN("Timed out");
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
