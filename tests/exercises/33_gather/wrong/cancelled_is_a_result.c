/* wants: cancelled, and errors are results; main: no error */
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
    size_t count, missing;
    struct job children[];
};

/* --- a child is done ----------------------------------------------------- */

/* In the results, an error is a value like others. */
static struct value as_result(struct value outcome)
{
    return outcome.kind == VALUE_RAISED ? value_error(outcome.error) : outcome;
}

/* All have told.  (As in asyncio, a gather that was cancelled has failed with
 * that error: it is its children that were cancelled.) */
static void all_told(struct gather *gather)
{
    if (gather->cancelled && !gather->return_exceptions)
        future_finish(&gather->future, FAILED,
                      value_raised(gather->cancelled));
    else
        future_finish(&gather->future, RETURNED,
                      value_pointer(gather->results));
}

static void child_told(struct job *job, struct future *child)
{
    struct gather *gather = (struct gather *)job->part_of;
    size_t index = (size_t)(job - gather->children);
    child->asked = true;
    gather->missing--;
    if (future_done(&gather->future))
        return;                     /* another one has failed before */
    if (child->state != RETURNED && !gather->return_exceptions) {
        future_finish(&gather->future, FAILED, child->outcome);
        return;
    }
    if (gather->results)
        gather->results[index] = as_result(child->outcome);
    if (gather->missing == 0)
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
        if (child && child->kind->cancel(child, error))
            any = true;
    }
    if (any)
        gather->cancelled = error;
    return any;
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
    gather->count = gather->missing = count;
    for (size_t i = 0; i < count; i++) {
        gather->children[i].run = child_told;
        gather->children[i].part_of = &gather->future;
        struct future *child = future_of(awaitables[i]);
        if (future_done(child))
            child_told(&gather->children[i], child);    /* at once */
        else
            add_waiter(child, &gather->children[i]);
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
