/* wants: all of a turn; "[ 1.0s] due at 0.5" instead of "[ 1.0s] C ends" */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

static void wake_sleepers(void)
{
    struct job *job;
    int64_t time = now();
    while ((job = timer_first()) && job->deadline <= time) {
        timer_remove(job);
        make_ready(job);
    }
}

/* How long nothing happens by itself. */
static int64_t time_to_spare(void)
{
    const struct job *first = timer_first();
    if (!queue_empty(&loop.ready))
        return 0;
    if (!first)
        return FOR_EVER;
    int64_t left = first->deadline - now();
    return left > 0 ? left : 0;
}

static int length(const struct queue *queue)
{
    int jobs = 0;
    for (const struct job *job = queue->first; job; job = job->next)
        jobs++;
    return jobs;
}

bool run_once(void)
{
    if (!idle(time_to_spare()))
        return false;
    wake_sleepers();
    turn_begins();
    for (int i = 0; i < length(&loop.ready); i++)
        run_job(queue_pop(&loop.ready));
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

static void sleep_for(struct task *task, int64_t delay)
{
    task->job.deadline = now() + delay;
    if (delay > 0)
        timer_add(&task->job);
    else
        make_ready(&task->job);         /* behind all others, no time passes */
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
    struct job **place = &sleepers;
    while (*place && !earlier(job, *place))
        place = &(*place)->next;
    job->next = *place;
    *place = job;
}

bool timer_remove(struct job *job)
{
    for (struct job **place = &sleepers; *place; place = &(*place)->next) {
        if (*place != job)
            continue;
        *place = job->next;
        return true;
    }
    return false;
}

struct job *timer_first(void)
{
    return sleepers;
}

#endif
