/* watcher.c - watching several futures. */
#include "asyncio/watcher.h"

#include <stdlib.h>

#include "core/loop.h"
#include "core/observe.h"
#include "core/task.h"

/* --- watches ------------------------------------------------------------- */

static void run_watch(struct job *job)
{
    struct watch *watch = (struct watch *)job;
    struct watcher *watcher = watch->watcher;
    struct future *child = watch->child;
    watcher->finished++;
    watcher->child_done(watcher, watch);
    watch->child = NULL;
    future_drop(child);
    future_drop(&watcher->future);
}

void watcher_watch(struct watcher *watcher, size_t index, struct future *child)
{
    struct watch *watch = &watcher->watches[index];
    *watch = (struct watch){
        .job = {.run = run_watch}, .watcher = watcher, .child = child};
    future_keep(child);
    future_keep(&watcher->future);
    if (!future_done(child)) {
        queue_push(&child->waiters, &watch->job);
        return;
    }
    make_ready(running_loop, &watch->job);
    observe(running_loop, .kind = EVENT_READY, .job = &watch->job);
}

void watcher_unwatch(struct watcher *watcher)
{
    for (size_t i = 0; i < watcher->count; i++) {
        struct watch *watch = &watcher->watches[i];
        if (!watch->child || future_done(watch->child))
            continue;
        queue_remove(&watch->child->waiters, &watch->job);
        future_drop(watch->child);
        watch->child = NULL;
        future_drop(&watcher->future);
    }
}

/* The watches stand behind the watcher itself. */
void *watcher_new(size_t size, const struct future_type *type, size_t count,
                  watcher_child_done *child_done)
{
    size = (size + 15) / 16 * 16;
    struct watcher *watcher = calloc(1, size + count * sizeof(struct watch));
    if (!watcher)
        return NULL;
    future_begin(&watcher->future, type);
    watcher->watches = (struct watch *)(void *)((char *)watcher + size);
    watcher->count = count;
    watcher->child_done = child_done;
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

bool watcher_cancel(struct future *future, struct error *error)
{
    if (future_done(future))
        return false;
    future_finish(future, CANCELLED, value_raised(error));
    return true;
}

const struct watcher *watcher_of_job(const struct job *job)
{
    if (job->run != run_watch)
        return NULL;
    return ((const struct watch *)job)->watcher;
}

/* --- what can be watched ------------------------------------------------- */

struct future *awaitable_as_future(struct awaitable awaitable)
{
    if (awaitable.want == WANT_FUTURE)
        return awaitable.future;
    return &task_new((struct coro){awaitable}, NULL)->future;
}

void coros_close(const struct awaitable *awaitables, size_t count)
{
    for (size_t i = 0; i < count; i++)
        coro_close((struct coro){awaitables[i]});
}
