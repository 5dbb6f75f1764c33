/* wait_tasks.c - until the first of them is done, or all are. */
#include <errno.h>
#include <math.h>

#include "asyncio/combine.h"
#include "asyncio/combinator.h"
#include "core/task_private.h"

struct wait {
    struct combinator base;
    enum return_when when;
};

static void wait_child_done(struct combinator *base, struct child *child)
{
    const struct wait *wait = (const struct wait *)base;
    bool enough = base->finished == base->count ||
                  wait->when == FIRST_COMPLETED ||
                  (wait->when == FIRST_EXCEPTION &&
                   child->future->state == FAILED);
    if (enough && !future_done(&base->future))
        future_finish(&base->future, RETURNED, value_none());
}

static const struct combinator_type wait_type = {
    .future = {.handle = {combinator_release, future_is_over},
               .cancel = future_cancel_at_once,
               .destroy = combinator_destroy,
               .describe = combinator_describe,
               .in_short = combinator_in_short,
               .each_awaited = combinator_each_child},
    .name = "wait_tasks",
    .child_done = wait_child_done,
};

static void wait_is_over(void *arg)
{
    struct future *future = arg;
    if (!future_done(future))
        future_finish(future, RETURNED, value_none());
}

/* NULL without memory. */
static struct wait *wait_new(struct task *const *tasks, size_t count,
                             enum return_when when, double seconds)
{
    struct wait *wait = combinator_new(sizeof *wait, &wait_type, count);
    if (!wait)
        return NULL;
    wait->when = when;
    if (!combinator_set_limit(&wait->base, seconds, wait_is_over))
        return NULL;
    for (size_t i = 0; i < count; i++)
        combinator_add(&wait->base, i, &tasks[i]->future);
    return wait;
}

static size_t count_done(struct task *const *tasks, size_t count)
{
    size_t done = 0;
    for (size_t i = 0; i < count; i++)
        done += task_done(tasks[i]);
    return done;
}

struct waiting_for_tasks {
    CORO;
    struct task *const *tasks;
    size_t count;
    enum return_when when;
    double seconds;
    struct wait *wait;
};

ASYNC(waiting_for_tasks)
{
    BEGIN;
    if (self->count == 0)
        RAISE(EINVAL, "wait_tasks() of no tasks: nothing would ever wake it");
    if (isnan(self->seconds))
        RAISE(EINVAL, "wait_tasks() with a limit that is no number");
    self->wait = wait_new(self->tasks, self->count, self->when, self->seconds);
    if (!self->wait)
        RAISE(ENOMEM, "no memory for wait_tasks()");
    AWAIT(&self->wait->base.future);
    RETURN(count_done(self->tasks, self->count));
    END;
}

struct coro wait_tasks(struct task *const *tasks, size_t count,
                       enum return_when when, double seconds)
{
    return coro(waiting_for_tasks, .tasks = tasks, .count = count, .when = when,
                .seconds = seconds);
}
