/* test_task.c - tasks: ownership, names, cancelling, and errors nobody asked
 * for.  (Their order is compared with CPython's in asyncio/.)
 */
#include <check.h>
#include <string.h>

#include "runtime.h"
#include "capture.h"
#include "../inside.h"
#include "suites.h"

static int run_virtual(struct coro main, struct value *result)
{
    return loop_run(&(struct loop_options){.virtual_clock = true}, main, result);
}

struct sleeper {
    CORO;
    double seconds;
};

ASYNC(sleeper)
{
    BEGIN;
    AWAIT(async_sleep(self->seconds));
    RETURN("slept");
    END;
}

struct fails {
    CORO;
};

ASYNC(fails)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    RAISE(ECONNRESET, "line %d is dead", 4);
    END;
}

/* --- names and lists ----------------------------------------------------- */

struct lists_tasks {
    CORO;
    struct task *one, *two, *tasks[2];
};

ASYNC(lists_tasks)
{
    BEGIN;
    self->one = create_task(coro(sleeper, .seconds = 1));
    self->two = create_task_named(coro(sleeper, .seconds = 2), "second");
    ck_assert_str_eq(task_name(current_task()), "Task-1");
    ck_assert_str_eq(task_name(self->one), "Task-2");
    ck_assert_str_eq(task_name(self->two), "second");
    ck_assert_uint_eq(all_tasks(self->tasks, 2), 3);
    ck_assert_ptr_eq(self->tasks[1], self->one);
    AWAIT(self->one);
    ck_assert_uint_eq(all_tasks(self->tasks, 2), 2);
    ck_assert_ptr_eq(self->tasks[1], self->two);
    task_set_name(self->two, "renamed");
    ck_assert_str_eq(task_name(self->two), "renamed");
    END;
}

START_TEST(tasks_have_names_and_are_listed_in_order)
{
    ck_assert_int_eq(run_virtual(coro(lists_tasks), NULL), 0);
}
END_TEST

/* --- ownership ----------------------------------------------------------- */

struct makes_and_leaves {
    CORO;
    struct task *task;
};

ASYNC(makes_and_leaves)
{
    BEGIN;
    self->task = create_task(coro(sleeper, .seconds = 1));
    END;
}

struct keeps_running {
    CORO;
    struct task *tasks[2];
};

ASYNC(keeps_running)
{
    BEGIN;
    AWAIT(coro(makes_and_leaves));
    ck_assert_uint_eq(all_tasks(self->tasks, 2), 2);
    AWAIT(async_sleep(1.5));
    ck_assert_uint_eq(all_tasks(self->tasks, 2), 1);
    END;
}

START_TEST(a_task_runs_on_when_its_handle_goes)
{
    ck_assert_int_eq(run_virtual(coro(keeps_running), NULL), 0);
}
END_TEST

/* Its cleanup needs a frame as large as main's, whose place it might take. */
struct farewell {
    CORO;
    int *unused, others[40];
};

ASYNC(farewell)
{
    BEGIN;
    memset(self->others, 255, sizeof self->others);
    AWAIT(async_sleep(0.1));
    END;
}

struct counts_on {
    CORO;
    int *counts;
    int *found;
};

ASYNC(counts_on)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    AWAIT(coro(farewell));
    *self->found = self->counts[39];
    END;
}

struct leaves_early {
    CORO;
    int *found, counts[40];
};

ASYNC(leaves_early)
{
    BEGIN;
    self->counts[39] = 7;
    spawn(coro(counts_on, .counts = self->counts, .found = self->found));
    AWAIT(async_sleep(0.5));
    END;
}

START_TEST(what_lives_in_main_outlasts_the_tasks_left_over)
{
    int found = 0;
    ck_assert_uint_eq(sizeof(struct farewell), sizeof(struct leaves_early));
    ck_assert_int_eq(run_virtual(coro(leaves_early, .found = &found), NULL), 0);
    ck_assert_int_eq(found, 7);
}
END_TEST

struct releases {
    CORO;
    struct task *first, *second, *third;
};

ASYNC(releases)
{
    BEGIN;
    self->first = create_task(coro(sleeper, .seconds = 1));
    self->second = create_task(coro(sleeper, .seconds = 1));
    self->third = create_task(coro(sleeper, .seconds = 1));
    task_release(self->second);
    task_release(self->first);
    AWAIT(self->third);
    END;
}

static int run_releases(void *arg)
{
    (void)arg;
    return run_virtual(coro(releases), NULL);
}

START_TEST(handles_are_given_back_in_any_order)
{
    struct captured captured = capture_run(run_releases, NULL);
    ck_assert_int_eq(captured.status, 0);
    ck_assert_str_eq(captured.err, "");
}
END_TEST

struct releases_twice {
    CORO;
    struct task *task;
};

ASYNC(releases_twice)
{
    BEGIN;
    self->task = create_task(coro(sleeper, .seconds = 1));
    task_release(self->task);
    task_release(self->task);
    END;
}

static int run_releases_twice(void *arg)
{
    (void)arg;
    return run_virtual(coro(releases_twice), NULL);
}

/* The frame that made the task has ended when others still hold it. */
struct hands_out {
    CORO;
    struct task *task;
};

ASYNC(hands_out)
{
    BEGIN;
    self->task = create_task(coro(sleeper, .seconds = 1));
    task_outlive(self->task);
    RETURN((void *)self->task);
    END;
}

struct holds_on {
    CORO;
    struct task *task;
};

ASYNC(holds_on)
{
    BEGIN;
    AWAIT(coro(hands_out));
    self->task = as_pointer(awaited());
    AWAIT(async_sleep(2));
    ck_assert(task_done(self->task));
    ck_assert_str_eq(as_text(task_result(self->task)), "slept");
    task_release(self->task);
    END;
}

START_TEST(a_handle_may_outlive_its_frame)
{
    ck_assert_int_eq(run_virtual(coro(holds_on), NULL), 0);
}
END_TEST

START_TEST(a_handle_is_given_back_once)
{
    struct captured captured = capture_run(run_releases_twice, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "a handle that nobody owns any more");
}
END_TEST

/* --- errors nobody asked for --------------------------------------------- */

struct ignores_failure {
    CORO;
    struct task *task;
};

ASYNC(ignores_failure)
{
    BEGIN;
    self->task = create_task(coro(fails));
    AWAIT(async_sleep(1.0));
    puts("the frame ends");
    END;
}

static int run_ignores_failure(void *arg)
{
    (void)arg;
    return run_virtual(coro(ignores_failure), NULL);
}

START_TEST(a_failure_nobody_asked_for_is_reported_with_its_trail)
{
    struct captured captured = capture_run(run_ignores_failure, NULL);
    ck_assert_says(captured, "Task exception was never retrieved");
    ck_assert_says(captured, "Connection reset by peer: line 4 is dead");
    ck_assert_says(captured, "in fails");
    ck_assert_says(captured, "test_task.c:");
}
END_TEST

struct asks {
    CORO;
    struct task *task;
};

ASYNC(asks)
{
    BEGIN;
    self->task = create_task(coro(fails));
    AWAIT(async_sleep(1.0));
    ck_assert_int_eq(task_error(self->task)->code, ECONNRESET);
    END;
}

static int run_asks(void *arg)
{
    (void)arg;
    return run_virtual(coro(asks), NULL);
}

START_TEST(a_failure_somebody_asked_for_is_not_reported)
{
    struct captured captured = capture_run(run_asks, NULL);
    ck_assert_int_eq(captured.status, 0);
    ck_assert_str_eq(captured.err, "");
}
END_TEST

struct spawns_and_leaves {
    CORO;
};

ASYNC(spawns_and_leaves)
{
    BEGIN;
    spawn(coro(fails));
    AWAIT(async_sleep(0.5));
    fputs("main goes on\n", stderr);
    END;
}

static int run_spawns_and_leaves(void *arg)
{
    (void)arg;
    return run_virtual(coro(spawns_and_leaves), NULL);
}

START_TEST(a_spawned_failure_is_reported_at_once)
{
    struct captured captured = capture_run(run_spawns_and_leaves, NULL);
    const char *report = strstr(captured.err, "line 4 is dead");
    ck_assert_ptr_nonnull(report);
    ck_assert_ptr_nonnull(strstr(report, "main goes on"));
}
END_TEST

/* --- cancelling ---------------------------------------------------------- */

struct link {
    CORO;
    struct task *next;
    long depth;
};

ASYNC(link)
{
    BEGIN;
    if (self->depth == 0)
        AWAIT(async_sleep(3600));
    self->next = create_task(coro(link, .depth = self->depth - 1));
    AWAIT(self->next);
    END;
}

struct cancels_chain {
    CORO;
    long depth;
    struct task *first;
};

ASYNC(cancels_chain)
{
    BEGIN;
    self->first = create_task(coro(link, .depth = self->depth));
    AWAIT(async_sleep(1.0));
    ck_assert(task_cancel(self->first));
    TRY_AWAIT(self->first);
    ck_assert_int_eq(failure(), ECANCELED);
    ck_assert(!task_cancel(self->first));
    RETURN(loop_time());
    END;
}

START_TEST(a_request_goes_down_a_chain_of_300000_tasks)
{
    struct value value;
    ck_assert_int_eq(run_virtual(coro(cancels_chain, .depth = 300000), &value), 0);
    ck_assert_double_eq(as_real(value), 1.0);
}
END_TEST

enum { RING = 7 };

struct ring_link {
    CORO;
    struct task **next;
};

ASYNC(ring_link)
{
    BEGIN;
    AWAIT(async_sleep(0));
    AWAIT(*self->next);
    END;
}

struct cancels_ring {
    CORO;
    struct task *ring[RING];
    int i;
};

ASYNC(cancels_ring)
{
    BEGIN;
    for (self->i = 0; self->i < RING; self->i++)
        self->ring[self->i] = create_task(
            coro(ring_link, .next = &self->ring[(self->i + 1) % RING]));
    AWAIT(async_sleep(1.0));
    task_cancel(self->ring[3]);
    for (self->i = 0; self->i < RING; self->i++) {
        TRY_AWAIT(self->ring[self->i]);
        ck_assert_int_eq(failure(), ECANCELED);
    }
    END;
}

START_TEST(a_ring_of_tasks_can_be_cancelled)
{
    ck_assert_int_eq(run_virtual(coro(cancels_ring), NULL), 0);
}
END_TEST

struct hears_why {
    CORO;
};

ASYNC(hears_why)
{
    BEGIN;
    TRY_AWAIT(async_sleep(3600));
    ck_assert_int_eq(failure(), ECANCELED);
    RETURN(caught()->message);
    END;
}

struct says_why {
    CORO;
    struct task *task;
};

ASYNC(says_why)
{
    BEGIN;
    self->task = create_task(coro(hears_why));
    AWAIT(async_sleep(1.0));
    task_cancel_because(self->task, "the shop closes at %d", 8);
    AWAIT(self->task);
    RETURN(awaited());
    END;
}

START_TEST(a_reason_travels_with_the_request)
{
    struct value value;
    run_virtual(coro(says_why), &value);
    ck_assert_str_eq(as_text(value), "the shop closes at 8");
}
END_TEST

/* --- many awaiters, done callbacks --------------------------------------- */

static char letters[16];

struct awaiter {
    CORO;
    struct task *task;
    const char *letter;
};

ASYNC(awaiter)
{
    BEGIN;
    AWAIT(self->task);
    strcat(letters, self->letter);
    RETURN(awaited());
    END;
}

static void note_done(struct future *future, void *arg)
{
    ck_assert(future_done(future));
    strcat(letters, arg);
}

struct many_await_one {
    CORO;
    struct task *task;
    struct value results[3];
};

ASYNC(many_await_one)
{
    BEGIN;
    self->task = create_task(coro(sleeper, .seconds = 1));
    task_add_done_callback(self->task, note_done, "0");
    AWAIT(gather(self->results,
                 coro(awaiter, .task = self->task, .letter = "a"),
                 coro(awaiter, .task = self->task, .letter = "b"),
                 coro(awaiter, .task = self->task, .letter = "c")));
    ck_assert_str_eq(as_text(self->results[2]), "slept");
    task_add_done_callback(self->task, note_done, "9");
    strcat(letters, "|");
    AWAIT(async_sleep(0));
    END;
}

START_TEST(many_may_await_one_task)
{
    ck_assert_int_eq(run_virtual(coro(many_await_one), NULL), 0);
    ck_assert_str_eq(letters, "0abc|9");
}
END_TEST

/* --- awaitables that are no coroutine objects of one's own --------------- */

struct wraps_sleep {
    CORO;
    struct task *nap;
};

ASYNC(wraps_sleep)
{
    BEGIN;
    self->nap = create_task(async_sleep(1.0));
    AWAIT(async_sleep(0.5));
    AWAIT(self->nap);
    RETURN(loop_time());
    END;
}

START_TEST(a_sleep_can_be_a_task)
{
    struct value value;
    run_virtual(coro(wraps_sleep), &value);
    ck_assert_double_eq(as_real(value), 1.0);
}
END_TEST

Suite *task_suite(void)
{
    Suite *suite = suite_create("task");
    TCase *cases = tcase_create("task");
    tcase_add_test(cases, tasks_have_names_and_are_listed_in_order);
    tcase_add_test(cases, a_task_runs_on_when_its_handle_goes);
    tcase_add_test(cases, what_lives_in_main_outlasts_the_tasks_left_over);
    tcase_add_test(cases, handles_are_given_back_in_any_order);
    tcase_add_test(cases, a_handle_may_outlive_its_frame);
    tcase_add_test(cases, a_handle_is_given_back_once);
    tcase_add_test(cases, a_failure_nobody_asked_for_is_reported_with_its_trail);
    tcase_add_test(cases, a_failure_somebody_asked_for_is_not_reported);
    tcase_add_test(cases, a_spawned_failure_is_reported_at_once);
    tcase_add_test(cases, a_request_goes_down_a_chain_of_300000_tasks);
    tcase_add_test(cases, a_ring_of_tasks_can_be_cancelled);
    tcase_add_test(cases, a_reason_travels_with_the_request);
    tcase_add_test(cases, many_may_await_one_task);
    tcase_add_test(cases, a_sleep_can_be_a_task);
    suite_add_tcase(suite, cases);
    return suite;
}
