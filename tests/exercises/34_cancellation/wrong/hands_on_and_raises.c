/* wants: one waits for one that refuses; who waits: CancelledError */
#include "machine.h"

/* --- asking to end ------------------------------------------------------- */

void interrupt(struct task *task, struct error *error)
{
    struct future *awaited = task->job.awaits;
    if (awaited != NULL && awaited->kind->cancel(awaited, error)) {
        task->raises = error;
        return;
    }
    task->raises = error;
    if (timer_remove(&task->job)) {
        task->gives_up = true;
        make_ready(&task->job);
    } else if (descriptor_remove(&task->job)) {
        task->gives_up = true;
        make_ready(&task->job);
    } else {
        task->gives_up = false;
    }
}

bool task_cancel_with(struct task *task, struct error *error)
{
    if (task->future.state != PENDING)
        return false;
    if (task->is_asked)
        return false;
    task->is_asked = true;
    task->cancel_requests += 1;
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
    if (task->cancel_requests == 0)
        return 0;
    task->cancel_requests -= 1;
    if (task->cancel_requests == 0 && !task->gives_up)
        task->raises = NULL;
    return task->cancel_requests;
}

/* --- and the task's turn ------------------------------------------------- */

struct value await_gives(struct task *task, struct future *told)
{
    if (task->raises) {
        struct value raised = value_raised(task->raises);
        task->raises = NULL;
        task->gives_up = false;
        if (!task->begun)
            stack_drop(&task->stack);
        return raised;
    }
    if (!told)
        return value_none();
    told->asked = true;
    return told->outcome;
}

/* --- what main leaves ---------------------------------------------------- */

static bool some_left_up_to(uint32_t id)
{
    for (struct task *task = loop.tasks; task != NULL; task = task->behind)
        if (task->id <= id)
            return true;
    return false;
}

void cancel_leftovers(void)
{
    while (loop.tasks != NULL) {
        uint32_t newest = loop.last_task->id;
        for (struct task *task = loop.tasks; task != NULL; task = task->behind)
            task_cancel(task);
        while (some_left_up_to(newest)) {
            if (!run_once())
                return;
        }
    }
}
