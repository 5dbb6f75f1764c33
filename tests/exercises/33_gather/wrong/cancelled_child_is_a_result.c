/* wants: a child is cancelled; gather is done" scene_child_cancelled() in */
#include "machine.h"

struct gather {
    struct future future;
    struct value *results;
    bool return_exceptions;
    struct error *cancelled;
    size_t count, missing;
    struct job children[];
};

/* --- a child is done ----------------------------------------------------- */

static struct value as_result(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED)
        return value_error(outcome.error);
    return outcome;
}

static void all_told(struct gather *gather)
{
    if (gather->cancelled != NULL) {
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
    bool failed = child->state == FAILED;

    gather->missing -= 1;
    child->asked = true;
    if (gather->future.state != PENDING)
        return;

    if (failed && !gather->return_exceptions) {
        future_finish(&gather->future, FAILED, child->outcome);
    } else {
        if (gather->results != NULL)
            gather->results[index] = as_result(child->outcome);
        if (gather->missing == 0)
            all_told(gather);
    }
}

/* --- the whole ----------------------------------------------------------- */

static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    int asked = 0;
    if (future->state != PENDING)
        return false;
    for (size_t i = 0; i < gather->count; i++) {
        struct future *child = gather->children[i].awaits;
        if (child != NULL)
            asked += child->kind->cancel(child, error);
    }
    if (asked == 0)
        return false;
    gather->cancelled = error;
    return true;
}

static void gather_let_go(struct future *future)
{
    struct gather *gather = (struct gather *)future;
    gather->results = NULL;
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
    if (count == 0) {
        all_told(gather);
        return &gather->future;
    }
    for (size_t i = 0; i < count; i++) {
        struct job *job = &gather->children[i];
        struct future *child = future_of(awaitables[i]);
        job->run = child_told;
        job->part_of = &gather->future;
        if (child->state == PENDING)
            add_waiter(child, job);
        else
            child_told(job, child);
    }
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
