/* By another hand: the waiters popped one by one, states told by a switch. */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    struct job *job;
    future->outcome = outcome;
    future->state = state;
    while ((job = queue_pop(&future->waiters)) != NULL)
        make_ready(job);
}

void task_end(struct task *task)
{
    struct value value = task->stack.value;
    enum future_state state = RETURNED;
    if (value.kind == VALUE_RAISED) {
        if (value.error->code == ECANCELED)
            state = CANCELLED;
        else
            state = FAILED;
    }
    future_finish(&task->future, state, value);
    task_forget(task);
}

/* --- waiting ------------------------------------------------------------- */

bool await_future(struct task *task, struct future *future)
{
    bool is_itself = future == &task->future;
    if (!is_itself && future->state == PENDING) {
        add_waiter(future, &task->job);
        return true;
    }
    if (is_itself) {
        struct error *error = error_new(EDEADLK, "it awaits itself");
        task->stack.value = value_raised(error);
    } else {
        task->stack.value = future->outcome;
        future->asked = true;
    }
    return false;
}
