/* wants: known mistake: cancel-not-come-to; and was not come to */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct task *slow;
};
struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}


ASYNC(fetch_with_timeout)
{
    BEGIN;
    self->slow = create_task(self->operation);
    AWAIT(wait_tasks(&self->slow, 1, FIRST_COMPLETED, 2.0));
    if (task_done(self->slow)) {
        AWAIT(self->slow);
        RETURN(awaited());
    } else {
        RETURN("Timed out");
        task_cancel(self->slow);
    }
    END;
}
