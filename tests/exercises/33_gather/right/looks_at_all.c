/* No counter: whoever tells looks whether another still waits. */
#include "machine.h"

/* A future of several others.  For each of these it has a job that waits:
 *
 *      gather.children[0]  ----  in the waiters of task A
 *      gather.children[1]  ----  in the waiters of task B
 */
struct gather {
    struct future future;
    struct value *results;          /* the caller's; NULL when that has gone */
    bool return_exceptions;
    struct error *cancelled;        /* by somebody; NULL: by nobody */
    size_t count;
    struct job children[];
};

/* --- a child is done ----------------------------------------------------- */

/* In the results, an error is a value like others. */
static struct value as_result(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED)
        return value_error(outcome.error);
    return outcome;
}

static void all_told(struct gather *gather)
{
    if (gather->cancelled) {
        struct value error = value_raised(gather->cancelled);
        future_finish(&gather->future, FAILED, error);
        return;
    }
    future_finish(&gather->future, RETURNED, value_pointer(gather->results));
}

static void child_told(struct job *job, struct future *child)
{
    struct gather *gather = (struct gather *)job->part_of;
    size_t index = (size_t)(job - gather->children);
    child->asked = true;
    if (future_done(&gather->future))
        return;                     /* another one has failed before */
    if (child->state != RETURNED && !gather->return_exceptions) {
        future_finish(&gather->future, FAILED, child->outcome);
        return;
    }
    if (gather->results)
        gather->results[index] = as_result(child->outcome);
    for (size_t i = 0; i < gather->count; i++)
        if (gather->children[i].awaits)
            return;                 /* this one has not told yet */
    all_told(gather);
}

/* --- the whole ----------------------------------------------------------- */

/* Cancelled are the children; it ends itself when they have. */
static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    bool any = false;
    if (future_done(future))
        return false;
    for (size_t i = 0; i < gather->count; i++) {
        struct future *child = gather->children[i].awaits;
        if (!child)
            continue;
        bool taken = child->kind->cancel(child, error);
        any = any || taken;
    }
    if (!any)
        return false;
    gather->cancelled = error;
    return true;
}

static void gather_let_go(struct future *future)
{
    ((struct gather *)future)->results = NULL;
}

static const struct future_kind gather_kind = {
    .name = "gather", .cancel = gather_cancel, .let_go = gather_let_go};

static struct future *gather_new(struct value *results, size_t count,
                                 const struct awaitable *awaitables,
                                 bool return_exceptions)
{
    struct gather *gather = future_new(
        &gather_kind, sizeof *gather + count * sizeof(struct job));
    gather->results = results;
    gather->return_exceptions = return_exceptions;
    gather->count = count;
    for (size_t i = 0; i < count; i++) {
        gather->children[i].run = child_told;
        gather->children[i].part_of = &gather->future;
        struct future *child = future_of(awaitables[i]);
        if (future_done(child))
            gather->children[i].awaits = child;
        else
            add_waiter(child, &gather->children[i]);
    }
    for (size_t i = 0; i < count; i++) {
        struct future *child = gather->children[i].awaits;
        if (!child || !future_done(child))
            continue;
        gather->children[i].awaits = NULL;
        child_told(&gather->children[i], child);
    }
    if (count == 0)
        all_told(gather);
    return &gather->future;
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
