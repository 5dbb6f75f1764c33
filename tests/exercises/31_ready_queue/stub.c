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
    not_done_yet();     /* TODO 1: run_job() all that is ready now; what becomes
                         * ready meanwhile is for the next turn. */
    return true;
}

bool run_until_done(const struct future *future)
{
    (void)future;
    not_done_yet();     /* TODO 1: one turn after the other. */
}

/* --- tasks --------------------------------------------------------------- */

struct task *create_task(struct coro coro)
{
    struct task *task = task_new(coro, task_step);
    return task;        /* TODO 1: when does its job run? */
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
    (void)suspend;
    not_done_yet();     /* TODO 1: resume() it, and suspend() it; and if it need
                         * not wait, once more. */
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
