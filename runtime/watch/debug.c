/* debug.c - who keeps the loop? */
#include "watch/debug.h"

#include <math.h>
#include <stdio.h>

#include "core/task_private.h"

/* Of this thread's loop. */
static _Thread_local struct {
    int64_t slow_step;          /* those from here on are reported, */
    slow_step_handler *handler; /* to this one as well */
    void *arg;
    bool named;                 /* somebody has been, in this step */
} mode;

static int64_t look(void)
{
    return clock_look(&running_loop->clock);
}

static void report_slow(const char *what, const struct slow_step *step)
{
    mode.named = true;
    fflush(stdout);
    fprintf(stderr, "handloop: %s held the loop for %.3f s\n", what,
            step->seconds);
    if (mode.handler)
        mode.handler(mode.arg, step);
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

void stack_scribble(void)
{
    volatile uint64_t dead[256];        /* by words: it is done at each step */
    for (size_t i = 0; i < sizeof dead / sizeof *dead; i++)
        dead[i] = 0xA5A5A5A5A5A5A5A5;
}

/* Each frame is measured by itself: the one is named that kept the loop, not
 * the one that awaits it. */
static struct coro_step resume_timed(struct coro_stack *stack)
{
    struct coro_step step;
    do {
        struct coro_frame *frame = stack->leaf;
        const struct coro_type *type = frame->type;
        int from = frame->line;
        int64_t began = look();
        stack_scribble();
        step = type->resume(frame, stack);
        int64_t duration = look() - began;
        if (duration >= mode.slow_step)
            report_frame(task_of_stack(stack), frame, type, from, duration);
    } while (step.wanted.want == WANT_GO_ON);
    return step;
}

static void run_measured(struct job *job, const char *callback)
{
    int64_t began = look();
    job->type->run(job);
    int64_t duration = look() - began;
    if (duration >= mode.slow_step)
        report_unknown(textf("callback %s", callback), duration);
}

/* One of which no part has been named may be slow as a whole. */
static void step_measured(struct task *task)
{
    int64_t began = look();
    mode.named = false;
    future_keep(&task->future);
    task_step_by(task, resume_timed);
    int64_t duration = look() - began;
    if (duration >= mode.slow_step && !mode.named)
        report_unknown(textf("%s, in several coroutines,",
                             task_describe(task)), duration);
    future_drop(&task->future);
}

static void run_timed(struct job *job)
{
    struct task *task = job_task(job);
    if (task)
        step_measured(task);
    else
        run_measured(job, job->type->of ? "of the runtime"
                                              : job_name(job));
}

void (*debug_mode(void))(struct job *job)
{
    mode.slow_step = NANOSECONDS_PER_SECOND / 10;
    mode.handler = NULL;
    return run_timed;
}

void loop_set_slow_step(double seconds)
{
    loop_needed("loop_set_slow_step()");
    if (!isnan(seconds))
        mode.slow_step = clock_from_seconds(seconds);
}

void loop_set_slow_step_handler(slow_step_handler *handler, void *arg)
{
    loop_needed("loop_set_slow_step_handler()");
    mode.handler = handler;
    mode.arg = arg;
}
