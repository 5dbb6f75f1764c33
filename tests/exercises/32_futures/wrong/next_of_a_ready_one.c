/* wants: known mistake: walks-along-moved */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    future->state = state;
    future->outcome = outcome;
    for (struct job *job = future->waiters.first; job; job = job->next)
        make_ready(job);
}

/* An outcome of the kind VALUE_RAISED is an error, outcome.error. */
static enum future_state state_of(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED)
        return outcome.error->code == ECANCELED ? CANCELLED : FAILED;
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
        task->stack.value = value_raised(
            error_new(EDEADLK, "a task cannot await itself"));
        return false;
    }
    if (future->state != PENDING) {
        future->asked = true;
        task->stack.value = future->outcome;
        return false;
    }
    add_waiter(future, &task->job);
    return true;
}
