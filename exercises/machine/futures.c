/* futures.c - given: how long futures live, and the plain ones. */
#include <errno.h>
#include <stdlib.h>

#include "machine.h"
#include "parts.h"

/* --- owned by frames ----------------------------------------------------- */

static struct owned_handle *without_frame;      /* made outside of any task */

static struct owned_handle **handles_here(void)
{
    struct task *task = loop.current;
    return task && task->stack.leaf ? &task->stack.leaf->owned : &without_frame;
}

void handle_own(struct owned_handle *handle)
{
    handle_push(handles_here(), handle);
}

bool handle_is_owned_here(const struct owned_handle *handle)
{
    const struct coro_frame *frame = loop.current ? loop.current->stack.leaf
                                                  : NULL;
    for (; frame; frame = frame->caller)
        for (struct owned_handle *own = frame->owned; own; own = own->next)
            if (own == handle)
                return true;
    return false;
}

void handle_release(struct owned_handle *handle)
{
    if (!handle->back)
        panic("releasing a handle that this task does not own");
    handle_unlink(handle);
    handle->type->release(handle);
}

void handles_close(void)
{
    handles_release(&without_frame);
}

/* --- life ---------------------------------------------------------------- */

static void release(struct owned_handle *handle)
{
    struct future *future = (struct future *)handle;
    if (future->kind->let_go)
        future->kind->let_go(future);
    future_drop(future);
}

static const struct handle_type future_handle = {.release = release};

void *future_new(const struct future_kind *kind, size_t size)
{
    struct future *future = calloc(1, size);
    if (!future)
        panic("out of memory for a %s", kind->name);
    future->handle.type = &future_handle;
    future->kind = kind;
    future->users = 1;
    handle_own(&future->handle);
    return future;
}

static void report_never_retrieved(struct future *future)
{
    const char *message = "Future exception was never retrieved";
    if (is_task(future))
        message = textf("Task exception was never retrieved: %s",
                        task_describe((struct task *)future));
    loop_report(message, future->outcome.error);
}

void future_drop(struct future *future)
{
    if (--future->users > 0)
        return;
    if (future->state == FAILED && !future->asked)
        report_never_retrieved(future);
    free(future);
}

void future_release(struct future *future)
{
    handle_release(&future->handle);
}

/* --- waiting for them ---------------------------------------------------- */

void add_waiter(struct future *future, struct job *job)
{
    job->awaits = future;
    future_keep(future);
    if (job->part_of)
        future_keep(job->part_of);
    if (future->state == PENDING)
        queue_push(&future->waiters, job);
    else
        make_ready(job);
}

/* What it waited for has told it, and is no longer needed.  What it is part of
 * must not go while it runs. */
void run_job(struct job *job)
{
    struct future *told = job->awaits, *whole = job->part_of;
    job->awaits = NULL;
    if (whole)
        future_keep(whole);
    watch_before(job);
    job->run(job, told);
    watch_after();
    if (told && whole)
        future_drop(whole);     /* as add_waiter() had kept it */
    if (told)
        future_drop(told);
    if (whole)
        future_drop(whole);
}

struct future *future_of(struct awaitable awaitable)
{
    if (awaitable.want == WANT_FUTURE)
        return awaitable.future;
    struct task *task = create_task((struct coro){awaitable});
    future_keep(&task->future);     /* add_waiter() is about to */
    future_release(&task->future);
    task->future.users--;
    return &task->future;
}

/* --- asking -------------------------------------------------------------- */

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

bool future_cancel(struct future *future)
{
    return future->kind->cancel(future, &error_cancelled);
}

/* --- plain ones ---------------------------------------------------------- */

static bool cancel_plain(struct future *future, struct error *error)
{
    if (future->state != PENDING)
        return false;
    future_finish(future, CANCELLED, value_raised(error));
    return true;
}

static const struct future_kind plain_kind = {
    .name = "future", .cancel = cancel_plain};

struct future *create_future(void)
{
    return future_new(&plain_kind, sizeof(struct future));
}

static int complete(struct future *future, enum future_state state,
                    struct value outcome)
{
    if (future->kind != &plain_kind)
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

/* --- shield: ends as another one does, and keeps a cancellation from it -- */

struct shield {
    struct future future;
    struct job job;             /* waits for the inner one */
};

static void shield_told(struct job *job, struct future *inner)
{
    struct future *shield = job->part_of;
    if (future_done(shield))
        return;
    inner->asked = true;
    future_finish(shield, inner->state, inner->outcome);
}

static const struct future_kind shield_kind = {
    .name = "shield", .cancel = cancel_plain};

struct future *shield_awaitable(struct awaitable awaitable)
{
    struct future *inner = future_of(awaitable);
    struct shield *shield = future_new(&shield_kind, sizeof *shield);
    shield->job = (struct job){.run = shield_told, .part_of = &shield->future};
    add_waiter(inner, &shield->job);
    if (future_done(inner))
        shield_told(&shield->job, inner);
    return &shield->future;
}
