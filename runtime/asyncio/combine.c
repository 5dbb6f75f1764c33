/* combine.c - shield, wait_tasks, as_completed: watchers all.  (gather.c and
 * timeout.c have the others.)
 */
#include "asyncio/combine.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "asyncio/watcher.h"
#include "core/callback_private.h"
#include "core/task_private.h"

/* --- shield: a watcher of one that does not hand a cancellation on ------- */

static void shield_child_done(struct watcher *watcher, struct watch *watch)
{
    if (future_done(&watcher->future))
        return;
    watch->child->asked = true;
    future_finish(&watcher->future, watch->child->state, watch->child->outcome);
}

static bool shield_cancel(struct future *future, struct error *error)
{
    if (!future_cancel_at_once(future, error))
        return false;
    watcher_unwatch((struct watcher *)future);
    return true;
}

static const char *shield_describe(const struct future *future)
{
    const struct watcher *shield = (const struct watcher *)future;
    const struct future *inner = shield->watches[0].child;
    return textf("shield of %s",
                 inner ? future_describe(inner) : "something that is done");
}

static const struct watcher_type shield_type = {
    .future = {.handle = {watcher_release, future_is_over},
               .cancel = shield_cancel,
               .destroy = watcher_destroy,
               .describe = shield_describe,
               .each_awaited = watcher_each_child},
    .name = "shield",
    .child_done = shield_child_done,
};

struct future *shield_awaitable(struct awaitable awaitable)
{
    loop_needed("shield()");
    struct watcher *watcher = watcher_new(sizeof *watcher, &shield_type, 1);
    if (!watcher) {
        coros_close(&awaitable, 1);
        return task_future(running_loop->no_memory);
    }
    struct future *inner = awaitable_as_future(awaitable);
    watcher_watch(watcher, 0, inner);
    if (future_done(inner))
        shield_child_done(watcher, &watcher->watches[0]);
    return &watcher->future;
}

/* --- limits -------------------------------------------------------------- */

/* False without memory. */
static bool set_limit(struct call_handle *limit, double seconds,
                      void (*function)(void *), void *arg)
{
    int64_t now = clock_look(&running_loop->clock);
    if (seconds != NO_LIMIT)
        *limit = call_set(clock_after(now, clock_from_seconds(seconds)),
                          "time limit", function, arg);
    return seconds == NO_LIMIT || limit->callback;
}

/* --- wait ---------------------------------------------------------------- */

struct wait {
    struct watcher watcher;
    enum return_when when;
    struct call_handle limit;
};

static void wait_child_done(struct watcher *watcher, struct watch *watch)
{
    const struct wait *wait = (const struct wait *)watcher;
    bool enough = watcher->finished == watcher->count ||
                  wait->when == FIRST_COMPLETED ||
                  (wait->when == FIRST_EXCEPTION &&
                   watch->child->state == FAILED);
    if (enough && !future_done(&watcher->future))
        future_finish(&watcher->future, RETURNED, value_none());
}

static const char *wait_describe(const struct future *future)
{
    const struct watcher *watcher = (const struct watcher *)future;
    return textf("wait_tasks (%zu of %zu are done)", watcher->finished,
                 watcher->count);
}

static const char *wait_in_short(const struct future *future)
{
    (void)future;
    return "wait_tasks";
}

static void wait_release(struct owned_handle *handle)
{
    call_cancel(((struct wait *)handle)->limit);
    watcher_release(handle);
}

static const struct watcher_type wait_type = {
    .future = {.handle = {wait_release, future_is_over},
               .cancel = future_cancel_at_once,
               .destroy = watcher_destroy,
               .describe = wait_describe,
               .in_short = wait_in_short,
               .each_awaited = watcher_each_child},
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
    struct wait *wait = watcher_new(sizeof *wait, &wait_type, count);
    if (!wait)
        return NULL;
    wait->when = when;
    if (!set_limit(&wait->limit, seconds, wait_is_over, wait))
        return NULL;
    for (size_t i = 0; i < count; i++)
        watcher_watch(&wait->watcher, i, &tasks[i]->future);
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
    AWAIT(&self->wait->watcher.future);
    RETURN(count_done(self->tasks, self->count));
    END;
}

struct coro wait_tasks(struct task *const *tasks, size_t count,
                       enum return_when when, double seconds)
{
    return coro(waiting_for_tasks, .tasks = tasks, .count = count, .when = when,
                .seconds = seconds);
}

/* --- as_completed -------------------------------------------------------- */

struct as_completed {
    struct watcher watcher;
    struct future **done;       /* in the order of completion */
    size_t taken;               /* of those, by next_completed() */
    struct future *wanted;      /* somebody waits for the next one */
    struct call_handle limit;
    int expired;                /* why no more will come, or 0 */
};

static void wake_next(struct as_completed *results)
{
    if (results->wanted && !future_done(results->wanted))
        future_set_result(results->wanted, value_none());
}

static void as_completed_child_done(struct watcher *watcher,
                                    struct watch *watch)
{
    struct as_completed *results = (struct as_completed *)watcher;
    results->done[watcher->finished - 1] = watch->child;
    future_keep(watch->child);
    wake_next(results);
}

static void as_completed_expire(void *arg)
{
    struct as_completed *results = arg;
    results->expired = ETIMEDOUT;
    watcher_unwatch(&results->watcher);     /* the missing ones stay missing */
    wake_next(results);
}

static void as_completed_destroy(struct future *future)
{
    struct as_completed *results = (struct as_completed *)future;
    for (size_t i = 0; i < results->watcher.finished; i++)
        future_drop(results->done[i]);
    free(results->done);
    free(results);
}

static void as_completed_release(struct owned_handle *handle)
{
    call_cancel(((struct as_completed *)handle)->limit);
    watcher_release(handle);
}

static const struct watcher_type as_completed_type = {
    .future = {.handle = {as_completed_release, future_is_over},
               .cancel = future_cancel_at_once,
               .destroy = as_completed_destroy,
               .describe = wait_describe},
    .name = "as_completed",
    .child_done = as_completed_child_done,
};

struct as_completed *as_completed(struct task *const *tasks, size_t count,
                                  double seconds)
{
    loop_needed("as_completed()");
    struct future **done = calloc(count + 1, sizeof(struct future *));
    struct as_completed *results =
        done ? watcher_new(sizeof *results, &as_completed_type, count) : NULL;
    if (!results) {
        free(done);
        return NULL;
    }
    results->done = done;
    if (isnan(seconds))
        results->expired = EINVAL;
    else if (!set_limit(&results->limit, seconds, as_completed_expire, results))
        return NULL;
    for (size_t i = 0; i < count && !results->expired; i++)
        watcher_watch(&results->watcher, i, &tasks[i]->future);
    return results;
}

struct taking_next {
    CORO;
    struct as_completed *results;
};

ASYNC(taking_next)
{
    BEGIN;
    if (!self->results)
        RAISE(ENOMEM, "no memory for as_completed()");
    if (self->results->taken == self->results->watcher.count)
        RAISE(EINVAL, "next_completed() after the last one");
    while (self->results->taken == self->results->watcher.finished) {
        if (self->results->expired)
            RAISE(self->results->expired, self->results->expired == EINVAL
                  ? "the limit is no number" : "the limit is over");
        if (self->results->wanted)
            RAISE(EBUSY, "another task waits for the next result already");
        self->results->wanted = create_future();
        TRY_AWAIT(self->results->wanted);
        self->results->wanted = NULL;
        if (failure())
            RERAISE;
    }
    AWAIT(self->results->done[self->results->taken++]);
    RETURN(awaited());
    END;
}

struct coro next_completed(struct as_completed *results)
{
    return coro(taking_next, .results = results);
}

struct task *completed_task(const struct as_completed *results)
{
    if (!results || results->taken == 0)
        return NULL;
    return (struct task *)results->done[results->taken - 1];
}
