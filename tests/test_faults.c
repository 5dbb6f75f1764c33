/* test_faults.c - bad times: the n-th allocation fails, the n-th system call
 * fails, main is cancelled at its n-th turn - for every n.  A program of many
 * parts must end each time, with its cleanup done and nothing leaked.
 */
#define FAULTS_ARE_REAL
#include "faults.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "../runtime/runtime.h"

/* --- the faults ---------------------------------------------------------- */

struct faults faults;

static bool fails(int *countdown)
{
    if (*countdown == 0 || --*countdown > 0)
        return false;
    faults.failed++;
    return true;
}

void *faulty_malloc(size_t size)
{
    return faulty_realloc(NULL, size);
}

void *faulty_calloc(size_t count, size_t size)
{
    void *block = faulty_realloc(NULL, count * size);
    return block ? memset(block, 0, count * size) : NULL;
}

void *faulty_realloc(void *old, size_t size)
{
    if (fails(&faults.fail_allocation))
        return NULL;
    faults.live += old == NULL;
    return realloc(old, size);
}

void faulty_free(void *block)
{
    faults.live -= block != NULL;
    free(block);
}

int faulty_pipe(int ends[2])
{
    if (!fails(&faults.fail_call))
        return pipe(ends);
    errno = faults.call_error;
    return -1;
}

int faulty_select(int count, fd_set *read_set, fd_set *write_set,
                  fd_set *except_set, struct timeval *limit)
{
    if (!fails(&faults.fail_call))
        return select(count, read_set, write_set, except_set, limit);
    errno = faults.call_error;
    return -1;
}

/* --- a program of many parts ------------------------------------------------ */

static int opened, closed;      /* resources */

/* Holds a resource over an await; its cleanup awaits, too. */
struct holder {
    CORO;
    double seconds;
    struct error *why;
};

ASYNC(holder)
{
    BEGIN;
    opened++;
    TRY_AWAIT(async_sleep(self->seconds));
    self->why = caught();
    TRY_AWAIT(async_sleep(0.001));
    closed++;
    if (self->why)
        RAISE_ERROR(self->why);
    RETURN(textf("slept %g", self->seconds));
    END;
}

struct failing {
    CORO;
};

ASYNC(failing)
{
    BEGIN;
    AWAIT(async_sleep(0.002));
    RAISE(EIO, "on purpose");
    END;
}

/* Waits for a byte that another task writes. */
struct reader {
    CORO;
    int fd;
};

ASYNC(reader)
{
    char byte;
    BEGIN;
    AWAIT(async_readable(self->fd));
    RETURN(read(self->fd, &byte, 1));
    END;
}

/* What one task puts, another one gets; both want the lock, and word. */
struct stock {
    struct lock lock;
    struct condition changed;
    struct async_queue queue;
};

struct filler {
    CORO;
    struct stock *stock;
    int i;
};

ASYNC(filler)
{
    BEGIN;
    AWAIT(lock_acquire(&self->stock->lock));
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(async_queue_put(&self->stock->queue, self->i));
        if (failure())
            break;
        condition_notify_all(&self->stock->changed);
        TRY_AWAIT(condition_wait(&self->stock->changed));
        if (failure())
            break;
    }
    async_queue_close(&self->stock->queue);
    condition_notify_all(&self->stock->changed);
    lock_release(&self->stock->lock);
    if (failure())
        RERAISE;
    END;
}

struct emptier {
    CORO;
    struct stock *stock;
};

ASYNC(emptier)
{
    BEGIN;
    do {
        TRY_AWAIT(async_queue_get(&self->stock->queue));
        if (failure() == EPIPE)
            break;
        if (failure())
            RERAISE;
        AWAIT(lock_acquire(&self->stock->lock));
        condition_notify_all(&self->stock->changed);
        lock_release(&self->stock->lock);
    } while (true);
    END;
}

/* A line there and bytes back, over two streams that this frame owns. */
struct talk {
    CORO;
    int ends[2];
    struct stream one, other;
    char bytes[4];
};

ASYNC(talk)
{
    BEGIN;
    if (make_socket_pair(self->ends) < 0)
        RAISE(errno, "no sockets");
    stream_open(&self->one, self->ends[0]);
    stream_open(&self->other, self->ends[1]);
    if (stream_printf(&self->one, "%2000s\n", "hello") != 0)
        RAISE(ENOMEM, "nothing to say it with");
    AWAIT(stream_drain(&self->one));
    AWAIT(stream_readline(&self->other));
    AWAIT(async_write(self->ends[1], "back", 4));
    AWAIT(stream_readexactly(&self->one, self->bytes, 4));
    END;
}

static void nothing(void *arg)
{
    (void)arg;
}

struct parts {
    CORO;
    int ends[2];
    struct value results[3];
    struct task *tasks[3];
    struct task_group *group;
    struct timeout *limit;
    struct as_completed *next;
    struct stock stock;
    struct error *why;
    int i;
};

ASYNC(parts)
{
    BEGIN;
    opened++;
    TRY_AWAIT(gather(self->results, coro(holder, .seconds = 0.003),
                     coro(holder, .seconds = 0.001), async_sleep(0.002)));
    if (failure())
        goto leave;
    TRY_AWAIT(gather_return_exceptions(self->results, coro(failing),
                                       coro(holder, .seconds = 0.001)));
    if (failure())
        goto leave;
    TRY_AWAIT(wait_for(coro(holder, .seconds = 1.0), 0.002));
    if (failure() && failure() != ETIMEDOUT)
        goto leave;
    self->group = task_group();
    group_spawn(self->group, coro(holder, .seconds = 1.0));
    group_spawn(self->group, coro(failing));
    TRY_AWAIT(async_sleep(1.0));
    TRY_AWAIT(group_exit(self->group, caught()));
    if (failure() && failure() != EGROUP)
        goto leave;
    TRY_AWAIT(shield(coro(holder, .seconds = 0.001)));
    if (failure())
        goto leave;
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] =
            create_task(coro(holder, .seconds = 0.001 * self->i));
    TRY_AWAIT(wait_tasks(self->tasks, 3, FIRST_COMPLETED, 0.5));
    if (failure())
        goto leave;
    self->next = as_completed(self->tasks, 3, 0.5);
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(next_completed(self->next));
        if (failure())
            goto leave;
    }
    self->limit = timeout(0.001);
    TRY_AWAIT(create_future());
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    if (failure() && failure() != ETIMEDOUT)
        goto leave;
    async_queue_init(&self->stock.queue, 1);
    condition_init(&self->stock.changed, &self->stock.lock);
    self->group = task_group();
    group_spawn(self->group, coro(filler, .stock = &self->stock));
    group_spawn(self->group, coro(emptier, .stock = &self->stock));
    TRY_AWAIT(wait_for(group_exit(self->group, NULL), 0.5));
    if (failure() && (failure() != ETIMEDOUT || faults.failed == 0))
        goto leave;             /* one is not enough, if the other is missing */
    opened += self->stock.lock.locked;
    self->tasks[0] = create_task(coro(reader, .fd = self->ends[0]));
    TRY_AWAIT(async_writable(self->ends[1]));
    if (failure())
        goto leave;
    if (write(self->ends[1], "x", 1) == 1)
        TRY_AWAIT(self->tasks[0]);
    TRY_AWAIT(coro(talk));
    if (failure())
        goto leave;
    call_later(0.001, nothing, NULL);
    spawn(coro(holder, .seconds = 3600));
    TRY_AWAIT(async_sleep(0.002));
leave:
    self->why = caught();
    closed++;
    if (self->why)
        RAISE_ERROR(self->why);
    END;
}

/* --- running it in a child process, with something failing ---------------------- */

struct result {
    int code;               /* what main ended with */
    int opened, closed, live, failed;
};

static void quiet(void)
{
    if (!freopen("/dev/null", "w", stderr))
        abort();
}

static int descriptors_open(void)
{
    int count = 0;
    for (int fd = 0; fd < 32; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static struct result run_parts(struct observer observer)
{
    int ends[2];
    if (pipe(ends) < 0)
        abort();
    opened -= descriptors_open();
    struct loop_options options = {.virtual_clock = true, .observer = observer};
    struct coro main = coro(parts, .ends = {ends[0], ends[1]});
    int code = loop_run(&options, main, NULL);
    store_close();
    opened += descriptors_open();
    close(ends[0]);
    close(ends[1]);
    return (struct result){code, opened, closed, faults.live, faults.failed};
}

/* In a child process, since a callback without memory stops the program, as
 * its documentation says.  False if it did that. */
static bool run_in_child(struct result *result, void (*prepare)(int n), int n,
                         struct observer observer)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        quiet();
        prepare(n);
        struct result mine = run_parts(observer);
        ssize_t sent = write(ends[1], &mine, sizeof mine);
        _exit(sent == sizeof mine ? 0 : 1);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], result, sizeof *result);
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT)
        return false;
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
                  got == (ssize_t)sizeof *result,
                  "fault %d: the program crashed (status %d)", n, status);
    return true;
}

static void check_tidy(const struct result *result, const char *what, int n)
{
    ck_assert_msg(result->opened == result->closed,
                  "%s %d: %d resources opened, %d closed", what, n,
                  result->opened, result->closed);
    ck_assert_msg(result->live == 0, "%s %d: %d allocations leaked", what, n,
                  result->live);
}

/* --- every allocation -------------------------------------------------------------- */

static void prepare_allocation(int n)
{
    faults = (struct faults){.fail_allocation = n};
}

START_TEST(every_allocation_may_fail)
{
    struct result result = {.failed = 1};
    int n = 0, stopped = 0;
    while (result.failed > 0) {
        n++;
        if (!run_in_child(&result, prepare_allocation, n, (struct observer){0})) {
            stopped++;
            continue;
        }
        check_tidy(&result, "allocation", n);
        if (result.failed > 0)
            ck_assert_msg(result.code == 0 || result.code == ENOMEM ||
                          result.code == EGROUP,
                          "allocation %d: main ended with %d", n, result.code);
    }
    ck_assert_int_eq(result.code, 0);
    ck_assert_int_gt(n, 15);            /* so many allocations there were */
    ck_assert_int_le(stopped, 2);       /* the first call_later() only */
}
END_TEST

/* --- every system call ---------------------------------------------------------------- */

static int call_error;

static void prepare_call(int n)
{
    faults = (struct faults){.fail_call = n, .call_error = call_error};
}

static void every_call_fails_with(int error)
{
    struct result result = {.failed = 1};
    int n = 0;
    call_error = error;
    while (result.failed > 0) {
        n++;
        ck_assert(run_in_child(&result, prepare_call, n, (struct observer){0}));
        check_tidy(&result, "system call", n);
        if (result.failed > 0 && n == 1)
            ck_assert_int_eq(result.code, error);       /* the loop's pipe */
        else if (result.failed > 0)
            ck_assert_int_eq(result.code, error == EINTR ? 0 : error);
    }
    ck_assert_int_eq(result.code, 0);
    ck_assert_int_gt(n, 2);
}

START_TEST(every_system_call_may_fail)
{
    every_call_fails_with(ENOMEM);
}
END_TEST

START_TEST(every_system_call_may_be_interrupted)
{
    every_call_fails_with(EINTR);
}
END_TEST

/* --- a cancellation at every turn --------------------------------------------------------- */

struct sweep {
    uint64_t turn;          /* at which main is cancelled */
    bool reached;
};

static void cancel_at_turn(void *arg, const struct loop_event *event)
{
    struct sweep *sweep = arg;
    if (event->kind != EVENT_TURN || event->turn != sweep->turn)
        return;
    sweep->reached = !task_done(running_loop->main);
    task_cancel(running_loop->main);
}

START_TEST(main_may_be_cancelled_at_every_turn)
{
    struct sweep sweep = {.reached = true};
    quiet();
    while (sweep.reached) {
        sweep = (struct sweep){.turn = sweep.turn + 1};
        opened = closed = 0;
        struct result result =
            run_parts((struct observer){cancel_at_turn, &sweep});
        check_tidy(&result, "turn", (int)sweep.turn);
        if (sweep.reached)
            ck_assert_msg(result.code == ECANCELED || result.code == 0 ||
                          result.code == EGROUP,
                          "turn %d: main ended with %d", (int)sweep.turn,
                          result.code);
    }
    ck_assert_int_gt((int)sweep.turn, 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *cases = tcase_create("faults");
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, every_allocation_may_fail);
    tcase_add_test(cases, every_system_call_may_fail);
    tcase_add_test(cases, every_system_call_may_be_interrupted);
    tcase_add_test(cases, main_may_be_cancelled_at_every_turn);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
           failed);
    srunner_free(runner);
    return failed != 0;
}
