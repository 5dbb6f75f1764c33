/* callback.c - call_soon() and call_later(). */
#include "core/callback.h"

#include <errno.h>
#include <stdlib.h>

#include "core/callback_private.h"
#include "core/observe.h"

struct callback *callback_new(struct callback wanted)
{
    struct callback *callback =
        block_pool_get(&running_loop->callbacks, sizeof *callback);
    if (!callback)
        panic("out of memory for a callback%s", describe_running());
    wanted.generation = callback->generation;
    *callback = wanted;
    return callback;
}

struct callback callback_take(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback copy = *callback;
    callback->generation++;
    poison(&callback->name,
           sizeof *callback - offsetof(struct callback, name));
    block_pool_put(&running_loop->callbacks, callback);
    return copy;
}

static const char *callback_name(const struct job *job)
{
    return ((const struct callback *)job)->name;
}

static void run_callback(struct job *job)
{
    struct callback call = callback_take(job);
    if (call.function)
        call.function(call.arg);
}

static const struct job_type callback_type = {
    .run = run_callback, .name = callback_name};

struct call_handle call_soon_named(const char *name, void (*function)(void *),
                            void *arg)
{
    struct loop *loop = loop_needed("call_soon()");
    struct callback *callback = callback_new((struct callback){
        .job.type = &callback_type, .name = name, .function = function,
        .arg = arg});
    make_ready(loop, &callback->job);
    return (struct call_handle){callback, callback->generation};
}

struct call_handle call_set(int64_t deadline, const char *name,
                            void (*function)(void *), void *arg)
{
    struct loop *loop = loop_needed(name);
    struct callback *callback = callback_new((struct callback){
        .job.type = &callback_type, .name = name, .function = function,
        .arg = arg, .timed = true});
    if (waiting_set_timer(&loop->waiting, &callback->job, deadline) != 0) {
        callback_take(&callback->job);
        return (struct call_handle){NULL, 0};
    }
    observe(loop, .kind = EVENT_TIMER, .job = &callback->job,
            .until = deadline);
    return (struct call_handle){callback, callback->generation};
}

/* So many seconds after a time.  what: the function that was called, for the
 * report. */
static struct call_handle call_after(int64_t time, double seconds,
                                     const char *what, const char *name,
                                     void (*function)(void *), void *arg)
{
    int64_t duration = clock_from_seconds(seconds);
    if (duration == CLOCK_NO_TIME) {
        loop_report(textf("ValueError: %s with a time that is no number%s",
                          what, describe_running()), NULL);
        return (struct call_handle){NULL, 0};
    }
    struct call_handle call =
        call_set(clock_after(time, duration), name, function, arg);
    if (!call.callback)
        panic("out of memory for a timer%s", describe_running());
    return call;
}

struct call_handle call_later_named(double seconds, const char *name,
                             void (*function)(void *), void *arg)
{
    struct loop *loop = loop_needed("call_later()");
    return call_after(clock_look(&loop->clock), seconds, "call_later()", name,
                      function, arg);
}

struct call_handle call_at_named(double seconds, const char *name,
                          void (*function)(void *), void *arg)
{
    loop_needed("call_at()");
    return call_after(0, seconds, "call_at()", name, function, arg);
}

bool call_cancel(struct call_handle call)
{
    struct loop *loop = loop_needed("call_cancel()");
    struct callback *callback = call.callback;
    if (!callback || callback->generation != call.generation ||
        !callback->function)
        return false;
    if (callback->timed &&
        waiting_remove_timer(&loop->waiting, &callback->job)) {
        observe(loop, .kind = EVENT_NO_TIMER, .job = &callback->job);
        callback_take(&callback->job);
    } else {
        observe(loop, .kind = EVENT_UNREADY, .job = &callback->job);
        callback->function = NULL;
    }
    return true;
}

/* --- from other threads -------------------------------------------------- */

static void run_outside_call(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback call = *callback;
    free(callback);
    call.function(call.arg);
}

static const struct job_type outside_call_type = {
    .run = run_outside_call, .name = callback_name};

int loop_call_threadsafe(struct loop *loop, const char *name,
                         void (*function)(void *), void *arg)
{
    struct callback *callback = malloc(sizeof *callback);
    if (!callback)
        return ENOMEM;
    *callback = (struct callback){.job.type = &outside_call_type, .name = name,
                                  .function = function, .arg = arg};
    int error = outside_call(&loop->outside, &callback->job);
    if (error)
        free(callback);
    return error;
}

void loop_expect_call(void)
{
    loop_needed("loop_expect_call()")->expected_calls++;
}

void loop_expect_no_call(void)
{
    loop_needed("loop_expect_no_call()")->expected_calls--;
}

struct loop *current_loop(void)
{
    if (running_loop)
        running_loop->outside.known = true;
    return running_loop;
}
