/* Who is waited for when it is done is asked for, then and there. */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    future->state = state;
    future->outcome = outcome;
    if (!queue_empty(&future->waiters))
        future->asked = true;
    while (!queue_empty(&future->waiters))
        make_ready(queue_pop(&future->waiters));
}

static void finish_with_error(struct task *task, struct error *error)
{
    future_finish(&task->future, error->code == ECANCELED ? CANCELLED : FAILED,
                  value_raised(error));
}

void task_end(struct task *task)
{
    if (task->stack.value.kind == VALUE_RAISED)
        finish_with_error(task, task->stack.value.error);
    else
        future_finish(&task->future, RETURNED, task->stack.value);
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
    if (future->state != PENDING) {
        future->asked = true;
        task->stack.value = future->outcome;
        return false;
    }
    add_waiter(future, &task->job);
    return true;
}
