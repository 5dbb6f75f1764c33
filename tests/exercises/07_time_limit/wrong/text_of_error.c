/* wants: known mistake: text-of-the-error; "Timed out" is what is asked for */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct value result;
};

struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}

ASYNC(fetch_with_timeout)
{
    BEGIN;
    TRY_AWAIT(wait_for(self->operation, 2.0));
    if (failure() == 0)
        self->result = awaited();
    else if (failure() == ETIMEDOUT)
        self->result = value_of(error_to_text(caught()));
    else
        RERAISE;
    RETURN(self->result);
    END;
}
