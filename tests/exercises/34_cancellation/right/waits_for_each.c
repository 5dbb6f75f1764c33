/* A list of those who are left, one after the other. */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

/* Whatever it waits for is asked to end first; its own turn comes when that has.
 * If it waits for nothing that could be asked, its await fails in its turn. */
void interrupt(struct task *task, struct error *error)
{
    struct future *awaited = task->job.awaits;
    task->raises = NULL;
    if (awaited && !future_done(awaited) &&
        awaited->kind->cancel(awaited, error))
        return;
    task->raises = error;
    if (timer_remove(&task->job) || descriptor_remove(&task->job)) {
        task->gives_up = true;
        make_ready(&task->job);
    }
}

bool task_cancel_with(struct task *task, struct error *error)
{
    if (task_done(task) || task->is_asked)
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

unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests > 0 && --task->cancel_requests == 0)
        if (!task->gives_up)
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
        size_t count = 0;
        struct task *left[100];
        for (struct task *task = loop.tasks; task && count < 100;
             task = task->behind) {
            future_keep(&task->future);
            left[count++] = task;
        }
        for (size_t i = 0; i < count; i++)
            task_cancel(left[i]);
        bool stuck = false;
        for (size_t i = 0; i < count; i++) {
            stuck = stuck || !run_until_done(&left[i]->future);
            future_drop(&left[i]->future);
        }
        if (stuck)
            return;
    }
}
