/* watcher.h - a future that watches several others.
 *
 * gather(), wait_tasks(), as_completed() and shield() are made of it.  A watch
 * is a job in the queue of one future; when that one is done, the watch runs
 * from the ready queue and tells its watcher.
 *
 *      watcher            watches              what is watched
 *      gather   <------   [0] a job in  ---->  task A's queue
 *               <------   [1] a job in  ---->  task B's queue
 *
 * Each watch keeps both ends alive until it has run or was taken back: what
 * is watched may outlive the watcher's owner, and the other way round.
 */
#ifndef HANDLOOP_ASYNCIO_WATCHER_H
#define HANDLOOP_ASYNCIO_WATCHER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/future_private.h"
#include "core/queue.h"

struct watcher;

struct watch {
    struct job job;
    struct watcher *watcher;
    struct future *child;       /* NULL: it has run, or was taken back */
};

/* What differs between kinds of watchers. */
struct watcher_type {
    struct future_type future;
    const char *name;           /* "gather" */
    void (*child_done)(struct watcher *watcher, struct watch *watch);
};

/* The head of every kind of watcher. */
struct watcher {
    struct future future;       /* its type is a struct watcher_type's */
    struct watch *watches;
    size_t count;
    size_t finished;            /* watches that have run */
};

/* Memory for a watcher of this size (bytes) with room for its watches, owned
 * by the running frame; NULL without memory. */
void *watcher_new(size_t size, const struct watcher_type *type, size_t count);

/* Look at a child from now on; the watch with this index must be free. */
void watcher_watch(struct watcher *watcher, size_t index, struct future *child);

/* The same for one that sees at once who is done already: when all watches have
 * begun. */
void watcher_begin(struct watcher *watcher, size_t index, struct future *child);
void watcher_see_done(struct watcher *watcher);

/* Stop looking at those that are not done; a watch that is ready already will
 * run, and find that nobody is interested. */
void watcher_unwatch(struct watcher *watcher);

/* For the types of watchers: a release that stops looking, and the rest as all
 * of them have it. */
void watcher_release(struct owned_handle *handle);
void watcher_destroy(struct future *future);
void watcher_each_child(const struct future *future, see_future *see,
                        void *arg);

/* The future behind any awaitable; a coroutine object becomes a task. */
struct future *awaitable_as_future(struct awaitable awaitable);

/* Close those of them that are coroutine objects. */
void coros_close(const struct awaitable *awaitables, size_t count);

#endif
