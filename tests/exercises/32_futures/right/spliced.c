/* The waiters are put behind the ready queue all at once. */
#include <errno.h>

#include "machine.h"

/* --- done ---------------------------------------------------------------- */

void future_finish(struct future *future, enum future_state state,
                   struct value outcome)
{
    future->state = state;
    future->outcome = outcome;
    if (queue_empty(&future->waiters))
        return;
    if (queue_empty(&loop.ready))
        loop.ready.first = future->waiters.first;
    else
        loop.ready.last->next = future->waiters.first;
    loop.ready.last = future->waiters.last;
    future->waiters = (struct queue){NULL, NULL};
}

static enum future_state state_of(struct value outcome)
{
    enum future_state state = RETURNED;
    if (outcome.kind == VALUE_RAISED)
        state = outcome.error->code == ECANCELED ? CANCELLED : FAILED;
    return state;
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
    bool waits = false;
    if (future == &task->future) {
        task->stack.value =
            value_raised(error_new(EDEADLK, "it would await itself"));
    } else if (future->state == PENDING) {
        add_waiter(future, &task->job);
        waits = true;
    } else {
        task->stack.value = future->outcome;
        future->asked = true;
    }
    return waits;
}
