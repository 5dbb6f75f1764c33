/* wants: known mistake: other-letters; `Out` stands in line 14, where `out` belongs */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

static const char late[] = "Timed Out";

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct value got;
};

struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}

ASYNC(fetch_with_timeout)
{
    BEGIN;
    TRY_AWAIT(wait_for(self->operation, 2.0));
    self->got = failure() == ETIMEDOUT ? value_text(late) : awaited();
    if (failure() && failure() != ETIMEDOUT)
        RERAISE;
    RETURN(self->got);
    END;
}
