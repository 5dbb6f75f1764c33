/* wants: ok 1 of 16 scenes next three tasks; sleep_for() is still to do */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

/* Make ready whose deadline has come, the earliest first. */
static void wake_sleepers(void)
{
    /* TODO 3: timer_first() is whose deadline is first; now() is the time. */
}

/* How many nanoseconds nothing happens by itself: 0 if somebody is ready; until
 * the first deadline; FOR_EVER if there is none. */
static int64_t time_to_spare(void)
{
    /* TODO 3: the first deadline. */
    return queue_empty(&loop.ready) ? FOR_EVER : 0;
}

bool run_once(void)
{
    if (!idle(time_to_spare()))
        return false;
    wake_sleepers();
    turn_begins();
    struct queue turn = loop.ready;
    loop.ready = (struct queue){NULL, NULL};
    while (!queue_empty(&turn))
        run_job(queue_pop(&turn));
    return true;
}

bool run_until_done(const struct future *future)
{
    while (future->state == PENDING)
        if (!run_once())
            return false;
    return true;
}

/* --- tasks --------------------------------------------------------------- */

struct task *create_task(struct coro coro)
{
    struct task *task = task_new(coro, task_step);
    make_ready(&task->job);
    return task;
}

/* It has called async_sleep(); delay: nanoseconds. */
static void sleep_for(struct task *task, int64_t delay)
{
    (void)task;
    (void)delay;
    not_done_yet();     /* TODO 2: no delay is one turn of all others.
                         * TODO 3: else task->job.deadline, and timer_add(). */
}

/* Put the task where it waits.  False: it need not wait, and runs on. */
static bool suspend(struct task *task, struct awaitable wanted)
{
    switch (wanted.want) {
    case WANT_END:
        task_end(task);
        return true;
    case WANT_SLEEP:
        sleep_for(task, wanted.delay);
        return true;
    case WANT_FUTURE:
        return await_future(task, wanted.future);
    default:
        return await_descriptor(task, wanted);
    }
}

void task_step(struct job *job, struct future *told)
{
    struct task *task = task_of_job(job);
    task->stack.value = await_gives(task, told);
    loop.current = task;
    while (!suspend(task, resume(task)))
        continue;
    loop.current = NULL;
    if (task->raises)
        interrupt(task, task->raises);
}

/* --- sleepers: a list, the first deadline in front ----------------------- */

#ifndef HEAP

static struct job *sleepers;

void timer_add(struct job *job)
{
    (void)job;
    not_done_yet();     /* TODO 3: behind all who are not later.  Compare with
                         * earlier(), which counts. */
}

bool timer_remove(struct job *job)
{
    (void)job;
    return false;       /* TODO 3: take it out, and say whether it was there. */
}

struct job *timer_first(void)
{
    return sleepers;
}

#endif
