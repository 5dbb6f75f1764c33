/* standstill.c - a long computation, or a livelock?
 *
 * The virtual clock goes on when nobody is ready, and somebody
 * always is.  From outside, a long computation that lets the others have their
 * turns looks the same, and it ends.  So only two kinds are ended:
 *
 *      who asks again and again whether a task is done that sleeps: it cannot
 *      be, at this instant;
 *
 *      who computes for long, and changes nothing of his own: the same tasks
 *      are ready, all their variables are as they were, and none was made.
 *
 * What goes on for some seconds in another way is told once, and goes on.
 */
#include "watch/standstill.h"

#include <stdio.h>
#include <time.h>

#include "core/callback_private.h"
#include "core/task_private.h"
#include "pools/work.h"
#include "watch/event.h"
#include "watch/unseen.h"

enum {
    TASKS_LISTED = 20,
    ASKED_IN_VAIN = 500000,
};

double livelock_patience = 5;

static _Thread_local struct {
    double since, same_since;       /* seconds of computing */
    uint64_t hash;                  /* of what is ready */
    bool told;
} seen;

/* --- reports ------------------------------------------------------------- */

const char *task_describe_wait(const struct task *task)
{
    switch (task_stands(task)) {
    case TASK_IS_NEW:
        return "has not begun";
    case TASK_SLEEPS:
        return "sleeps";
    case TASK_READS:
        return textf("waits for something to read from descriptor %d",
                     task->stack.wanted.fd);
    case TASK_WRITES:
        return textf("waits to write to descriptor %d",
                     task->stack.wanted.fd);
    case TASK_AWAITS:
        return textf("waits for %s", future_describe(task_awaits(task)));
    case TASK_GOES_ON:
    case TASK_GIVES_UP:
        break;
    }
    return "is ready to run";
}

static void list_tasks(void)
{
    struct task *tasks[TASKS_LISTED];
    size_t count = all_tasks(tasks, TASKS_LISTED);
    for (size_t i = 0; i < count && i < TASKS_LISTED; i++)
        fprintf(stderr, "  %s %s\n", task_describe(tasks[i]),
                task_describe_wait(tasks[i]));
    if (count > TASKS_LISTED)
        fprintf(stderr, "  ... and %zu tasks more\n", count - TASKS_LISTED);
}

static void report_deadlock(void)
{
    fflush(stdout);
    fputs("handloop: deadlock: nothing is ready, and nothing can become ready "
          "any more\n", stderr);
    list_tasks();
}

static void list_callbacks(const struct loop *loop)
{
    for (struct job *job = queue_next(&loop->ready, NULL); job;
         job = queue_next(&loop->ready, job))
        if (!job_task(job) && !job->type->of)
            fprintf(stderr, "  callback %s is ready to run\n",
                    job_name(job));
}

/* what: it is, as far as that is known. */
static void report_standstill(const struct loop *loop, const char *what)
{
    fflush(stdout);
    fprintf(stderr, "handloop: %s: the virtual clock stands at %.1f s, and "
            "somebody is always ready\n", what,
            clock_to_seconds(loop->clock.now));
    list_tasks();
    list_callbacks(loop);
    fputs("  Whoever is ready again and again keeps the others from their "
          "time: await what you\n  wait for - a task, an event, "
          "async_sleep(0.01) - instead of asking each turn.\n  On the real "
          "clock, time would go on.\n", stderr);
}

/* --- who asks ------------------------------------------------------------ */

/* Is it asleep, or does it await one that is, in so many steps? */
static bool waits_for_its_time(const struct task *task)
{
    for (int steps = 0; task && steps < 1000; steps++) {
        if (task_stands(task) != TASK_AWAITS)
            return task_stands(task) == TASK_SLEEPS;
        const struct future *future = task_awaits(task);
        task = future_done(future) ? NULL : future_task(future);
    }
    return false;
}

static void see_asked(struct task *task, void *in_vain)
{
    if (task->id == running_loop->still.asked)
        *(bool *)in_vain = waits_for_its_time(task);
}

static bool asks_in_vain(const struct loop *loop)
{
    bool in_vain = false;
    if (loop->still.asks > ASKED_IN_VAIN)
        each_task(see_asked, &in_vain);
    return in_vain;
}

/* --- who changes nothing ------------------------------------------------- */

/* A hash: FNV-1a. */
static uint64_t mix(uint64_t hash, const void *start, size_t size)
{
    const unsigned char *bytes = start;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}

static uint64_t mix_task(uint64_t hash, const struct task *task)
{
    const struct coro_frame *frame = task->stack.leaf;
    hash = mix(hash, &task->id, sizeof task->id);
    for (; frame; frame = frame->caller)
        hash = mix(hash, frame + 1, frame->type->size - sizeof *frame);
    return hash;
}

static uint64_t mix_callback(uint64_t hash, const struct job *job)
{
    const struct callback *callback = (const struct callback *)job;
    hash = mix(hash, &job->type, sizeof job->type);
    if (job->type->of)
        return mix(hash, &job, sizeof job);
    hash = mix(hash, &callback->function, sizeof callback->function);
    return mix(hash, &callback->arg, sizeof callback->arg);
}

static uint64_t hash_of_ready(const struct loop *loop)
{
    uint64_t hash = mix(14695981039346656037u, &loop->tasks.made,
                        sizeof loop->tasks.made);
    for (struct job *job = queue_next(&loop->ready, NULL); job;
         job = queue_next(&loop->ready, job))
        hash = job_task(job) ? mix_task(hash, job_task(job))
                             : mix_callback(hash, job);
    return hash;
}

static double seconds_computed(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static bool changes_nothing(const struct loop *loop, double now)
{
    uint64_t hash = hash_of_ready(loop);
    if (hash != seen.hash) {
        seen.hash = hash;
        seen.same_since = now;
    }
    return now - seen.same_since >= livelock_patience;
}

/* --- a look, once in a while --------------------------------------------- */

static bool is_livelock(struct loop *loop)
{
    double now = seconds_computed();
    if (loop->still.looks++ == 0) {
        seen.since = seen.same_since = now;
        seen.hash = 0;
        seen.told = false;
    }
    if (asks_in_vain(loop) || changes_nothing(loop, now)) {
        report_standstill(loop, "livelock");
        return true;
    }
    if (!seen.told && now - seen.since >= livelock_patience * 2 / 5) {
        report_standstill(loop, "a long computation, or a livelock");
        seen.told = true;
    }
    return false;
}

/* --- who waits for work outside ------------------------------------------ */

/* Has the loop anything that it withholds until they have reported? */
static bool somebody_is_held_up(const struct loop *loop)
{
    return loop->waiting.timer_count > 0 || work_is_withheld();
}

/* From here, time goes on: whoever waits for the loop will see that. */
static void name_those_at_work(struct loop *loop)
{
    if (!somebody_is_held_up(loop))
        return;
    const char *work = work_given();
    if (!work[0])
        work = "\n  a thread that is to call: loop_expect_call()";
    loop->impatient = true;
    loop_report(textf("the virtual clock stands at %.1f s and waits for who is "
                      "at work outside:%s\n  Is it in a pool, and %s.\n  From "
                      "here, time goes on as on the real clock",
                      clock_to_seconds(loop->clock.now), work,
                      work_what_to_do), NULL);
    work_settle();
}

const struct patience usual_patience = {
    .deadlock = report_deadlock,
    .stands_still = is_livelock,
    .waits_long = name_those_at_work,
    .crowded = handles_crowded,
};
