/* asyncio/queue.c - queues between tasks. */
#include "twin.h"

static const char *const names[] = {"A", "B", "C"};

/* --- 301: get on an empty queue waits for the next put ------------------- */

struct consumer_301 {
    CORO;
    struct async_queue *q;
};

ASYNC(consumer_301)
{
    BEGIN;
    tell("consumer: waits");
    AWAIT(async_queue_get(self->q));
    tell("consumer: got %s", as_text(awaited()));
    END;
}

struct main_301 {
    CORO;
    struct async_queue q;
    struct task *c;
};

ASYNC(main_301)
{
    BEGIN;
    async_queue_init(&self->q, 0);
    self->c = create_task(coro(consumer_301, .q = &self->q));
    AWAIT(async_sleep(0.010));
    async_queue_put_nowait(&self->q, "item");
    tell("main: put; the consumer has not run yet");
    AWAIT(self->c);
    END;
}

TWIN(301_queue_get_waits)
{
    run_twin(coro(main_301));
}

/* --- 304: producers that wait for room are served in their order --------- */

struct producer_304 {
    CORO;
    const char *name;
    struct async_queue *q;
    int ms;
};

ASYNC(producer_304)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    AWAIT(async_queue_put(self->q, self->name));
    tell("%s: put", self->name);
    END;
}

struct main_304 {
    CORO;
    struct async_queue q;
    struct task *ts[3];
    int i;
};

ASYNC(main_304)
{
    BEGIN;
    async_queue_init(&self->q, 1);
    async_queue_put_nowait(&self->q, "first");
    self->ts[0] = create_task(
        coro(producer_304, .name = "A", .q = &self->q, .ms = 3));
    self->ts[1] = create_task(
        coro(producer_304, .name = "B", .q = &self->q, .ms = 1));
    self->ts[2] = create_task(
        coro(producer_304, .name = "C", .q = &self->q, .ms = 2));
    AWAIT(async_sleep(0.010));
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT(async_queue_get(&self->q));
        tell("main: got %s", as_text(awaited()));
        AWAIT(async_sleep(0.010));
    }
    AWAIT(settle(self->ts[0], self->ts[1], self->ts[2]));
    END;
}

TWIN(304_queue_putters_are_fifo)
{
    run_twin(coro(main_304));
}

/* --- 307: a cancelled consumer takes no item with it --------------------- */

struct consumer_307 {
    CORO;
    const char *name;
    struct async_queue *q;
};

ASYNC(consumer_307)
{
    BEGIN;
    TRY_AWAIT(async_queue_get(self->q));
    if (failure() == ECANCELED) {
        tell("%s: cancelled", self->name);
        RERAISE;
    }
    tell("%s: got %s", self->name, as_text(awaited()));
    END;
}

struct main_307 {
    CORO;
    struct async_queue q;
    struct task *a, *b;
};

ASYNC(main_307)
{
    BEGIN;
    async_queue_init(&self->q, 0);
    self->a = create_task(coro(consumer_307, .name = "A", .q = &self->q));
    self->b = create_task(coro(consumer_307, .name = "B", .q = &self->q));
    AWAIT(async_sleep(0.010));
    task_cancel(self->a);
    AWAIT(async_sleep(0.010));
    async_queue_put_nowait(&self->q, "item");
    AWAIT(settle(self->a, self->b));
    tell("left in the queue: %zu", async_queue_size(&self->q));
    END;
}

TWIN(307_queue_cancelled_getter)
{
    run_twin(coro(main_307));
}

/* --- 310: what would have to wait is refused ----------------------------- */

struct main_310 {
    CORO;
    struct async_queue q;
    struct value item;
};

ASYNC(main_310)
{
    BEGIN;
    async_queue_init(&self->q, 1);
    if (async_queue_get_nowait(&self->q, &self->item) == EAGAIN)
        tell("QueueEmpty");
    async_queue_put_nowait(&self->q, 1);
    tell("full: %s", truth(async_queue_full(&self->q)));
    if (async_queue_put_nowait(&self->q, 2) == EAGAIN)
        tell("QueueFull");
    async_queue_get_nowait(&self->q, &self->item);
    tell("got %d", (int)as_int(self->item));
    END;
}

TWIN(310_queue_nowait)
{
    run_twin(coro(main_310));
}

/* --- 313: put with room and get with an item ready do not yield ---------- */

struct rival_313 {
    CORO;
};

ASYNC(rival_313)
{
    BEGIN;
    tell("rival: runs");
    END;
}

struct main_313 {
    CORO;
    struct async_queue q;
    struct task *r;
    int i;
};

ASYNC(main_313)
{
    BEGIN;
    async_queue_init(&self->q, 0);
    self->r = create_task(coro(rival_313));
    for (self->i = 0; self->i < 3; self->i++)
        AWAIT(async_queue_put(&self->q, self->i));
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(async_queue_get(&self->q));
        tell("main: got %d", (int)as_int(awaited()));
    }
    AWAIT(self->r);
    END;
}

TWIN(313_queue_does_not_yield_needlessly)
{
    run_twin(coro(main_313));
}

/* --- 316: three workers, seven jobs, a stop mark for each ---------------- */

struct worker_316 {
    CORO;
    const char *name;
    struct async_queue *q;
    int job;
};

ASYNC(worker_316)
{
    BEGIN;
    for (;;) {
        AWAIT(async_queue_get(self->q));
        if (is_none(awaited()))
            break;
        self->job = (int)as_int(awaited());
        AWAIT(async_sleep(self->job / 1000.0));
        tell("%s: job %d", self->name, self->job);
    }
    tell("%s: stops", self->name);
    END;
}

struct main_316 {
    CORO;
    struct async_queue q;
    struct task *ws[3];
    struct value results[3];
    int i;
};

ASYNC(main_316)
{
    static const int jobs[] = {20, 5, 11, 8, 30, 2, 6};
    BEGIN;
    async_queue_init(&self->q, 0);
    for (int i = 0; i < 3; i++)
        self->ws[i] = create_task(coro(worker_316, .q = &self->q,
                                       .name = names[i]));
    for (self->i = 0; self->i < 7; self->i++)
        AWAIT(async_queue_put(&self->q, jobs[self->i]));
    for (self->i = 0; self->i < 3; self->i++)
        AWAIT(async_queue_put(&self->q, value_none()));
    AWAIT(gather(self->results, self->ws[0], self->ws[1], self->ws[2]));
    tell("main: end");
    END;
}

TWIN(316_queue_worker_pool)
{
    run_twin(coro(main_316));
}

/* --- 319: shutdown, at once and when it is empty ------------------------- */

struct getter_319 {
    CORO;
    const char *name;
    struct async_queue *queue;
};

ASYNC(getter_319)
{
    BEGIN;
    for (;;) {
        TRY_AWAIT(async_queue_get(self->queue));
        if (failure() == EPIPE)
            break;
        tell("%s got %d", self->name, (int)as_int(awaited()));
        AWAIT(async_sleep(0.010));
        async_queue_task_done(self->queue);
    }
    tell("%s: shut down", self->name);
    END;
}

struct putter_319 {
    CORO;
    struct async_queue *queue;
    int i;
};

ASYNC(putter_319)
{
    BEGIN;
    for (; self->i < 9 && !failure(); self->i++)
        TRY_AWAIT(async_queue_put(self->queue, self->i));
    if (failure() == EPIPE)
        tell("putter: shut down");
    END;
}

struct joiner_319 {
    CORO;
    struct async_queue *queue;
};

ASYNC(joiner_319)
{
    BEGIN;
    AWAIT(async_queue_join(self->queue));
    tell("joined");
    END;
}

struct one_319 {
    CORO;
    bool immediate;
    struct async_queue queue;
    struct task *putter, *getter, *joiner;
};

ASYNC(one_319)
{
    BEGIN;
    tell("immediate: %s", truth(self->immediate));
    async_queue_init(&self->queue, 3);
    self->putter = create_task(coro(putter_319, .queue = &self->queue));
    self->getter = create_task(coro(getter_319, .name = "a",
                                    .queue = &self->queue));
    self->joiner = create_task(coro(joiner_319, .queue = &self->queue));
    AWAIT(async_sleep(0.015));
    if (self->immediate)
        async_queue_close_now(&self->queue);
    else
        async_queue_close(&self->queue);
    tell("%d left", (int)async_queue_size(&self->queue));
    if (async_queue_put_nowait(&self->queue, "late") == EPIPE)
        tell("put_nowait: shut down");
    AWAIT(settle(self->putter, self->getter, self->joiner));
    END;
}

struct main_319 {
    CORO;
    struct async_queue queue;
    struct task *b, *c;
};

ASYNC(main_319)
{
    struct value item;
    BEGIN;
    AWAIT(coro(one_319, .immediate = false));
    AWAIT(coro(one_319, .immediate = true));
    async_queue_init(&self->queue, 0);
    self->b = create_task(coro(getter_319, .name = "b",
                               .queue = &self->queue));
    self->c = create_task(coro(getter_319, .name = "c",
                               .queue = &self->queue));
    AWAIT(async_sleep(0));
    async_queue_close_now(&self->queue);
    async_queue_close(&self->queue);
    AWAIT(settle(self->b, self->c));
    if (async_queue_get_nowait(&self->queue, &item) == EPIPE)
        tell("get_nowait: shut down");
    END;
}

TWIN(319_queue_shutdown)
{
    run_twin(coro(main_319));
}
