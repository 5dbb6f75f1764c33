/* combine.c - gather, wait_for, timeout, shield, wait, as_completed.
 *
 * All are futures or coroutines made of what task.h offers; the loop knows
 * nothing of them.
 */
#include "combine.h"

#include <errno.h>
#include <stdlib.h>

#include "callback.h"
#include "loop.h"
#include "observe.h"

/* --- watching several futures --------------------------------------------
 *
 * gather(), wait_tasks() and as_completed() look at many futures at once.  A
 * watch is a job in the queue of one of them; when that one is done, the watch
 * runs from the ready queue and tells its watcher.
 *
 *      watcher            watches              what is watched
 *      gather   <------   [0] a job in  ---->  task A's queue
 *               <------   [1] a job in  ---->  task B's queue
 *
 * Each watch keeps both ends alive until it has run or was taken back: what
 * is watched may outlive the watcher's owner, and the other way round.
 */
struct watch {
    struct job job;
    struct watcher *watcher;
    struct future *child;       /* NULL: it has run, or was taken back */
};

struct watcher {
    struct future future;
    void (*child_done)(struct watcher *watcher, struct watch *watch);
    struct watch *watches;
    size_t count;
    size_t finished;            /* watches that have run */
};

/* The future behind any awaitable; a coroutine object becomes a task. */
static struct future *future_of(struct awaitable awaitable)
{
    if (awaitable.want == WANT_FUTURE)
        return awaitable.future;
    return &task_new((struct coro){awaitable}, NULL)->future;
}

static void run_watch(struct job *job)
{
    struct watch *watch = (struct watch *)job;
    struct watcher *watcher = watch->watcher;
    struct future *child = watch->child;
    watcher->finished++;
    watcher->child_done(watcher, watch);
    watch->child = NULL;
    future_drop(child);
    future_drop(&watcher->future);
}

static void watch_child(struct watcher *watcher, size_t index,
                        struct future *child)
{
    struct watch *watch = &watcher->watches[index];
    *watch = (struct watch){
        .job = {.run = run_watch}, .watcher = watcher, .child = child};
    future_keep(child);
    future_keep(&watcher->future);
    if (!future_done(child)) {
        queue_push(&child->waiters, &watch->job);
        return;
    }
    make_ready(running_loop, &watch->job);
    observe(running_loop, .kind = EVENT_READY, .job = &watch->job);
}

/* Stop looking at those that are not done; a watch that is ready already will
 * run, and find that nobody is interested. */
static void unwatch_all(struct watcher *watcher)
{
    for (size_t i = 0; i < watcher->count; i++) {
        struct watch *watch = &watcher->watches[i];
        if (!watch->child || future_done(watch->child))
            continue;
        queue_remove(&watch->child->waiters, &watch->job);
        future_drop(watch->child);
        watch->child = NULL;
        future_drop(&watcher->future);
    }
}

/* Memory for a watcher of this size with its watches behind it; NULL without
 * memory. */
static void *watcher_new(size_t size, const struct future_type *type,
                         size_t count,
                         void (*child_done)(struct watcher *, struct watch *))
{
    size = (size + 15) / 16 * 16;
    struct watcher *watcher = calloc(1, size + count * sizeof(struct watch));
    if (!watcher)
        return NULL;
    future_begin(&watcher->future, type);
    watcher->watches = (struct watch *)(void *)((char *)watcher + size);
    watcher->count = count;
    watcher->child_done = child_done;
    return watcher;
}

static void each_child(const struct future *future, see_future *see, void *arg)
{
    const struct watcher *watcher = (const struct watcher *)future;
    for (size_t i = 0; i < watcher->count; i++)
        if (watcher->watches[i].child)
            see(arg, watcher->watches[i].child);
}

static void watcher_destroy(struct future *future)
{
    free(future);
}

static void watcher_release(struct owned_handle *handle)
{
    unwatch_all((struct watcher *)handle);
    future_handle_release(handle);
}

static bool cancel_watcher(struct future *future, struct error *error)
{
    if (future_done(future))
        return false;
    future_finish(future, CANCELLED, value_raised(error));
    return true;
}

/* --- gather -------------------------------------------------------------- */

struct gather {
    struct watcher watcher;
    struct value *results;      /* the owner's; NULL when that is gone */
    bool return_exceptions;
    bool cancelling;            /* its children, at this moment */
    struct error *cancelled_by; /* NULL: nobody asked to cancel it */
};

static void store_results(struct gather *gather)
{
    for (size_t i = 0; gather->results && i < gather->watcher.count; i++) {
        struct value outcome = gather->results[i];
        if (outcome.kind == VALUE_RAISED)
            gather->results[i] = value_error(outcome.error);
    }
}

static void gather_child_done(struct watcher *watcher, struct watch *watch)
{
    struct gather *gather = (struct gather *)watcher;
    struct future *child = watch->child;
    child->asked = true;
    if (future_done(&watcher->future))
        return;
    if (child->state != RETURNED && !gather->return_exceptions) {
        future_finish(&watcher->future, child->state, child->outcome);
        return;
    }
    if (gather->results)
        gather->results[watch - watcher->watches] = child->outcome;
    if (watcher->finished < watcher->count)
        return;
    store_results(gather);
    if (gather->cancelled_by)
        future_finish(&watcher->future, CANCELLED,
                      value_raised(gather->cancelled_by));
    else
        future_finish(&watcher->future, RETURNED,
                      value_pointer(gather->results));
}

/* Cancel all children.  The gather itself ends when they have - or here, when
 * a request comes back to it in a ring of tasks that wait for each other. */
static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    bool any = false;
    if (gather->cancelling)
        return cancel_watcher(future, error);
    if (future_done(future))
        return false;
    gather->cancelling = true;
    for (size_t i = 0; i < gather->watcher.count; i++) {
        struct future *child = gather->watcher.watches[i].child;
        if (child && future_type_of(child)->cancel(child, error))
            any = true;
    }
    gather->cancelling = false;
    if (any)
        gather->cancelled_by = error;
    return any;
}

static void gather_release(struct owned_handle *handle)
{
    struct gather *gather = (struct gather *)handle;
    gather->results = NULL;
    future_handle_release(handle);
}

static const char *gather_describe(const struct future *future)
{
    const struct gather *gather = (const struct gather *)future;
    return textf("gather (%zu of %zu are done)", gather->watcher.finished,
                 gather->watcher.count);
}

static const char *gather_in_short(const struct future *future)
{
    (void)future;
    return "gather";
}

static const struct future_type gather_type = {
    .handle = {gather_release},
    .cancel = gather_cancel,
    .destroy = watcher_destroy,
    .describe = gather_describe,
    .in_short = gather_in_short,
    .each_awaited = each_child,
};

/* The same coroutine object, given twice, is one child. */
static struct future *gather_child(const struct gather *gather,
                                   const struct awaitable *awaitables,
                                   size_t index)
{
    struct awaitable awaitable = awaitables[index];
    struct future *child = future_of(awaitable);
    if (awaitable.want != WANT_CORO || !future_done(child))
        return child;
    for (size_t i = 0; i < index; i++) {
        if (awaitables[i].want != WANT_CORO ||
            awaitables[i].frame != awaitable.frame ||
            awaitables[i].generation != awaitable.generation)
            continue;
        child->asked = true;
        future_keep(child);
        future_drop(child);
        return gather->watcher.watches[i].child;
    }
    return child;
}

static void close_all(const struct awaitable *awaitables, size_t count)
{
    for (size_t i = 0; i < count; i++)
        coro_close((struct coro){awaitables[i]});
}

static struct future *gather_new(struct value *results, size_t count,
                                 const struct awaitable *awaitables,
                                 bool return_exceptions)
{
    loop_needed("gather()");
    struct gather *gather = watcher_new(sizeof *gather, &gather_type, count,
                                        gather_child_done);
    if (!gather) {
        close_all(awaitables, count);
        return future_without_memory();
    }
    gather->results = results;
    gather->return_exceptions = return_exceptions;
    for (size_t i = 0; i < count; i++)
        watch_child(&gather->watcher, i, gather_child(gather, awaitables, i));
    if (count == 0)
        future_finish(&gather->watcher.future, RETURNED,
                      value_pointer(results));
    return &gather->watcher.future;
}

struct future *gather_array(struct value *results, size_t count,
                            const struct awaitable *awaitables)
{
    return gather_new(results, count, awaitables, false);
}

struct future *gather_array_return_exceptions(
    struct value *results, size_t count, const struct awaitable *awaitables)
{
    return gather_new(results, count, awaitables, true);
}

/* --- timeout -------------------------------------------------------------
 *
 * A timer that cancels its task.  It is a future only to be owned by a frame.
 */
enum timeout_state { TIMEOUT_RUNS, TIMEOUT_STRUCK, TIMEOUT_LEFT };

struct timeout {
    struct future future;
    struct job job;             /* due at the deadline; holds a reference */
    bool armed;                 /* the job is in the heap, or ready */
    uint8_t state;
    bool expired;
    struct task *task;
    unsigned cancel_requests;   /* that the task had before */
    double seconds;
    int64_t deadline;
};

static void strike(struct job *job);

/* Without memory for a timer it strikes at once. */
static void arm(struct timeout *timeout)
{
    struct loop *loop = running_loop;
    if (timeout->armed)
        return;                 /* ready: strike() looks at the deadline */
    if (timeout->seconds == NO_LIMIT)
        return;
    timeout->armed = true;
    future_keep(&timeout->future);
    if (timeout->deadline > loop->clock.now &&
        waiting_set_timer(&loop->waiting, &timeout->job,
                          timeout->deadline) == 0) {
        observe(loop, .kind = EVENT_TIMER, .job = &timeout->job,
                .until = timeout->deadline);
        return;
    }
    timeout->deadline = loop->clock.now;
    make_ready(loop, &timeout->job);
    observe(loop, .kind = EVENT_READY, .job = &timeout->job);
}

static void disarm(struct timeout *timeout)
{
    struct loop *loop = running_loop;
    if (!timeout->armed ||
        !waiting_remove_timer(&loop->waiting, &timeout->job))
        return;
    observe(loop, .kind = EVENT_NO_TIMER, .job = &timeout->job);
    timeout->armed = false;
    future_drop(&timeout->future);
}

static void cancel_late(struct timeout *timeout)
{
    timeout->state = TIMEOUT_STRUCK;
    timeout->expired = true;
    task_cancel(timeout->task);
}

static void strike(struct job *job)
{
    struct timeout *timeout =
        (struct timeout *)(void *)((char *)job - offsetof(struct timeout, job));
    timeout->armed = false;
    if (timeout->state == TIMEOUT_RUNS &&
        clock_look(&running_loop->clock) < timeout->deadline) {
        arm(timeout);           /* it was moved while it was due */
    } else if (timeout->state == TIMEOUT_RUNS) {
        cancel_late(timeout);
    }
    future_drop(&timeout->future);
}

static void leave(struct timeout *timeout)
{
    timeout->state = TIMEOUT_LEFT;
    disarm(timeout);
}

static void timeout_release(struct owned_handle *handle)
{
    leave((struct timeout *)handle);
    future_handle_release(handle);
}

static bool timeout_cancel(struct future *future, struct error *error)
{
    (void)future;
    (void)error;
    return false;
}

static void timeout_destroy(struct future *future)
{
    free(future);
}

static const char *timeout_describe(const struct future *future)
{
    (void)future;
    return "a timeout";
}

static const struct future_type timeout_type = {
    .handle = {timeout_release},
    .cancel = timeout_cancel,
    .destroy = timeout_destroy,
    .describe = timeout_describe,
};

static struct timeout *timeout_new(double seconds)
{
    struct loop *loop = running_loop;
    struct timeout *limit = calloc(1, sizeof *limit);
    if (!limit)
        return NULL;
    future_begin(&limit->future, &timeout_type);
    limit->job.run = strike;
    limit->task = loop->current;
    limit->cancel_requests = task_cancelling(loop->current);
    timeout_reschedule(limit, seconds);
    return limit;
}

/* Without memory the limit strikes at once: the block must not run without. */
struct timeout *timeout(double seconds)
{
    struct loop *loop = loop_needed("timeout()");
    if (!loop->current)
        stop("RuntimeError: timeout() is for coroutines, not for callbacks");
    struct timeout *limit = timeout_new(seconds);
    if (!limit)
        task_cancel(loop->current);
    return limit;
}

static void take_back_cancellation(struct task *task)
{
    task_uncancel(task);
    task->future.must_cancel = false;
}

void timeout_reschedule(struct timeout *timeout, double seconds)
{
    struct loop *loop = running_loop;
    if (!timeout || timeout->state != TIMEOUT_RUNS)
        return;
    disarm(timeout);
    timeout->seconds = seconds;
    timeout->deadline = clock_look(&loop->clock) + clock_from_seconds(seconds);
    arm(timeout);
}

bool timeout_expired(const struct timeout *timeout)
{
    return timeout && timeout->expired;
}

/* Leave the block.  True if its failure is the limit's doing. */
static bool timeout_leave(struct timeout *timeout, const struct error *error)
{
    bool struck = timeout->state == TIMEOUT_STRUCK;
    leave(timeout);
    return struck && task_uncancel(timeout->task) <= timeout->cancel_requests &&
           error && error->code == ECANCELED;
}

struct leaving_timeout {
    CORO;
    struct timeout *timeout;
    struct error *error;
};

ASYNC(leaving_timeout)
{
    BEGIN;
    if (!self->timeout) {
        take_back_cancellation(current_task());
        RAISE(ENOMEM, "no memory for a timeout");
    }
    if (timeout_leave(self->timeout, self->error))
        RAISE(ETIMEDOUT, "not done within %g s", self->timeout->seconds);
    if (self->error)
        RAISE_ERROR(self->error);
    END;
}

struct coro timeout_exit(struct timeout *timeout, struct error *error)
{
    return coro(leaving_timeout, .timeout = timeout, .error = error);
}

/* --- wait_for: a timeout around one await -------------------------------- */

struct wait_for {
    CORO;
    struct awaitable inner;
    double seconds;
    struct timeout *limit;
};

static bool is_done(struct awaitable awaitable)
{
    return awaitable.want == WANT_FUTURE && future_done(awaitable.future);
}

ASYNC(wait_for)
{
    BEGIN;
    if (self->seconds <= 0 && self->inner.want != WANT_FUTURE) {
        coro_close((struct coro){self->inner});
        RAISE(ETIMEDOUT, "no time to begin");
    }
    if (!is_done(self->inner)) {
        self->limit = timeout_new(self->seconds);
        if (!self->limit) {
            coro_close((struct coro){self->inner});
            RAISE(ENOMEM, "no memory for a timeout");
        }
        if (self->seconds <= 0)
            cancel_late(self->limit);   /* before it takes another step */
    }
    TRY_AWAIT(self->inner);
    if (self->limit && timeout_leave(self->limit, caught()))
        RAISE(ETIMEDOUT, "not done within %g s", self->seconds);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro wait_for_awaitable(struct awaitable awaitable, double seconds)
{
    return coro(wait_for, .inner = awaitable, .seconds = seconds);
}

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
    if (!cancel_watcher(future, error))
        return false;
    unwatch_all((struct watcher *)future);
    return true;
}

static const char *shield_describe(const struct future *future)
{
    const struct watcher *shield = (const struct watcher *)future;
    const struct future *inner = shield->watches[0].child;
    return textf("shield of %s",
                 inner ? future_describe(inner) : "something that is done");
}

static const struct future_type shield_type = {
    .handle = {watcher_release},
    .cancel = shield_cancel,
    .destroy = watcher_destroy,
    .describe = shield_describe,
    .each_awaited = each_child,
};

struct future *shield_awaitable(struct awaitable awaitable)
{
    loop_needed("shield()");
    struct watcher *watcher =
        watcher_new(sizeof *watcher, &shield_type, 1, shield_child_done);
    if (!watcher) {
        close_all(&awaitable, 1);
        return future_without_memory();
    }
    struct future *inner = future_of(awaitable);
    watch_child(watcher, 0, inner);
    if (future_done(inner))
        shield_child_done(watcher, &watcher->watches[0]);
    return &watcher->future;
}

/* --- wait ---------------------------------------------------------------- */

struct wait {
    struct watcher watcher;
    enum return_when when;
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

static const struct future_type wait_type = {
    .handle = {watcher_release},
    .cancel = cancel_watcher,
    .destroy = watcher_destroy,
    .describe = wait_describe,
    .in_short = wait_in_short,
    .each_awaited = each_child,
};

static struct future *wait_new(struct task *const *tasks, size_t count,
                               enum return_when when)
{
    struct wait *wait = watcher_new(sizeof *wait, &wait_type, count,
                                    wait_child_done);
    if (!wait)
        return future_without_memory();
    wait->when = when;
    for (size_t i = 0; i < count; i++)
        watch_child(&wait->watcher, i, &tasks[i]->future);
    return &wait->watcher.future;
}

static bool is_enough(struct task *const *tasks, size_t count,
                      enum return_when when)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        if (!task_done(tasks[i]))
            all = false;
        else if (when == FIRST_COMPLETED ||
                 (when == FIRST_EXCEPTION && tasks[i]->future.state == FAILED))
            return true;
    }
    return all;
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
    struct future *enough;
};

ASYNC(waiting_for_tasks)
{
    BEGIN;
    if (self->count == 0)
        RAISE(EINVAL, "wait_tasks() of no tasks: nothing would ever wake it");
    if (!is_enough(self->tasks, self->count, self->when)) {
        self->enough = wait_new(self->tasks, self->count, self->when);
        TRY_AWAIT(wait_for(self->enough, self->seconds));
        if (failure() && failure() != ETIMEDOUT)
            RERAISE;
    }
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
    struct call limit;
    bool expired;
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
    results->expired = true;
    unwatch_all(&results->watcher);     /* the missing ones stay missing */
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

static const struct future_type as_completed_type = {
    .handle = {as_completed_release},
    .cancel = cancel_watcher,
    .destroy = as_completed_destroy,
    .describe = wait_describe,
};

struct as_completed *as_completed(struct task *const *tasks, size_t count,
                                  double seconds)
{
    loop_needed("as_completed()");
    struct future **done = calloc(count + 1, sizeof(struct future *));
    struct as_completed *results =
        done ? watcher_new(sizeof *results, &as_completed_type, count,
                           as_completed_child_done)
             : NULL;
    if (!results) {
        free(done);
        return NULL;
    }
    results->done = done;
    for (size_t i = 0; i < count; i++)
        watch_child(&results->watcher, i, &tasks[i]->future);
    if (seconds != NO_LIMIT)
        results->limit = call_later(seconds, as_completed_expire, results);
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
            RAISE(ETIMEDOUT, "the limit is over");
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

/* --- for observers ------------------------------------------------------- */

const char *combine_callback_of(const struct job *job)
{
    if (job->run == strike)
        return "time limit";
    if (job->run != run_watch)
        return NULL;
    const struct future *future =
        &((const struct watch *)job)->watcher->future;
    const struct future_type *type = future_type_of(future);
    return type->in_short ? type->in_short(future) : "shield";
}
