/* callback.c - call_soon() and call_later(). */
#include "core/callback.h"

#include <errno.h>
#include <stdlib.h>

#include "core/observe.h"

struct callback *callback_new(struct loop *loop,
                              const struct job_type *type, void *arg)
{
    struct callback *callback =
        pool_get(&loop->callbacks, (sizeof *callback + 15) / 16 * 16);
    if (!callback)
        panic("out of memory for a callback%s", describe_running());
    *callback = (struct callback){
        .job = {.type = type}, .generation = callback->generation, .arg = arg};
    return callback;
}

struct callback callback_take(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback copy = *callback;
    callback->generation++;
    pool_put(&running_loop->callbacks, callback);
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

struct call call_soon_named(const char *name, void (*function)(void *),
                            void *arg)
{
    struct loop *loop = loop_needed("call_soon()");
    struct callback *callback = callback_new(loop, &callback_type, arg);
    callback->name = name;
    callback->function = function;
    make_ready(loop, &callback->job);
    return (struct call){callback, callback->generation};
}

struct call call_later_named(double seconds, const char *name,
                             void (*function)(void *), void *arg)
{
    struct loop *loop = loop_needed("call_later()");
    struct callback *callback = callback_new(loop, &callback_type, arg);
    int64_t deadline = clock_look(&loop->clock) + clock_from_seconds(seconds);
    callback->name = name;
    callback->function = function;
    callback->timed = true;
    if (waiting_set_timer(&loop->waiting, &callback->job, deadline) != 0)
        panic("out of memory for a timer%s", describe_running());
    observe(loop, .kind = EVENT_TIMER, .job = &callback->job,
            .until = deadline);
    return (struct call){callback, callback->generation};
}

bool call_cancel(struct call call)
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
    *callback = (struct callback){.job = {.type = &outside_call_type},
                                  .name = name,
                                  .function = function,
                                  .arg = arg};
    outside_call(&loop->outside, &callback->job);
    return 0;
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
    return running_loop;
}
