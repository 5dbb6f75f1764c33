/* Exercise 34: cancellation.
 *
 * To cancel a task is to ask it: at the await where it stands an error is raised,
 * in its turn.  In Python:
 *
 *      def cancel(self):
 *          if self.done(): return False
 *          if self.fut_waiter and self.fut_waiter.cancel():
 *              return True             # that is asked to end, and tells us
 *          self.must_cancel = True     # raise it in our next step
 *          return True
 *
 * Given: task->raises, the error for its next step; task->job.awaits, what it
 * waits for; future->kind->cancel(), which hands a request on.
 * To write: where it says TODO.
 *
 *      1  who sleeps, in its turn; who is ready     asked to end ... one that is
 *                                                   ready, one that has not begun
 *      2  oneself                                   oneself
 *      3  who waits for others                      one waits for one that waits
 *      4  how often, and taken back                 how often, taken back
 *      5  what main leaves                          what main leaves ...
 *
 * Exercise 31 calls interrupt() at the end of each step, if task->raises is set:
 * somebody asked while it ran.
 *
 * Then: LOOP=mine make lesson-11
 *
 * Check it: make exercise-34       Stuck: make hint-34; NOTES.md, chapter 34
 */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

/* Whatever it waits for is asked to end first; its own turn comes when that has.
 * If it waits for nothing that could be asked, its await fails in its turn. */
void interrupt(struct task *task, struct error *error)
{
    struct future *awaited = task->job.awaits;
    (void)error;
    if (awaited && !future_done(awaited))
        not_done_yet(); /* TODO 3: does that take it (kind->cancel())? */
    not_done_yet();     /* TODO 1: note it in task->raises; and who sleeps (or
                         * waits for a descriptor) does so no longer. */
}

bool task_cancel_with(struct task *task, struct error *error)
{
    (void)task;
    (void)error;
    not_done_yet();     /* TODO 1: one that is done cannot be asked any more.
                         * TODO 3: two who await each other? task->is_asked
                         * TODO 4: task->cancel_requests */
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

unsigned task_uncancel(struct task *task)
{
    (void)task;
    not_done_yet();     /* TODO 4: one less, and how many are left.  With the last
                         * one forget task->raises, unless it has ended a wait:
                         * task->gives_up, which you set where it does, and clear
                         * where the error is raised. */
}

/* --- and the task's turn ------------------------------------------------- */

struct value await_gives(struct task *task, struct future *told)
{
    if (task->raises)
        not_done_yet(); /* TODO 1: that, as value_raised(); and only once.  Of one
                         * that has not begun (task->begun) no line runs:
                         * stack_drop(&task->stack). */
    if (!told)
        return value_none();
    told->asked = true;
    return told->outcome;
}

/* --- what main leaves ---------------------------------------------------- */

void cancel_leftovers(void)
{
    if (loop.tasks)
        not_done_yet();
    /* TODO 5: all in loop.tasks, from one to task->behind; then turns until these
     * have ended.  Who was made meanwhile has a larger id: the same again.  If
     * nothing can happen any more, leave it at that. */
}
