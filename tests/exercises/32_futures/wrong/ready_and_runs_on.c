/* wants: what is done; main has slept */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    struct job *job = future->waiters.first;
    future->waiters.first = NULL;
    future->outcome = outcome;
    future->state = state;
    while (job != NULL) {
        struct job *next = job->next;
        make_ready(job);
        job = next;
    }
}

static enum future_state state_of(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED) {
        if (outcome.error->code == ECANCELED)
            return CANCELLED;
        else
            return FAILED;
    }
    return RETURNED;
}

void task_end(struct task *task)
{
    struct value outcome = task->stack.value;
    future_finish(&task->future, state_of(outcome), outcome);
    task_forget(task);
}

/* --- waiting ------------------------------------------------------------- */

bool await_future(struct task *task, struct future *future)
{
    if (future == &task->future) {
        struct error *error = error_new(EDEADLK, "waits for itself");
        task->stack.value = value_raised(error);
        return false;
    }
    switch (future->state) {
    case PENDING:
        add_waiter(future, &task->job);
        return true;
    default:
        task->stack.value = future->outcome;
        future->asked = true;
        make_ready(&task->job);
        return false;
    }
}
