/* wants: known mistake: not-looked-at; does not look at what it gives */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

/* Whatever it waits for is asked to end first; its own turn comes when that has.
 * If it waits for nothing that could be asked, its await fails in its turn. */
void interrupt(struct task *task, struct error *error)
{
    struct future *awaited = task->job.awaits;
    if (awaited && !future_done(awaited))
        if (awaited->kind->cancel(awaited, error)) {
            task->raises = NULL;
            return;
        }
    task->raises = error;
    timer_remove(&task->job);
    descriptor_remove(&task->job);
    task->gives_up = true;
    make_ready(&task->job);
}

bool task_cancel_with(struct task *task, struct error *error)
{
    if (future_done(&task->future) || task->is_asked)
        return false;
    task->cancel_requests++;
    task->is_asked = true;
    if (task == loop.current)
        task->raises = error;
    else
        interrupt(task, error);
    task->is_asked = false;
    return true;
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests > 0 && --task->cancel_requests == 0 &&
        !task->gives_up)
        task->raises = NULL;
    return task->cancel_requests;
}

/* --- and the task's turn ------------------------------------------------- */

struct value await_gives(struct task *task, struct future *told)
{
    if (task->raises) {
        struct error *error = task->raises;
        task->raises = NULL;
        task->gives_up = false;
        if (!task->begun)
            stack_drop(&task->stack);
        return value_raised(error);
    }
    if (!told)
        return value_none();
    told->asked = true;
    return told->outcome;
}

/* --- what main leaves ---------------------------------------------------- */

void cancel_leftovers(void)
{
    while (loop.tasks) {
        uint32_t newest = loop.last_task->id;
        for (struct task *task = loop.tasks; task; task = task->behind)
            task_cancel(task);
        while (loop.tasks && loop.tasks->id <= newest)
            if (!run_once())
                return;
    }
}
