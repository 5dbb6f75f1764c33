/* timeout.c - limits: timeout() for several awaits, wait_for() for one. */
#include <errno.h>
#include <math.h>

#include "asyncio/combine.h"
#include "asyncio/combinator.h"
#include "asyncio/refuse.h"
#include "core/task_private.h"

/* A timer that cancels its task. */
enum timeout_state { TIMEOUT_RUNS, TIMEOUT_STRUCK, TIMEOUT_LEFT };

struct timeout {
    struct owned_handle handle; /* of the frame that opened the block */
    unsigned references;        /* the frame's, and the armed job's */
    struct job job;             /* due at the deadline */
    bool armed;                 /* the job is in the heap, or ready */
    uint8_t state;
    bool expired;
    struct task *task;
    unsigned cancel_requests;   /* that the task had before */
    double seconds;
    int64_t deadline;
};

static void drop(struct timeout *timeout)
{
    if (--timeout->references == 0)
        loop_put(timeout, sizeof *timeout);
}

/* Without memory for a timer it strikes at once. */
static void arm(struct timeout *timeout)
{
    struct loop *loop = running_loop;
    if (timeout->armed)
        return;                 /* ready: strike() looks at the deadline */
    if (timeout->seconds == NO_LIMIT)
        return;
    timeout->armed = true;
    timeout->references++;
    if (timeout->deadline > loop->clock.now &&
        waiting_set_timer(&loop->waiting, &timeout->job,
                          timeout->deadline) == 0) {
        observe(loop, .kind = EVENT_TIMER, .job = &timeout->job,
                .until = timeout->deadline);
        return;
    }
    timeout->deadline = loop->clock.now;
    make_ready(loop, &timeout->job);
}

static void disarm(struct timeout *timeout)
{
    struct loop *loop = running_loop;
    if (!timeout->armed ||
        !waiting_remove_timer(&loop->waiting, &timeout->job))
        return;
    observe(loop, .kind = EVENT_NO_TIMER, .job = &timeout->job);
    timeout->armed = false;
    timeout->references--;      /* not the last one: the frame has it */
}

static void cancel_late(struct timeout *timeout)
{
    timeout->state = TIMEOUT_STRUCK;
    timeout->expired = true;
    task_cancel(timeout->task);
}

static void strike(struct job *job)
{
    struct timeout *timeout = container_of(job, struct timeout, job);
    timeout->armed = false;
    if (timeout->state == TIMEOUT_RUNS &&
        clock_look(&running_loop->clock) < timeout->deadline) {
        arm(timeout);           /* it was moved while it was due */
    } else if (timeout->state == TIMEOUT_RUNS) {
        cancel_late(timeout);
    }
    drop(timeout);
}

static const struct job_type limit_type = {
    .run = strike, .of = "time limit"};

static void leave(struct timeout *timeout)
{
    timeout->state = TIMEOUT_LEFT;
    disarm(timeout);
}

static void timeout_release(struct owned_handle *handle)
{
    struct timeout *timeout = (struct timeout *)handle;
    leave(timeout);
    drop(timeout);
}

static bool timeout_is_over(const struct owned_handle *handle)
{
    const struct timeout *timeout = (const struct timeout *)handle;
    return timeout->state == TIMEOUT_LEFT && !timeout->armed;
}

static const struct handle_type timeout_type = {timeout_release,
                                                timeout_is_over};

static void set(struct timeout *timeout, double seconds)
{
    struct loop *loop = running_loop;
    timeout->seconds = seconds;
    timeout->deadline = clock_after(clock_look(&loop->clock),
                                    clock_from_seconds(seconds));
    arm(timeout);
}

static struct timeout *timeout_new(double seconds)
{
    struct timeout *limit = loop_get(sizeof *limit);
    if (!limit)
        return NULL;
    *limit = (struct timeout){
        .handle = {.type = &timeout_type},
        .references = 1,
        .job = {.type = &limit_type},
        .task = current_task(),
        .cancel_requests = task_cancelling(current_task())};
    handle_own(&limit->handle);
    set(limit, seconds);
    return limit;
}

/* Without memory, or a number, the limit strikes at once: the block must not
 * run without. */
struct timeout *timeout(double seconds)
{
    loop_needed("timeout()");
    if (!current_task())
        panic("RuntimeError: timeout() is for coroutines, not for callbacks");
    struct timeout *limit = timeout_new(isnan(seconds) ? NO_LIMIT : seconds);
    if (!limit || isnan(seconds))
        task_cancel(current_task());
    if (limit)
        limit->seconds = seconds;
    return limit;
}

static void take_back_cancellation(struct task *task)
{
    task_uncancel(task);
    task->future.interrupted_by = NULL;
}

static const char *const no_number = "a limit that is no number";

int timeout_reschedule(struct timeout *timeout, double seconds)
{
    loop_needed("timeout_reschedule()");
    if (isnan(seconds))
        return refuse_call(EINVAL, textf("ValueError: %s", no_number));
    if (!timeout || timeout->state != TIMEOUT_RUNS)
        return refuse_call(EPERM, "RuntimeError: a limit is moved that has "
                                  "struck, or was left");
    disarm(timeout);
    set(timeout, seconds);
    return 0;
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
    if (!handle_is_owned_here(&self->timeout->handle))
        RAISE(EPERM, "a timeout is left in another task, or "
                     "later, than it was opened in");
    if (isnan(self->timeout->seconds)) {
        take_back_cancellation(current_task());
        RAISE(EINVAL, "%s", no_number);
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

/* --- no time at all ------------------------------------------------------
 *
 * What is asked for is cancelled, and has ended when its outcome is looked at.
 * Whoever waits for that end can be cancelled for itself.
 */
struct ending {
    struct combinator base;
    struct future *ended;       /* NULL: not yet */
};

static void ending_child_done(struct combinator *base, struct child *child)
{
    struct ending *ending = (struct ending *)base;
    ending->ended = child->future;
    future_keep(ending->ended);
    if (!future_done(&base->future))
        future_finish(&base->future, RETURNED, value_none());
}

static void ending_destroy(struct future *future)
{
    struct ending *ending = (struct ending *)future;
    if (ending->ended)
        future_drop(ending->ended);
    combinator_destroy(future);
}

static const struct combinator_type ending_type = {
    .future = {.handle = {.release = combinator_release},
               .cancel = future_cancel_at_once,
               .destroy = ending_destroy,
               .what = "the end of what was cancelled",
               .each_awaited = combinator_each_child},
    .name = "wait_for",
    .child_done = ending_child_done,
};

/* NULL without memory. */
static struct ending *ending_of(struct future *future)
{
    struct ending *ending = combinator_new(sizeof *ending, &ending_type, 1);
    if (ending)
        combinator_add(&ending->base, 0, future);
    return ending;
}

static bool was_cancelled(const struct future *future)
{
    return future->outcome.kind == VALUE_RAISED &&
           future->outcome.error->code == ECANCELED;
}

struct cancelling_at_once {
    CORO;
    struct awaitable inner;
    struct future *future;
    struct ending *ending;
};

ASYNC(cancelling_at_once)
{
    BEGIN;
    if (self->inner.want == WANT_FUTURE && !self->inner.future)
        AWAIT(self->inner);     /* that is an error of its own */
    if (self->inner.want == WANT_FUTURE)
        self->future = self->inner.future;
    else
        self->future = &create_task((struct coro){self->inner})->future;
    if (!future_done(self->future)) {
        self->ending = ending_of(self->future);
        future_cancel(self->future);
        if (!self->ending)
            RAISE(ENOMEM, "no memory for a timeout");
        AWAIT(&self->ending->base.future);
        if (was_cancelled(self->ending->ended))
            RAISE(ETIMEDOUT, "there was no time for it");
        self->future = self->ending->ended;
    }
    AWAIT(self->future);        /* it is done */
    RETURN(awaited());
    END;
}

/* --- wait_for: a timeout around one await -------------------------------- */

struct wait_for {
    CORO;
    struct awaitable inner;
    double seconds;
    struct timeout *limit;
};

ASYNC(wait_for)
{
    BEGIN;
    if (isnan(self->seconds)) {
        coro_close((struct coro){self->inner});
        RAISE(EINVAL, "%s", no_number);
    }
    if (self->seconds <= 0) {
        AWAIT(coro(cancelling_at_once, .inner = self->inner));
        RETURN(awaited());
    }
    self->limit = timeout_new(self->seconds);
    if (!self->limit) {
        coro_close((struct coro){self->inner});
        RAISE(ENOMEM, "no memory for a timeout");
    }
    TRY_AWAIT(self->inner);
    if (timeout_leave(self->limit, caught()))
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
