/* With callbacks. */
#include <stdlib.h>

#include "machine.h"

/* Each child has a callback with a note of its own, as in asyncio. */
struct gather;

struct note {
    struct gather *gather;
    size_t index;
    struct future *child;           /* NULL when it has told */
};

struct gather {
    struct future future;
    struct value *results;
    bool return_exceptions;
    struct error *cancelled;
    size_t count, missing;
    struct note notes[];
};

static void finish(struct gather *gather)
{
    if (gather->cancelled)
        future_finish(&gather->future, FAILED,
                      value_raised(gather->cancelled));
    else
        future_finish(&gather->future, RETURNED,
                      value_pointer(gather->results));
}

static void look_at(struct note *note, struct future *child)
{
    struct gather *gather = note->gather;
    struct value outcome = child->outcome;
    if (future_done(&gather->future))
        return;
    if (outcome.kind == VALUE_RAISED && !gather->return_exceptions) {
        future_finish(&gather->future, FAILED, outcome);
        return;
    }
    if (outcome.kind == VALUE_RAISED)
        outcome = value_error(outcome.error);
    if (gather->results)
        gather->results[note->index] = outcome;
    if (gather->missing == 0)
        finish(gather);
}

static void told(struct future *child, void *arg)
{
    struct note *note = arg;
    child->asked = true;
    note->child = NULL;
    note->gather->missing--;
    look_at(note, child);
    future_drop(&note->gather->future);
}

static bool cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    size_t asked = 0;
    for (size_t i = 0; !future_done(future) && i < gather->count; i++) {
        struct future *child = gather->notes[i].child;
        if (child)
            asked += child->kind->cancel(child, error);
    }
    if (asked > 0)
        gather->cancelled = error;
    return asked > 0;
}

static void let_go(struct future *future)
{
    struct gather *gather = (struct gather *)future;
    gather->results = NULL;
}

static const struct future_kind kind = {
    .name = "gather", .cancel = cancel, .let_go = let_go};

static struct future *gather_all(struct value *results, size_t count,
                                 const struct awaitable *awaitables,
                                 bool return_exceptions)
{
    struct gather *gather =
        future_new(&kind, sizeof *gather + count * sizeof(struct note));
    gather->results = results;
    gather->return_exceptions = return_exceptions;
    gather->count = gather->missing = count;
    for (size_t i = 0; i < count; i++) {
        struct future *child = future_of(awaitables[i]);
        gather->notes[i] = (struct note){gather, i, child};
        future_keep(&gather->future);
        future_add_done_callback(child, told, &gather->notes[i]);
    }
    if (count == 0)
        finish(gather);
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
