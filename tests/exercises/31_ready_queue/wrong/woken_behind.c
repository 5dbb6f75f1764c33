/* wants: jobs that wait for a time; its time has come */
/* Exercise 31: the ready queue.
 *
 * The first part of a machine of your own.  In Python, asyncio's loop is
 *
 *      def run_once(self):
 *          timeout = 0 if self.ready else self.first_deadline() - self.time()
 *          self.selector.select(timeout)           # idle() here
 *          self.wake_sleepers()
 *          for _ in range(len(self.ready)):        # who is ready now, and
 *              self.ready.popleft().run()          # nobody else, in this turn
 *
 * Given: exercises/machine/machine.h.  Read its first half: jobs, queues, tasks,
 * and the small steps.
 * To write: where it says TODO, in this order; make exercise-31 checks as far
 * as you are.
 *
 *      1  a task runs to its end           TODO 1      main alone
 *      2  who yields goes to the end       TODO 2      three tasks ...
 *      3  sleepers in a list               TODO 3      one sleeps ...
 *
 * Then: LOOP=mine make lesson-04
 *
 * Check it: make exercise-31       Stuck: make hint-31; NOTES.md, chapter 31
 */
#include "machine.h"

/* --- one turn ------------------------------------------------------------ */

/* Make ready whose deadline has come, the earliest first. */
static void wake_sleepers(void)
{
    struct job *job;
    while ((job = timer_first()) && job->deadline <= now()) {
        timer_remove(job);
        make_ready(job);
    }
}

/* How many nanoseconds nothing happens by itself: 0 if somebody is ready; until
 * the first deadline; FOR_EVER if there is none. */
static int64_t time_to_spare(void)
{
    if (!queue_empty(&loop.ready))
        return 0;
    if (!timer_first())
        return FOR_EVER;
    int64_t left = timer_first()->deadline - now();
    return left > 0 ? left : 0;
}

static int length(const struct queue *q)
{
    int n = 0;
    for (const struct job *j = q->first; j; j = j->next)
        n++;
    return n;
}

bool run_once(void)
{
    if (!idle(time_to_spare()))
        return false;
    turn_begins();
    for (int i = 0, n = length(&loop.ready); i < n; i++)
        run_job(queue_pop(&loop.ready));
    wake_sleepers();
    return true;
}

bool run_until_done(const struct future *future)
{
    while (!future_done(future))
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
    if (delay <= 0) {
        make_ready(&task->job);
        return;
    }
    task->job.deadline = now() + delay;
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
    while (!suspend(task, resume(task)))
        ;
    loop.current = NULL;
    if (task->raises)
        interrupt(task, task->raises);
}

/* --- sleepers: a list, the first deadline in front ----------------------- */

#ifndef HEAP

static struct job *sleepers;

void timer_add(struct job *job)
{
    struct job **at = &sleepers;
    while (*at && !earlier(job, *at))
        at = &(*at)->next;
    job->next = *at;
    *at = job;
}

bool timer_remove(struct job *job)
{
    for (struct job **at = &sleepers; *at; at = &(*at)->next)
        if (*at == job) {
            *at = job->next;
            return true;
        }
    return false;
}

struct job *timer_first(void)
{
    return sleepers;
}

#endif
