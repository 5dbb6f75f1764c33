/* test_combine.c - gather, wait_for, timeout, shield, wait_tasks and
 * as_completed where the twins in asyncio/ do not reach: the corners, and what
 * is particular to C.
 */
#include "scene.h"
#include "../inside.h"
#include "suites.h"

static size_t timers_set(void)
{
    return current_loop()->waiting.timer_count;
}

static bool nobody_waits_for(const struct task *task)
{
    return queue_empty(&task->future.waiters);
}

/* --- gather: what it takes ----------------------------------------------- */

struct gather_nothing {
    CORO;
    struct value none[1];
};

ASYNC(gather_nothing)
{
    BEGIN;
    spawn(actor("other", 10, .loud = true));
    AWAIT(gather_array(self->none, 0, NULL));
    tell("gathered nothing");
    AWAIT(gather_array_return_exceptions(self->none, 0, NULL));
    tell("and once more");
    AWAIT(async_sleep(0));
    tell("end");
    END;
}

SCENE(gather_nothing, "0 gathered nothing\n"
                      "0 and once more\n"
                      "0 other: begins\n"
                      "0 end\n"
                      "0 other: cancelled\n")

struct gather_32_of_all_kinds {
    CORO;
    struct value results[32];
    struct future *futures[8];
};

static void complete(void *future)
{
    int code = future_set_result(future, value_text("future"));
    ck_assert_int_eq(code, 0);
}

static struct future *future_soon(void)
{
    struct future *future = create_future();
    call_later(0.005, complete, future);
    return future;
}

#define FOUR_KINDS(n)                                                        \
    actor("coroutine", 40 - n), async_sleep(0.020),                          \
    create_task(actor("task", 10 + n)), future_soon()

ASYNC(gather_32_of_all_kinds)
{
    BEGIN;
    AWAIT(gather(self->results, FOUR_KINDS(0), FOUR_KINDS(1), FOUR_KINDS(2),
                 FOUR_KINDS(3), FOUR_KINDS(4), FOUR_KINDS(5), FOUR_KINDS(6),
                 FOUR_KINDS(7)));
    for (int i = 0; i < 32; i += 4)
        tell("%s", list(self->results + i, 4));
    END;
}

#define ONE_OF_EACH "40 ['coroutine', None, 'task', 'future']\n"
SCENE(gather_32_of_all_kinds, ONE_OF_EACH ONE_OF_EACH ONE_OF_EACH ONE_OF_EACH
                              ONE_OF_EACH ONE_OF_EACH ONE_OF_EACH ONE_OF_EACH)

struct gather_the_same_twice {
    CORO;
    struct value results[3];
    struct coro once;
    struct task *task;
};

ASYNC(gather_the_same_twice)
{
    BEGIN;
    self->once = actor("A", 10, .loud = true);
    AWAIT(gather(self->results, self->once, actor("B", 20), self->once));
    tell("%s", list(self->results, 3));
    self->task = create_task(actor("T", 10, .loud = true));
    AWAIT(gather(self->results, self->task, self->task));
    tell("%s", list(self->results, 2));
    END;
}

SCENE(gather_the_same_twice, "0 A: begins\n"
                             "10 A: ends\n"
                             "20 ['A', 'B', 'A']\n"
                             "20 T: begins\n"
                             "30 T: ends\n"
                             "30 ['T', 'T']\n")

struct gather_a_used_coroutine {
    CORO;
    struct value results[2];
    struct coro once;
};

ASYNC(gather_a_used_coroutine)
{
    BEGIN;
    self->once = actor("A", 10);
    AWAIT(self->once);
    TRY_AWAIT(gather(self->results, actor("B", 10), self->once));
    tell("%s", error_name(failure()));
    END;
}

SCENE(gather_a_used_coroutine, "10 Invalid argument\n"
                               "10 B: cancelled\n")

/* --- gather: failures and cancellations ---------------------------------- */

struct gatherer {
    CORO;
    struct value results[2];
    struct coro a, b;
    bool keep_errors;
};

ASYNC(gatherer)
{
    BEGIN;
    if (self->keep_errors)
        AWAIT(gather_return_exceptions(self->results, self->a, self->b));
    else
        AWAIT(gather(self->results, self->a, self->b));
    RETURN(list(self->results, 2));
    END;
}

struct gather_cancelled_after_it_raised {
    CORO;
    struct value results[2];
    struct future *gathered;
};

ASYNC(gather_cancelled_after_it_raised)
{
    BEGIN;
    self->gathered = gather(self->results, actor("A", 10, .raises = ValueError),
                            actor("B", 50, .loud = true));
    TRY_AWAIT(self->gathered);
    tell("%s", ended());
    tell("cancelled: %s", truth(future_cancel(self->gathered)));
    AWAIT(async_sleep(0.100));
    END;
}

SCENE(gather_cancelled_after_it_raised, "0 B: begins\n"
                                        "10 ValueError: A\n"
                                        "10 cancelled: False\n"
                                        "50 B: ends\n")

struct gather_whose_children_swallow {
    CORO;
    struct task *t;
};

ASYNC(gather_whose_children_swallow)
{
    BEGIN;
    self->t = create_task(
        coro(gatherer, .a = actor("A", 50, .cleanup_ms = 20, .answer = SWALLOW),
             .b = actor("B", 50, .cleanup_ms = 10, .answer = SWALLOW)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("gatherer %s", outcome(self->t));
    END;
}

SCENE(gather_whose_children_swallow, "20 B: cancelled\n"
                                     "30 A: cancelled\n"
                                     "30 gatherer cancelled\n")

struct gather_cancelled_is_told_at_once {
    CORO;
    struct task *t;
};

ASYNC(gather_cancelled_is_told_at_once)
{
    BEGIN;
    self->t = create_task(coro(gatherer, .a = actor("A", 50, .cleanup_ms = 20),
                               .b = actor("B", 50, .cleanup_ms = 5)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("gatherer %s", outcome(self->t));
    AWAIT(async_sleep(0.050));
    END;
}

SCENE(gather_cancelled_is_told_at_once, "15 B: cancelled\n"
                                        "15 gatherer cancelled\n"
                                        "30 A: cancelled\n")

struct gather_cancelled_keeping_errors {
    CORO;
    struct task *t;
};

ASYNC(gather_cancelled_keeping_errors)
{
    BEGIN;
    self->t = create_task(
        coro(gatherer, .keep_errors = true,
             .a = actor("A", 50, .cleanup_ms = 20, .answer = ValueError),
             .b = actor("B", 50, .cleanup_ms = 5)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("gatherer %s", outcome(self->t));
    END;
}

SCENE(gather_cancelled_keeping_errors, "15 B: cancelled\n"
                                       "30 A: cancelled\n"
                                       "30 gatherer cancelled\n")

struct gather_keeps_errors {
    CORO;
    struct value results[3];
    struct task *task;
};

ASYNC(gather_keeps_errors)
{
    BEGIN;
    self->task = create_task(actor("A", 50));
    AWAIT(async_sleep(0));
    task_cancel(self->task);
    AWAIT(gather_return_exceptions(self->results, self->task,
                                   actor("B", 10, .raises = ValueError),
                                   actor("C", 30)));
    for (int i = 0; i < 2; i++)
        tell("%s", is_error(self->results[i])
                       ? exc(as_error(self->results[i])) : "no error");
    tell("%s", as_text(self->results[2]));
    END;
}

SCENE(gather_keeps_errors, "0 A: cancelled\n"
                           "30 CancelledError\n"
                           "30 ValueError: B\n"
                           "30 C\n")

struct gathers_nest {
    CORO;
    struct value outer[2], left[2], right[2];
};

ASYNC(gathers_nest)
{
    BEGIN;
    AWAIT(gather(self->outer,
                 gather(self->left, actor("A", 30), actor("B", 10)),
                 gather(self->right, actor("C", 20), actor("D", 40))));
    tell("%s %s", list(as_pointer(self->outer[0]), 2),
         list(as_pointer(self->outer[1]), 2));
    TRY_AWAIT(gather(self->outer,
                     gather(self->left, actor("A", 10, .raises = ValueError),
                            actor("B", 20, .loud = true)),
                     gather(self->right, actor("C", 5), actor("D", 5))));
    tell("%s", ended());
    AWAIT(async_sleep(0.100));
    END;
}

SCENE(gathers_nest, "40 ['A', 'B'] ['C', 'D']\n"
                    "40 B: begins\n"
                    "50 ValueError: A\n"
                    "60 B: ends\n")

struct gather_nested_deep {
    CORO;
    struct value result[1];
    int depth;
};

ASYNC(gather_nested_deep)
{
    BEGIN;
    if (self->depth == 1000)
        AWAIT(actor("bottom", 1000));
    else
        AWAIT(gather(self->result,
                     coro(gather_nested_deep, .depth = self->depth + 1)));
    END;
}

struct gather_cancelled_through_many {
    CORO;
    struct task *t;
};

ASYNC(gather_cancelled_through_many)
{
    BEGIN;
    self->t = create_task(coro(gather_nested_deep));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("%s", outcome(self->t));
    END;
}

SCENE(gather_cancelled_through_many, "10 bottom: cancelled\n"
                                     "10 cancelled\n")

struct gathers_partner {
    CORO;
    struct value result[1];
    struct task **partner;
};

ASYNC(gathers_partner)
{
    BEGIN;
    AWAIT(gather(self->result, *self->partner));
    END;
}

struct gather_in_a_ring {
    CORO;
    struct task *a, *b;
};

ASYNC(gather_in_a_ring)
{
    BEGIN;
    self->a = create_task(coro(gathers_partner, .partner = &self->b));
    self->b = create_task(coro(gathers_partner, .partner = &self->a));
    AWAIT(async_sleep(0.010));
    task_cancel(self->a);
    AWAIT(settle(self->a, self->b));
    tell("A %s, B %s", outcome(self->a), outcome(self->b));
    END;
}

SCENE(gather_in_a_ring, "10 A cancelled, B cancelled\n")

struct gather_itself_cancelled {
    CORO;
    struct value results[2];
    struct future *gathered;
};

static void cancel_it(void *future)
{
    tell("cancelled: %s", truth(future_cancel(future)));
}

ASYNC(gather_itself_cancelled)
{
    BEGIN;
    self->gathered = gather(self->results, actor("A", 50), actor("B", 50));
    call_later(0.010, cancel_it, self->gathered);
    TRY_AWAIT(self->gathered);
    tell("%s", ended());
    END;
}

SCENE(gather_itself_cancelled, "10 cancelled: True\n"
                               "10 A: cancelled\n"
                               "10 B: cancelled\n"
                               "10 CancelledError\n")

/* --- gather: its owner is gone ------------------------------------------- */

enum { UNTOUCHED = 4711 };

/* The same frame, first with a gather that it leaves behind, then without. */
struct gathers_and_leaves {
    CORO;
    struct value results[2];
    struct future *gathered;
    bool second_time;
};

ASYNC(gathers_and_leaves)
{
    BEGIN;
    if (!self->second_time) {
        self->gathered = gather(self->results, actor("A", 10, .loud = true),
                                actor("B", 20, .loud = true));
        AWAIT(async_sleep(0.005));
        RETURN((void *)self->results);
    }
    self->results[0] = self->results[1] = value_int(UNTOUCHED);
    AWAIT(async_sleep(0.100));
    tell("%s", list(self->results, 2));
    RETURN((void *)self->results);
    END;
}

struct gather_left_writes_nothing {
    CORO;
    void *place;
};

ASYNC(gather_left_writes_nothing)
{
    BEGIN;
    AWAIT(coro(gathers_and_leaves));
    self->place = as_pointer(awaited());
    AWAIT(coro(gathers_and_leaves, .second_time = true));
    tell("in the same place: %s", truth(self->place == as_pointer(awaited())));
    END;
}

SCENE(gather_left_writes_nothing, "0 A: begins\n"
                                  "0 B: begins\n"
                                  "10 A: ends\n"
                                  "20 B: ends\n"
                                  "105 [4711, 4711]\n"
                                  "105 in the same place: True\n")

struct gather_left_then_a_child_fails {
    CORO;
    struct value results[2];
    struct future *gathered;
};

ASYNC(gather_left_then_a_child_fails)
{
    BEGIN;
    self->gathered = gather(self->results, actor("A", 10, .raises = ValueError),
                            actor("B", 20, .raises = ValueError));
    future_release(self->gathered);
    AWAIT(async_sleep(0.100));
    END;
}

SCENE(gather_left_then_a_child_fails,
      "20 report: Future exception was never retrieved: ValueError: A\n")

/* --- wait_for: what it takes --------------------------------------------- */

struct wait_for_all_kinds {
    CORO;
    struct value results[2];
    struct task *task;
    struct future *future;
};

ASYNC(wait_for_all_kinds)
{
    BEGIN;
    TRY_AWAIT(wait_for(actor("coroutine", 10), 0.020));
    tell("%s", ended());
    TRY_AWAIT(wait_for(create_task(actor("task", 10)), 0.020));
    tell("%s", ended());
    TRY_AWAIT(wait_for(future_soon(), 0.020));
    tell("%s", ended());
    TRY_AWAIT(wait_for(async_sleep(0.010), 0.020));
    tell("%s", ended());
    TRY_AWAIT(wait_for(gather(self->results, actor("A", 10), actor("B", 5)),
                       0.020));
    tell("%s %s", failure() ? ended() : "gather", list(self->results, 2));
    TRY_AWAIT(wait_for(shield(actor("shield", 10)), 0.020));
    tell("%s", ended());
    tell("timers: %zu", timers_set());
    END;
}

SCENE(wait_for_all_kinds, "10 coroutine\n"
                          "20 task\n"
                          "25 future\n"
                          "35 None\n"
                          "45 gather ['A', 'B']\n"
                          "55 shield\n"
                          "55 timers: 0\n")

struct wait_for_all_kinds_too_late {
    CORO;
    struct value results[2];
    struct task *task;
    struct future *future;
};

ASYNC(wait_for_all_kinds_too_late)
{
    BEGIN;
    TRY_AWAIT(wait_for(actor("coroutine", 50), 0.010));
    tell("%s", ended());
    self->task = create_task(actor("task", 50));
    TRY_AWAIT(wait_for(self->task, 0.010));
    tell("%s, task %s", ended(), outcome(self->task));
    self->future = create_future();
    TRY_AWAIT(wait_for(self->future, 0.010));
    tell("%s, future %s", ended(), outcome(self->future));
    TRY_AWAIT(wait_for(async_sleep(1), 0.010));
    tell("%s", ended());
    TRY_AWAIT(wait_for(gather(self->results, actor("A", 50), actor("B", 50)),
                       0.010));
    tell("%s", ended());
    tell("timers: %zu, cancelling: %u", timers_set(),
         task_cancelling(current_task()));
    END;
}

SCENE(wait_for_all_kinds_too_late, "10 coroutine: cancelled\n"
                                   "10 TimeoutError\n"
                                   "20 task: cancelled\n"
                                   "20 TimeoutError, task cancelled\n"
                                   "30 TimeoutError, future cancelled\n"
                                   "40 TimeoutError\n"
                                   "50 A: cancelled\n"
                                   "50 B: cancelled\n"
                                   "50 TimeoutError\n"
                                   "50 timers: 0, cancelling: 0\n")

struct wait_for_no_time {
    CORO;
    struct task *running, *fresh, *done;
    struct future *future;
    double seconds;
};

ASYNC(wait_for_no_time)
{
    BEGIN;
    for (self->seconds = 0; self->seconds > -2; self->seconds--) {
        tell("limit %g", self->seconds);
        TRY_AWAIT(wait_for(actor("coroutine", 10, .loud = true), self->seconds));
        tell("%s", ended());
        TRY_AWAIT(wait_for(async_sleep(1), self->seconds));
        tell("sleep: %s", ended());

        self->running = create_task(actor("running", 50, .cleanup_ms = 5));
        self->done = create_task(actor("done", 1));
        AWAIT(async_sleep(0.002));
        TRY_AWAIT(wait_for(self->running, self->seconds));
        tell("%s", ended());
        TRY_AWAIT(wait_for(self->done, self->seconds));
        tell("%s", ended());
        self->future = create_future();
        TRY_AWAIT(wait_for(self->future, self->seconds));
        tell("%s, future %s", ended(), outcome(self->future));
    }
    tell("timers: %zu, cancelling: %u", timers_set(),
         task_cancelling(current_task()));
    END;
}

SCENE(wait_for_no_time, "0 limit 0\n"
                        "0 TimeoutError\n"
                        "0 sleep: TimeoutError\n"
                        "7 running: cancelled\n"
                        "7 TimeoutError\n"
                        "7 done\n"
                        "7 TimeoutError, future cancelled\n"
                        "7 limit -1\n"
                        "7 TimeoutError\n"
                        "7 sleep: TimeoutError\n"
                        "14 running: cancelled\n"
                        "14 TimeoutError\n"
                        "14 done\n"
                        "14 TimeoutError, future cancelled\n"
                        "14 timers: 0, cancelling: 0\n")

struct wait_for_no_time_a_fresh_task {
    CORO;
    struct task *fresh;
};

ASYNC(wait_for_no_time_a_fresh_task)
{
    BEGIN;
    self->fresh = create_task(actor("fresh", 10, .loud = true));
    TRY_AWAIT(wait_for(self->fresh, 0));
    tell("%s, task %s", ended(), outcome(self->fresh));
    END;
}

SCENE(wait_for_no_time_a_fresh_task, "0 TimeoutError, task cancelled\n")

/* --- wait_for: who answers ----------------------------------------------- */

struct wait_for_answers {
    CORO;
};

ASYNC(wait_for_answers)
{
    BEGIN;
    TRY_AWAIT(wait_for(actor("slow", 50, .cleanup_ms = 30), 0.010));
    tell("%s", ended());
    TRY_AWAIT(wait_for(actor("deaf", 50, .cleanup_ms = 5, .answer = SWALLOW),
                       0.010));
    tell("%s", ended());
    TRY_AWAIT(wait_for(actor("rude", 50, .answer = ValueError), 0.010));
    tell("%s", ended());
    TRY_AWAIT(wait_for(actor("early", 5, .raises = ETIMEDOUT), 0.010));
    tell("%s", ended());
    tell("cancelling: %u", task_cancelling(current_task()));
    END;
}

SCENE(wait_for_answers, "40 slow: cancelled\n"
                        "40 TimeoutError\n"
                        "55 deaf: cancelled\n"
                        "55 deaf, late\n"
                        "65 rude: cancelled\n"
                        "65 ValueError: rude, in cleanup\n"
                        "70 TimeoutError\n"
                        "70 cancelling: 0\n")

struct one_who_waits {
    CORO;
    struct coro inner;
    double limit;
};

ASYNC(one_who_waits)
{
    BEGIN;
    AWAIT(wait_for(self->inner, self->limit));
    RETURN(awaited());
    END;
}

struct wait_for_cancelled_from_outside {
    CORO;
    struct task *passes_on, *swallows;
};

ASYNC(wait_for_cancelled_from_outside)
{
    BEGIN;
    self->passes_on = create_task(
        coro(one_who_waits, .inner = actor("A", 50, .cleanup_ms = 20), .limit = 1));
    self->swallows = create_task(
        coro(one_who_waits, .inner = actor("B", 50, .answer = SWALLOW), .limit = 1));
    AWAIT(async_sleep(0.010));
    task_cancel(self->passes_on);
    task_cancel(self->swallows);
    AWAIT(settle(self->passes_on, self->swallows));
    tell("%s, %s", outcome(self->passes_on), outcome(self->swallows));
    tell("timers: %zu", timers_set());
    END;
}

SCENE(wait_for_cancelled_from_outside, "10 B: cancelled\n"
                                       "30 A: cancelled\n"
                                       "30 cancelled, returned B, late\n"
                                       "30 timers: 0\n")

struct wait_for_nested {
    CORO;
};

ASYNC(wait_for_nested)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(one_who_waits, .inner = actor("A", 50), .limit = 0.010),
                       0.030));
    tell("inner first: %s", ended());
    TRY_AWAIT(wait_for(coro(one_who_waits, .inner = actor("B", 50), .limit = 0.030),
                       0.010));
    tell("outer first: %s", ended());
    TRY_AWAIT(wait_for(coro(one_who_waits, .inner = actor("C", 50), .limit = 0.010),
                       0.010));
    tell("both at once: %s", ended());
    TRY_AWAIT(wait_for(coro(one_who_waits, .inner = actor("D", 50, .cleanup_ms = 40),
                            .limit = 0.010), 0.030));
    tell("the outer one during the inner one's cleanup: %s", ended());
    TRY_AWAIT(async_sleep(0.010));
    tell("then: %s, timers: %zu, cancelling: %u", ended(), timers_set(),
         task_cancelling(current_task()));
    END;
}

SCENE(wait_for_nested, "10 A: cancelled\n"
                       "10 inner first: TimeoutError\n"
                       "20 B: cancelled\n"
                       "20 outer first: TimeoutError\n"
                       "30 C: cancelled\n"
                       "30 both at once: TimeoutError\n"
                       "60 the outer one during the inner one's cleanup: "
                       "TimeoutError\n"
                       "70 then: None, timers: 0, cancelling: 0\n")

struct wait_for_at_the_same_instant {
    CORO;
};

ASYNC(wait_for_at_the_same_instant)
{
    BEGIN;
    TRY_AWAIT(wait_for(async_sleep(0.010), 0.010));
    tell("%s", !failure() || failure() == ETIMEDOUT ? "one of two" : ended());
    TRY_AWAIT(wait_for(create_task(async_sleep(0.010)), 0.010));
    tell("%s", !failure() || failure() == ETIMEDOUT ? "one of two" : ended());
    TRY_AWAIT(async_sleep(0.010));
    tell("then: %s, timers: %zu, cancelling: %u", ended(), timers_set(),
         task_cancelling(current_task()));
    END;
}

SCENE(wait_for_at_the_same_instant, "10 one of two\n"
                                    "20 one of two\n"
                                    "30 then: None, timers: 0, cancelling: 0\n")

struct wait_for_result_and_cancel_at_once {
    CORO;
    struct future *future;
    struct task *t;
};

struct waits_for_future {
    CORO;
    struct future *future;
};

ASYNC(waits_for_future)
{
    BEGIN;
    AWAIT(wait_for(self->future, 1));
    RETURN(awaited());
    END;
}

ASYNC(wait_for_result_and_cancel_at_once)
{
    BEGIN;
    self->future = create_future();
    self->t = create_task(coro(waits_for_future, .future = self->future));
    AWAIT(async_sleep(0.010));
    complete(self->future);
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("%s, future %s", outcome(self->t), outcome(self->future));
    END;
}

SCENE(wait_for_result_and_cancel_at_once, "10 cancelled, future returned future\n")

/* --- timeout ------------------------------------------------------------- */

struct timeout_moved {
    CORO;
    struct timeout *limit;
};

ASYNC(timeout_moved)
{
    BEGIN;
    self->limit = timeout(0.010);
    timeout_reschedule(self->limit, 0.030);
    TRY_AWAIT(async_sleep(0.020));
    tell("moved away: %s", ended());
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    tell("strikes then: %s", ended());

    self->limit = timeout(1);
    timeout_reschedule(self->limit, 0.005);
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    tell("moved here: %s", ended());

    self->limit = timeout(1);
    timeout_reschedule(self->limit, -1);
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    tell("moved into the past: %s", ended());

    self->limit = timeout(0);
    timeout_reschedule(self->limit, 0.010);
    TRY_AWAIT(async_sleep(0.005));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    tell("moved away when due: %s", ended());
    timeout_reschedule(self->limit, 0.001);
    TRY_AWAIT(async_sleep(0.010));
    tell("moved when left: %s", ended());
    tell("timers: %zu, cancelling: %u", timers_set(),
         task_cancelling(current_task()));
    END;
}

SCENE(timeout_moved, "20 moved away: None\n"
                     "30 strikes then: TimeoutError\n"
                     "35 moved here: TimeoutError\n"
                     "35 moved into the past: TimeoutError\n"
                     "40 moved away when due: None\n"
                     "40 report: RuntimeError\n"
                     "50 moved when left: None\n"
                     "50 timers: 0, cancelling: 0\n")

struct leaves_a_timeout {
    CORO;
    struct timeout *limit;
};

ASYNC(leaves_a_timeout)
{
    BEGIN;
    self->limit = timeout(0.020);
    AWAIT(async_sleep(0.010));
    END;
}

struct timeout_without_exit {
    CORO;
};

ASYNC(timeout_without_exit)
{
    BEGIN;
    AWAIT(coro(leaves_a_timeout));
    tell("timers: %zu", timers_set());
    TRY_AWAIT(async_sleep(0.050));
    tell("%s", ended());
    END;
}

SCENE(timeout_without_exit, "10 timers: 0\n"
                            "60 None\n")

struct timeout_body_answers {
    CORO;
    struct timeout *limit;
};

ASYNC(timeout_body_answers)
{
    BEGIN;
    self->limit = timeout(0.010);
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->limit, NULL));
    tell("swallowed: %s, expired %s", ended(),
         truth(timeout_expired(self->limit)));
    self->limit = timeout(0.010);
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->limit, error_new(ValueError, "other")));
    tell("replaced: %s, expired %s", ended(),
         truth(timeout_expired(self->limit)));
    self->limit = timeout(0.010);
    TRY_AWAIT(timeout_exit(self->limit, error_new(ECANCELED, "")));
    tell("not its own: %s, expired %s", ended(),
         truth(timeout_expired(self->limit)));
    TRY_AWAIT(async_sleep(0.010));
    tell("then: %s, cancelling: %u", ended(), task_cancelling(current_task()));
    END;
}

SCENE(timeout_body_answers, "10 swallowed: None, expired True\n"
                            "20 replaced: ValueError: other, expired True\n"
                            "20 not its own: CancelledError, expired False\n"
                            "30 then: None, cancelling: 0\n")

struct limited {
    CORO;
    struct timeout *limit;
};

ASYNC(limited)
{
    BEGIN;
    self->limit = timeout(0.010);
    TRY_AWAIT(async_sleep(1));
    tell("limited: %s", ended());
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    tell("block: %s, expired %s", ended(), truth(timeout_expired(self->limit)));
    if (failure())
        RERAISE;
    END;
}

struct timeout_and_cancel_at_once {
    CORO;
    struct task *t;
};

static void cancel_task(void *task)
{
    task_cancel(task);
}

ASYNC(timeout_and_cancel_at_once)
{
    BEGIN;
    self->t = create_task(coro(limited));
    AWAIT(async_sleep(0));
    call_later(0.010, cancel_task, self->t);
    AWAIT(settle(self->t));
    tell("%s", outcome(self->t));
    END;
}

SCENE(timeout_and_cancel_at_once, "10 limited: CancelledError\n"
                                  "10 block: CancelledError, expired True\n"
                                  "10 cancelled\n")

/* --- shield -------------------------------------------------------------- */

struct shield_of_done {
    CORO;
    struct task *good, *bad, *gone;
};

ASYNC(shield_of_done)
{
    BEGIN;
    self->good = create_task(actor("good", 1));
    self->bad = create_task(actor("bad", 1, .raises = ValueError));
    self->gone = create_task(actor("gone", 10));
    AWAIT(async_sleep(0.005));
    task_cancel(self->gone);
    AWAIT(settle(self->gone));
    spawn(actor("other", 1, .loud = true));
    TRY_AWAIT(shield(self->good));
    tell("%s", ended());
    TRY_AWAIT(shield(self->bad));
    tell("%s", ended());
    TRY_AWAIT(shield(self->gone));
    tell("%s", ended());
    END;
}

SCENE(shield_of_done, "5 gone: cancelled\n"
                      "5 good\n"
                      "5 ValueError: bad\n"
                      "5 CancelledError\n"
                      "5 other: begins\n"
                      "5 other: cancelled\n")

struct shielded {
    CORO;
    struct coro inner;
};

ASYNC(shielded)
{
    BEGIN;
    AWAIT(shield(self->inner));
    RETURN(awaited());
    END;
}

struct shield_cancelled_then_inner_fails {
    CORO;
    struct task *t;
};

ASYNC(shield_cancelled_then_inner_fails)
{
    BEGIN;
    self->t = create_task(
        coro(shielded, .inner = actor("A", 20, .raises = ValueError)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("%s", outcome(self->t));
    AWAIT(async_sleep(0.100));
    END;
}

SCENE(shield_cancelled_then_inner_fails,
      "10 cancelled\n"
      "20 report: Task exception was never retrieved: ValueError: A\n")

struct shield_inner_cancelled {
    CORO;
    struct task *inner;
};

ASYNC(shield_inner_cancelled)
{
    BEGIN;
    self->inner = create_task(actor("A", 50));
    AWAIT(async_sleep(0.010));
    call_later(0.010, cancel_task, self->inner);
    TRY_AWAIT(shield(self->inner));
    tell("%s, cancelling: %u", ended(), task_cancelling(current_task()));
    END;
}

SCENE(shield_inner_cancelled, "20 A: cancelled\n"
                              "20 CancelledError, cancelling: 0\n")

struct shield_left_alone {
    CORO;
    struct task *task;
    struct future *guard;
};

ASYNC(shield_left_alone)
{
    BEGIN;
    self->task = create_task(actor("A", 20, .loud = true));
    self->guard = shield(self->task);
    future_release(self->guard);
    tell("nobody waits for it: %s", truth(nobody_waits_for(self->task)));
    AWAIT(wait_for(shield(self->task), 1));
    tell("%s", as_text(awaited()));
    TRY_AWAIT(wait_for(shield(actor("B", 50, .loud = true)), 0.010));
    tell("%s", ended());
    AWAIT(async_sleep(0.100));
    END;
}

SCENE(shield_left_alone, "0 nobody waits for it: True\n"
                         "0 A: begins\n"
                         "20 A: ends\n"
                         "20 A\n"
                         "20 B: begins\n"
                         "30 TimeoutError\n"
                         "70 B: ends\n")

/* --- wait_tasks ---------------------------------------------------------- */

struct three {
    struct task *tasks[3];      /* 10: returns, 20: see fails, 30: returns */
};

static void begin_three(struct three *three, int fails)
{
    three->tasks[0] = create_task(actor("A", 10));
    three->tasks[1] = create_task(actor("B", 20, .raises = fails));
    three->tasks[2] = create_task(actor("C", 30));
}

static const char *outcomes(const struct three *three)
{
    return textf("%s; %s; %s", outcome(three->tasks[0]),
                 outcome(three->tasks[1]), outcome(three->tasks[2]));
}

struct wait_three_ways {
    CORO;
    struct three three;
};

ASYNC(wait_three_ways)
{
    BEGIN;
    begin_three(&self->three, ValueError);
    AWAIT(wait_tasks(self->three.tasks, 3, FIRST_COMPLETED, NO_LIMIT));
    tell("%s done", value_to_text(awaited()));
    AWAIT(wait_tasks(self->three.tasks, 3, FIRST_COMPLETED, NO_LIMIT));
    tell("%s done, again", value_to_text(awaited()));
    AWAIT(wait_tasks(self->three.tasks, 3, FIRST_EXCEPTION, NO_LIMIT));
    tell("%s done", value_to_text(awaited()));
    AWAIT(wait_tasks(self->three.tasks, 3, ALL_COMPLETED, NO_LIMIT));
    tell("%s done: %s", value_to_text(awaited()), outcomes(&self->three));
    END;
}

SCENE(wait_three_ways, "10 1 done\n"
                       "10 1 done, again\n"
                       "20 2 done\n"
                       "30 3 done: returned A; raised ValueError: B; returned C\n")

struct wait_a_cancelled_one_is_no_failure {
    CORO;
    struct three three;
};

ASYNC(wait_a_cancelled_one_is_no_failure)
{
    BEGIN;
    begin_three(&self->three, 0);
    call_later(0.005, cancel_task, self->three.tasks[1]);
    AWAIT(wait_tasks(self->three.tasks, 3, FIRST_EXCEPTION, NO_LIMIT));
    tell("%s done: %s", value_to_text(awaited()), outcomes(&self->three));
    END;
}

SCENE(wait_a_cancelled_one_is_no_failure,
      "5 B: cancelled\n"
      "30 3 done: returned A; cancelled; returned C\n")

struct wait_with_limit {
    CORO;
    struct three three;
};

ASYNC(wait_with_limit)
{
    BEGIN;
    begin_three(&self->three, 0);
    AWAIT(wait_tasks(self->three.tasks, 3, ALL_COMPLETED, 0));
    tell("%s done", value_to_text(awaited()));
    AWAIT(wait_tasks(self->three.tasks, 3, ALL_COMPLETED, 0.015));
    tell("%s done: %s", value_to_text(awaited()), outcomes(&self->three));
    tell("nobody waits for C: %s", truth(nobody_waits_for(self->three.tasks[2])));
    AWAIT(wait_tasks(self->three.tasks, 3, ALL_COMPLETED, 1));
    tell("%s done, timers: %zu", value_to_text(awaited()), timers_set());
    tell("cancelling: %u", task_cancelling(current_task()));
    END;
}

SCENE(wait_with_limit, "0 0 done\n"
                       "15 1 done: returned A; pending; pending\n"
                       "15 nobody waits for C: True\n"
                       "30 3 done, timers: 0\n"
                       "30 cancelling: 0\n")

struct waits_for_three {
    CORO;
    struct three *three;
    double limit;
};

ASYNC(waits_for_three)
{
    BEGIN;
    AWAIT(wait_tasks(self->three->tasks, 3, ALL_COMPLETED, self->limit));
    END;
}

struct wait_cancelled_waiter {
    CORO;
    struct three three;
    struct task *plain, *limited;
};

ASYNC(wait_cancelled_waiter)
{
    BEGIN;
    begin_three(&self->three, 0);
    self->plain = create_task(
        coro(waits_for_three, .three = &self->three, .limit = NO_LIMIT));
    self->limited = create_task(
        coro(waits_for_three, .three = &self->three, .limit = 1));
    AWAIT(async_sleep(0.015));
    tell("nobody waits for C: %s", truth(nobody_waits_for(self->three.tasks[2])));
    task_cancel(self->plain);
    task_cancel(self->limited);
    AWAIT(settle(self->plain, self->limited));
    tell("%s, %s", outcome(self->plain), outcome(self->limited));
    tell("nobody waits for C: %s", truth(nobody_waits_for(self->three.tasks[2])));
    AWAIT(async_sleep(0.050));
    tell("%s", outcomes(&self->three));
    END;
}

SCENE(wait_cancelled_waiter, "15 nobody waits for C: False\n"
                             "15 cancelled, cancelled\n"
                             "15 nobody waits for C: True\n"
                             "65 returned A; returned B; returned C\n")

struct wait_for_a_failure_does_not_ask {
    CORO;
    struct task *task;
};

ASYNC(wait_for_a_failure_does_not_ask)
{
    BEGIN;
    self->task = create_task(actor("A", 10, .raises = ValueError));
    AWAIT(wait_tasks(&self->task, 1, ALL_COMPLETED, NO_LIMIT));
    tell("%s done", value_to_text(awaited()));
    task_release(self->task);
    END;
}

SCENE(wait_for_a_failure_does_not_ask,
      "10 1 done\n"
      "10 report: Task exception was never retrieved: ValueError: A\n")

/* --- as_completed -------------------------------------------------------- */

struct completed_with_failures {
    CORO;
    struct three three;
    struct as_completed *results;
    int i;
};

ASYNC(completed_with_failures)
{
    BEGIN;
    begin_three(&self->three, ValueError);
    call_later(0.005, cancel_task, self->three.tasks[2]);
    self->results = as_completed(self->three.tasks, 3, NO_LIMIT);
    tell("none yet: %s", truth(!completed_task(self->results)));
    for (self->i = 0; self->i < 4; self->i++) {
        TRY_AWAIT(next_completed(self->results));
        if (failure() == EINVAL)
            tell("there is no fourth");
        else
            tell("%s: %s", task_name(completed_task(self->results)), ended());
    }
    END;
}

SCENE(completed_with_failures, "0 none yet: True\n"
                               "5 C: cancelled\n"
                               "5 Task-4: CancelledError\n"
                               "10 Task-2: A\n"
                               "20 Task-3: ValueError: B\n"
                               "20 there is no fourth\n")

struct takes_the_first {
    CORO;
    struct three *three;
    struct as_completed *results;
};

ASYNC(takes_the_first)
{
    BEGIN;
    self->results = as_completed(self->three->tasks, 3, 0.025);
    AWAIT(next_completed(self->results));
    RETURN(awaited());
    END;
}

struct completed_left_early {
    CORO;
    struct three three;
};

ASYNC(completed_left_early)
{
    BEGIN;
    begin_three(&self->three, 0);
    AWAIT(coro(takes_the_first, .three = &self->three));
    tell("%s, timers: %zu", as_text(awaited()), timers_set());
    tell("nobody waits for C: %s", truth(nobody_waits_for(self->three.tasks[2])));
    AWAIT(async_sleep(0.050));
    tell("%s", outcomes(&self->three));
    END;
}

SCENE(completed_left_early, "10 A, timers: 2\n"
                            "10 nobody waits for C: True\n"
                            "60 returned A; returned B; returned C\n")

struct completed_with_limit {
    CORO;
    struct three three;
    struct as_completed *results;
    int i;
};

ASYNC(completed_with_limit)
{
    BEGIN;
    begin_three(&self->three, 0);
    self->results = as_completed(self->three.tasks, 3, 0.015);
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(next_completed(self->results));
        tell("%s", ended());
        AWAIT(async_sleep(0.010));
    }
    tell("%s", outcomes(&self->three));
    END;
}

SCENE(completed_with_limit, "10 A\n"
                            "20 TimeoutError\n"
                            "30 TimeoutError\n"
                            "40 returned A; returned B; returned C\n")

struct completed_no_time {
    CORO;
    struct three three;
    struct as_completed *results;
};

ASYNC(completed_no_time)
{
    BEGIN;
    begin_three(&self->three, 0);
    self->results = as_completed(self->three.tasks, 3, 0);
    TRY_AWAIT(next_completed(self->results));
    tell("%s", ended());
    self->results = as_completed(self->three.tasks, 0, NO_LIMIT);
    TRY_AWAIT(next_completed(self->results));
    tell("of nothing: %s", error_name(failure()));
    END;
}

SCENE(completed_no_time, "0 TimeoutError\n"
                         "0 of nothing: Invalid argument\n"
                         "0 A: cancelled\n"
                         "0 B: cancelled\n"
                         "0 C: cancelled\n")

struct completed_taker_cancelled {
    CORO;
    struct three three;
    struct as_completed *results;
    int i;
};

ASYNC(completed_taker_cancelled)
{
    BEGIN;
    begin_three(&self->three, 0);
    self->results = as_completed(self->three.tasks, 3, NO_LIMIT);
    TRY_AWAIT(wait_for(next_completed(self->results), 0.005));
    tell("%s", ended());
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(next_completed(self->results));
        tell("%s", as_text(awaited()));
    }
    END;
}

SCENE(completed_taker_cancelled, "5 TimeoutError\n"
                                 "10 A\n"
                                 "20 B\n"
                                 "30 C\n")

/* --- the suite ----------------------------------------------------------- */

Suite *combine_suite(void)
{
    Suite *suite = suite_create("combine");
    TCase *gather = tcase_create("gather");
    TCase *limits = tcase_create("wait_for and timeout");
    TCase *shields = tcase_create("shield");
    TCase *waits = tcase_create("wait_tasks and as_completed");

    tcase_add_test(gather, test_gather_nothing);
    tcase_add_test(gather, test_gather_32_of_all_kinds);
    tcase_add_test(gather, test_gather_the_same_twice);
    tcase_add_test(gather, test_gather_a_used_coroutine);
    tcase_add_test(gather, test_gather_cancelled_after_it_raised);
    tcase_add_test(gather, test_gather_whose_children_swallow);
    tcase_add_test(gather, test_gather_cancelled_is_told_at_once);
    tcase_add_test(gather, test_gather_cancelled_keeping_errors);
    tcase_add_test(gather, test_gather_keeps_errors);
    tcase_add_test(gather, test_gathers_nest);
    tcase_add_test(gather, test_gather_cancelled_through_many);
    tcase_add_test(gather, test_gather_in_a_ring);
    tcase_add_test(gather, test_gather_itself_cancelled);
    tcase_add_test(gather, test_gather_left_writes_nothing);
    tcase_add_test(gather, test_gather_left_then_a_child_fails);
    suite_add_tcase(suite, gather);

    tcase_add_test(limits, test_wait_for_all_kinds);
    tcase_add_test(limits, test_wait_for_all_kinds_too_late);
    tcase_add_test(limits, test_wait_for_no_time);
    tcase_add_test(limits, test_wait_for_no_time_a_fresh_task);
    tcase_add_test(limits, test_wait_for_answers);
    tcase_add_test(limits, test_wait_for_cancelled_from_outside);
    tcase_add_test(limits, test_wait_for_nested);
    tcase_add_test(limits, test_wait_for_at_the_same_instant);
    tcase_add_test(limits, test_wait_for_result_and_cancel_at_once);
    tcase_add_test(limits, test_timeout_moved);
    tcase_add_test(limits, test_timeout_without_exit);
    tcase_add_test(limits, test_timeout_body_answers);
    tcase_add_test(limits, test_timeout_and_cancel_at_once);
    suite_add_tcase(suite, limits);

    tcase_add_test(shields, test_shield_of_done);
    tcase_add_test(shields, test_shield_cancelled_then_inner_fails);
    tcase_add_test(shields, test_shield_inner_cancelled);
    tcase_add_test(shields, test_shield_left_alone);
    suite_add_tcase(suite, shields);

    tcase_add_test(waits, test_wait_three_ways);
    tcase_add_test(waits, test_wait_a_cancelled_one_is_no_failure);
    tcase_add_test(waits, test_wait_with_limit);
    tcase_add_test(waits, test_wait_cancelled_waiter);
    tcase_add_test(waits, test_wait_for_a_failure_does_not_ask);
    tcase_add_test(waits, test_completed_with_failures);
    tcase_add_test(waits, test_completed_left_early);
    tcase_add_test(waits, test_completed_with_limit);
    tcase_add_test(waits, test_completed_no_time);
    tcase_add_test(waits, test_completed_taker_cancelled);
    suite_add_tcase(suite, waits);
    return suite;
}
