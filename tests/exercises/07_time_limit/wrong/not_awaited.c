/* wants: known mistake: cancelled-not-awaited; and ended at 2.5 s */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct task *task;
};
struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}


ASYNC(fetch_with_timeout)
{
    BEGIN;
    self->task = create_task(self->operation);
    TRY_AWAIT(wait_tasks(&self->task, 1, ALL_COMPLETED, 2.0));
    if (failure()) {
        task_cancel(self->task);
        RERAISE;
    }
    if (!task_done(self->task)) {
        task_cancel(self->task);
        RETURN("Timed out");
    }
    AWAIT(self->task);
    RETURN(awaited());
    END;
}
