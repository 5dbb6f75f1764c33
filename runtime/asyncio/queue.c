/* queue.c - a queue between tasks. */
#include "asyncio/queue.h"

#include <errno.h>
#include <stdlib.h>

#include "asyncio/refuse.h"
#include "asyncio/wait_queue_private.h"
#include "core/task.h"

/* --- its memory ---------------------------------------------------------- */

static void forget_waiters(struct wait_queue *line)
{
    while (line->first)
        wait_queue_leave(line->first);
}

static void release(struct owned_handle *handle)
{
    struct async_queue *queue = (struct async_queue *)handle;
    free(queue->items);
    queue->items = NULL;
    queue->room = queue->count = 0;
    queue->closed = true;
    forget_waiters(&queue->getters);
    forget_waiters(&queue->putters);
    forget_waiters(&queue->finished.line);
}

static const struct handle_type queue_type = {.release = release};

void async_queue_init(struct async_queue *queue, size_t maxsize)
{
    loop_needed("async_queue_init()");
    *queue = (struct async_queue){.handle = {.type = &queue_type},
                                  .maxsize = maxsize,
                                  .finished = {.set = true}};
    handle_own(&queue->handle);
}

void async_queue_release(struct async_queue *queue)
{
    handle_release(&queue->handle);
}

COLD
static _Noreturn void not_initialised(const char *name)
{
    panic("RuntimeError: %s is no queue yet%s\n"
         "  Call async_queue_init() before it is used.", name,
         describe_running());
}

static void check_initialised(const struct async_queue *queue,
                              const char *name)
{
    if (!queue->handle.type)
        not_initialised(name);
}

/* --- the ring: its room is a power of two -------------------------------- */

static struct value *nth_item(const struct async_queue *queue, size_t n)
{
    return &queue->items[(queue->first + n) & (queue->room - 1)];
}

static bool grow(struct async_queue *queue)
{
    size_t room = queue->room ? queue->room * 2 : 8;
    struct value *items = malloc(room * sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < queue->count; i++)
        items[i] = *nth_item(queue, i);
    free(queue->items);
    queue->items = items;
    queue->room = room;
    queue->first = 0;
    return true;
}

static bool append(struct async_queue *queue, struct value item)
{
    if (queue->count == queue->room && !grow(queue))
        return false;
    *nth_item(queue, queue->count++) = item;
    return true;
}

static struct value take_first(struct async_queue *queue)
{
    struct value item = *nth_item(queue, 0);
    queue->first++;             /* nth_item() takes it modulo the room */
    queue->count--;
    return item;
}

size_t async_queue_size(const struct async_queue *queue)
{
    return queue->count;
}

bool async_queue_empty(const struct async_queue *queue)
{
    return queue->count == 0;
}

bool async_queue_full(const struct async_queue *queue)
{
    return queue->maxsize > 0 && queue->count >= queue->maxsize;
}

/* --- without waiting ----------------------------------------------------- */

int async_queue_put_value_nowait(struct async_queue *queue, struct value item)
{
    check_initialised(queue, "a struct async_queue");
    if (queue->closed)
        return EPIPE;
    if (async_queue_full(queue))
        return EAGAIN;
    if (!append(queue, item))
        return ENOMEM;
    queue->unfinished++;
    event_clear(&queue->finished);
    wait_queue_call_next(&queue->getters);
    return 0;
}

int async_queue_get_nowait(struct async_queue *queue, struct value *item)
{
    check_initialised(queue, "a struct async_queue");
    if (async_queue_empty(queue))
        return queue->closed ? EPIPE : EAGAIN;
    *item = take_first(queue);
    wait_queue_call_next(&queue->putters);
    return 0;
}

/* --- waiting -------------------------------------------------------------
 *
 * Nothing is handed over: one who is called looks again, and waits on if a
 * newcomer was faster.
 */
struct putting {
    CORO;
    struct async_queue *queue;
    struct value item;
    struct waiter waiter;
};

ASYNC(putting)
{
    int code;
    BEGIN;
    while (async_queue_full(self->queue) && !self->queue->closed) {
        wait_queue_join(&self->queue->putters, &self->waiter);
        TRY_AWAIT(&self->waiter.future);
        wait_queue_leave(&self->waiter);
        if (failure() && wait_queue_was_called(&self->waiter) &&
            !async_queue_full(self->queue))
            wait_queue_call_next(&self->queue->putters);
        if (failure())
            RERAISE;
    }
    code = async_queue_put_value_nowait(self->queue, self->item);
    if (code == EPIPE)
        RAISE(EPIPE, "the queue was closed");
    if (code)
        RAISE(code, "no room for an item");
    END;
}

struct coro async_queue_put_named(struct async_queue *queue,
                                  struct value item, const char *name)
{
    check_initialised(queue, name);
    return coro(putting, .queue = queue, .item = item,
                .waiter = {.what = "room in", .name = name});
}

struct getting {
    CORO;
    struct async_queue *queue;
    struct waiter waiter;
};

ASYNC(getting)
{
    struct value item;
    BEGIN;
    while (async_queue_empty(self->queue) && !self->queue->closed) {
        wait_queue_join(&self->queue->getters, &self->waiter);
        TRY_AWAIT(&self->waiter.future);
        wait_queue_leave(&self->waiter);
        if (failure() && wait_queue_was_called(&self->waiter) &&
            !async_queue_empty(self->queue))
            wait_queue_call_next(&self->queue->getters);
        if (failure())
            RERAISE;
    }
    if (async_queue_get_nowait(self->queue, &item) != 0)
        RAISE(EPIPE, "the queue was closed, and is empty");
    RETURN(item);
    END;
}

struct coro async_queue_get_named(struct async_queue *queue, const char *name)
{
    check_initialised(queue, name);
    return coro(getting, .queue = queue,
                .waiter = {.what = "an item in", .name = name});
}

/* --- work that is done --------------------------------------------------- */

int async_queue_task_done(struct async_queue *queue)
{
    if (queue->unfinished == 0)
        return refuse_call(EINVAL, "ValueError: async_queue_task_done() was "
                                   "called more often than items were put");
    if (--queue->unfinished == 0)
        event_set(&queue->finished);
    return 0;
}

struct coro async_queue_join_named(struct async_queue *queue, const char *name)
{
    check_initialised(queue, name);
    return event_wait_named(&queue->finished, name);
}

/* --- closing ------------------------------------------------------------- */

void async_queue_close(struct async_queue *queue)
{
    queue->closed = true;
    wait_queue_call_all(&queue->getters);
    wait_queue_call_all(&queue->putters);
}

void async_queue_close_now(struct async_queue *queue)
{
    while (queue->count > 0) {
        take_first(queue);
        if (queue->unfinished > 0)
            queue->unfinished--;
    }
    if (queue->unfinished == 0)
        event_set(&queue->finished);
    async_queue_close(queue);
}
