/* wants: known mistake: errors-are-results; how a task ended */
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
    (void)outcome;
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
