/* A turn goes up to the job that was the last; the sleepers in a heap. */
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

/* --- sleepers: a heap ----------------------------------------------------- */

#ifndef HEAP

#include <stdlib.h>

/* The earliest deadline is on top; a job at slot n has its children at 2n + 1
 * and 2n + 2, none of which is earlier.  Each job knows its slot. */
static struct job **heap;
static size_t count, room;
static uint64_t ever;               /* ranks those with equal deadlines */

static bool goes_first(const struct job *a, const struct job *b)
{
    if (a->deadline == b->deadline)
        return a->order < b->order;
    return earlier(a, b);
}

static void place(struct job *job, size_t slot)
{
    heap[slot] = job;
    job->slot = slot;
}

static void sift_up(struct job *job, size_t slot)
{
    while (slot > 0 && goes_first(job, heap[(slot - 1) / 2])) {
        place(heap[(slot - 1) / 2], slot);
        slot = (slot - 1) / 2;
    }
    place(job, slot);
}

static void sift_down(struct job *job, size_t slot)
{
    for (;;) {
        size_t child = 2 * slot + 1;
        if (child >= count)
            break;
        if (child + 1 < count && goes_first(heap[child + 1], heap[child]))
            child++;
        if (!goes_first(heap[child], job))
            break;
        place(heap[child], slot);
        slot = child;
    }
    place(job, slot);
}

static void make_room(void)
{
    if (count < room)
        return;
    room = room ? 2 * room : 64;
    heap = realloc(heap, room * sizeof(struct job *));
    if (!heap)
        abort();
}

void timer_add(struct job *job)
{
    make_room();
    job->order = ever++;
    sift_up(job, count++);
}

bool timer_remove(struct job *job)
{
    size_t slot = job->slot;
    if (slot >= count || heap[slot] != job)
        return false;
    struct job *last = heap[--count];
    if (last == job)
        return true;
    sift_up(last, slot);
    sift_down(last, last->slot);
    return true;
}

struct job *timer_first(void)
{
    return count > 0 ? heap[0] : NULL;
}

#endif
