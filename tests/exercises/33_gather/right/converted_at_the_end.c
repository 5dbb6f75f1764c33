/* Errors become results when all have told. */
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
    if (outcome.kind == VALUE_RAISED)
        outcome = value_error(outcome.error);
    return outcome;
}

static void all_told(struct gather *gather)
{
    for (size_t i = 0; gather->results && i < gather->count; i++)
        gather->results[i] = as_result(gather->results[i]);
    enum future_state state = RETURNED;
    struct value outcome = value_pointer(gather->results);
    if (gather->cancelled) {
        state = FAILED;
        outcome = value_raised(gather->cancelled);
    }
    future_finish(&gather->future, state, outcome);
}

static void child_told(struct job *job, struct future *child)
{
    struct gather *gather = (struct gather *)job->part_of;
    size_t index = (size_t)(job - gather->children);
    bool has_failed = child->state != RETURNED;
    child->asked = true;
    if (!future_done(&gather->future)) {
        if (has_failed && !gather->return_exceptions) {
            future_finish(&gather->future, FAILED, child->outcome);
        } else {
            if (gather->results)
                gather->results[index] = child->outcome;
            gather->missing--;
            if (gather->missing == 0)
                all_told(gather);
        }
    }
}

/* --- the whole ----------------------------------------------------------- */

/* Cancelled are the children; it ends itself when they have. */
static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    struct job *end = gather->children + gather->count;
    bool taken = false;
    if (future->state != PENDING)
        return false;
    for (struct job *job = gather->children; job < end; job++) {
        if (job->awaits && job->awaits->kind->cancel(job->awaits, error)) {
            gather->cancelled = error;
            taken = true;
        }
    }
    return taken;
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
