/* Pools of processes: what they share (nothing), and how they end. */
#define _XOPEN_SOURCE 700       /* for setrlimit() */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "capture.h"
#include "pools/parcel.h"
#include "runtime.h"
#include "../inside.h"
#include "suites.h"

static const struct loop_options virtual_clock = {.virtual_clock = true};
static const struct loop_options real_clock = {.virtual_clock = false};

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

static struct value await_there(struct value arg)
{
    spawn(async_sleep(1));
    return arg;
}

struct other_kinds_there {
    CORO;
    struct executor *pool;
};

ASYNC(other_kinds_there)
{
    BEGIN;
    self->pool = process_pool(1);
    AWAIT(run_in_executor(self->pool, give_back, value_none()));
    ck_assert(is_none(awaited()));
    AWAIT(run_in_executor(self->pool, give_back, 0.25));
    ck_assert_double_eq(as_real(awaited()), 0.25);
    AWAIT(run_in_executor(self->pool, give_back, ""));
    ck_assert_str_eq(as_text(awaited()), "");
    AWAIT(run_in_executor(self->pool, give_back,
                          ((struct value){VALUE_JSON, .text = "[1]"})));
    ck_assert_int_eq(awaited().kind, VALUE_JSON);
    ck_assert_str_eq(awaited().text, "[1]");
    AWAIT(run_in_executor(self->pool, kind_of,
                          value_error(error_new(EIO, "as data"))));
    ck_assert_int_eq(as_int(awaited()), VALUE_ERROR);
    TRY_AWAIT(run_in_executor(self->pool, fail_as_group, "no user"));
    ck_assert_int_eq(failure(), EGROUP);
    ck_assert_ptr_nonnull(strstr(caught()->message, "[TimeoutError: too slow, "));
    AWAIT(run_in_executor_with(self->pool, kind_of, NULL, 0));
    ck_assert_int_eq(as_int(awaited()), VALUE_POINTER);
    TRY_AWAIT(run_in_executor(self->pool, await_there, 0));
    ck_assert_int_eq(failure(), EPERM);
    ck_assert_ptr_nonnull(strstr(caught()->message, "no running loop in a pool"));
    END;
}

START_TEST(every_kind_of_value_goes_there_and_back)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(other_kinds_there), NULL), 0);
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

/* --- workers that end ---------------------------------------------------- */

static struct value raise_signal(struct value number)
{
    raise((int)as_int(number));
    return value_none();
}

static struct value call_exit(struct value status)
{
    exit((int)as_int(status));
}

static struct value call_exit_at_once(struct value status)
{
    _exit((int)as_int(status));
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
    ck_assert_str_eq(caught()->message, "the worker process of "
                     "'raise_signal' was ended by SIGSEGV");
    TRY_AWAIT(run_in_executor(self->pool, raise_signal, SIGKILL));
    ck_assert_int_eq(failure(), EWORKER);
    ck_assert_ptr_nonnull(strstr(caught()->message, "SIGKILL"));
    TRY_AWAIT(run_in_executor(self->pool, call_exit, 7));
    ck_assert_int_eq(failure(), EWORKER);
    ck_assert_ptr_nonnull(strstr(caught()->message, "exit status 7"));
    TRY_AWAIT(run_in_executor(self->pool, call_exit_at_once, 3));
    ck_assert_str_eq(caught()->message, "the worker process of "
                     "'call_exit_at_once' ended by itself, with exit status 3");
    TRY_AWAIT(run_in_executor(self->pool, raise_signal, SIGUSR2));
    ck_assert_ptr_nonnull(strstr(caught()->message, "was ended by signal "));
    AWAIT(run_in_executor(self->pool, length, "as before"));
    ck_assert_int_eq(as_int(awaited()), 9);
    END;
}

START_TEST(a_worker_that_ends_fails_its_work_and_is_replaced)
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
    BEGIN;
    self->pool = process_pool(1);
    AWAIT(run_in_executor(self->pool, own_pid, 0));
    self->worker = (pid_t)as_int(awaited());
    kill(self->worker, SIGTERM);
    siginfo_t info;
    waitid(P_PID, (id_t)self->worker, &info, WEXITED | WNOWAIT);
    AWAIT(run_in_executor(self->pool, own_pid, 0));
    ck_assert_int_ne(as_int(awaited()), self->worker);
    END;
}

START_TEST(one_killed_while_idle_is_replaced_unseen)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(killed_idle), NULL), 0);
}
END_TEST

enum { WORKERS = 3, CRASHES = 100 };

static struct value pause_there(struct value pids)
{
    (void)pids;
    pause();
    return value_none();
}

struct killed_at_work {
    CORO;
    struct executor *pool;
    struct value pids[WORKERS];
    struct future *jobs[WORKERS];
    int i, terminated;
};

/* All of them at once, in the middle of their jobs.  (Which of them has which
 * job depends on who was done first with the one before.) */
ASYNC(killed_at_work)
{
    BEGIN;
    self->pool = process_pool(WORKERS);
    AWAIT(gather(self->pids, run_in_executor(self->pool, own_pid, 0),
                 run_in_executor(self->pool, own_pid, 0),
                 run_in_executor(self->pool, own_pid, 0)));
    for (int i = 0; i < WORKERS; i++)
        self->jobs[i] = run_in_executor(self->pool, pause_there, 0);
    AWAIT(async_sleep(0));
    for (int i = 0; i < WORKERS; i++)
        kill((pid_t)as_int(self->pids[i]), i == 1 ? SIGTERM : SIGKILL);
    for (self->i = 0; self->i < WORKERS; self->i++) {
        TRY_AWAIT(self->jobs[self->i]);
        ck_assert_int_eq(failure(), EWORKER);
        if (strstr(caught()->message, "SIGTERM"))
            self->terminated++;
        else
            ck_assert_ptr_nonnull(strstr(caught()->message, "SIGKILL"));
    }
    ck_assert_int_eq(self->terminated, 1);
    AWAIT(run_in_executor(self->pool, own_pid, 0));
    END;
}

START_TEST(all_killed_at_work_are_replaced)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(killed_at_work), NULL), 0);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

/* Whoever started us may have left descriptors of its own: not the next free
 * number counts, but how many there are. */
static int descriptors_open(void)
{
    int count = 0;
    for (int fd = 0; fd < 64; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

struct crash_after_crash {
    CORO;
    struct executor *pool;
    int i, before;
};

ASYNC(crash_after_crash)
{
    BEGIN;
    self->pool = process_pool(2);
    self->before = descriptors_open();
    for (self->i = 0; self->i < CRASHES; self->i++) {
        TRY_AWAIT(run_in_executor(self->pool, raise_signal, SIGABRT));
        ck_assert_int_eq(failure(), EWORKER);
        AWAIT(run_in_executor(self->pool, length, "four"));
        ck_assert_int_eq(as_int(awaited()), 4);
    }
    ck_assert_int_eq(descriptors_open(), self->before);
    END;
}

START_TEST(a_hundred_crashes_leave_the_pool_as_it_was)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(crash_after_crash), NULL), 0);
}
END_TEST

/* A worker's answer as processes.c writes it, and then some bytes. */
struct answer {
    job_function *function;
    struct parcel parcel;
    struct clock clock;
    char text[1000];
};

static int own_socket(void)
{
    int fd = 3;
    while (fcntl(fd, F_GETFD) < 0)
        fd++;
    return fd;
}

static struct value half_an_answer(struct value size)
{
    struct answer answer = {.parcel = {.kind = VALUE_TEXT, .size = 1000}};
    answer.parcel.bytes = answer.text;
    if (write(own_socket(), &answer, (size_t)as_int(size)) == as_int(size))
        raise(SIGKILL);
    return value_none();
}

struct half_answers {
    CORO;
    struct executor *pool;
    size_t size;
};

ASYNC(half_answers)
{
    static const size_t head = offsetof(struct answer, text);
    BEGIN;
    self->pool = process_pool(1);
    for (self->size = 1; self->size < head + 2; self->size++) {
        TRY_AWAIT(run_in_executor(self->pool, half_an_answer, self->size));
        ck_assert_int_eq(failure(), EWORKER);
        ck_assert_ptr_nonnull(strstr(caught()->message, "SIGKILL"));
    }
    END;
}

START_TEST(one_killed_while_it_answers_has_failed)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(half_answers), NULL), 0);
}
END_TEST

static struct value close_socket(struct value arg)
{
    close(own_socket());
    pause();
    return arg;
}

struct closes_socket {
    CORO;
    struct executor *pool;
};

ASYNC(closes_socket)
{
    BEGIN;
    self->pool = process_pool(1);
    TRY_AWAIT(run_in_executor(self->pool, close_socket, 0));
    ck_assert_int_eq(failure(), EWORKER);
    AWAIT(run_in_executor(self->pool, length, "as before"));
    END;
}

START_TEST(one_that_closes_its_socket_is_ended)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(closes_socket), NULL), 0);
}
END_TEST

/* --- cancelling, and the end --------------------------------------------- */

struct waits_there {
    CORO;
    struct executor *pool;
};

ASYNC(waits_there)
{
    BEGIN;
    AWAIT(run_in_executor(self->pool, sleep_there, 1.0));
    END;
}

struct cancelled_there {
    CORO;
    struct executor *pool;
    struct task *runs, *waits;
};

ASYNC(cancelled_there)
{
    BEGIN;
    self->pool = process_pool(1);
    self->runs = create_task(coro(waits_there, .pool = self->pool));
    self->waits = create_task(coro(waits_there, .pool = self->pool));
    AWAIT(async_sleep(0.1));
    task_cancel(self->runs);
    task_cancel(self->waits);
    AWAIT(run_in_executor(self->pool, sleep_there, 0.5));
    ck_assert_double_eq(loop_time(), 1.5);
    AWAIT(executor_shutdown(self->pool));
    AWAIT(executor_shutdown(self->pool));
    TRY_AWAIT(run_in_executor(self->pool, sleep_there, 0.5));
    ck_assert_int_eq(failure(), EPIPE);
    END;
}

START_TEST(a_cancelled_await_abandons_the_process_but_not_the_pool)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(cancelled_there), NULL), 0);
}
END_TEST

struct left_at_work {
    CORO;
    struct executor *pool;
    struct future *jobs[3];
};

/* One answers more than the socket holds, and nobody reads that any more. */
ASYNC(left_at_work)
{
    BEGIN;
    self->pool = process_pool(2);
    self->jobs[0] = run_in_executor(self->pool, repeat, 3000000);
    self->jobs[1] = run_in_executor(self->pool, own_pid, 0);
    self->jobs[2] = run_in_executor(self->pool, raise_signal, SIGABRT);
    AWAIT(async_sleep(0));
    END;
}

START_TEST(the_loops_end_waits_for_processes)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(left_at_work), NULL), 0);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

struct copied_socket {
    CORO;
    struct executor *pool;
    pid_t *copy;
};

/* A process that the program forks has a copy of everything. */
ASYNC(copied_socket)
{
    BEGIN;
    self->pool = process_pool(1);
    *self->copy = fork();
    if (*self->copy == 0)
        while (true)
            pause();
    END;
}

START_TEST(the_end_comes_though_others_have_copies_of_the_socket)
{
    pid_t copy;
    ck_assert_int_eq(loop_run(&real_clock, coro(copied_socket, .copy = &copy),
                              NULL), 0);
    kill(copy, SIGKILL);
    waitpid(copy, NULL, 0);
}
END_TEST

START_TEST(no_child_is_left)
{
    loop_run(&virtual_clock, coro(two_processes), NULL);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* --- what a worker inherits ---------------------------------------------- */

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

static atomic_int signals;

static void on_signal(int number)
{
    (void)number;
    atomic_fetch_add(&signals, 1);
}

/* How many signals are blocked, or have a handler other than the usual one. */
static struct value unusual_signals(struct value arg)
{
    (void)arg;
    int count = 0;
    sigset_t blocked;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number < 32; number++) {
        struct sigaction action;
        sigaction(number, NULL, &action);
        count += sigismember(&blocked, number) ||
                 action.sa_handler != SIG_DFL;
    }
    return value_int(count);
}

static struct value ignores(struct value number)
{
    struct sigaction action;
    sigaction((int)as_int(number), NULL, &action);
    return value_int(action.sa_handler == SIG_IGN);
}

static struct value read_input(struct value arg)
{
    char byte;
    (void)arg;
    return value_int(read(STDIN_FILENO, &byte, 1));
}

static struct value survives_exec(struct value arg)
{
    (void)arg;
    return value_int(fcntl(own_socket(), F_GETFD) != FD_CLOEXEC);
}

struct inherits {
    CORO;
    struct executor *threads, *pool;
    int ends[2];
};

ASYNC(inherits)
{
    BEGIN;
    signal(SIGUSR1, on_signal);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &one, NULL);
    ck_assert_int_eq(make_pipe(self->ends), 0);
    dup2(self->ends[0], STDIN_FILENO);
    self->threads = thread_pool(2);
    AWAIT(run_in_executor(self->threads, length, "a thread is there"));
    printf("buffered, ");
    self->pool = process_pool(2);
    AWAIT(run_in_executor(self->pool, open_descriptors, 200));
    ck_assert_int_eq(as_int(awaited()), 4);     /* 0, 1, 2 and its own */
    AWAIT(run_in_executor(self->pool, survives_exec, 0));
    ck_assert_int_eq(as_int(awaited()), 0);
    AWAIT(run_in_executor(self->pool, unusual_signals, 0));
    ck_assert_int_eq(as_int(awaited()), 2);
    AWAIT(run_in_executor(self->pool, ignores, SIGINT));
    ck_assert_int_eq(as_int(awaited()), 1);
    AWAIT(run_in_executor(self->pool, ignores, SIGPIPE));
    ck_assert_int_eq(as_int(awaited()), 1);
    AWAIT(run_in_executor(self->pool, read_input, 0));
    ck_assert_int_eq(as_int(awaited()), 0);     /* the end, at once */
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

struct few_descriptors {
    CORO;
    struct executor *pool;
    int open;
};

ASYNC(few_descriptors)
{
    BEGIN;
    self->open = dup(0);
    self->pool = process_pool(1);
    AWAIT(run_in_executor(self->pool, open_descriptors, 100));
    ck_assert_int_eq(as_int(awaited()), 4);
    END;
}

START_TEST(nothing_is_inherited_where_only_few_may_be_open)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 100;
    setrlimit(RLIMIT_NOFILE, &limit);
    ck_assert_int_eq(loop_run(&virtual_clock, coro(few_descriptors), NULL), 0);
}
END_TEST

enum { MOST_LINES = 3000, FORKS = 20 };

static atomic_bool enough;

static struct value print_lines(struct value arg)
{
    static const struct timespec moment = {.tv_nsec = 1000};
    int lines = 0;
    (void)arg;
    for (; lines < MOST_LINES && !atomic_load(&enough); lines++) {
        printf("x\n");
        nanosleep(&moment, NULL);
    }
    return value_int(lines);
}

struct forks_while_printing {
    CORO;
    struct future *printing;
    int i;
};

/* A thread prints while workers are made. */
ASYNC(forks_while_printing)
{
    BEGIN;
    self->printing = to_thread(print_lines, 0);
    for (self->i = 0; self->i < FORKS; self->i++)
        AWAIT(run_in_executor(process_pool(1), give_back, 0));
    atomic_store(&enough, true);
    AWAIT(self->printing);
    fprintf(stderr, "%d lines", (int)as_int(awaited()));
    END;
}

static int fork_while_printing(void *arg)
{
    (void)arg;
    return loop_run(&real_clock, coro(forks_while_printing), NULL);
}

START_TEST(what_a_thread_prints_is_printed_once)
{
    struct captured run = capture_run(fork_while_printing, NULL);
    ck_assert_int_eq(run.status, 0);
    ck_assert_int_eq((int)strlen(run.out), 2 * atoi(run.err));
}
END_TEST

/* What the parent's loop holds is the parent's: a worker does not report its
 * coroutine objects, or give back its texts. */
static const char *greeting;

struct loop_there {
    CORO;
};

ASYNC(loop_there)
{
    BEGIN;
    AWAIT(async_sleep(1));
    RETURN(greeting);
    END;
}

static struct value run_there(struct value arg)
{
    (void)arg;
    struct value value;
    loop_run(&virtual_clock, coro(loop_there), &value);
    return value;
}

struct has_things {
    CORO;
    struct coro kept;
    struct executor *pool;
    int i;
};

ASYNC(has_things)
{
    BEGIN;
    self->kept = coro(loop_there);
    greeting = textf("%s", "hello");
    self->pool = process_pool(1);
    for (self->i = 0; self->i < 2; self->i++) {
        AWAIT(run_in_executor(self->pool, run_there, 0));
        ck_assert_str_eq(as_text(awaited()), "hello");
    }
    ck_assert_double_eq(loop_time(), 2.0);
    AWAIT(self->kept);
    END;
}

static int run_has_things(void *arg)
{
    (void)arg;
    return loop_run(&virtual_clock, coro(has_things), NULL);
}

START_TEST(what_is_the_parents_stays_the_parents)
{
    struct captured run = capture_run(run_has_things, NULL);
    ck_assert_str_eq(run.err, "");
    ck_assert_int_eq(run.status, 0);
}
END_TEST

/* ThreadSanitizer cannot follow threads of a process that was forked from one
 * with threads. */
#ifdef __SANITIZE_THREAD__
enum { THREADS_THERE = false };
#else
enum { THREADS_THERE = true };
#endif

struct thread_there {
    CORO;
};

ASYNC(thread_there)
{
    BEGIN;
    AWAIT(to_thread(length, "four"));
    RETURN(awaited());
    END;
}

static struct value run_thread_there(struct value arg)
{
    (void)arg;
    struct value value;
    loop_run(&virtual_clock, coro(thread_there), &value);
    return value;
}

struct default_pools {
    CORO;
    struct executor *pool;
};

ASYNC(default_pools)
{
    BEGIN;
    AWAIT(to_thread(length, "the parent's"));
    self->pool = process_pool(1);
    AWAIT(run_in_executor(self->pool, run_thread_there, 0));
    ck_assert_int_eq(as_int(awaited()), 4);
    END;
}

START_TEST(a_worker_has_a_default_pool_of_its_own)
{
    ck_assert_int_eq(loop_run(&virtual_clock, coro(default_pools), NULL), 0);
}
END_TEST

/* --- signals ------------------------------------------------------------- */

static atomic_bool over;

struct annoyed {
    pthread_t loops_thread;
    pid_t worker;
};

static void *annoy(void *arg)
{
    static const struct timespec moment = {.tv_nsec = 50000};
    const struct annoyed *annoyed = arg;
    while (!atomic_load(&over)) {
        pthread_kill(annoyed->loops_thread, SIGUSR1);
        kill(annoyed->worker, SIGUSR1);
        nanosleep(&moment, NULL);
    }
    return NULL;
}

static struct value handle_signals(struct value arg)
{
    (void)arg;
    struct sigaction action = {.sa_handler = on_signal};    /* no SA_RESTART */
    sigaction(SIGUSR1, &action, NULL);
    return value_int(getpid());
}

struct interrupted_there {
    CORO;
    struct executor *pool;
    struct annoyed annoyed;
    pthread_t thread;
    char *text;
};

ASYNC(interrupted_there)
{
    enum { SIZE = 1000000, SIGNALS = 20 };
    BEGIN;
    handle_signals(value_none());
    self->pool = process_pool(1);
    AWAIT(run_in_executor(self->pool, handle_signals, 0));
    self->annoyed = (struct annoyed){pthread_self(), (pid_t)as_int(awaited())};
    pthread_create(&self->thread, NULL, annoy, &self->annoyed);
    AWAIT(run_in_executor(self->pool, repeat, SIZE));
    self->text = (char *)as_text(awaited());
    while (atomic_load(&signals) < SIGNALS) {
        AWAIT(run_in_executor(self->pool, give_back, self->text));
        ck_assert_uint_eq(strlen(as_text(awaited())), SIZE);
    }
    atomic_store(&over, true);
    pthread_join(self->thread, NULL);
    AWAIT(executor_shutdown(self->pool));
    END;
}

START_TEST(signals_interrupt_nothing_there)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(interrupted_there), NULL), 0);
}
END_TEST

Suite *processes_suite(void)
{
    Suite *suite = suite_create("processes");
    TCase *tcase = tcase_create("processes");
    tcase_add_test(tcase, values_of_any_length_go_there_and_back);
    tcase_add_test(tcase, every_kind_of_value_goes_there_and_back);
    tcase_add_test(tcase, two_processes_take_three_jobs_in_two_rounds);
    suite_add_tcase(suite, tcase);

    TCase *ended = tcase_create("crashes");
    tcase_add_test(ended, a_worker_that_ends_fails_its_work_and_is_replaced);
    tcase_add_test(ended, one_killed_while_idle_is_replaced_unseen);
    tcase_add_test(ended, all_killed_at_work_are_replaced);
    tcase_add_test(ended, a_hundred_crashes_leave_the_pool_as_it_was);
    tcase_add_test(ended, one_killed_while_it_answers_has_failed);
    tcase_add_test(ended, one_that_closes_its_socket_is_ended);
    suite_add_tcase(suite, ended);

    TCase *end = tcase_create("end");
    tcase_add_test(end, a_cancelled_await_abandons_the_process_but_not_the_pool);
    tcase_add_test(end, the_loops_end_waits_for_processes);
    tcase_add_test(end, the_end_comes_though_others_have_copies_of_the_socket);
    tcase_add_test(end, no_child_is_left);
    suite_add_tcase(suite, end);

    TCase *inherited = tcase_create("fork");
    tcase_add_test(inherited, nothing_is_inherited_that_should_not_be);
    tcase_add_test(inherited, nothing_is_inherited_where_only_few_may_be_open);
    tcase_add_test(inherited, what_a_thread_prints_is_printed_once);
    tcase_add_test(inherited, what_is_the_parents_stays_the_parents);
    if (THREADS_THERE)
        tcase_add_test(inherited, a_worker_has_a_default_pool_of_its_own);
    tcase_add_test(inherited, signals_interrupt_nothing_there);
    suite_add_tcase(suite, inherited);
    return suite;
}
