/* test_loop.c - the loop: its order, callbacks, other threads, SIGINT,
 * descriptors, deadlocks, and how it ends.
 */
#include <check.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "runtime.h"
#include "capture.h"
#include "../inside.h"
#include "suites.h"

static int run_virtual(struct coro main, struct value *result)
{
    return loop_run(&(struct loop_options){.virtual_clock = true}, main, result);
}

/* Letters in the order of execution. */
static char letters[64];

static void letter(void *arg)
{
    strcat(letters, arg);
}

static void start_letters(void)
{
    letters[0] = '\0';
}

/* --- order --------------------------------------------------------------- */

struct lettering {
    CORO;
    const char *first, *then;
    double seconds;
};

ASYNC(lettering)
{
    BEGIN;
    strcat(letters, self->first);
    AWAIT(async_sleep(self->seconds));
    strcat(letters, self->then);
    END;
}

struct turns {
    CORO;
};

ASYNC(turns)
{
    BEGIN;
    spawn(coro(lettering, .first = "a", .then = "d"));
    call_soon(letter, "b");
    spawn(coro(lettering, .first = "c", .then = "e"));
    AWAIT(async_sleep(0));
    strcat(letters, "|");
    AWAIT(async_sleep(0));
    strcat(letters, "|");
    END;
}

START_TEST(first_in_first_out)
{
    start_letters();
    run_virtual(coro(turns), NULL);
    ck_assert_str_eq(letters, "abc|de|");
}
END_TEST

struct equal_deadlines {
    CORO;
    struct value results[4];
};

ASYNC(equal_deadlines)
{
    BEGIN;
    AWAIT(gather(self->results,
                 coro(lettering, .first = "", .then = "c", .seconds = 0.2),
                 coro(lettering, .first = "", .then = "a", .seconds = 0.1),
                 coro(lettering, .first = "", .then = "d", .seconds = 0.2),
                 coro(lettering, .first = "", .then = "b", .seconds = 0.1)));
    END;
}

START_TEST(equal_deadlines_keep_their_order)
{
    start_letters();
    run_virtual(coro(equal_deadlines), NULL);
    ck_assert_str_eq(letters, "abcd");
}
END_TEST

/* --- where tasks stand --------------------------------------------------- */

#define expect_counts(...) compare_counts((struct task_counts){__VA_ARGS__})

static const char *counts_text(struct task_counts counts)
{
    return textf("%zu run, %zu ready, %zu sleep, %zu at descriptors, %zu at "
                 "futures", counts.running, counts.ready, counts.sleeping,
                 counts.at_descriptors, counts.at_futures);
}

static void compare_counts(struct task_counts expected)
{
    ck_assert_str_eq(counts_text(count_tasks()), counts_text(expected));
}

struct awaits_future {
    CORO;
    struct future *future;
};

ASYNC(awaits_future)
{
    BEGIN;
    AWAIT(self->future);
    END;
}

static void count_in_a_callback(void *arg)
{
    (void)arg;
    expect_counts(.ready = 1, .sleeping = 1, .at_descriptors = 1,
                  .at_futures = 1);
}

struct counts_tasks {
    CORO;
    int ends[2];
    struct future *future;
    struct task *sleeper, *reader;
};

ASYNC(counts_tasks)
{
    BEGIN;
    ck_assert_int_eq(pipe(self->ends), 0);
    self->future = create_future();
    self->sleeper = create_task(async_sleep(1));
    self->reader = create_task(async_readable(self->ends[0]));
    spawn(coro(awaits_future, .future = self->future));
    expect_counts(.running = 1, .ready = 3);
    AWAIT(async_sleep(0));
    expect_counts(.running = 1, .sleeping = 1, .at_descriptors = 1,
                  .at_futures = 1);
    call_soon(count_in_a_callback, NULL);
    AWAIT(async_sleep(0));
    task_cancel(self->sleeper);
    expect_counts(.running = 1, .ready = 1, .at_descriptors = 1,
                  .at_futures = 1);
    task_cancel(self->reader);
    expect_counts(.running = 1, .ready = 2, .at_futures = 1);
    future_set_result(self->future, value_none());
    expect_counts(.running = 1, .ready = 3);
    AWAIT(async_sleep(0));
    expect_counts(.running = 1);
    close(self->ends[0]);
    close(self->ends[1]);
    END;
}

/* Two whose time comes in the same turn: the first finds the second ready. */
struct counts_the_others {
    CORO;
    size_t ready;
};

ASYNC(counts_the_others)
{
    BEGIN;
    AWAIT(async_sleep(1));
    expect_counts(.running = 1, .ready = self->ready, .at_futures = 1);
    END;
}

struct counts_within_a_turn {
    CORO;
    struct value results[2];
};

ASYNC(counts_within_a_turn)
{
    BEGIN;
    AWAIT(gather(self->results, coro(counts_the_others, .ready = 1),
                 coro(counts_the_others, .ready = 0)));
    END;
}

START_TEST(tasks_are_counted_where_they_stand)
{
    ck_assert_int_eq(run_virtual(coro(counts_tasks), NULL), 0);
    ck_assert_int_eq(run_virtual(coro(counts_within_a_turn), NULL), 0);
}
END_TEST

/* --- callbacks ----------------------------------------------------------- */

struct callbacks {
    CORO;
    struct call_handle late, soon, done;
};

ASYNC(callbacks)
{
    BEGIN;
    self->done = call_soon(letter, "a");
    self->soon = call_soon(letter, "x");
    call_later(0.2, letter, "c");
    call_later(0.1, letter, "b");
    self->late = call_later(0.3, letter, "x");
    ck_assert(call_cancel(self->soon));
    ck_assert(!call_cancel(self->soon));
    AWAIT(async_sleep(0.25));
    ck_assert(call_cancel(self->late));
    ck_assert(!call_cancel(self->done));    /* it has run long ago */
    AWAIT(async_sleep(1.0));
    END;
}

START_TEST(callbacks_run_in_order_and_can_be_cancelled)
{
    start_letters();
    run_virtual(coro(callbacks), NULL);
    ck_assert_str_eq(letters, "abc");
}
END_TEST

/* --- other threads ------------------------------------------------------- */

enum { STORM_THREADS = 8, STORM_CALLS = 2000 };

static struct loop *storm_loop;
static int storm_counts[STORM_THREADS];
static int storm_left;

struct storm_call {
    int thread, number;
};

static void storm_arrives(void *arg)
{
    struct storm_call *call = arg;
    ck_assert_int_eq(storm_counts[call->thread]++, call->number);
    free(call);
    if (--storm_left == 0)
        loop_expect_no_call();
}

static void *storm_thread(void *arg)
{
    for (int i = 0; i < STORM_CALLS; i++) {
        struct storm_call *call = malloc(sizeof *call);
        *call = (struct storm_call){(int)(intptr_t)arg, i};
        call_soon_threadsafe(storm_loop, storm_arrives, call);
    }
    return NULL;
}

struct storm {
    CORO;
    pthread_t threads[STORM_THREADS];
    int i;
};

ASYNC(storm)
{
    BEGIN;
    storm_loop = current_loop();
    storm_left = STORM_THREADS * STORM_CALLS;
    loop_expect_call();
    for (self->i = 0; self->i < STORM_THREADS; self->i++)
        pthread_create(&self->threads[self->i], NULL, storm_thread,
                       (void *)(intptr_t)self->i);
    while (storm_left > 0)
        AWAIT(async_sleep(0.001));
    for (self->i = 0; self->i < STORM_THREADS; self->i++)
        pthread_join(self->threads[self->i], NULL);
    END;
}

START_TEST(calls_from_eight_threads_arrive_in_order)
{
    ck_assert_int_eq(loop_run(&(struct loop_options){0}, coro(storm), NULL), 0);
    for (int i = 0; i < STORM_THREADS; i++)
        ck_assert_int_eq(storm_counts[i], STORM_CALLS);
}
END_TEST

static void complete(void *arg)
{
    future_set_result(arg, value_text("from outside"));
    loop_expect_no_call();
}

struct caller {
    struct loop *loop;
    struct future *future;
};

static void *complete_from_outside(void *arg)
{
    struct caller *caller = arg;
    call_soon_threadsafe(caller->loop, complete, caller->future);
    return NULL;
}

struct waits_for_thread {
    CORO;
    struct caller caller;
    pthread_t thread;
};

ASYNC(waits_for_thread)
{
    BEGIN;
    self->caller = (struct caller){current_loop(), create_future()};
    loop_expect_call();
    pthread_create(&self->thread, NULL, complete_from_outside, &self->caller);
    AWAIT(self->caller.future);
    pthread_join(self->thread, NULL);
    RETURN(awaited());
    END;
}

START_TEST(a_thread_wakes_the_sleeping_loop)
{
    struct value value;
    ck_assert_int_eq(run_virtual(coro(waits_for_thread), &value), 0);
    ck_assert_str_eq(as_text(value), "from outside");
}
END_TEST

/* --- descriptors --------------------------------------------------------- */

struct waits_for_byte {
    CORO;
    int fd;
};

ASYNC(waits_for_byte)
{
    char byte;
    BEGIN;
    AWAIT(async_readable(self->fd));
    RETURN(read(self->fd, &byte, 1) == 1 ? byte : -1);
    END;
}

struct closes_under_it {
    CORO;
    int first[2], second[2];
    struct task *victim, *other;
};

ASYNC(closes_under_it)
{
    BEGIN;
    ck_assert(pipe(self->first) == 0 && pipe(self->second) == 0);
    self->victim = create_task_named(coro(waits_for_byte, .fd = self->first[0]),
                                     "victim");
    self->other = create_task(coro(waits_for_byte, .fd = self->second[0]));
    AWAIT(async_sleep(0));
    close(self->first[0]);
    TRY_AWAIT(self->victim);
    ck_assert_int_eq(failure(), EBADF);
    ck_assert(strstr(caught()->message, "task 'victim' (waits_for_byte"));
    ck_assert(write(self->second[1], "y", 1) == 1);
    AWAIT(self->other);
    ck_assert_int_eq(as_int(awaited()), 'y');
    END;
}

START_TEST(a_closed_descriptor_fails_the_one_who_waits_for_it)
{
    ck_assert_int_eq(run_virtual(coro(closes_under_it), NULL), 0);
    ck_assert_int_eq(
        loop_run(&(struct loop_options){0}, coro(closes_under_it), NULL), 0);
}
END_TEST

struct too_large {
    CORO;
    int fd;
};

ASYNC(too_large)
{
    BEGIN;
    TRY_AWAIT(async_readable(self->fd));
    ck_assert_int_eq(failure(), ERANGE);
    ck_assert(strstr(caught()->message, "select() stops at"));
    TRY_AWAIT(async_writable(-1));
    ck_assert_int_eq(failure(), EBADF);
    AWAIT(async_sleep(1.0));
    RETURN("went on");
    END;
}

START_TEST(a_descriptor_beyond_select_is_refused)
{
    struct value value;
    struct rlimit limit = {.rlim_cur = FD_SETSIZE + 16,
                           .rlim_max = FD_SETSIZE + 16};
    setrlimit(RLIMIT_NOFILE, &limit);
    int fd = fcntl(STDIN_FILENO, F_DUPFD, FD_SETSIZE);
    int given = fd < 0 ? FD_SETSIZE : fd;   /* refused by its number alone */
    ck_assert_int_eq(run_virtual(coro(too_large, .fd = given), &value), 0);
    ck_assert_str_eq(as_text(value), "went on");
}
END_TEST

/* --- signals ------------------------------------------------------------- */

static volatile sig_atomic_t alarms;

static void on_alarm(int number)
{
    (void)number;
    alarms++;
}

struct naps {
    CORO;
    int i;
    double began;
};

ASYNC(naps)
{
    BEGIN;
    self->began = loop_time();
    for (self->i = 0; self->i < 20; self->i++)
        AWAIT(async_sleep(0.01));
    RETURN(loop_time() - self->began);
    END;
}

START_TEST(a_storm_of_signals_wakes_nobody_early)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    struct value value;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    int code = loop_run(&(struct loop_options){0}, coro(naps), &value);
    setitimer(ITIMER_REAL, &never, NULL);
    ck_assert_int_eq(code, 0);
    ck_assert_int_gt(alarms, 10);
    ck_assert_double_ge(as_real(value), 0.2);
}
END_TEST

static void tell_nothing(void *arg)
{
    (void)arg;
}

/* It is cancelled once: a call from outside is no second SIGINT. */
struct interrupted {
    CORO;
    int signal;
    bool stubborn;
};

ASYNC(interrupted)
{
    BEGIN;
    raise(self->signal);
    TRY_AWAIT(async_sleep(3600));
    puts(failure() == ECANCELED ? "cancelled" : "not cancelled");
    call_soon_threadsafe(current_loop(), tell_nothing, NULL);
    AWAIT(async_sleep(0.01));
    puts("cleaned up");
    if (self->stubborn)
        raise(SIGINT);
    RERAISE;
    END;
}

static int run_interrupted(void *arg)
{
    int number = *(int *)arg;
    signal(number, SIG_DFL);            /* the test library has its own */
    return run(coro(interrupted, .signal = number));
}

START_TEST(the_first_interrupt_cancels_main)
{
    int number = _i == 0 ? SIGINT : SIGTERM;
    struct captured captured = capture_run(run_interrupted, &number);
    ck_assert_str_eq(captured.out, "cancelled\ncleaned up\n");
    ck_assert_int_eq(captured.status, 1);
    ck_assert_says(captured, "KeyboardInterrupt");
}
END_TEST

static int run_stubborn(void *arg)
{
    (void)arg;
    signal(SIGINT, SIG_DFL);            /* the test library has its own */
    return run(coro(interrupted, .signal = SIGINT, .stubborn = true));
}

START_TEST(the_second_interrupt_ends_the_program)
{
    struct captured captured = capture_run(run_stubborn, NULL);
    ck_assert_int_eq(captured.status, -1);      /* by the signal itself */
}
END_TEST

/* A thread of the program's own gets the signal, and is still about to wake the
 * loop when that ends. */
static void *interrupts(void *arg)
{
    (void)arg;
    raise(SIGINT);
    return NULL;
}

struct interrupted_elsewhere {
    CORO;
    pthread_t *thread;
};

ASYNC(interrupted_elsewhere)
{
    BEGIN;
    pthread_create(self->thread, NULL, interrupts, NULL);
    AWAIT(async_sleep(3600));
    END;
}

static int interrupt_from_elsewhere(void *arg)
{
    (void)arg;
    signal(SIGINT, SIG_DFL);
    for (int i = 0; i < 200; i++) {
        pthread_t thread;
        int code = loop_run(&(struct loop_options){0},
                            coro(interrupted_elsewhere, .thread = &thread),
                            NULL);
        pthread_join(thread, NULL);
        if (code != EINTERRUPT)
            return 1;
    }
    return 0;
}

START_TEST(a_signal_in_another_thread_wakes_no_loop_that_has_ended)
{
    struct captured captured = capture_run(interrupt_from_elsewhere, NULL);
    ck_assert_int_eq(captured.status, 0);
    ck_assert_str_eq(captured.err, "");
}
END_TEST

/* --- deadlock ------------------------------------------------------------ */

struct waits_for_task {
    CORO;
    struct task **other;
};

ASYNC(waits_for_task)
{
    BEGIN;
    AWAIT(async_sleep(0));
    TRY_AWAIT(*self->other);
    puts(failure() == ECANCELED ? "let go" : "not let go");
    RERAISE;
    END;
}

struct deadlocked {
    CORO;
    struct task *left, *right;
};

ASYNC(deadlocked)
{
    BEGIN;
    self->left = create_task_named(
        coro(waits_for_task, .other = &self->right), "left");
    self->right = create_task_named(
        coro(waits_for_task, .other = &self->left), "right");
    AWAIT(self->left);
    END;
}

static int run_deadlocked(void *arg)
{
    (void)arg;
    return run(coro(deadlocked));
}

START_TEST(a_deadlock_names_who_waits_for_whom)
{
    struct captured captured = capture_run(run_deadlocked, NULL);
    ck_assert_int_eq(captured.status, EDEADLK);
    ck_assert_says(captured, "deadlock: nothing is ready");
    ck_assert_says(captured, "task 'left' (waits_for_task");
    ck_assert_says(captured, "waits for task 'right'");
    ck_assert_says(captured, "waits for task 'left'");
    ck_assert_str_eq(captured.out, "let go\nlet go\n");
}
END_TEST

struct hopeless {
    CORO;
};

ASYNC(hopeless)
{
    BEGIN;
    for (;;)
        TRY_AWAIT(create_future());
    END;
}

static int run_hopeless(void *arg)
{
    (void)arg;
    return run(coro(hopeless));
}

START_TEST(a_deadlock_that_swallows_cancellation_still_ends)
{
    struct captured captured = capture_run(run_hopeless, NULL);
    ck_assert_int_eq(captured.status, EDEADLK);
}
END_TEST

/* --- the end ------------------------------------------------------------- */

struct nests {
    CORO;
};

ASYNC(nests)
{
    BEGIN;
    ck_assert_int_eq(run(coro(naps)), EBUSY);
    AWAIT(async_sleep(1.0));
    RETURN("not harmed");
    END;
}

static int run_nests(void *arg)
{
    (void)arg;
    struct value value;
    run_virtual(coro(nests), &value);
    puts(as_text(value));
    return 0;
}

START_TEST(a_nested_run_is_refused)
{
    struct captured captured = capture_run(run_nests, NULL);
    ck_assert_says(captured, "run() inside a running loop");
    ck_assert_says(captured, "AWAIT the coroutine");
    ck_assert_str_eq(captured.out, "not harmed\n");
}
END_TEST

struct fails_later {
    CORO;
};

ASYNC(fails_later)
{
    BEGIN;
    TRY_AWAIT(async_sleep(3600));
    RAISE(EIO, "in its cleanup");
    END;
}

struct leaves_task {
    CORO;
};

ASYNC(leaves_task)
{
    BEGIN;
    spawn(coro(fails_later));
    AWAIT(async_sleep(0.1));
    END;
}

static int run_leaves_task(void *arg)
{
    (void)arg;
    return run(coro(leaves_task));
}

START_TEST(a_leftover_that_fails_is_reported)
{
    struct captured captured = capture_run(run_leaves_task, NULL);
    ck_assert_int_eq(captured.status, 0);
    ck_assert_says(captured, "in its cleanup");
    ck_assert_says(captured, "fails_later");
}
END_TEST

START_TEST(a_second_run_starts_afresh)
{
    for (int i = 0; i < 3; i++) {
        start_letters();
        ck_assert_int_eq(run_virtual(coro(turns), NULL), 0);
        ck_assert_str_eq(letters, "abc|de|");
    }
}
END_TEST

/* --- debug mode ---------------------------------------------------------- */

struct keeps_the_loop {
    CORO;
};

ASYNC(keeps_the_loop)
{
    BEGIN;
    AWAIT(async_sleep(0.5));
    blocking_sleep(1.0);
    AWAIT(async_sleep(0.5));
    END;
}

struct blocks_for {
    CORO;
    double seconds;
};

ASYNC(blocks_for)
{
    BEGIN;
    blocking_sleep(self->seconds);
    END;
}

struct awaits_who_blocks {
    CORO;
};

ASYNC(awaits_who_blocks)
{
    BEGIN;
    AWAIT(coro(blocks_for, .seconds = 0.2));
    AWAIT(async_sleep(1));
    END;
}

struct all_block_a_little {
    CORO;
    int i;
};

ASYNC(all_block_a_little)
{
    BEGIN;
    for (self->i = 0; self->i < 5; self->i++)
        AWAIT(coro(blocks_for, .seconds = 0.06));
    END;
}

static int run_debug(void *which)
{
    struct coro mains[] = {coro(keeps_the_loop), coro(awaits_who_blocks),
                           coro(all_block_a_little)};
    for (int i = 0; i < 3; i++)
        if (i != *(int *)which)
            coro_close(mains[i]);
    return loop_run(&(struct loop_options){.virtual_clock = true, .run_job = debug_mode()},
                    mains[*(int *)which], NULL);
}

/* What is said, once. */
static void assert_named(int which, const char *who, const char *how_long)
{
    struct captured captured = capture_run(run_debug, &which);
    ck_assert_says(captured, who);
    ck_assert_says(captured, how_long);
    ck_assert_ptr_null(strstr(strstr(captured.err, "held") + 1, "held"));
}

START_TEST(debug_mode_names_who_keeps_the_loop)
{
    assert_named(0, "handloop: keeps_the_loop (task 'Task-1'",
                 "held the loop for 1.000 s");
    assert_named(1, "handloop: blocks_for (task 'Task-1', " __FILE__ ") between "
                 "its beginning and its end", "held the loop for 0.200 s");
    assert_named(2, "handloop: task 'Task-1', in several coroutines,",
                 "held the loop for 0.300 s");
}
END_TEST

/* --- time ---------------------------------------------------------------- */

struct long_and_odd_sleeps {
    CORO;
};

ASYNC(long_and_odd_sleeps)
{
    BEGIN;
    AWAIT(async_sleep(1e9));
    ck_assert_double_eq(loop_time(), 1e9);
    AWAIT(async_sleep(-1e9));
    AWAIT(async_sleep(0.0 / 1.0));
    ck_assert_double_eq(loop_time(), 1e9);
    END;
}

START_TEST(any_delay_is_a_delay)
{
    ck_assert_int_eq(run_virtual(coro(long_and_odd_sleeps), NULL), 0);
}
END_TEST

Suite *loop_suite(void)
{
    Suite *suite = suite_create("loop");
    TCase *cases = tcase_create("loop");
    tcase_add_test(cases, first_in_first_out);
    tcase_add_test(cases, equal_deadlines_keep_their_order);
    tcase_add_test(cases, tasks_are_counted_where_they_stand);
    tcase_add_test(cases, callbacks_run_in_order_and_can_be_cancelled);
    tcase_add_test(cases, calls_from_eight_threads_arrive_in_order);
    tcase_add_test(cases, a_thread_wakes_the_sleeping_loop);
    tcase_add_test(cases, a_closed_descriptor_fails_the_one_who_waits_for_it);
    tcase_add_test(cases, a_descriptor_beyond_select_is_refused);
    tcase_add_test(cases, a_storm_of_signals_wakes_nobody_early);
    tcase_add_loop_test(cases, the_first_interrupt_cancels_main, 0, 2);
    tcase_add_test(cases, the_second_interrupt_ends_the_program);
    tcase_add_test(cases,
                   a_signal_in_another_thread_wakes_no_loop_that_has_ended);
    tcase_add_test(cases, a_deadlock_names_who_waits_for_whom);
    tcase_add_test(cases, a_deadlock_that_swallows_cancellation_still_ends);
    tcase_add_test(cases, a_nested_run_is_refused);
    tcase_add_test(cases, a_leftover_that_fails_is_reported);
    tcase_add_test(cases, a_second_run_starts_afresh);
    tcase_add_test(cases, debug_mode_names_who_keeps_the_loop);
    tcase_add_test(cases, any_delay_is_a_delay);
    suite_add_tcase(suite, cases);
    return suite;
}
