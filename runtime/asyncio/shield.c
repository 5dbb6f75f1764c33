/* shield.c - a future of another one that does not hand a cancellation on. */
#include "asyncio/combine.h"
#include "asyncio/combinator.h"

static void shield_child_done(struct combinator *base, struct child *child)
{
    if (future_done(&base->future))
        return;
    child->future->asked = true;
    future_finish(&base->future, child->future->state,
                  child->future->outcome);
}

static bool shield_cancel(struct future *future, struct error *error)
{
    if (!future_cancel_at_once(future, error))
        return false;
    combinator_let_go((struct combinator *)future);
    return true;
}

static const char *shield_describe(const struct future *future)
{
    const struct combinator *shield = (const struct combinator *)future;
    const struct future *inner = shield->children[0].future;
    return textf("shield of %s",
                 inner ? future_describe(inner) : "something that is done");
}

static const struct combinator_type shield_type = {
    .future = {.handle = {combinator_release, future_is_over},
               .cancel = shield_cancel,
               .destroy = combinator_destroy,
               .describe = shield_describe,
               .each_awaited = combinator_each_child},
    .name = "shield",
    .child_done = shield_child_done,
};

struct future *shield_awaitable(struct awaitable awaitable)
{
    loop_needed("shield()");
    struct combinator *base = combinator_new(sizeof *base, &shield_type, 1);
    if (!base)
        return combinator_refused(&awaitable, 1);
    struct future *inner = awaitable_as_future(awaitable);
    combinator_add(base, 0, inner);
    if (future_done(inner))
        shield_child_done(base, &base->children[0]);
    return &base->future;
}
