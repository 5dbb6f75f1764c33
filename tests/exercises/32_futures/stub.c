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
    (void)future;
    (void)state;
    (void)outcome;
    not_done_yet();     /* TODO 1: note both; then, who has waited for this? */
}

/* An outcome of the kind VALUE_RAISED is an error, outcome.error. */
static enum future_state state_of(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED)
        not_done_yet(); /* TODO 3: FAILED; or CANCELLED, if the error's code is
                         * ECANCELED. */
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
    if (future == &task->future)
        not_done_yet(); /* TODO 4: value_raised(error_new(EDEADLK, "...")) is what
                         * it gets. */
    if (future->state != PENDING)
        not_done_yet(); /* TODO 2: its outcome is what the await gives, into
                         * task->stack.value; and there is nothing to wait for.
                         * TODO 4: somebody has got it: future->asked. */
    not_done_yet();     /* TODO 1: add_waiter() */
}
