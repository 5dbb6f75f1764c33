/* gather.c - all of them at the same time, their results in order. */
#include "asyncio/combine.h"
#include "asyncio/combinator.h"

/* As in asyncio, a gather fails with the CancelledError of a child, or with the
 * one it hands on itself: it is not cancelled() then. */
struct gather {
    struct combinator base;
    struct value *results;      /* the owner's; NULL when that is gone */
    bool return_exceptions;
    bool cancelling;            /* its children, at this moment */
    struct error *cancelled_by; /* NULL: nobody asked to cancel it */
};

static void store_results(struct gather *gather)
{
    for (size_t i = 0; gather->results && i < gather->base.count; i++) {
        struct value outcome = gather->results[i];
        if (outcome.kind == VALUE_RAISED)
            gather->results[i] = value_error(outcome.error);
    }
}

static void gather_child_done(struct combinator *base, struct child *child)
{
    struct gather *gather = (struct gather *)base;
    const struct future *future = child->future;
    child->future->asked = true;
    if (!is_pending(&base->future))
        return;
    if (future->state != RETURNED && !gather->return_exceptions) {
        future_finish(&base->future, FAILED, future->outcome);
        return;
    }
    if (gather->results)
        gather->results[child - base->children] = future->outcome;
    if (base->finished < base->count)
        return;
    store_results(gather);
    if (gather->cancelled_by)
        future_finish(&base->future, FAILED,
                      value_raised(gather->cancelled_by));
    else
        future_finish(&base->future, RETURNED,
                      value_pointer(gather->results));
}

/* A gather of a task that awaits a gather, and so on: each level calls the
 * next.  Where that gets deep, the rest is done in a turn of its own. */
enum { DEEP = 1000 };
static _Thread_local unsigned depth;

static void cancel_in_its_turn(void *arg)
{
    struct future *child = arg;
    future_cancel(child);
    future_drop(child);
}

static bool cancel_child(struct future *child, struct error *error)
{
    if (depth < DEEP) {
        depth++;
        bool heard = future_type_of(child)->cancel(child, error);
        depth--;
        return heard;
    }
    if (!is_pending(child))
        return false;
    future_keep(child);
    call_soon(cancel_in_its_turn, child);
    return true;
}

/* Cancel all children.  The gather itself ends when they have - or here, when
 * a request comes back to it in a ring of tasks that wait for each other. */
static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    bool any = false;
    if (gather->cancelling)
        return future_cancel_at_once(future, error);
    if (!is_pending(future))
        return false;
    gather->cancelling = true;
    for (size_t i = 0; i < gather->base.count; i++) {
        struct future *child = gather->base.children[i].future;
        if (child && cancel_child(child, error))
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

static const struct combinator_type gather_type = {
    .future = {.handle = {gather_release, future_is_over},
               .cancel = gather_cancel,
               .destroy = combinator_destroy,
               .describe = combinator_describe,
               .in_short = combinator_in_short,
               .each_awaited = combinator_each_child},
    .name = "gather",
    .child_done = gather_child_done,
};

/* The same coroutine object, given twice, is one child. */
static struct future *gather_child(const struct gather *gather,
                                   const struct awaitable *awaitables,
                                   size_t index)
{
    struct awaitable awaitable = awaitables[index];
    struct future *child = awaitable_as_future(awaitable);
    if (awaitable.want != WANT_CORO || is_pending(child))
        return child;
    for (size_t i = 0; i < index; i++) {
        if (awaitables[i].want != WANT_CORO ||
            awaitables[i].frame != awaitable.frame ||
            awaitables[i].generation != awaitable.generation)
            continue;
        child->asked = true;
        future_keep(child);
        future_drop(child);
        return gather->base.children[i].future;
    }
    return child;
}

static struct future *gather_new(struct value *results, size_t count,
                                 const struct awaitable *awaitables,
                                 bool return_exceptions)
{
    loop_needed("gather()");
    struct gather *gather = combinator_new(sizeof *gather, &gather_type, count);
    if (!gather)
        return combinator_refused(awaitables, count);
    gather->results = results;
    gather->return_exceptions = return_exceptions;
    for (size_t i = 0; i < count; i++)
        combinator_begin(&gather->base, i, gather_child(gather, awaitables, i));
    combinator_see_done(&gather->base);
    if (count == 0)
        future_finish(&gather->base.future, RETURNED,
                      value_pointer(results));
    return &gather->base.future;
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
