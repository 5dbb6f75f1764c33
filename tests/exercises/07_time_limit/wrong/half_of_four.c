/* wants: known mistake: divided-to-nothing; divides whole numbers, and gives 0 */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    double limit;
};
struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}


ASYNC(fetch_with_timeout)
{
    BEGIN;
    self->limit = 1 / 2 * 4;
    TRY_AWAIT(wait_for(self->operation, self->limit));
    switch (failure()) {
    case 0:
        RETURN(awaited());
    case ETIMEDOUT:
        RETURN("Timed out");
    }
    RERAISE;
    END;
}
