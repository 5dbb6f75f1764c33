/* watch.c - who runs, and who keeps the loop? */
#include "core/watch.h"

#include <stdio.h>

#include "core/observe.h"
#include "core/task.h"

/* --- who keeps the loop? (in debug mode) --------------------------------- */

static _Thread_local bool named;        /* somebody has been, in this step */

static bool is_slow(const struct loop *loop, int64_t duration)
{
    return duration >= loop->slow_step;
}

static void report_slow(const char *what, int64_t duration)
{
    named = true;
    fflush(stdout);
    fprintf(stderr, "handloop: %s held the loop for %.3f s\n", what,
            clock_to_seconds(duration));
}

/* Is it still on the stack, perhaps below one that it has called? */
static bool goes_on(const struct stack *stack, const struct frame *frame)
{
    const struct frame *leaf = stack->leaf;
    return leaf && (leaf == frame || leaf->caller == frame);
}

static void report_frame(const struct task *task, const struct frame *frame,
                         const struct coro_type *type, int from,
                         int64_t duration)
{
    bool ended = !goes_on(&task->stack, frame);
    report_slow(textf("%s (task '%s', %s) between %s and %s", type->name,
                      task_name(task), type->file,
                      from ? textf("line %d", from) : "its beginning",
                      ended ? "its end" : textf("line %d", frame->line)),
                duration);
}

/* Each frame is measured by itself: the one is named that kept the loop, not
 * the one that awaits it. */
struct step resume_timed(struct task *task)
{
    struct loop *loop = running_loop;
    struct step step;
    do {
        struct frame *frame = task->stack.leaf;
        const struct coro_type *type = frame->type;
        int from = frame->line;
        int64_t began = clock_look(&loop->clock);
        stack_scribble();
        step = type->resume(frame, &task->stack);
        int64_t duration = clock_look(&loop->clock) - began;
        if (is_slow(loop, duration))
            report_frame(task, frame, type, from, duration);
    } while (step.wanted.want == WANT_GO_ON);
    return step;
}

static const char *describe(const struct task *task, const char *callback)
{
    if (task)
        return textf("%s, in several coroutines,", task_describe(task));
    return textf("callback %s", callback ? callback : "of the runtime");
}

/* A job of which no part has been named may be slow as a whole. */
static void run_timed(struct loop *loop, struct job *job)
{
    struct task *task = job_is_task(job) ? task_of_job(job) : NULL;
    const char *callback = task ? NULL : callback_name(job);
    int64_t began = clock_look(&loop->clock);
    named = false;
    if (task)
        future_keep(&task->future);
    job->run(job);
    int64_t duration = clock_look(&loop->clock) - began;
    if (is_slow(loop, duration) && !named)
        report_slow(describe(task, callback), duration);
    if (task)
        future_drop(&task->future);
}

void run_watched(struct loop *loop, struct job *job)
{
    observe(loop, .kind = EVENT_RUN, .job = job);
    if (loop->debug)
        run_timed(loop, job);
    else
        job->run(job);
}

void loop_set_slow_step(double seconds)
{
    struct loop *loop = loop_needed("loop_set_slow_step()");
    loop->slow_step = clock_from_seconds(seconds);
}

/* --- telling the observer ------------------------------------------------ */

void observe_event(struct loop *loop, struct loop_event event)
{
    event.turn = loop->turn;
    event.time = clock_look(&loop->clock);
    event.by = loop->current;
    if (!event.task && event.job && job_is_task(event.job))
        event.task = task_of_job((struct job *)(uintptr_t)event.job);
    if (!event.task && event.job)
        event.name = callback_name(event.job);
    loop->observer.see(loop->observer.arg, &event);
}
