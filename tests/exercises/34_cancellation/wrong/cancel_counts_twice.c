/* wants: two wait for each other; it crashed; Of your lines it was in line */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

/* Whatever it waits for is asked to end first; its own turn comes when that has.
 * If it waits for nothing that could be asked, its await fails in its turn. */
void interrupt(struct task *task, struct error *error)
{
    struct future *awaited = task->job.awaits;
    task->raises = NULL;
    if (awaited && awaited->kind->cancel(awaited, error))
        return;
    task->raises = error;
    task->gives_up = timer_remove(&task->job) || descriptor_remove(&task->job);
    if (task->gives_up)
        make_ready(&task->job);
}

bool task_cancel_with(struct task *task, struct error *error)
{
    if (task_done(task))
        return false;
    task->cancel_requests++;
    task->is_asked = true;          /* should those it waits for wait for it */
    interrupt(task, error);
    task->is_asked = false;
    return true;
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

/* What was not heard yet, and has not ended a wait, is taken back as well. */
unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests > 0)
        task->cancel_requests--;
    if (task->cancel_requests == 0 && !task->gives_up)
        task->raises = NULL;
    return task->cancel_requests;
}

/* --- and the task's turn ------------------------------------------------- */

struct value await_gives(struct task *task, struct future *told)
{
    struct error *error = task->raises;
    task->raises = NULL;
    task->gives_up = false;
    if (error && !task->begun)
        stack_drop(&task->stack);       /* and no line of it will run */
    if (error)
        return value_raised(error);
    if (!told)
        return value_none();
    told->asked = true;
    return told->outcome;
}

/* --- what main leaves ---------------------------------------------------- */

void cancel_leftovers(void)
{
    while (loop.tasks) {
        uint32_t last = loop.tasks_made;
        for (struct task *task = loop.tasks; task; task = task->behind)
            task_cancel(task);
        while (loop.tasks && loop.tasks->id <= last)
            if (!run_once())
                return;
    }
}
