/* Exercise 32: futures.
 *
 * A future is a result that will be there later, and the queue of those who wait
 * for it.  A task is one: its result is what its coroutine returns.  In Python:
 *
 *      def finish(self, state, outcome):       # set_result(), set_exception()
 *          self.state, self.outcome = state, outcome
 *          for job in self.waiters:
 *              loop.ready.append(job)          # runs nobody
 *
 * Given: struct future in exercises/machine/machine.h; futures that belong to no
 * task, create_future().
 * To write: where it says TODO.
 *
 *      1  a task ends, and who waits for it goes on      a result, behind ...
 *      2  what is done is not waited for                 what is done
 *      3  errors                                         an error, how ...
 *      4  oneself; an error that nobody asked for        a task awaits itself ...
 *
 * Then: LOOP=mine make lesson-05, and lesson-08
 *
 * Check it: make exercise-32       Stuck: make hint-32; NOTES.md, chapter 32
 */
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
    if (future->state != PENDING) {
        future->asked = true;
        task->stack.value = future->outcome;
        return false;
    }
    add_waiter(future, &task->job);
    return true;
}
