/* wants: an error; B begins */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    future->state = state;
    future->outcome = outcome;
    while (!queue_empty(&future->waiters))
        make_ready(queue_pop(&future->waiters));
}

static enum future_state state_of(struct value outcome)
{
    if (outcome.kind != VALUE_RAISED)
        return RETURNED;
    return outcome.error->code == ECANCELED ? CANCELLED : FAILED;
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
            error_new(EDEADLK, "a task awaits itself, and would for ever"));
        return false;
    }
    if (future->state == RETURNED) {
        future->asked = true;
        task->stack.value = future->outcome;
        return false;
    }
    add_waiter(future, &task->job);
    return true;
}
