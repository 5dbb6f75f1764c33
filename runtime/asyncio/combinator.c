/* combinator.c - a future of several others. */
#include "asyncio/combinator.h"

#include <stdlib.h>

#include "asyncio/combine.h"
#include "core/callback_private.h"
#include "core/task_private.h"

/* --- children ------------------------------------------------------------ */

static const struct combinator_type *type_of(const struct combinator *base)
{
    return container_of(future_type_of(&base->future), struct combinator_type,
                        future);
}

static void run_child(struct job *job)
{
    struct child *child = container_of(job, struct child, job);
    struct combinator *combinator = child->combinator;
    struct future *future = child->future;
    combinator->finished++;
    type_of(combinator)->child_done(combinator, child);
    child->future = NULL;
    child->combinator = NULL;   /* nobody is to see it here */
    future_drop(future);
    future_drop(&combinator->future);
}

static const char *child_name(const struct job *job)
{
    return type_of(container_of(job, struct child, job)->combinator)->name;
}

static const struct job_type child_type = {
    .run = run_child, .name = child_name, .of = "a combinator"};

void combinator_begin(struct combinator *combinator, size_t index,
                      struct future *future)
{
    struct child *child = &combinator->children[index];
    *child = (struct child){.job = {.type = &child_type},
                            .combinator = combinator,
                            .future = future};
    future_keep(future);
    future_keep(&combinator->future);
    if (is_pending(future))
        queue_push(&future->waiters, &child->job);
}

void combinator_add(struct combinator *combinator, size_t index,
                    struct future *future)
{
    combinator_begin(combinator, index, future);
    if (!is_pending(future))
        make_ready(running_loop, &combinator->children[index].job);
}

void combinator_see_done(struct combinator *combinator)
{
    for (size_t i = 0; i < combinator->count; i++)
        if (!is_pending(combinator->children[i].future))
            run_child(&combinator->children[i].job);
}

void combinator_let_go(struct combinator *combinator)
{
    for (size_t i = 0; i < combinator->count; i++) {
        struct child *child = &combinator->children[i];
        if (!child->future || !is_pending(child->future))
            continue;
        queue_remove(&child->future->waiters, &child->job);
        future_drop(child->future);
        child->future = NULL;
        child->combinator = NULL;
        future_drop(&combinator->future);
    }
}

/* The children stand behind the combinator itself. */
void *combinator_new(size_t size, const struct combinator_type *type,
                     size_t count)
{
    size = (size + 15) / 16 * 16;
    struct combinator *combinator =
        calloc(1, size + count * sizeof(struct child));
    if (!combinator)
        return NULL;
    future_begin(&combinator->future, &type->future);
    combinator->children = (struct child *)(void *)((char *)combinator + size);
    combinator->count = count;
    return combinator;
}

bool combinator_set_limit(struct combinator *combinator, double seconds,
                          void (*function)(void *combinator))
{
    if (seconds == NO_LIMIT)
        return true;
    int64_t now = clock_look(&running_loop->clock);
    combinator->limit =
        call_set(clock_after(now, clock_from_seconds(seconds)), "time limit",
                 function, combinator);
    return combinator->limit.callback;
}

/* --- what all types have ------------------------------------------------- */

void combinator_destroy(struct future *future)
{
    free(future);
}

void combinator_release(struct owned_handle *handle)
{
    struct combinator *combinator = (struct combinator *)handle;
    call_cancel(combinator->limit);
    combinator_let_go(combinator);
    future_handle_release(handle);
}

void combinator_each_child(const struct future *future, see_future *see,
                           void *arg)
{
    const struct combinator *combinator = (const struct combinator *)future;
    for (size_t i = 0; i < combinator->count; i++)
        if (combinator->children[i].future)
            see(arg, combinator->children[i].future);
}

const char *combinator_in_short(const struct future *future)
{
    return type_of((const struct combinator *)future)->name;
}

const char *combinator_describe(const struct future *future)
{
    const struct combinator *combinator = (const struct combinator *)future;
    return textf("%s (%zu of %zu are done)", combinator_in_short(future),
                 combinator->finished, combinator->count);
}

/* --- any awaitable as a child -------------------------------------------- */

struct future *awaitable_as_future(struct awaitable awaitable)
{
    if (awaitable.want == WANT_FUTURE && awaitable.future)
        return awaitable.future;
    return &task_new((struct coro){awaitable}, NULL)->future;
}

struct future *combinator_refused(const struct awaitable *awaitables,
                                  size_t count)
{
    for (size_t i = 0; i < count; i++)
        coro_close((struct coro){awaitables[i]});
    return task_future(running_loop->no_memory);
}
