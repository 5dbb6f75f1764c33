/* count.c - where the tasks stand. */
#include "watch/count.h"

#include "core/task_private.h"

static bool queue_holds(const struct queue *queue, const struct job *job)
{
    const struct job *one = NULL;
    while ((one = queue_next(queue, one)) && one != job)
        ;
    return one;
}

/* Is it still where it waits?  What is due, done or cancelled moves its job to
 * the ready queue, and the task itself is told only when it runs. */
static bool task_waits(const struct task *task)
{
    const struct waiting *waiting = &running_loop->waiting;
    switch (task_stands(task)) {
    case TASK_SLEEPS:
        return waiting_has_timer(waiting, &task->job);
    case TASK_READS:
    case TASK_WRITES:
        return queue_holds(&waiting->descriptors[task->stack.wanted.fd]
                                .jobs[task_direction(task)], &task->job);
    case TASK_AWAITS:
        return !future_done(task_awaits(task)) &&
               queue_holds(&task_awaits(task)->waiters, &task->job);
    case TASK_GOES_ON:
    case TASK_IS_NEW:
    case TASK_GIVES_UP:
        break;
    }
    return false;
}

static void count(struct task *task, void *arg)
{
    struct task_counts *counts = arg;
    if (task == current_task())
        counts->running++;
    else if (!task_waits(task))
        counts->ready++;
    else if (task_stands(task) == TASK_SLEEPS)
        counts->sleeping++;
    else if (task_stands(task) == TASK_AWAITS)
        counts->at_futures++;
    else
        counts->at_descriptors++;
}

struct task_counts count_tasks(void)
{
    struct task_counts counts = {0};
    loop_needed("count_tasks()");
    each_task(count, &counts);
    return counts;
}
