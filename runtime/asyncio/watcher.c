/* watcher.c - watching several futures. */
#include "asyncio/watcher.h"

#include <stdlib.h>

#include "core/task_private.h"

/* --- watches ------------------------------------------------------------- */

static const struct watcher_type *type_of(const struct watcher *watcher)
{
    return container_of(future_type_of(&watcher->future), struct watcher_type,
                        future);
}

static void run_watch(struct job *job)
{
    struct watch *watch = container_of(job, struct watch, job);
    struct watcher *watcher = watch->watcher;
    struct future *child = watch->child;
    watcher->finished++;
    type_of(watcher)->child_done(watcher, watch);
    watch->child = NULL;
    watch->watcher = NULL;      /* nobody is to see it here */
    future_drop(child);
    future_drop(&watcher->future);
}

static const char *watch_name(const struct job *job)
{
    return type_of(container_of(job, struct watch, job)->watcher)->name;
}

static const struct job_type watch_type = {
    .run = run_watch, .name = watch_name, .of = "a combinator"};

void watcher_begin(struct watcher *watcher, size_t index, struct future *child)
{
    struct watch *watch = &watcher->watches[index];
    *watch = (struct watch){
        .job = {.type = &watch_type}, .watcher = watcher, .child = child};
    future_keep(child);
    future_keep(&watcher->future);
    if (is_pending(child))
        queue_push(&child->waiters, &watch->job);
}

void watcher_watch(struct watcher *watcher, size_t index, struct future *child)
{
    watcher_begin(watcher, index, child);
    if (!is_pending(child))
        make_ready(running_loop, &watcher->watches[index].job);
}

void watcher_see_done(struct watcher *watcher)
{
    for (size_t i = 0; i < watcher->count; i++)
        if (!is_pending(watcher->watches[i].child))
            run_watch(&watcher->watches[i].job);
}

void watcher_unwatch(struct watcher *watcher)
{
    for (size_t i = 0; i < watcher->count; i++) {
        struct watch *watch = &watcher->watches[i];
        if (!watch->child || !is_pending(watch->child))
            continue;
        queue_remove(&watch->child->waiters, &watch->job);
        future_drop(watch->child);
        watch->child = NULL;
        watch->watcher = NULL;
        future_drop(&watcher->future);
    }
}

/* The watches stand behind the watcher itself. */
void *watcher_new(size_t size, const struct watcher_type *type, size_t count)
{
    size = (size + 15) / 16 * 16;
    struct watcher *watcher = calloc(1, size + count * sizeof(struct watch));
    if (!watcher)
        return NULL;
    future_begin(&watcher->future, &type->future);
    watcher->watches = (struct watch *)(void *)((char *)watcher + size);
    watcher->count = count;
    return watcher;
}

void watcher_each_child(const struct future *future, see_future *see,
                        void *arg)
{
    const struct watcher *watcher = (const struct watcher *)future;
    for (size_t i = 0; i < watcher->count; i++)
        if (watcher->watches[i].child)
            see(arg, watcher->watches[i].child);
}

void watcher_destroy(struct future *future)
{
    free(future);
}

void watcher_release(struct owned_handle *handle)
{
    watcher_unwatch((struct watcher *)handle);
    future_handle_release(handle);
}

/* --- what can be watched ------------------------------------------------- */

struct future *awaitable_as_future(struct awaitable awaitable)
{
    if (awaitable.want == WANT_FUTURE && awaitable.future)
        return awaitable.future;
    return &task_new((struct coro){awaitable}, NULL)->future;
}

void coros_close(const struct awaitable *awaitables, size_t count)
{
    for (size_t i = 0; i < count; i++)
        coro_close((struct coro){awaitables[i]});
}
