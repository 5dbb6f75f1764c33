/* A turn goes up to the job that was the last; who is first in the list of
 * sleepers is looked at apart. */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

static void wake_sleepers(void)
{
    struct job *first = timer_first();
    while (first && first->deadline <= now()) {
        timer_remove(first);
        make_ready(first);
        first = timer_first();
    }
}

/* How long nothing happens by itself. */
static int64_t time_to_spare(void)
{
    if (!queue_empty(&loop.ready))
        return 0;
    if (!timer_first())
        return FOR_EVER;
    int64_t left = timer_first()->deadline - now();
    if (left < 0)
        left = 0;
    return left;
}

bool run_once(void)
{
    if (!idle(time_to_spare()))
        return false;
    wake_sleepers();
    turn_begins();
    struct job *job, *last = loop.ready.last;
    if (queue_empty(&loop.ready))
        return true;
    do {
        job = queue_pop(&loop.ready);
        run_job(job);
    } while (job != last);
    return true;
}

bool run_until_done(const struct future *future)
{
    while (!future_done(future) && run_once())
        continue;
    return future_done(future);
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
    if (delay > 0) {
        task->job.deadline = now() + delay;
        timer_add(&task->job);
    } else {
        make_ready(&task->job);
    }
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
    struct awaitable wanted = resume(task);
    while (!suspend(task, wanted))
        wanted = resume(task);
    loop.current = NULL;
    if (task->raises)
        interrupt(task, task->raises);
}

/* --- sleepers: a list, its first one apart ------------------------------- */

#ifndef HEAP

static struct job *sleepers;

void timer_add(struct job *job)
{
    if (!sleepers || earlier(job, sleepers)) {
        job->next = sleepers;
        sleepers = job;
        return;
    }
    struct job *at = sleepers;
    while (at->next && !earlier(job, at->next))
        at = at->next;
    job->next = at->next;
    at->next = job;
}

bool timer_remove(struct job *job)
{
    struct job *at = sleepers;
    if (at == job) {
        sleepers = job->next;
        return true;
    }
    while (at && at->next != job)
        at = at->next;
    if (at)
        at->next = job->next;
    return at != NULL;
}

struct job *timer_first(void)
{
    return sleepers;
}

#endif
