/* Pools of processes: what they share (nothing), and how they end. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture.h"
#include "runtime.h"
#include "suites.h"

static const struct loop_options virtual_clock = {.virtual_clock = true};

static int global = 1;

static struct value change_global(struct value number)
{
    global = (int)as_int(number);
    return value_int(global);
}

static struct value sleep_there(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    return value_real(loop_time());
}

static struct value repeat(struct value times)
{
    int64_t count = as_int(times);
    char *text = malloc((size_t)count + 1);
    memset(text, 'x', (size_t)count);
    text[count] = '\0';
    struct value value = value_text(textf("%s", text));
    free(text);
    return value;
}

static struct value length(struct value text)
{
    return value_int((int64_t)strlen(as_text(text)));
}

static struct value find_no_user(struct value name)
{
    return job_raise(EIO, "no such user: %s", as_text(name));
}

static struct value a_pointer(struct value arg)
{
    (void)arg;
    return value_pointer(&global);
}

struct process_results {
    CORO;
    struct executor *pool;
    char *long_text;
};

ASYNC(process_results)
{
    BEGIN;
    self->pool = process_pool(1);
    ck_assert_ptr_nonnull(self->pool);
    AWAIT(run_in_executor(self->pool, change_global, 42));
    ck_assert_int_eq(as_int(awaited()), 42);
    ck_assert_int_eq(global, 1);
    AWAIT(run_in_executor(self->pool, repeat, 1000000));
    ck_assert_uint_eq(strlen(as_text(awaited())), 1000000);
    self->long_text = calloc(1, 3000001);
    memset(self->long_text, 'y', 3000000);
    AWAIT(run_in_executor(self->pool, length, self->long_text));
    free(self->long_text);
    ck_assert_int_eq(as_int(awaited()), 3000000);
    TRY_AWAIT(run_in_executor(self->pool, find_no_user, "Ada"));
    ck_assert_int_eq(failure(), EIO);
    ck_assert_str_eq(caught()->message, "no such user: Ada");
    TRY_AWAIT(run_in_executor(self->pool, length, (void *)&global));
    ck_assert_int_eq(failure(), EINVAL);
    TRY_AWAIT(run_in_executor(self->pool, a_pointer, 0));
    ck_assert_int_eq(failure(), EINVAL);
    END;
}

START_TEST(values_of_any_length_go_there_and_back)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(process_results), NULL), 0);
}
END_TEST

struct two_processes {
    CORO;
    struct executor *pool;
    struct future *jobs[3];
    struct value ends[3];
};

ASYNC(two_processes)
{
    BEGIN;
    self->pool = process_pool(2);
    for (int i = 0; i < 3; i++)
        self->jobs[i] = run_in_executor(self->pool, sleep_there, 1.0);
    AWAIT(gather(self->ends, self->jobs[0], self->jobs[1], self->jobs[2]));
    ck_assert_double_eq(as_real(self->ends[0]), 1.0);
    ck_assert_double_eq(as_real(self->ends[1]), 1.0);
    ck_assert_double_eq(as_real(self->ends[2]), 2.0);
    ck_assert_double_eq(loop_time(), 2.0);
    END;
}

START_TEST(two_processes_take_three_jobs_in_two_rounds)
{
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(loop_run(&virtual_clock, coro(two_processes), NULL), 0);
}
END_TEST

/* --- workers that end ------------------------------------------------------------ */

static struct value raise_signal(struct value number)
{
    raise((int)as_int(number));
    return value_none();
}

static struct value call_exit(struct value status)
{
    exit((int)as_int(status));
}

struct crashes {
    CORO;
    struct executor *pool;
};

ASYNC(crashes)
{
    BEGIN;
    self->pool = process_pool(1);
    TRY_AWAIT(run_in_executor(self->pool, raise_signal, SIGSEGV));
    ck_assert_int_eq(failure(), EWORKER);
    ck_assert_str_eq(caught()->message, "the worker process of job "
                     "'raise_signal' was ended by SIGSEGV");
    TRY_AWAIT(run_in_executor(self->pool, raise_signal, SIGKILL));
    ck_assert_int_eq(failure(), EWORKER);
    ck_assert_ptr_nonnull(strstr(caught()->message, "SIGKILL"));
    TRY_AWAIT(run_in_executor(self->pool, call_exit, 7));
    ck_assert_int_eq(failure(), EWORKER);
    ck_assert_ptr_nonnull(strstr(caught()->message, "exit status 7"));
    AWAIT(run_in_executor(self->pool, length, "as before"));
    ck_assert_int_eq(as_int(awaited()), 9);
    END;
}

START_TEST(a_worker_that_ends_fails_its_job_and_is_replaced)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(crashes), NULL), 0);
}
END_TEST

static struct value own_pid(struct value arg)
{
    (void)arg;
    return value_int(getpid());
}

struct killed_idle {
    CORO;
    struct executor *pool;
    pid_t worker;
};

ASYNC(killed_idle)
{
    static const struct timespec moment = {.tv_nsec = 1000000};
    BEGIN;
    self->pool = process_pool(1);
    AWAIT(run_in_executor(self->pool, own_pid, 0));
    self->worker = (pid_t)as_int(awaited());
    kill(self->worker, SIGTERM);
    siginfo_t info;
    waitid(P_PID, (id_t)self->worker, &info, WEXITED | WNOWAIT);
    nanosleep(&moment, NULL);
    AWAIT(run_in_executor(self->pool, own_pid, 0));
    ck_assert_int_ne(as_int(awaited()), self->worker);
    END;
}

START_TEST(one_killed_while_idle_is_replaced_unseen)
{
    struct loop_options real = {.debug = false};
    ck_assert_int_eq(loop_run(&real, coro(killed_idle), NULL), 0);
}
END_TEST

START_TEST(no_child_is_left)
{
    loop_run(&virtual_clock, coro(two_processes), NULL);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* --- what a worker inherits ---------------------------------------------------------- */

static struct value open_descriptors(struct value most)
{
    int count = 0;
    for (int fd = 0; fd < as_int(most); fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            count++;
    return value_int(count);
}

static struct value prints(struct value arg)
{
    (void)arg;
    printf("from the worker\n");
    return value_none();
}

static struct value ignores_interrupt(struct value arg)
{
    struct sigaction action;
    (void)arg;
    sigaction(SIGINT, NULL, &action);
    return value_int(action.sa_handler == SIG_IGN);
}

struct inherits {
    CORO;
    struct executor *threads, *pool;
    int open;
};

ASYNC(inherits)
{
    BEGIN;
    self->open = dup(0);
    self->threads = thread_pool(2);
    AWAIT(run_in_executor(self->threads, length, "a thread is there"));
    printf("buffered, ");
    self->pool = process_pool(2);
    close(self->open);
    AWAIT(run_in_executor(self->pool, open_descriptors, 200));
    ck_assert_int_eq(as_int(awaited()), 4);     /* 0, 1, 2 and its own */
    AWAIT(run_in_executor(self->pool, ignores_interrupt, 0));
    ck_assert_int_eq(as_int(awaited()), 1);
    printf("once\n");
    AWAIT(run_in_executor(self->pool, prints, 0));
    printf("the end\n");
    END;
}

static int print_and_fork(void *arg)
{
    (void)arg;
    return loop_run(&virtual_clock, coro(inherits), NULL);
}

START_TEST(nothing_is_inherited_that_should_not_be)
{
    struct captured run = capture_run(print_and_fork, NULL);
    ck_assert_int_eq(run.status, 0);
    ck_assert_str_eq(run.out, "buffered, once\nfrom the worker\nthe end\n");
}
END_TEST

Suite *processes_suite(void)
{
    Suite *suite = suite_create("processes");
    TCase *tcase = tcase_create("processes");
    tcase_add_test(tcase, values_of_any_length_go_there_and_back);
    tcase_add_test(tcase, two_processes_take_three_jobs_in_two_rounds);
    tcase_add_test(tcase, a_worker_that_ends_fails_its_job_and_is_replaced);
    tcase_add_test(tcase, one_killed_while_idle_is_replaced_unseen);
    tcase_add_test(tcase, no_child_is_left);
    tcase_add_test(tcase, nothing_is_inherited_that_should_not_be);
    suite_add_tcase(suite, tcase);
    return suite;
}
