/* wants: the caller has ended; who awaits the gather goes on */
#include "machine.h"

struct gather {
    struct future future;
    struct value *results;          /* the caller's; NULL when that has gone */
    bool return_exceptions;
    struct error *cancelled;        /* by somebody; NULL: by nobody */
    size_t count, missing;
    struct job children[];
};

static struct value as_result(struct value outcome)
{
    struct value value = outcome;
    if (value.kind == VALUE_RAISED)
        value = value_error(value.error);
    return value;
}

static void all_told(struct gather *g)
{
    struct error *e = g->cancelled;
    if (e)
        future_finish(&g->future, FAILED, value_raised(e));
    if (!e)
        future_finish(&g->future, RETURNED, value_pointer(g->results));
}

static void child_told(struct job *job, struct future *child)
{
    struct gather *g = (struct gather *)job->part_of;
    size_t slot = (size_t)(job - g->children);
    bool error = child->state == FAILED || child->state == CANCELLED;

    child->asked = true;
    if (g->future.state == PENDING && error && !g->return_exceptions)
        future_finish(&g->future, FAILED, child->outcome);
    if (g->future.state != PENDING)
        return;
    if (g->results != NULL) {
        g->results[slot] = as_result(child->outcome);
        g->missing -= 1;
    }
    if (!g->missing)
        all_told(g);
}

static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *g = (struct gather *)future;
    int asked = 0;
    if (!future_done(future)) {
        size_t i = 0;
        while (i < g->count) {
            struct future *child = g->children[i].awaits;
            if (child != NULL && child->kind->cancel(child, error))
                asked++;
            i++;
        }
    }
    if (asked)
        g->cancelled = error;
    return asked > 0;
}

static void gather_let_go(struct future *future)
{
    struct gather *g = (struct gather *)future;
    g->results = NULL;
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
        struct job *me = &gather->children[i];
        struct future *child = future_of(awaitables[i]);
        if (future_done(child)) {
            child_told(me, child);
            continue;
        }
        add_waiter(child, me);
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
