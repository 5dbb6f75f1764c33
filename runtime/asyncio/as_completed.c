/* as_completed.c - one result after the other, in the order of completion. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "asyncio/combine.h"
#include "asyncio/combinator.h"
#include "core/task_private.h"

struct as_completed {
    struct combinator base;
    struct future **done;       /* in the order of completion */
    size_t taken;               /* of those, by next_completed() */
    struct future *wanted;      /* somebody waits for the next one */
    int expired;                /* why no more will come, or 0 */
};

static void wake_next(struct as_completed *results)
{
    if (results->wanted && !future_done(results->wanted))
        future_set_result(results->wanted, value_none());
}

static void as_completed_child_done(struct combinator *base,
                                    struct child *child)
{
    struct as_completed *results = (struct as_completed *)base;
    results->done[base->finished - 1] = child->future;
    future_keep(child->future);
    wake_next(results);
}

static void as_completed_expire(void *arg)
{
    struct as_completed *results = arg;
    results->expired = ETIMEDOUT;
    combinator_let_go(&results->base);      /* the missing ones stay missing */
    wake_next(results);
}

static void as_completed_destroy(struct future *future)
{
    struct as_completed *results = (struct as_completed *)future;
    for (size_t i = 0; i < results->base.finished; i++)
        future_drop(results->done[i]);
    free(results->done);
    free(results);
}

static const struct combinator_type as_completed_type = {
    .future = {.handle = {combinator_release, future_is_over},
               .cancel = future_cancel_at_once,
               .destroy = as_completed_destroy,
               .describe = combinator_describe},
    .name = "as_completed",
    .child_done = as_completed_child_done,
};

struct as_completed *as_completed(struct task *const *tasks, size_t count,
                                  double seconds)
{
    loop_needed("as_completed()");
    struct future **done = calloc(count + 1, sizeof(struct future *));
    struct as_completed *results = NULL;
    if (done)
        results = combinator_new(sizeof *results, &as_completed_type, count);
    if (!results) {
        free(done);
        return NULL;
    }
    results->done = done;
    if (isnan(seconds))
        results->expired = EINVAL;
    else if (!combinator_set_limit(&results->base, seconds,
                                   as_completed_expire))
        return NULL;
    for (size_t i = 0; i < count && !results->expired; i++)
        combinator_add(&results->base, i, &tasks[i]->future);
    return results;
}

struct taking_next {
    CORO;
    struct as_completed *results;
};

ASYNC(taking_next)
{
    BEGIN;
    if (!self->results)
        RAISE(ENOMEM, "no memory for as_completed()");
    if (self->results->taken == self->results->base.count)
        RAISE(EINVAL, "next_completed() after the last one");
    while (self->results->taken == self->results->base.finished) {
        if (self->results->expired)
            RAISE(self->results->expired, self->results->expired == EINVAL
                  ? "the limit is no number" : "the limit is over");
        if (self->results->wanted)
            RAISE(EBUSY, "another task waits for the next result already");
        self->results->wanted = create_future();
        TRY_AWAIT(self->results->wanted);
        self->results->wanted = NULL;
        if (failure())
            RERAISE;
    }
    AWAIT(self->results->done[self->results->taken++]);
    RETURN(awaited());
    END;
}

struct coro next_completed(struct as_completed *results)
{
    return coro(taking_next, .results = results);
}

struct task *completed_task(const struct as_completed *results)
{
    if (!results || results->taken == 0)
        return NULL;
    return (struct task *)results->done[results->taken - 1];
}
