/* watch.c - given: what the machine does, told to the stepper.
 *
 * Nothing is asked of your part: what has become ready is seen in loop.ready, and
 * where a task waits in the task, after each job.
 */
#include "machine.h"
#include "parts.h"
#include "stand_in.h"

static bool watched;
static bool in_turn;
static int64_t time_seen;
static struct task *stepping;       /* its step runs now; NULL: a callback */

static struct stand_in *stand_in_of(struct job *job)
{
    if (!job->shown && callback_name(job))
        job->shown = stand_in_for_job(callback_name(job), false);
    else if (!job->shown)
        job->shown = stand_in_for_job(
            job->part_of ? job->part_of->kind->name : "callback", true);
    return job->shown;
}

static bool is_step(const struct job *job)
{
    return job->part_of && is_task(job->part_of) &&
           job == &((struct task *)job->part_of)->job;
}

static void look_at_task(struct task *task)
{
    stand_in_update(task->job.shown, task_name(task), task->stack);
}

static void look_at_clock(void)
{
    bool moved = loop.clock.now != time_seen;
    time_seen = loop.clock.now;
    seen_at(time_seen, stepping ? stepping->job.shown : NULL);
    if (moved && loop.clock.is_virtual)
        seen_clock();
}

static void look_at_queue(void)
{
    for (struct job *job = loop.ready.first; job; job = job->next) {
        if (is_step(job))
            look_at_task(task_of_job(job));
        seen_ready(stand_in_of(job));
    }
}

/* --- where a task waits -------------------------------------------------- */

/* The tasks whose end a future waits for itself, through jobs of its own. */
static struct stand_in *stand_in_of_whole(struct future *future)
{
    enum { MOST = 64 };
    struct stand_in *parts[MOST];
    size_t count = 0;
    for (struct task *task = loop.tasks; task; task = task->behind)
        for (struct job *job = task->future.waiters.first; job; job = job->next)
            if (job->part_of == future && count < MOST)
                parts[count++] = task->job.shown;
    return stand_in_for_future(future->kind->name, parts, count);
}

static struct stand_in *stand_in_of_future(struct future *future)
{
    if (is_task(future))
        return ((struct task *)future)->job.shown;
    return stand_in_of_whole(future);
}

static void look_at_wait(struct task *task)
{
    struct stand_in *shown = task->job.shown;
    if (task_done(task))
        seen_done(shown, task->future.outcome);
    else if (task->job.awaits)
        seen_await(shown, stand_in_of_future(task->job.awaits));
    else if (task->wanted.want == WANT_SLEEP)
        seen_sleep(shown, task->wanted.delay, task->job.deadline);
    else
        seen_watch(shown, task->wanted);
}

/* --- when it is looked --------------------------------------------------- */

void watch_begin(bool by_somebody)
{
    watched = by_somebody;
    in_turn = false;
    time_seen = 0;
    stepping = NULL;
}

void watch_end(void)
{
    if (watched && in_turn)
        seen_turn_end();
    watched = false;
    stand_ins_close();
}

void turn_begins(void)
{
    if (!watched)
        return;
    if (in_turn)
        seen_turn_end();
    look_at_clock();
    look_at_queue();
    seen_turn();
    in_turn = true;
}

void watch_before(struct job *job)
{
    if (!watched)
        return;
    look_at_clock();
    look_at_queue();
    if (is_step(job)) {
        look_at_task(task_of_job(job));
        seen_run(job->shown);
        stepping = task_of_job(job);
    } else {
        seen_run(stand_in_of(job));
    }
    look_at_clock();
}

void watch_after(void)
{
    if (!watched)
        return;
    look_at_clock();
    if (stepping) {
        look_at_task(stepping);
        look_at_wait(stepping);
    }
    look_at_queue();
    stepping = NULL;
}

void watch_created(struct task *task)
{
    if (!watched)
        return;
    task->job.shown = stand_in_for_task(task->id);
    look_at_task(task);
    look_at_clock();
    seen_created(task->job.shown);
}

void watch_cancel(struct task *task)
{
    if (!watched || task_done(task))
        return;
    look_at_clock();
    seen_cancel(task->job.shown);
}

void watch_timer(struct job *job)
{
    if (!watched)
        return;
    look_at_clock();
    seen_timer(stand_in_of(job), job->deadline);
}

void watch_no_timer(struct job *job, bool was_there)
{
    if (!watched)
        return;
    look_at_clock();
    if (was_there)
        seen_no_timer(stand_in_of(job));
    else
        seen_unready(stand_in_of(job));
}
