/* The outcome is asked for as a program would. */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    future->state = state;
    future->outcome = outcome;
    struct job *next;
    for (struct job *job = future->waiters.first; job; job = next) {
        next = job->next;           /* make_ready() sets it */
        make_ready(job);
    }
    future->waiters = (struct queue){NULL, NULL};
}

static enum future_state state_of(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED) {
        if (outcome.error->code == ECANCELED)
            return CANCELLED;
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

static bool give(struct task *task, struct value value)
{
    task->stack.value = value;
    return false;
}

bool await_future(struct task *task, struct future *future)
{
    if (future_done(future)) {
        struct value outcome = value_none();
        if (future_outcome(future, &outcome) == 0)
            return give(task, outcome);
        return give(task, value_raised(as_error(outcome)));
    }
    if ((void *)future != (void *)task) {
        add_waiter(future, &task->job);
        return true;
    }
    return give(task, value_raised(error_new(EDEADLK, "awaits itself")));
}
