/* callback.c - call_soon() and call_later(). */
#include "core/callback.h"

#include "core/observe.h"
#include "core/outside.h"

struct callback *callback_new(struct loop *loop, void (*run)(struct job *),
                              void *arg)
{
    struct callback *callback =
        pool_get(&loop->callbacks, (sizeof *callback + 15) / 16 * 16);
    if (!callback)
        panic("out of memory for a callback%s", describe_running());
    *callback = (struct callback){
        .job = {.run = run}, .generation = callback->generation, .arg = arg};
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

static void run_callback(struct job *job)
{
    struct callback call = callback_take(job);
    if (call.function)
        call.function(call.arg);
}

const char *callback_name(const struct job *job)
{
    bool named = job->run == run_callback || job->run == run_outside_call;
    return named ? ((const struct callback *)job)->name : NULL;
}

struct call call_soon_named(const char *name, void (*function)(void *),
                            void *arg)
{
    struct loop *loop = loop_needed("call_soon()");
    struct callback *callback = callback_new(loop, run_callback, arg);
    callback->name = name;
    callback->function = function;
    make_ready(loop, &callback->job);
    observe(loop, .kind = EVENT_READY, .job = &callback->job);
    return (struct call){callback, callback->generation};
}

struct call call_later_named(double seconds, const char *name,
                             void (*function)(void *), void *arg)
{
    struct loop *loop = loop_needed("call_later()");
    struct callback *callback = callback_new(loop, run_callback, arg);
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
