/* By another hand: it counts who has told, and all stands where it happens. */
#include "machine.h"

struct gather {
    struct future future;
    struct value *results;
    struct error *cancelled;
    size_t told, count;
    bool return_exceptions;
    struct job children[];
};

/* --- a child is done ----------------------------------------------------- */

static void all_told(struct gather *gather)
{
    if (gather->cancelled != NULL) {
        future_finish(&gather->future, FAILED,
                      value_raised(gather->cancelled));
        return;
    }
    future_finish(&gather->future, RETURNED, value_pointer(gather->results));
}

static void child_told(struct job *job, struct future *child)
{
    struct gather *gather = (struct gather *)job->part_of;
    struct value outcome = child->outcome;
    child->asked = true;
    gather->told++;
    if (gather->future.state != PENDING)
        return;
    if (outcome.kind == VALUE_RAISED) {
        if (!gather->return_exceptions) {
            future_finish(&gather->future, FAILED, outcome);
            return;
        }
        outcome = value_error(outcome.error);
    }
    if (gather->results != NULL)
        gather->results[job - gather->children] = outcome;
    if (gather->told == gather->count)
        all_told(gather);
}

/* --- the whole ----------------------------------------------------------- */

static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    size_t asked = 0;
    if (future->state != PENDING)
        return false;
    for (size_t i = 0; i < gather->count; i++) {
        struct future *child = gather->children[i].awaits;
        if (child == NULL)
            continue;
        if (child->kind->cancel(child, error))
            asked++;
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
    .name = "gather", .let_go = gather_let_go, .cancel = gather_cancel};

static struct future *gather_all(struct value *results, size_t count,
                                 const struct awaitable *awaitables,
                                 bool return_exceptions)
{
    size_t size = sizeof(struct gather) + count * sizeof(struct job);
    struct gather *gather = future_new(&gather_kind, size);
    gather->count = count;
    gather->told = 0;
    gather->results = results;
    gather->return_exceptions = return_exceptions;
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
    if (count == 0)
        all_told(gather);
    return &gather->future;
}

struct future *gather_array(struct value *results, size_t count,
                            const struct awaitable *awaitables)
{
    return gather_all(results, count, awaitables, false);
}

struct future *gather_array_return_exceptions(
    struct value *results, size_t count, const struct awaitable *awaitables)
{
    return gather_all(results, count, awaitables, true);
}
