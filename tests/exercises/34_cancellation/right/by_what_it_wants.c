/* Where it waits is told by what it wanted. */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

/* Whatever it waits for is asked to end first; its own turn comes when that has.
 * If it waits for nothing that could be asked, its await fails in its turn. */
void interrupt(struct task *task, struct error *error)
{
    bool slept = false;
    task->raises = NULL;
    switch (task->wanted.want) {
    case WANT_SLEEP:
        slept = timer_remove(&task->job);
        break;
    case WANT_READABLE:
    case WANT_WRITABLE:
        slept = descriptor_remove(&task->job);
        break;
    default:
        if (task->job.awaits &&
            task->job.awaits->kind->cancel(task->job.awaits, error))
            return;
    }
    task->raises = error;
    task->gives_up = slept;
    if (slept)
        make_ready(&task->job);
}

bool task_cancel_with(struct task *task, struct error *error)
{
    bool can_be_asked = !task_done(task) && !task->is_asked;
    if (can_be_asked) {
        task->cancel_requests++;
        task->is_asked = true;
        if (task == loop.current)
            task->raises = error;   /* at its next await */
        else
            interrupt(task, error);
        task->is_asked = false;
    }
    return can_be_asked;
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

unsigned task_uncancel(struct task *task)
{
    unsigned left = task->cancel_requests;
    if (left > 0)
        left--;
    task->cancel_requests = left;
    if (left == 0 && !task->gives_up)
        task->raises = NULL;
    return left;
}

/* --- and the task's turn ------------------------------------------------- */

struct value await_gives(struct task *task, struct future *told)
{
    if (!task->raises) {
        if (!told)
            return value_none();
        told->asked = true;
        return told->outcome;
    }
    struct value raised = value_raised(task->raises);
    task->raises = NULL;
    task->gives_up = false;
    if (!task->begun)
        stack_drop(&task->stack);
    return raised;
}

/* --- what main leaves ---------------------------------------------------- */

void cancel_leftovers(void)
{
    while (loop.tasks) {
        uint32_t newest = 0;
        for (struct task *task = loop.tasks; task; task = task->behind) {
            newest = task->id;
            task_cancel(task);
        }
        do {
            if (!run_once())
                return;
        } while (loop.tasks && loop.tasks->id <= newest);
    }
}
