/* wants: who is due in this turn; a turn later */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

static void wake_sleepers(void)
{
    for (;;) {
        struct job *first = timer_first();
        if (first == NULL || first->deadline > now())
            return;
        timer_remove(first);
        make_ready(first);
    }
}

static int64_t time_to_spare(void)
{
    int64_t spare = FOR_EVER;
    struct job *first = timer_first();
    if (first != NULL) {
        spare = first->deadline - now();
        if (spare < 0)
            spare = 0;
    }
    if (!queue_empty(&loop.ready))
        spare = 0;
    return spare;
}

bool run_once(void)
{
    struct job *job;
    int n = 0;
    for (job = loop.ready.first; job != NULL; job = job->next)
        n++;
    if (!idle(time_to_spare()))
        return false;
    wake_sleepers();
    turn_begins();
    for (int i = 0; i < n; i++)
        run_job(queue_pop(&loop.ready));
    return true;
}

bool run_until_done(const struct future *future)
{
    bool alive = true;
    while (alive && !future_done(future))
        alive = run_once();
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
    if (delay <= 0) {
        make_ready(&task->job);
        return;
    }
    task->job.deadline = now() + delay;
    timer_add(&task->job);
}

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
    bool waits = false;
    while (!waits) {
        struct awaitable wanted = resume(task);
        waits = suspend(task, wanted);
    }
    loop.current = NULL;
    if (task->raises)
        interrupt(task, task->raises);
}

/* --- sleepers ------------------------------------------------------------ */

#ifndef HEAP

static struct job *sleepers;

void timer_add(struct job *job)
{
    if (sleepers == NULL || earlier(job, sleepers)) {
        job->next = sleepers;
        sleepers = job;
        return;
    }
    struct job *before = sleepers;
    while (before->next != NULL && !earlier(job, before->next))
        before = before->next;
    job->next = before->next;
    before->next = job;
}

bool timer_remove(struct job *job)
{
    if (sleepers == job) {
        sleepers = job->next;
        return true;
    }
    for (struct job *before = sleepers; before != NULL; before = before->next)
        if (before->next == job) {
            before->next = job->next;
            return true;
        }
    return false;
}

struct job *timer_first(void)
{
    return sleepers;
}

#endif
