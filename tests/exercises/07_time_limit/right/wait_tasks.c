/* By hand: wait for the task, at most two seconds, and cancel it. */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
    struct task *task;
    struct error *error;
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
    self->error = caught();
    if (!task_done(self->task)) {
        task_cancel(self->task);
        AWAIT(wait_tasks(&self->task, 1, ALL_COMPLETED, NO_LIMIT));
    }
    if (self->error)
        RAISE_ERROR(self->error);
    if (task_cancelled(self->task))
        RETURN("Timed out");
    AWAIT(self->task);
    RETURN(awaited());
    END;
}
