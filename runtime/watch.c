/* watch.c - who runs, and who keeps the loop? */
#include "watch.h"

#include <stdio.h>

#include "observe.h"
#include "task.h"

static void report_slow(struct loop *loop, const char *what, int64_t duration)
{
    if (duration < loop->slow_step)
        return;
    fflush(stdout);
    fprintf(stderr, "handloop: %s held the loop for %.3f s\n", what,
            clock_to_seconds(duration));
}

static void run_timed(struct loop *loop, struct job *job)
{
    int64_t began = clock_look(&loop->clock);
    if (!job_is_task(job)) {
        const char *name = callback_name(job);
        job->run(job);
        report_slow(loop, textf("callback %s", name ? name : "of the runtime"),
                    clock_look(&loop->clock) - began);
        return;
    }
    struct task *task = task_of_job(job);
    const struct coro_type *type = task->stack.leaf->type;
    const char *name = task_name(task);
    int first_line = task->stack.leaf->line;
    future_keep(&task->future);
    stack_scribble();
    job->run(job);
    const struct frame *leaf = task->stack.leaf;
    const char *from = first_line ? textf("line %d", first_line) : "its beginning";
    const char *to = !leaf ? "its end"
                     : leaf->type == type
                         ? textf("line %d", leaf->line)
                         : textf("line %d of %s", leaf->line, leaf->type->name);
    report_slow(loop, textf("%s (task '%s', %s) between %s and %s", type->name,
                            name, type->file, from, to),
                clock_look(&loop->clock) - began);
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
    loop_needed("loop_set_slow_step()")->slow_step = clock_from_seconds(seconds);
}

/* --- telling the observer ------------------------------------------------------ */

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
