/* By another hand: nested ifs, the conditions the other way round. */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

void interrupt(struct task *task, struct error *error)
{
    struct future *child = task->job.awaits;
    task->raises = error;
    task->gives_up = false;
    if (child != NULL && child->kind->cancel(child, error)) {
        task->raises = NULL;
        return;
    }
    if (timer_remove(&task->job)) {
        task->gives_up = true;
        make_ready(&task->job);
    } else if (descriptor_remove(&task->job)) {
        task->gives_up = true;
        make_ready(&task->job);
    }
}

bool task_cancel_with(struct task *task, struct error *error)
{
    if (task->future.state != PENDING)
        return false;
    if (task->is_asked)
        return false;
    task->is_asked = true;
    interrupt(task, error);
    task->is_asked = false;
    task->cancel_requests += 1;
    return true;
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests == 0)
        return 0;
    task->cancel_requests -= 1;
    if (task->cancel_requests == 0) {
        if (!task->gives_up)
            task->raises = NULL;
    }
    return task->cancel_requests;
}

/* --- and the task's turn ------------------------------------------------- */

struct value await_gives(struct task *task, struct future *told)
{
    if (task->raises != NULL) {
        struct error *error = task->raises;
        task->raises = NULL;
        task->gives_up = false;
        if (!task->begun)
            stack_drop(&task->stack);
        return value_raised(error);
    }
    task->gives_up = false;
    if (told != NULL) {
        told->asked = true;
        return told->outcome;
    }
    return value_none();
}

/* --- what main leaves ---------------------------------------------------- */

/* Is one of those left that were made up to then? */
static bool goes_on(uint32_t last)
{
    struct task *oldest = loop.tasks;
    return oldest != NULL && oldest->id <= last;
}

void cancel_leftovers(void)
{
    while (loop.tasks != NULL) {
        uint32_t last = loop.last_task->id;
        struct task *task = loop.tasks;
        while (task != NULL) {
            task_cancel(task);
            task = task->behind;
        }
        while (goes_on(last)) {
            if (!run_once())
                return;
        }
    }
}
