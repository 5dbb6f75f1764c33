/* Pools of threads: slots, order, times, cancelling, and the way back. */
#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "capture.h"
#include "runtime.h"
#include "suites.h"
#include "../inside.h"
#include "pools/work.h"

static const struct loop_options virtual_clock = {.virtual_clock = true};
static const struct loop_options real_clock = {.virtual_clock = false};

static struct value nap(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    return value_real(loop_time());
}

static struct value find_nobody(struct value arg)
{
    return job_raise(EIO, "no such user: %s", as_text(arg));
}

/* --- results ------------------------------------------------------------- */

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
    ck_assert_int_eq(strncmp(as_text(awaited()), "slot ", 5), 0);
    ck_assert_ptr_nonnull(strstr(as_text(awaited()), " of thread pool 1"));
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
    ck_assert_int_eq(loop_run(&real_clock, coro(all_results), NULL), 0);
}
END_TEST

static struct value give_back(struct value value)
{
    return value;
}

static struct value kind_of(struct value value)
{
    return value_int(value.kind);
}

static struct value fail_as_group(struct value arg)
{
    struct error *members[] = {error_new(ETIMEDOUT, "too slow"),
                               error_new(EIO, "%s", as_text(arg))};
    return value_raised(error_group(members, 2));
}

struct other_kinds {
    CORO;
    struct error *error;
};

ASYNC(other_kinds)
{
    BEGIN;
    AWAIT(to_thread(give_back, value_none()));
    ck_assert(is_none(awaited()));
    AWAIT(to_thread(give_back, ((struct value){VALUE_JSON, .text = "[1]"})));
    ck_assert_int_eq(awaited().kind, VALUE_JSON);
    ck_assert_str_eq(awaited().text, "[1]");
    self->error = error_new(EIO, "as data");
    AWAIT(to_thread(kind_of, value_error(self->error)));
    ck_assert_int_eq(as_int(awaited()), VALUE_ERROR);
    AWAIT(to_thread(give_back, value_error(self->error)));
    ck_assert_str_eq(as_error(awaited())->message, "as data");
    ck_assert_ptr_ne(as_error(awaited()), self->error);
    TRY_AWAIT(to_thread(fail_as_group, "no user"));
    ck_assert_int_eq(failure(), EGROUP);
    ck_assert_str_eq(caught()->message,
                     textf("2 failed [TimeoutError: too slow, %s: no user]",
                           error_name(EIO)));
    AWAIT(run_in_executor_with(NULL, kind_of, NULL, 0));
    ck_assert_int_eq(as_int(awaited()), VALUE_POINTER);
    END;
}

START_TEST(every_kind_of_value_comes_back)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(other_kinds), NULL), 0);
}
END_TEST

/* --- slots and times ----------------------------------------------------- */

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

struct one_nap {
    CORO;
};

ASYNC(one_nap)
{
    BEGIN;
    AWAIT(to_thread(nap, 1.0));
    END;
}

struct default_pool {
    CORO;
};

/* One job more than it has slots. */
ASYNC(default_pool)
{
    BEGIN;
    for (unsigned i = 0; i < default_slots(); i++)
        spawn(coro(one_nap));
    AWAIT(async_sleep(0));
    AWAIT(to_thread(nap, 1.0));
    ck_assert_double_eq(as_real(awaited()), 2.0);
    END;
}

START_TEST(the_default_pool_has_so_many_slots)
{
    ck_assert_uint_ge(default_slots(), 5);
    ck_assert_uint_le(default_slots(), 32);
    ck_assert_int_eq(loop_run(&virtual_clock, coro(default_pool), NULL), 0);
}
END_TEST

struct no_slots {
    CORO;
};

ASYNC(no_slots)
{
    BEGIN;
    ck_assert_ptr_null(thread_pool(0));
    END;
}

START_TEST(a_pool_has_at_least_one_slot)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(no_slots), NULL), 0);
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

/* --- cancelling ---------------------------------------------------------- */

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

struct in_line {
    CORO;
    struct executor *pool;
    struct future *jobs[4];
};

/* One leaves the middle of the line, one its end; the others keep their turn. */
ASYNC(in_line)
{
    BEGIN;
    self->pool = thread_pool(1);
    for (int i = 0; i < 4; i++)
        self->jobs[i] = run_in_executor(self->pool, nap, 1.0);
    ck_assert_uint_eq(executor_slots(self->pool), 1);
    ck_assert_uint_eq(executor_waiting(self->pool), 3);
    ck_assert(future_cancel(self->jobs[2]));
    ck_assert(future_cancel(self->jobs[3]));
    ck_assert(!future_cancel(self->jobs[3]));
    self->jobs[2] = run_in_executor(self->pool, nap, 1.0);
    ck_assert_uint_eq(executor_waiting(self->pool), 2);
    AWAIT(self->jobs[1]);
    ck_assert_double_eq(as_real(awaited()), 2.0);
    AWAIT(self->jobs[2]);
    ck_assert_double_eq(as_real(awaited()), 3.0);
    END;
}

START_TEST(who_leaves_the_line_leaves_no_gap)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(in_line), NULL), 0);
}
END_TEST

struct jobs_described {
    CORO;
    struct executor *pool;
    struct task *runs, *waits;
};

ASYNC(jobs_described)
{
    BEGIN;
    self->pool = thread_pool(1);
    self->runs = create_task(coro(waits_for_job, .pool = self->pool));
    self->waits = create_task(coro(waits_for_job, .pool = self->pool));
    AWAIT(async_sleep(0));
    ck_assert_str_eq(task_describe_wait(self->runs), "waits for work "
                     "'count_call' in slot 1 of thread pool 1");
    ck_assert_str_eq(task_describe_wait(self->waits), "waits for work "
                     "'count_call', in line for a slot of thread pool 1");
    END;
}

START_TEST(reports_say_which_work_a_task_waits_for)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(jobs_described), NULL), 0);
}
END_TEST

static struct value shout(struct value text)
{
    return value_text(textf("%s!", as_text(text)));
}

struct request_with_job {
    CORO;
    struct executor *pool;
    char *seen;
};

ASYNC(request_with_job)
{
    BEGIN;
    AWAIT(run_in_executor(self->pool, shout, textf("%s", "hello")));
    strcpy(self->seen, as_text(awaited()));
    END;
}

struct requests_with_jobs {
    CORO;
    struct executor *pool;
    struct task *answered, *cancelled;
    char seen[2][10];
};

ASYNC(requests_with_jobs)
{
    BEGIN;
    self->pool = thread_pool(1);
    self->answered = create_task(
        coro(request_with_job, .pool = self->pool, .seen = self->seen[0]));
    self->cancelled = create_task(
        coro(request_with_job, .pool = self->pool, .seen = self->seen[1]));
    AWAIT(self->answered);
    task_cancel(self->cancelled);
    task_release(self->cancelled);
    AWAIT(executor_shutdown(self->pool));
    ck_assert_str_eq(self->seen[0], "hello!");
    ck_assert_str_eq(self->seen[1], "");
    END;
}

START_TEST(results_go_to_the_texts_of_who_asked)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(requests_with_jobs), NULL),
                     0);
}
END_TEST

/* --- inside a job -------------------------------------------------------- */

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
    ck_assert_ptr_nonnull(strstr(caught()->message, "no running loop in a pool"));
    AWAIT(to_thread(nap, 0.1));         /* the thread is as before */
    END;
}

START_TEST(the_loop_is_refused_to_work)
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
    AWAIT(to_thread(nap, 1.0));         /* a default pool of its own */
    ck_assert_double_eq(as_real(awaited()), 3.0);
    RETURN("from a loop in a thread");
    END;
}

static struct value runs_a_loop(struct value arg)
{
    struct value value;
    (void)arg;
    loop_run(&virtual_clock, coro(inner), &value);
    ck_assert_double_eq(loop_time(), 3.0);
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
    ck_assert_double_eq(loop_time(), 3.0);      /* the job took so long */
    END;
}

START_TEST(a_job_may_run_a_loop_of_its_own)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(outer), NULL), 0);
}
END_TEST

/* --- shutdown ------------------------------------------------------------ */

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
    TRY_AWAIT(run_in_executor_with(self->pool, nap, "", 1));
    ck_assert_int_eq(failure(), EPIPE);
    AWAIT(executor_shutdown(self->pool));
    END;
}

START_TEST(shutdown_waits_for_what_runs_and_for_what_is_in_line)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(shuts_down), NULL), 0);
}
END_TEST

struct shuts_down_twice {
    CORO;
    struct executor *pool;
    struct future *job;
    struct task *other, *cancelled;
};

/* One who gives up waiting for the end disturbs nobody else. */
ASYNC(shuts_down_twice)
{
    BEGIN;
    self->pool = thread_pool(1);
    self->job = run_in_executor(self->pool, nap, 1.0);
    self->other = create_task(executor_shutdown(self->pool));
    self->cancelled = create_task(executor_shutdown(self->pool));
    TRY_AWAIT(wait_for(executor_shutdown(self->pool), 0.5));
    ck_assert_int_eq(failure(), ETIMEDOUT);
    task_cancel(self->cancelled);
    AWAIT(executor_shutdown(self->pool));
    ck_assert_double_eq(loop_time(), 1.0);
    AWAIT(self->other);
    ck_assert(future_done(self->job));
    ck_assert(task_cancelled(self->cancelled));
    AWAIT(executor_shutdown(self->pool));
    END;
}

START_TEST(shutdown_can_be_given_up_and_asked_for_again)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(shuts_down_twice), NULL), 0);
}
END_TEST

struct cancels_the_last {
    CORO;
    struct executor *pool;
    struct task *closing;
    struct future *runs, *waits;
};

/* The last job of a pool that closes is one in line, and is cancelled. */
ASYNC(cancels_the_last)
{
    BEGIN;
    self->pool = thread_pool(1);
    self->runs = run_in_executor(self->pool, nap, 1.0);
    self->waits = run_in_executor(self->pool, count_call, 1.0);
    self->closing = create_task(executor_shutdown(self->pool));
    AWAIT(async_sleep(0.5));
    future_cancel(self->waits);
    AWAIT(self->closing);
    ck_assert_double_eq(loop_time(), 1.0);
    ck_assert_int_eq(calls, 0);
    END;
}

START_TEST(shutdown_does_not_wait_for_what_was_cancelled_in_line)
{
    calls = 0;
    ck_assert_int_eq(loop_run(&virtual_clock, coro(cancels_the_last), NULL), 0);
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
    calls = 0;
    ck_assert_int_eq(loop_run(&real_clock, coro(leaves), NULL), 0);
    ck_assert_int_eq(calls, 1);
}
END_TEST

struct leaves_a_line {
    CORO;
    struct executor *pool;
    struct future *jobs[3];
};

/* On the virtual clock main ends when the first job has reported. */
ASYNC(leaves_a_line)
{
    static const struct timespec moment = {.tv_nsec = NANOSECONDS_PER_MS};
    BEGIN;
    self->pool = thread_pool(1);
    for (int i = 0; i < 3; i++)
        self->jobs[i] = run_in_executor(self->pool, count_call, 0);
    while (!outside_called(&running_loop->outside))
        nanosleep(&moment, NULL);
    END;
}

START_TEST(what_is_still_in_line_at_the_loops_end_never_runs)
{
    calls = 0;
    ck_assert_int_eq(loop_run(&virtual_clock, coro(leaves_a_line), NULL), 0);
    ck_assert_int_eq(calls, 1);
}
END_TEST

static atomic_bool main_ends;

static struct value outlast_main(struct value arg)
{
    static const struct timespec moment = {.tv_nsec = 10 * NANOSECONDS_PER_MS};
    while (!atomic_load(&main_ends))
        nanosleep(&moment, NULL);
    nanosleep(&moment, NULL);
    return arg;
}

struct leaves_one_of_two {
    CORO;
    struct future *first, *second;
};

/* On the virtual clock: one has reported, and waits for the other one. */
ASYNC(leaves_one_of_two)
{
    BEGIN;
    self->first = to_thread(give_back, 0);
    self->second = to_thread(outlast_main, 0);
    while (((struct work *)self->first)->state != WORK_REPORTED)
        AWAIT(async_sleep(0));
    atomic_store(&main_ends, true);
    END;
}

START_TEST(a_loop_that_ends_between_two_reports_leaves_no_trace)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(leaves_one_of_two), NULL), 0);
    ck_assert_int_eq(loop_run(&virtual_clock, coro(two_slots), NULL), 0);
}
END_TEST

struct leaves_before_its_time {
    CORO;
    struct future *job;
};

/* On the virtual clock: the result is there, and its time has not come. */
ASYNC(leaves_before_its_time)
{
    BEGIN;
    self->job = to_thread(nap, 1.0);
    while (((struct work *)self->job)->state != WORK_REPORTED)
        AWAIT(async_sleep(0));
    END;
}

START_TEST(a_result_from_after_the_loops_end_is_dropped)
{
    ck_assert_int_eq(
        loop_run(&virtual_clock, coro(leaves_before_its_time), NULL), 0);
    ck_assert_int_eq(loop_run(&virtual_clock, coro(two_slots), NULL), 0);
}
END_TEST

static void interrupt_program(void *arg)
{
    (void)arg;
    raise(SIGINT);
}

struct job_interrupted {
    CORO;
};

ASYNC(job_interrupted)
{
    BEGIN;
    call_soon(interrupt_program, NULL);
    AWAIT(to_thread(count_call, 0.01));
    END;
}

START_TEST(an_interrupt_ends_the_waiting_not_the_job)
{
    calls = 0;
    signal(SIGINT, SIG_DFL);            /* Check has a handler of its own */
    ck_assert_int_eq(loop_run(&real_clock, coro(job_interrupted), NULL),
                     EINTERRUPT);
    ck_assert_int_eq(calls, 1);
}
END_TEST

/* --- call_soon_threadsafe() in a storm ----------------------------------- */

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
    heard = 0;
    ck_assert_int_eq(loop_run(&real_clock, coro(in_a_storm), NULL), 0);
}
END_TEST

/* --- other threads ------------------------------------------------------- */

struct last_call {
    CORO;
    struct loop *loop;
    struct future *over;
    pthread_t *thread;
};

static void set_over(void *future)
{
    future_set_result(future, value_none());
}

static void *call_once(void *arg)
{
    struct last_call *main = arg;
    call_soon_threadsafe(main->loop, set_over, main->over);
    return NULL;
}

ASYNC(last_call)
{
    BEGIN;
    self->loop = current_loop();
    self->over = create_future();
    pthread_create(self->thread, NULL, call_once, self);
    while (!future_done(self->over)) {
        sched_yield();
        AWAIT(async_sleep(0));
    }
    END;
}

/* The loop is awake, and gone as soon as it has the call; who called may still
 * be about to wake it: by a byte that would end up in this pipe. */
START_TEST(a_call_may_be_the_loops_end)
{
    for (int i = 0; i < 100; i++) {
        pthread_t thread;
        int ends[2];
        char byte;
        ck_assert_int_eq(loop_run(&real_clock,
                                  coro(last_call, .thread = &thread), NULL), 0);
        ck_assert_int_eq(pipe(ends), 0);
        pthread_join(thread, NULL);
        close(ends[1]);
        ck_assert_int_eq(read(ends[0], &byte, 1), 0);
        close(ends[0]);
    }
}
END_TEST

enum { ROUNDS = 100 };

struct many_jobs {
    CORO;
    struct executor *pool;
    struct value sums[2];
    int i;
};

ASYNC(many_jobs)
{
    BEGIN;
    self->pool = thread_pool(2);
    for (self->i = 0; self->i < ROUNDS; self->i++) {
        AWAIT(gather(self->sums, to_thread(give_back, self->i),
                     run_in_executor(self->pool, give_back, "text")));
        ck_assert_int_eq(as_int(self->sums[0]), self->i);
        ck_assert_str_eq(as_text(self->sums[1]), "text");
    }
    AWAIT(executor_shutdown(self->pool));
    END;
}

static void *run_many_jobs(void *arg)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(many_jobs), NULL), 0);
    arena_close();
    return arg;
}

START_TEST(two_threads_may_have_a_loop_each_with_pools)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, run_many_jobs, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}
END_TEST

/* --- signals ------------------------------------------------------------- */

static atomic_bool over;
static atomic_int signals;

static void count_signal(int number)
{
    (void)number;
    atomic_fetch_add(&signals, 1);
}

static void *send_signals(void *arg)
{
    static const struct timespec moment = {.tv_nsec = 50000};
    const pthread_t *thread = arg;
    while (!atomic_load(&over)) {
        pthread_kill(*thread, SIGUSR1);
        nanosleep(&moment, NULL);
    }
    return NULL;
}

/* Without SA_RESTART: every call that waits may end with EINTR. */
START_TEST(signals_interrupt_nothing)
{
    struct sigaction action = {.sa_handler = count_signal};
    sigaction(SIGUSR1, &action, NULL);
    pthread_t thread, loops = pthread_self();
    pthread_create(&thread, NULL, send_signals, &loops);
    do
        ck_assert_int_eq(loop_run(&real_clock, coro(many_jobs), NULL), 0);
    while (atomic_load(&signals) < 20);
    atomic_store(&over, true);
    pthread_join(thread, NULL);
}
END_TEST

Suite *executor_suite(void)
{
    Suite *suite = suite_create("executor");
    TCase *tcase = tcase_create("threads");
    tcase_add_test(tcase, numbers_texts_bytes_and_errors_come_back);
    tcase_add_test(tcase, the_same_on_the_real_clock);
    tcase_add_test(tcase, every_kind_of_value_comes_back);
    tcase_add_test(tcase, two_slots_take_three_jobs_in_two_rounds);
    tcase_add_test(tcase, the_default_pool_has_so_many_slots);
    tcase_add_test(tcase, a_pool_has_at_least_one_slot);
    tcase_add_test(tcase, results_come_in_the_order_of_their_times);
    tcase_add_test(tcase, the_loop_goes_on_beside_a_job);
    tcase_add_test(tcase, a_cancelled_await_abandons_the_job_but_not_the_pool);
    tcase_add_test(tcase, who_leaves_the_line_leaves_no_gap);
    tcase_add_test(tcase, reports_say_which_work_a_task_waits_for);
    tcase_add_test(tcase, results_go_to_the_texts_of_who_asked);
    tcase_add_test(tcase, the_loop_is_refused_to_work);
    tcase_add_test(tcase, a_job_may_run_a_loop_of_its_own);
    tcase_add_test(tcase, shutdown_waits_for_what_runs_and_for_what_is_in_line);
    tcase_add_test(tcase, shutdown_can_be_given_up_and_asked_for_again);
    tcase_add_test(tcase,
                   shutdown_does_not_wait_for_what_was_cancelled_in_line);
    tcase_add_test(tcase, the_loops_end_waits_for_what_runs);
    tcase_add_test(tcase, what_is_still_in_line_at_the_loops_end_never_runs);
    tcase_add_test(tcase,
                   a_loop_that_ends_between_two_reports_leaves_no_trace);
    tcase_add_test(tcase, a_result_from_after_the_loops_end_is_dropped);
    tcase_add_test(tcase, an_interrupt_ends_the_waiting_not_the_job);
    tcase_add_test(tcase, eight_threads_call_at_once);
    tcase_add_test(tcase, a_call_may_be_the_loops_end);
    tcase_add_test(tcase, two_threads_may_have_a_loop_each_with_pools);
    tcase_add_test(tcase, signals_interrupt_nothing);
    suite_add_tcase(suite, tcase);
    return suite;
}
