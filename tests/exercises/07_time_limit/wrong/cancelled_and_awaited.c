/* wants: known mistake: own-cancel-handed-on; cancels the task, and line 28 awaits it */
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
    AWAIT(wait_tasks(&self->task, 1, ALL_COMPLETED, 2.0));
    if (task_done(self->task)) {
        AWAIT(self->task);
        RETURN(awaited());
    }
    task_cancel(self->task);
    AWAIT(self->task);
    RETURN("Timed out");
    END;
}
