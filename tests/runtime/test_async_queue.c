/* test_async_queue.c - queues between tasks where the twins in asyncio/ do not
 * reach. */
#include <string.h>

#include "capture.h"
#include "scene.h"
#include "suites.h"

/* Gets one item and says what came. */
struct taker {
    CORO;
    const char *name;
    struct async_queue *queue;
};

ASYNC(taker)
{
    BEGIN;
    TRY_AWAIT(async_queue_get(self->queue));
    tell("%s: %s", self->name, ended());
    if (failure())
        RERAISE;
    END;
}

struct giver {
    CORO;
    const char *name;
    struct async_queue *queue;
    int item;
};

ASYNC(giver)
{
    BEGIN;
    TRY_AWAIT(async_queue_put(self->queue, self->item));
    tell("%s: %s", self->name, failure() ? exc(caught()) : "put");
    if (failure())
        RERAISE;
    END;
}

static struct coro taking(const char *name, struct async_queue *queue)
{
    return coro(taker, .name = name, .queue = queue);
}

static struct coro giving(const char *name, struct async_queue *queue, int item)
{
    return coro(giver, .name = name, .queue = queue, .item = item);
}

/* --- order --------------------------------------------------------------- */

struct queue_order {
    CORO;
    struct async_queue queue;
    struct value item;
    int next, got;
};

/* The ring runs full, grows while it is turned, and runs empty. */
ASYNC(queue_order)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < round % 7; i++)
            async_queue_put_nowait(&self->queue, self->next++);
        for (int i = 0; i < round % 5; i++)
            if (async_queue_get_nowait(&self->queue, &self->item) == 0)
                ck_assert_int_eq((int)as_int(self->item), self->got++);
    }
    ck_assert_int_gt((int)async_queue_size(&self->queue), 100);
    while (async_queue_get_nowait(&self->queue, &self->item) == 0)
        ck_assert_int_eq((int)as_int(self->item), self->got++);
    tell("all of them: %s", truth(self->got == self->next));
    END;
}

SCENE(queue_order, "0 all of them: True\n")

struct queue_kinds_of_items {
    CORO;
    struct async_queue queue;
    struct value items[4];
    int i;
};

ASYNC(queue_kinds_of_items)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    AWAIT(async_queue_put(&self->queue, 7));
    AWAIT(async_queue_put(&self->queue, 0.5));
    AWAIT(async_queue_put(&self->queue, "text"));
    AWAIT(async_queue_put(&self->queue, value_none()));
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT(async_queue_get(&self->queue));
        self->items[self->i] = awaited();
    }
    tell("%s", list(self->items, 4));
    END;
}

SCENE(queue_kinds_of_items, "0 [7, 0.5, 'text', None]\n")

struct queue_getters_are_fifo {
    CORO;
    struct async_queue queue;
    struct task *takers[3];
};

ASYNC(queue_getters_are_fifo)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    self->takers[0] = create_task(taking("A", &self->queue));
    self->takers[1] = create_task(taking("B", &self->queue));
    self->takers[2] = create_task(taking("C", &self->queue));
    AWAIT(async_sleep(0.010));
    for (int i = 1; i <= 3; i++)
        async_queue_put_nowait(&self->queue, i);
    AWAIT(settle(self->takers[0], self->takers[1], self->takers[2]));
    END;
}

SCENE(queue_getters_are_fifo, "10 A: 1\n10 B: 2\n10 C: 3\n")

/* Nothing is handed over: one who comes in time may be faster. */
struct queue_newcomer_is_faster {
    CORO;
    struct async_queue queue;
    struct task *taker;
};

ASYNC(queue_newcomer_is_faster)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    self->taker = create_task(taking("A", &self->queue));
    AWAIT(async_sleep(0.010));
    async_queue_put_nowait(&self->queue, 1);
    AWAIT(async_queue_get(&self->queue));
    tell("me: %d", (int)as_int(awaited()));
    AWAIT(async_sleep(0.010));
    async_queue_put_nowait(&self->queue, 2);
    AWAIT(self->taker);
    END;
}

SCENE(queue_newcomer_is_faster, "10 me: 1\n20 A: 2\n")

/* --- cancelled ----------------------------------------------------------- */

struct queue_called_getter_cancelled {
    CORO;
    struct async_queue queue;
    struct task *a, *b;
};

ASYNC(queue_called_getter_cancelled)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    self->a = create_task(taking("A", &self->queue));
    self->b = create_task(taking("B", &self->queue));
    AWAIT(async_sleep(0.010));
    async_queue_put_nowait(&self->queue, 1);
    task_cancel(self->a);
    AWAIT(settle(self->a, self->b));
    END;
}

SCENE(queue_called_getter_cancelled, "10 A: CancelledError\n10 B: 1\n")

struct queue_called_putter_cancelled {
    CORO;
    struct async_queue queue;
    struct value item;
    struct task *a, *b;
};

ASYNC(queue_called_putter_cancelled)
{
    BEGIN;
    async_queue_init(&self->queue, 1);
    async_queue_put_nowait(&self->queue, 0);
    self->a = create_task(giving("A", &self->queue, 1));
    self->b = create_task(giving("B", &self->queue, 2));
    AWAIT(async_sleep(0.010));
    async_queue_get_nowait(&self->queue, &self->item);
    task_cancel(self->a);
    AWAIT(settle(self->a, self->b));
    async_queue_get_nowait(&self->queue, &self->item);
    tell("in the queue: %d", (int)as_int(self->item));
    END;
}

SCENE(queue_called_putter_cancelled,
      "10 A: CancelledError\n10 B: put\n10 in the queue: 2\n")

struct queue_waiting_putter_cancelled {
    CORO;
    struct async_queue queue;
    struct value item;
    struct task *a, *b;
};

ASYNC(queue_waiting_putter_cancelled)
{
    BEGIN;
    async_queue_init(&self->queue, 1);
    async_queue_put_nowait(&self->queue, 0);
    self->a = create_task(giving("A", &self->queue, 1));
    self->b = create_task(giving("B", &self->queue, 2));
    AWAIT(async_sleep(0.010));
    task_cancel(self->a);
    AWAIT(async_sleep(0.010));
    async_queue_get_nowait(&self->queue, &self->item);
    AWAIT(settle(self->a, self->b));
    tell("size %zu, unfinished %zu", async_queue_size(&self->queue),
         self->queue.unfinished);
    END;
}

SCENE(queue_waiting_putter_cancelled, "10 A: CancelledError\n20 B: put\n"
                                      "20 size 1, unfinished 2\n")

/* Items outlast limits that strike, in any number. */
struct queue_get_with_a_limit {
    CORO;
    struct async_queue queue;
    int i;
};

ASYNC(queue_get_with_a_limit)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(wait_for(async_queue_get(&self->queue), 0.010));
        ck_assert_int_eq(failure(), ETIMEDOUT);
    }
    spawn(giving("giver", &self->queue, 5));
    AWAIT(wait_for(async_queue_get(&self->queue), 0.010));
    tell("got %d, nobody is left: %s", (int)as_int(awaited()),
         truth(!self->queue.getters.first));
    END;
}

SCENE(queue_get_with_a_limit,
      "30 giver: put\n30 got 5, nobody is left: True\n")

/* --- join ---------------------------------------------------------------- */

struct queue_worker {
    CORO;
    struct async_queue *queue;
    int job;
};

ASYNC(queue_worker)
{
    BEGIN;
    for (;;) {
        AWAIT(async_queue_get(self->queue));
        self->job = (int)as_int(awaited());
        AWAIT(async_sleep(self->job / 1000.0));
        tell("job %d", self->job);
        async_queue_task_done(self->queue);
    }
    END;
}

struct queue_join {
    CORO;
    struct async_queue queue;
    struct task *worker;
};

ASYNC(queue_join)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    AWAIT(async_queue_join(&self->queue));
    tell("nothing to wait for");
    self->worker = create_task(coro(queue_worker, .queue = &self->queue));
    for (int i = 1; i <= 3; i++)
        async_queue_put_nowait(&self->queue, 10 * i);
    AWAIT(async_queue_join(&self->queue));
    tell("all done");
    tell("%s", error_name(async_queue_task_done(&self->queue)));
    task_cancel(self->worker);
    AWAIT(settle(self->worker));
    END;
}

SCENE(queue_join, "0 nothing to wait for\n10 job 10\n30 job 20\n60 job 30\n"
                  "60 all done\n60 report: ValueError\n60 Invalid argument\n")

/* --- closing ------------------------------------------------------------- */

struct queue_closed_drains {
    CORO;
    struct async_queue queue;
    struct value item;
};

ASYNC(queue_closed_drains)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    async_queue_put_nowait(&self->queue, 1);
    async_queue_put_nowait(&self->queue, 2);
    async_queue_close(&self->queue);
    tell("put_nowait: %s",
         error_name(async_queue_put_nowait(&self->queue, 3)));
    TRY_AWAIT(async_queue_put(&self->queue, 3));
    tell("put: %s", ended());
    AWAIT(async_queue_get(&self->queue));
    tell("got %d", (int)as_int(awaited()));
    tell("%d", async_queue_get_nowait(&self->queue, &self->item));
    TRY_AWAIT(async_queue_get(&self->queue));
    tell("get: %s", ended());
    tell("get_nowait: %s",
         error_name(async_queue_get_nowait(&self->queue, &self->item)));
    END;
}

SCENE(queue_closed_drains,
      "0 put_nowait: Broken pipe\n"
      "0 put: Broken pipe: the queue was closed\n"
      "0 got 1\n0 0\n"
      "0 get: Broken pipe: the queue was closed, and is empty\n"
      "0 get_nowait: Broken pipe\n")

struct queue_closed_wakes_all {
    CORO;
    struct async_queue full, empty;
    struct task *tasks[4];
};

ASYNC(queue_closed_wakes_all)
{
    BEGIN;
    async_queue_init(&self->full, 1);
    async_queue_init(&self->empty, 0);
    async_queue_put_nowait(&self->full, 0);
    self->tasks[0] = create_task(giving("A", &self->full, 1));
    self->tasks[1] = create_task(giving("B", &self->full, 2));
    self->tasks[2] = create_task(taking("C", &self->empty));
    self->tasks[3] = create_task(taking("D", &self->empty));
    AWAIT(async_sleep(0.010));
    async_queue_close(&self->full);
    async_queue_close(&self->empty);
    AWAIT(settle(self->tasks[0], self->tasks[1], self->tasks[2],
                 self->tasks[3]));
    tell("still in it: %zu", async_queue_size(&self->full));
    END;
}

SCENE(queue_closed_wakes_all,
      "10 A: Broken pipe: the queue was closed\n"
      "10 B: Broken pipe: the queue was closed\n"
      "10 C: Broken pipe: the queue was closed, and is empty\n"
      "10 D: Broken pipe: the queue was closed, and is empty\n"
      "10 still in it: 1\n")

/* --- its memory ---------------------------------------------------------- */

/* The frame that owns it ends, with items in it, while others still wait. */
struct queue_owner {
    CORO;
    struct async_queue queue;
    struct task **taker;
};

ASYNC(queue_owner)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    *self->taker = create_task_named(taking("taker", &self->queue), "taker");
    AWAIT(async_sleep(0.010));
    async_queue_close(&self->queue);
    AWAIT(*self->taker);
    END;
}

struct queue_goes_with_its_frame {
    CORO;
    struct async_queue queue;
    struct task *taker, *waiting, *newcomer;
};

ASYNC(queue_goes_with_its_frame)
{
    BEGIN;
    TRY_AWAIT(coro(queue_owner, .taker = &self->taker));
    async_queue_init(&self->queue, 0);
    self->waiting = create_task(taking("waiting", &self->queue));
    AWAIT(async_sleep(0.010));
    async_queue_release(&self->queue);
    async_queue_init(&self->queue, 0);
    self->newcomer = create_task(taking("newcomer", &self->queue));
    AWAIT(async_sleep(0.010));
    task_cancel(self->waiting);
    AWAIT(settle(self->waiting));
    async_queue_put_nowait(&self->queue, 1);
    AWAIT(self->newcomer);
    END;
}

SCENE(queue_goes_with_its_frame,
      "10 taker: Broken pipe: the queue was closed, and is empty\n"
      "30 waiting: CancelledError\n30 newcomer: 1\n")

struct left_with_waiters {
    CORO;
    struct async_queue queue;
};

ASYNC(left_with_waiters)
{
    BEGIN;
    async_queue_init(&self->queue, 1);
    async_queue_put_nowait(&self->queue, 1);
    spawn(giving("giver", &self->queue, 2));
    AWAIT(async_sleep(0.010));
    END;
}

SCENE(left_with_waiters, "10 giver: CancelledError\n")

struct queue_deadlock {
    CORO;
    struct async_queue orders;
};

ASYNC(queue_deadlock)
{
    BEGIN;
    async_queue_init(&self->orders, 1);
    AWAIT(async_queue_put(&self->orders, 1));
    AWAIT(async_queue_put(&self->orders, 2));
    END;
}

SCENE_SAYS(queue_deadlock, "0 the scene ended with CancelledError\n",
           "waits for room in self->orders\n")

struct queue_not_initialised {
    CORO;
    struct async_queue orders;
};

ASYNC(queue_not_initialised)
{
    BEGIN;
    AWAIT(async_queue_join(&self->orders));
    END;
}

static int run_not_initialised(void *arg)
{
    (void)arg;
    return play(coro(queue_not_initialised));
}

START_TEST(queue_has_to_be_initialised)
{
    struct captured seen = capture_run(run_not_initialised, NULL);
    ck_assert(seen.aborted);
    ck_assert_says(seen, "&self->orders is no queue yet in task 'Task-1' "
                         "(queue_not_initialised, tests/runtime/test_async_queue.c");
}
END_TEST

Suite *async_queue_suite(void)
{
    Suite *suite = suite_create("async_queue");
    TCase *order = tcase_create("order");
    tcase_add_test(order, test_queue_order);
    tcase_add_test(order, test_queue_kinds_of_items);
    tcase_add_test(order, test_queue_getters_are_fifo);
    tcase_add_test(order, test_queue_newcomer_is_faster);
    suite_add_tcase(suite, order);

    TCase *cancelled = tcase_create("cancelled");
    tcase_add_test(cancelled, test_queue_called_getter_cancelled);
    tcase_add_test(cancelled, test_queue_called_putter_cancelled);
    tcase_add_test(cancelled, test_queue_waiting_putter_cancelled);
    tcase_add_test(cancelled, test_queue_get_with_a_limit);
    suite_add_tcase(suite, cancelled);

    TCase *end = tcase_create("end");
    tcase_add_test(end, test_queue_join);
    tcase_add_test(end, test_queue_closed_drains);
    tcase_add_test(end, test_queue_closed_wakes_all);
    tcase_add_test(end, test_queue_goes_with_its_frame);
    tcase_add_test(end, test_left_with_waiters);
    tcase_add_test(end, test_queue_deadlock);
    tcase_add_test(end, queue_has_to_be_initialised);
    suite_add_tcase(suite, end);
    return suite;
}
