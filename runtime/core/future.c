/* future.c - futures: one outcome, many who wait for it. */
#include "core/future.h"

#include <errno.h>

#include "core/callback_private.h"
#include "core/future_private.h"
#include "core/observe.h"
#include "core/task.h"

/* --- life ---------------------------------------------------------------- */

void handle_own(struct owned_handle *handle)
{
    struct loop *loop = running_loop;
    struct coro_stack *running = loop->running;
    if (++loop->handles_made % HANDLES_CROWDED == 0 && loop->patience)
        loop->patience->crowded(loop);
    handle_push(running && running->leaf ? &running->leaf->owned : &loop->owned,
                handle);
}

void future_own(struct future *future)
{
    handle_own(&future->handle);
    future->references++;
}

void future_begin(struct future *future, const struct future_type *type)
{
    future_begin_unowned(future, type);
    future_own(future);
}

void future_destroy(struct future *future)
{
    if (future->state == FAILED && !future->asked)
        loop_report(is_task(future)
                        ? textf("Task exception was never retrieved: %s",
                                future_describe(future))
                        : "Future exception was never retrieved",
                    future->outcome.error);
    future_type_of(future)->destroy(future);
}

bool future_is_over(const struct owned_handle *handle)
{
    const struct future *future = (const struct future *)handle;
    return future->references == 1 &&
           (future->state != FAILED || future->asked);
}

void future_handle_release(struct owned_handle *handle)
{
    future_drop((struct future *)handle);
}

bool handle_is_owned_here(const struct owned_handle *handle)
{
    const struct coro_stack *running = running_loop->running;
    const struct coro_frame *frame = running ? running->leaf : NULL;
    const struct owned_handle *owned = NULL;
    for (; frame && !owned; frame = frame->caller)
        for (owned = frame->owned; owned && owned != handle;)
            owned = owned->next;
    return owned;
}

/* Take it from its owner. */
static void disown(struct owned_handle *handle)
{
    if (!handle->back)
        panic("releasing a handle that nobody owns any more%s\n"
              "  A handle belongs to the frame that called create_task().",
              describe_running());
    handle_unlink(handle);
}

void handle_release(struct owned_handle *handle)
{
    loop_needed("releasing a handle");
    disown(handle);
    handle->type->release(handle);
}

void future_outlive(struct future *future)
{
    struct loop *loop = loop_needed("future_outlive()");
    if (future == task_future(loop->no_memory))
        return;
    disown(&future->handle);
    handle_push(&loop->owned, &future->handle);
}

void future_release(struct future *future)
{
    struct loop *loop = loop_needed("releasing a handle");
    if (future != task_future(loop->no_memory))
        handle_release(&future->handle);
}

/* --- finishing ----------------------------------------------------------- */

bool future_cancel_at_once(struct future *future, struct error *error)
{
    if (future->state != PENDING)
        return false;
    future_finish(future, CANCELLED, value_raised(error));
    return true;
}

bool future_cancel(struct future *future)
{
    return future_type_of(future)->cancel(future, &error_cancelled);
}

bool future_done(const struct future *future)
{
    return future->state != PENDING;
}

bool future_cancelled(const struct future *future)
{
    return future->state == CANCELLED;
}

int future_outcome(struct future *future, struct value *result)
{
    struct value value = value_none();
    int code = 0;
    if (future->state == PENDING) {
        code = EINPROGRESS;
    } else if (future->state == RETURNED) {
        value = future->outcome;
    } else {
        future->asked = true;
        code = future->outcome.error->code;
        value = value_error(future->outcome.error);
    }
    if (result)
        *result = value;
    return code;
}

/* --- done callbacks ------------------------------------------------------ */

static void run_done_callback(struct job *job)
{
    struct callback call = callback_take(job);
    call.done_function(call.future, call.arg);
    future_drop(call.future);
}

static const struct job_type done_callback_type = {
    .run = run_done_callback, .of = "a future"};

void future_add_done_callback(struct future *future,
                              void (*function)(struct future *, void *),
                              void *arg)
{
    struct loop *loop = loop_needed("future_add_done_callback()");
    struct callback *callback = callback_new((struct callback){
        .job.type = &done_callback_type, .done_function = function, .arg = arg,
        .future = future});
    future_keep(future);
    if (future->state == PENDING) {
        queue_push(&future->waiters, &callback->job);
        return;
    }
    make_ready(loop, &callback->job);
}

/* --- plain futures ------------------------------------------------------- */

static void destroy_plain(struct future *future)
{
    loop_put(future, sizeof *future);
}

static const struct future_type plain_type = {
    .handle = {future_handle_release, future_is_over},
    .cancel = future_cancel_at_once,
    .destroy = destroy_plain,
    .what = "a future that nobody has completed",
};

struct future *create_future(void)
{
    struct loop *loop = loop_needed("create_future()");
    struct future *future = loop_get(sizeof *future);
    if (!future)
        return task_future(loop->no_memory);
    future_begin(future, &plain_type);
    return future;
}

static int complete(struct future *future, enum future_state state,
                    struct value outcome)
{
    if (future->handle.type != &plain_type.handle)
        return EPERM;
    if (future->state != PENDING)
        return EALREADY;
    future_finish(future, state, outcome);
    return 0;
}

int future_set_result(struct future *future, struct value result)
{
    return complete(future, RETURNED, result);
}

int future_set_error(struct future *future, struct error *error)
{
    return complete(future, FAILED, value_raised(error));
}
