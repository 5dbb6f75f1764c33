/* The sleepers in an array, the first one looked for; each function has one way
 * out. */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

static void wake_sleepers(void)
{
    int64_t time = now();
    struct job *job;
    for (job = timer_first(); job && job->deadline <= time;
         job = timer_first())
        if (timer_remove(job))
            make_ready(job);
}

/* How long nothing happens by itself. */
static int64_t time_to_spare(void)
{
    int64_t spare = FOR_EVER;
    if (timer_first())
        spare = timer_first()->deadline - now();
    if (!queue_empty(&loop.ready) || spare < 0)
        spare = 0;
    return spare;
}

bool run_once(void)
{
    if (!idle(time_to_spare()))
        return false;
    wake_sleepers();
    turn_begins();
    struct job *last = loop.ready.last;
    while (!queue_empty(&loop.ready)) {
        struct job *job = queue_pop(&loop.ready);
        bool is_last = job == last;
        run_job(job);
        if (is_last)
            break;
    }
    return true;
}

bool run_until_done(const struct future *future)
{
    for (;;) {
        if (future_done(future))
            return true;
        if (!run_once())
            return false;
    }
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
    int64_t deadline = now() + delay;
    task->job.deadline = deadline;
    timer_add(&task->job);
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
    bool waits;
    do {
        struct awaitable wanted = resume(task);
        waits = suspend(task, wanted);
    } while (!waits);
    loop.current = NULL;
    if (task->raises)
        interrupt(task, task->raises);
}

/* --- sleepers: an array, in no order ------------------------------------- */

#ifndef HEAP

#include <stdlib.h>

static struct job **sleepers;
static size_t count, room;

void timer_add(struct job *job)
{
    if (count == room) {
        room = room ? 2 * room : 16;
        sleepers = realloc(sleepers, room * sizeof(struct job *));
        if (!sleepers)
            abort();
    }
    sleepers[count++] = job;
}

bool timer_remove(struct job *job)
{
    for (size_t i = 0; i < count; i++) {
        if (sleepers[i] != job)
            continue;
        for (count--; i < count; i++)
            sleepers[i] = sleepers[i + 1];
        return true;
    }
    return false;
}

struct job *timer_first(void)
{
    struct job *first = NULL;
    for (size_t i = 0; i < count; i++)
        if (!first || earlier(sleepers[i], first))
            first = sleepers[i];
    return first;
}

#endif
