/* debug.c - who keeps the loop? */
#include "core/debug.h"

#include <math.h>
#include <stdio.h>

#include "core/task_private.h"

static _Thread_local bool named;        /* somebody has been, in this step */

static bool is_slow(const struct loop *loop, int64_t duration)
{
    return duration >= loop->slow_step;
}

static void report_slow(const char *what, const struct slow_step *step)
{
    struct loop *loop = running_loop;
    named = true;
    fflush(stdout);
    fprintf(stderr, "handloop: %s held the loop for %.3f s\n", what,
            step->seconds);
    if (loop->slow_step_handler)
        loop->slow_step_handler(loop->slow_step_arg, step);
}

/* One of which no coroutine can be named. */
static void report_unknown(const char *what, int64_t duration)
{
    struct slow_step step = {.name = what,
                             .seconds = clock_to_seconds(duration)};
    report_slow(what, &step);
}

/* Is it still on the stack, perhaps below one that it has called? */
static bool goes_on(const struct coro_stack *stack,
                    const struct coro_frame *frame)
{
    const struct coro_frame *leaf = stack->leaf;
    return leaf && (leaf == frame || leaf->caller == frame);
}

static void report_frame(const struct task *task,
                         const struct coro_frame *frame,
                         const struct coro_type *type, int from,
                         int64_t duration)
{
    bool ended = !goes_on(&task->stack, frame);
    struct slow_step step = {.name = type->name,
                             .file = type->file,
                             .from = from ? from : type->line,
                             .to = ended ? 0 : frame->line,
                             .seconds = clock_to_seconds(duration)};
    report_slow(textf("%s (task '%s', %s) between %s and %s", type->name,
                      task_name(task), type->file,
                      from ? textf("line %d", from) : "its beginning",
                      ended ? "its end" : textf("line %d", frame->line)),
                &step);
}

/* Each frame is measured by itself: the one is named that kept the loop, not
 * the one that awaits it. */
static struct coro_step resume_timed(struct task *task)
{
    struct loop *loop = running_loop;
    struct coro_step step;
    do {
        struct coro_frame *frame = task->stack.leaf;
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

static void run_measured(struct job *job, const char *callback)
{
    int64_t began = clock_look(&running_loop->clock);
    job->type->run(job);
    int64_t duration = clock_look(&running_loop->clock) - began;
    if (is_slow(running_loop, duration))
        report_unknown(textf("callback %s", callback), duration);
}

/* One of which no part has been named may be slow as a whole. */
static void step_measured(struct task *task)
{
    int64_t began = clock_look(&running_loop->clock);
    named = false;
    future_keep(&task->future);
    task_step_by(task, resume_timed);
    int64_t duration = clock_look(&running_loop->clock) - began;
    if (is_slow(running_loop, duration) && !named)
        report_unknown(textf("%s, in several coroutines,",
                             task_describe(task)), duration);
    future_drop(&task->future);
}

void run_timed(struct job *job)
{
    struct task *task = job_task(job);
    if (task)
        step_measured(task);
    else
        run_measured(job, job->type->internal ? "of the runtime"
                                              : job->type->name(job));
}

void loop_set_slow_step(double seconds)
{
    struct loop *loop = loop_needed("loop_set_slow_step()");
    if (!isnan(seconds))
        loop->slow_step = clock_from_seconds(seconds);
}

void loop_set_slow_step_handler(slow_step_handler *handler, void *arg)
{
    struct loop *loop = loop_needed("loop_set_slow_step_handler()");
    loop->slow_step_handler = handler;
    loop->slow_step_arg = arg;
}
