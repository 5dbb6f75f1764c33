/* A switch over failure(). */
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
    TRY_AWAIT(wait_for(self->operation, 2.0));
    self->code = failure();
    switch (self->code) {
    case 0:
        RETURN(awaited());
    case ETIMEDOUT:
        RETURN("Timed out");
    default:
        RERAISE;
    }
    END;
}
