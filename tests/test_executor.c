/* Pools of threads: slots, order, times, cancelling, and the way back. */
#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "runtime.h"
#include "suites.h"

static const struct loop_options virtual_clock = {.virtual_clock = true};

static struct value nap(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    return value_real(loop_time());
}

static struct value find_nobody(struct value arg)
{
    return job_raise(EIO, "no such user: %s", as_text(arg));
}

/* --- results --------------------------------------------------------------------- */

static pthread_t loops_thread;

static struct value where_am_i(struct value arg)
{
    (void)arg;
    ck_assert(!pthread_equal(pthread_self(), loops_thread));
    return value_text(running_in());
}

struct pair {
    int a, b;
};

static struct value add(struct value pair)
{
    const struct pair *numbers = as_pointer(pair);
    return value_int(numbers->a + numbers->b);
}

struct all_results {
    CORO;
    struct pair pair;
};

ASYNC(all_results)
{
    BEGIN;
    AWAIT(to_thread(nap, 0.5));
    ck_assert_double_ge(as_real(awaited()), 0.5);
    AWAIT(to_thread(where_am_i, 0));
    ck_assert_str_eq(as_text(awaited()), "slot 1 of thread pool 1");
    ck_assert_str_eq(running_in(), "the loop's thread");
    TRY_AWAIT(to_thread(find_nobody, "Ada"));
    ck_assert_int_eq(failure(), EIO);
    ck_assert_str_eq(caught()->message, "no such user: Ada");
    self->pair = (struct pair){3, 4};
    AWAIT(run_in_executor_with(NULL, add, &self->pair, sizeof self->pair));
    ck_assert_int_eq(as_int(awaited()), 7);
    END;
}

START_TEST(numbers_texts_bytes_and_errors_come_back)
{
    loops_thread = pthread_self();
    ck_assert_int_eq(loop_run(&virtual_clock, coro(all_results), NULL), 0);
}
END_TEST

START_TEST(the_same_on_the_real_clock)
{
    loops_thread = pthread_self();
    struct value value;
    struct loop_options real = {.debug = false};
    ck_assert_int_eq(loop_run(&real, coro(all_results), &value), 0);
}
END_TEST

/* --- slots and times --------------------------------------------------------------- */

struct two_slots {
    CORO;
    struct executor *pool;
    struct future *jobs[3];
    struct value ends[3];
};

ASYNC(two_slots)
{
    BEGIN;
    self->pool = thread_pool(2);
    self->jobs[0] = run_in_executor(self->pool, nap, 1.0);
    self->jobs[1] = run_in_executor(self->pool, nap, 1.0);
    self->jobs[2] = run_in_executor(self->pool, nap, 1.0);
    ck_assert_uint_eq(executor_running(self->pool), 2);
    ck_assert_uint_eq(executor_waiting(self->pool), 1);
    AWAIT(gather(self->ends, self->jobs[0], self->jobs[1], self->jobs[2]));
    ck_assert_double_eq(as_real(self->ends[0]), 1.0);
    ck_assert_double_eq(as_real(self->ends[1]), 1.0);
    ck_assert_double_eq(as_real(self->ends[2]), 2.0);
    ck_assert_double_eq(loop_time(), 2.0);
    ck_assert_uint_eq(executor_running(self->pool), 0);
    END;
}

START_TEST(two_slots_take_three_jobs_in_two_rounds)
{
    for (int i = 0; i < 50; i++)
        ck_assert_int_eq(loop_run(&virtual_clock, coro(two_slots), NULL), 0);
}
END_TEST

/* Equal ends keep the order of the starts, whichever thread is quicker. */
static char order[32];

struct in_order {
    CORO;
    char letter;
    double seconds;
};

ASYNC(in_order)
{
    BEGIN;
    AWAIT(to_thread(nap, self->seconds));
    strncat(order, &self->letter, 1);
    END;
}

struct many_in_order {
    CORO;
    struct task *tasks[5];
    int i;
};

ASYNC(many_in_order)
{
    static const double seconds[] = {0.3, 0.2, 0.3, 0.1, 0.2};
    BEGIN;
    for (int i = 0; i < 5; i++)
        self->tasks[i] = create_task(coro(in_order, .letter = (char)('a' + i),
                                          .seconds = seconds[i]));
    for (self->i = 0; self->i < 5; self->i++)
        AWAIT(self->tasks[self->i]);
    END;
}

START_TEST(results_come_in_the_order_of_their_times)
{
    for (int i = 0; i < 50; i++) {
        order[0] = '\0';
        ck_assert_int_eq(loop_run(&virtual_clock, coro(many_in_order), NULL), 0);
        ck_assert_str_eq(order, "dbeac");
    }
}
END_TEST

struct beside {
    CORO;
    struct future *job;
    int beats;
};

ASYNC(beside)
{
    BEGIN;
    self->job = to_thread(nap, 1.0);
    while (!future_done(self->job)) {
        self->beats++;
        AWAIT(async_sleep(0.2));
    }
    RETURN(self->beats);
    END;
}

START_TEST(the_loop_goes_on_beside_a_job)
{
    struct value beats;
    ck_assert_int_eq(loop_run(&virtual_clock, coro(beside), &beats), 0);
    ck_assert_int_eq(as_int(beats), 5);
}
END_TEST

/* --- cancelling --------------------------------------------------------------------- */

static int calls;

static struct value count_call(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    calls++;
    return value_none();
}

struct waits_for_job {
    CORO;
    struct executor *pool;
};

ASYNC(waits_for_job)
{
    BEGIN;
    AWAIT(run_in_executor(self->pool, count_call, 1.0));
    END;
}

struct cancelling {
    CORO;
    struct executor *pool;
    struct task *runs, *waits;
};

ASYNC(cancelling)
{
    BEGIN;
    self->pool = thread_pool(1);
    self->runs = create_task(coro(waits_for_job, .pool = self->pool));
    self->waits = create_task(coro(waits_for_job, .pool = self->pool));
    AWAIT(async_sleep(0.1));
    task_cancel(self->waits);
    task_cancel(self->runs);
    TRY_AWAIT(self->runs);
    ck_assert_int_eq(failure(), ECANCELED);
    TRY_AWAIT(self->waits);
    ck_assert_int_eq(failure(), ECANCELED);
    ck_assert_double_eq(loop_time(), 0.1);
    ck_assert_uint_eq(executor_running(self->pool), 1);     /* abandoned */
    ck_assert_uint_eq(executor_waiting(self->pool), 0);     /* never runs */
    AWAIT(run_in_executor(self->pool, count_call, 0.5));
    ck_assert_double_eq(loop_time(), 1.5);
    ck_assert_int_eq(calls, 2);
    END;
}

START_TEST(a_cancelled_await_abandons_the_job_but_not_the_pool)
{
    calls = 0;
    ck_assert_int_eq(loop_run(&virtual_clock, coro(cancelling), NULL), 0);
}
END_TEST

/* --- inside a job ---------------------------------------------------------------------- */

static struct value creates_a_task(struct value arg)
{
    (void)arg;
    spawn(async_sleep(1));
    return value_none();
}

struct refused_inside {
    CORO;
};

ASYNC(refused_inside)
{
    BEGIN;
    TRY_AWAIT(to_thread(creates_a_task, 0));
    ck_assert_int_eq(failure(), EPERM);
    ck_assert_ptr_nonnull(strstr(caught()->message, "no running loop in a job"));
    AWAIT(to_thread(nap, 0.1));         /* the thread is as before */
    END;
}

START_TEST(the_loop_is_refused_to_a_job)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(refused_inside), NULL), 0);
}
END_TEST

struct inner {
    CORO;
};

ASYNC(inner)
{
    BEGIN;
    AWAIT(async_sleep(2));
    RETURN("from a loop in a thread");
    END;
}

static struct value runs_a_loop(struct value arg)
{
    struct value value;
    (void)arg;
    loop_run(&virtual_clock, coro(inner), &value);
    return value;
}

struct outer {
    CORO;
};

ASYNC(outer)
{
    BEGIN;
    AWAIT(to_thread(runs_a_loop, 0));
    ck_assert_str_eq(as_text(awaited()), "from a loop in a thread");
    END;
}

START_TEST(a_job_may_run_a_loop_of_its_own)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(outer), NULL), 0);
}
END_TEST

/* --- shutdown ------------------------------------------------------------------------- */

struct shuts_down {
    CORO;
    struct executor *pool;
    struct future *first, *second;
};

ASYNC(shuts_down)
{
    BEGIN;
    self->pool = thread_pool(1);
    self->first = run_in_executor(self->pool, nap, 1.0);
    self->second = run_in_executor(self->pool, nap, 1.0);
    AWAIT(executor_shutdown(self->pool));
    ck_assert(future_done(self->first) && future_done(self->second));
    ck_assert_double_eq(loop_time(), 2.0);
    TRY_AWAIT(run_in_executor(self->pool, nap, 1.0));
    ck_assert_int_eq(failure(), EPIPE);
    AWAIT(executor_shutdown(self->pool));
    END;
}

START_TEST(shutdown_waits_for_what_runs_and_for_what_is_in_line)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(shuts_down), NULL), 0);
}
END_TEST

struct leaves {
    CORO;
    struct future *job;
};

ASYNC(leaves)
{
    BEGIN;
    self->job = to_thread(count_call, 0.001);
    AWAIT(async_sleep(0));
    END;
}

START_TEST(the_loops_end_waits_for_what_runs)
{
    struct loop_options real = {.debug = false};
    calls = 0;
    ck_assert_int_eq(loop_run(&real, coro(leaves), NULL), 0);
    ck_assert_int_eq(calls, 1);
}
END_TEST

START_TEST(a_pool_has_at_least_one_slot)
{
    ck_assert_uint_ge(default_slots(), 5);
    ck_assert_uint_le(default_slots(), 32);
}
END_TEST

/* --- call_soon_threadsafe() in a storm ---------------------------------------------- */

enum { STORMING = 8, CALLS_EACH = 5000 };

static long heard;

static void hear(void *arg)
{
    (void)arg;
    heard++;
}

static struct value storm(struct value loop)
{
    for (int i = 0; i < CALLS_EACH; i++)
        ck_assert_int_eq(call_soon_threadsafe(
            (struct loop *)as_pointer(loop), hear, NULL), 0);
    return value_none();
}

struct in_a_storm {
    CORO;
    struct executor *pool;
    struct future *jobs[STORMING];
    int i;
};

ASYNC(in_a_storm)
{
    BEGIN;
    self->pool = thread_pool(STORMING);
    for (int i = 0; i < STORMING; i++)
        self->jobs[i] = run_in_executor(self->pool, storm,
                                        (void *)current_loop());
    for (self->i = 0; self->i < STORMING; self->i++)
        AWAIT(self->jobs[self->i]);
    AWAIT(async_sleep(0));
    ck_assert_int_eq(heard, STORMING * CALLS_EACH);
    END;
}

START_TEST(eight_threads_call_at_once)
{
    struct loop_options real = {.debug = false};
    heard = 0;
    ck_assert_int_eq(loop_run(&real, coro(in_a_storm), NULL), 0);
}
END_TEST

Suite *executor_suite(void)
{
    Suite *suite = suite_create("executor");
    TCase *tcase = tcase_create("threads");
    tcase_add_test(tcase, numbers_texts_bytes_and_errors_come_back);
    tcase_add_test(tcase, the_same_on_the_real_clock);
    tcase_add_test(tcase, two_slots_take_three_jobs_in_two_rounds);
    tcase_add_test(tcase, results_come_in_the_order_of_their_times);
    tcase_add_test(tcase, the_loop_goes_on_beside_a_job);
    tcase_add_test(tcase, a_cancelled_await_abandons_the_job_but_not_the_pool);
    tcase_add_test(tcase, the_loop_is_refused_to_a_job);
    tcase_add_test(tcase, a_job_may_run_a_loop_of_its_own);
    tcase_add_test(tcase, shutdown_waits_for_what_runs_and_for_what_is_in_line);
    tcase_add_test(tcase, the_loops_end_waits_for_what_runs);
    tcase_add_test(tcase, a_pool_has_at_least_one_slot);
    tcase_add_test(tcase, eight_threads_call_at_once);
    suite_add_tcase(suite, tcase);
    return suite;
}
