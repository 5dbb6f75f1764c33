/* wants: got "Timed out"; expected "Finally done!" */
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
    coro_close(self->operation);
    AWAIT(async_sleep(2.0));
    RETURN("Timed out");
    END;
}
