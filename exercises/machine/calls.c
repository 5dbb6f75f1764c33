/* calls.c - given: functions that the loop calls. */
#include "machine.h"
#include "memory/block_pool.h"
#include "parts.h"

struct callback {
    struct job job;
    uint32_t generation;        /* how often this memory was a callback */
    bool timed;
    const char *name;
    void (*function)(void *arg);                        /* NULL: cancelled */
    void (*done_function)(struct future *future, void *arg);
    void *arg;
};

static struct block_pool callbacks;

static struct callback *callback_new(job_function *function, void *arg)
{
    struct callback *callback = block_pool_get(&callbacks, sizeof *callback);
    if (!callback)
        panic("out of memory for a callback");
    *callback = (struct callback){
        .job = {.run = function}, .generation = callback->generation, .arg = arg};
    return callback;
}

static struct callback callback_take(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback copy = *callback;
    callback->generation++;
    block_pool_put(&callbacks, callback);
    return copy;
}

void callbacks_close(void)
{
    block_pool_close(&callbacks);
}

/* --- call_soon, call_later ----------------------------------------------- */

static void run_callback(struct job *job, struct future *told)
{
    (void)told;
    struct callback call = callback_take(job);
    if (call.function)
        call.function(call.arg);
}

const char *callback_name(const struct job *job)
{
    if (job->run != run_callback)
        return NULL;
    return ((const struct callback *)job)->name;
}

static struct callback *call_new(const char *name, void (*function)(void *),
                                 void *arg)
{
    struct callback *callback = callback_new(run_callback, arg);
    callback->name = name;
    callback->function = function;
    return callback;
}

struct call_handle call_soon_named(const char *name,
                                   void (*function)(void *), void *arg)
{
    struct callback *callback = call_new(name, function, arg);
    make_ready(&callback->job);
    return (struct call_handle){callback, callback->generation};
}

struct call_handle call_later_named(double seconds, const char *name,
                                    void (*function)(void *), void *arg)
{
    struct callback *callback = call_new(name, function, arg);
    callback->timed = true;
    callback->job.deadline = now() + clock_from_seconds(seconds);
    timer_add(&callback->job);
    watch_timer(&callback->job);
    return (struct call_handle){callback, callback->generation};
}

bool call_cancel(struct call_handle call)
{
    struct callback *callback = call.callback;
    if (!callback || callback->generation != call.generation ||
        !callback->function)
        return false;
    callback->function = NULL;          /* if it is ready, it does nothing */
    bool was_there = callback->timed && timer_remove(&callback->job);
    watch_no_timer(&callback->job, was_there);
    if (was_there)
        callback_take(&callback->job);
    return true;
}

/* --- when a future is done ----------------------------------------------- */

static void run_done_callback(struct job *job, struct future *told)
{
    struct callback call = callback_take(job);
    call.done_function(told, call.arg);
}

void future_add_done_callback(struct future *future,
                              void (*function)(struct future *, void *),
                              void *arg)
{
    struct callback *callback = callback_new(run_done_callback, arg);
    callback->done_function = function;
    add_waiter(future, &callback->job);
}
