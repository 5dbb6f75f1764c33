/* count.c - where the tasks stand. */
#include "watch/count.h"

#include "core/loop.h"
#include "core/task.h"

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
    switch ((enum want)task->future.waits) {
    case WANT_SLEEP:
        return waiting_has_timer(waiting, &task->job);
    case WANT_READABLE:
    case WANT_WRITABLE:
        return queue_holds(
            &waiting->jobs[direction_of(task->future.waits)][task->fd],
            &task->job);
    case WANT_FUTURE:
        return queue_holds(&task->waits_for->waiters, &task->job);
    default:
        return false;
    }
}

static void count_if_alive(void *place, void *arg)
{
    struct task *task = place;
    struct task_counts *counts = arg;
    if (!is_task(&task->future) || task->future.state != PENDING)
        return;                 /* a plain future, or free, or done */
    if (task == running_loop->current)
        counts->running++;
    else if (!task_waits(task))
        counts->ready++;
    else if (task->future.waits == WANT_SLEEP)
        counts->sleeping++;
    else if (task->future.waits == WANT_FUTURE)
        counts->at_futures++;
    else
        counts->at_descriptors++;
}

struct task_counts count_tasks(void)
{
    struct task_counts counts = {0};
    pool_each(&loop_needed("count_tasks()")->tasks, sizeof(struct task),
              count_if_alive, &counts);
    return counts;
}
