/* By another hand: each thing where it is needed, with a previous one to link. */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

bool run_once(void)
{
    struct job *first = timer_first();
    int64_t spare = FOR_EVER;
    if (loop.ready.first != NULL)
        spare = 0;
    else if (first != NULL && first->deadline > now())
        spare = first->deadline - now();
    else if (first != NULL)
        spare = 0;
    if (!idle(spare))
        return false;

    int64_t current = now();
    for (;;) {
        first = timer_first();
        if (first == NULL || first->deadline > current)
            break;
        timer_remove(first);
        make_ready(first);
    }

    turn_begins();
    struct queue jobs = loop.ready;
    struct job *job;
    loop.ready.first = NULL;
    loop.ready.last = NULL;
    while ((job = queue_pop(&jobs)) != NULL)
        run_job(job);
    return true;
}

bool run_until_done(const struct future *future)
{
    while (!future_done(future)) {
        if (!run_once())
            return false;
    }
    return true;
}

/* --- tasks --------------------------------------------------------------- */

struct task *create_task(struct coro coro)
{
    struct task *made = task_new(coro, task_step);
    make_ready(&made->job);
    return made;
}

/* Does it wait now? */
static bool waits(struct task *task, struct awaitable wanted)
{
    if (wanted.want == WANT_END) {
        task_end(task);
        return true;
    }
    if (wanted.want == WANT_FUTURE)
        return await_future(task, wanted.future);
    if (wanted.want != WANT_SLEEP)
        return await_descriptor(task, wanted);
    if (wanted.delay <= 0) {
        make_ready(&task->job);
        return true;
    }
    task->job.deadline = now() + wanted.delay;
    timer_add(&task->job);
    return true;
}

void task_step(struct job *job, struct future *told)
{
    struct task *task = task_of_job(job);
    task->stack.value = await_gives(task, told);
    loop.current = task;
    for (;;) {
        struct awaitable wanted = resume(task);
        if (waits(task, wanted))
            break;
    }
    loop.current = NULL;
    if (task->raises != NULL)
        interrupt(task, task->raises);
}

/* --- sleepers ------------------------------------------------------------ */

#ifndef HEAP

static struct job *sleepers;

void timer_add(struct job *job)
{
    struct job *previous = NULL, *next = sleepers;
    while (next != NULL && !earlier(job, next)) {
        previous = next;
        next = next->next;
    }
    job->next = next;
    if (previous == NULL)
        sleepers = job;
    else
        previous->next = job;
}

bool timer_remove(struct job *job)
{
    struct job *previous = NULL, *at = sleepers;
    while (at != NULL && at != job) {
        previous = at;
        at = at->next;
    }
    if (at == NULL)
        return false;
    if (previous == NULL)
        sleepers = job->next;
    else
        previous->next = job->next;
    return true;
}

struct job *timer_first(void)
{
    return sleepers;
}

#endif
