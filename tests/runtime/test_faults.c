/* test_faults.c - bad times: the n-th allocation fails, the n-th system call
 * fails, main is cancelled at its n-th turn - for every n.  A program of many
 * parts must end each time, with its cleanup done and nothing leaked; and a
 * server must serve the next client.
 */
#define FAULTS_ARE_REAL
#include "faults.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "web/app.h"
#include "../inside.h"
#include "runtime.h"

/* --- the faults ---------------------------------------------------------- */

struct faults faults;

static bool fails(atomic_int *countdown)
{
    if (*countdown <= 0 || atomic_fetch_sub(countdown, 1) != 1)
        return false;
    if (faults.for_good)
        *countdown = 1;
    faults.failed++;
    return true;
}

static bool call_fails(enum refused call)
{
    if (!fails(&faults.fail_call))
        return false;
    faults.refused = call;
    errno = faults.call_error;
    return true;
}

void *faulty_malloc(size_t size)
{
    return faulty_realloc(NULL, size);
}

void *faulty_aligned_alloc(size_t alignment, size_t size)
{
    if (fails(&faults.fail_allocation))
        return NULL;
    faults.live++;
    return aligned_alloc(alignment, size);
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

void *faulty_pool_get(struct block_pool *pool, size_t block)
{
    return fails(&faults.fail_block) ? NULL : block_pool_get(pool, block);
}

int faulty_pipe(int ends[2])
{
    return call_fails(PIPE) ? -1 : pipe(ends);
}

int faulty_select(int count, fd_set *read_set, fd_set *write_set,
                  fd_set *except_set, struct timeval *limit)
{
    faults.selects++;
    return call_fails(SELECT)
               ? -1
               : select(count, read_set, write_set, except_set, limit);
}

/* These wait for nothing, so that no signal interrupts them. */
static bool call_fails_at_once(enum refused call)
{
    return faults.call_error != EINTR && call_fails(call);
}

int faulty_socketpair(int domain, int type, int protocol, int ends[2])
{
    return call_fails_at_once(SOCKETPAIR) ? -1 : socketpair(domain, type, protocol, ends);
}

pid_t faulty_fork(void)
{
    if (faults.no_workers) {
        errno = EAGAIN;
        return -1;
    }
    return call_fails_at_once(FORK) ? -1 : fork();
}

int faulty_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*function)(void *), void *arg)
{
    if (faults.no_workers)
        return EAGAIN;
    return call_fails_at_once(THREAD)
               ? faults.call_error
               : pthread_create(thread, attributes, function, arg);
}

/* Sockets only: a pipe within the program, such as the loop's, does not fail. */
static bool transfer_fails(int fd)
{
    int type;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 ||
        !fails(&faults.fail_transfer))
        return false;
    errno = faults.call_error;
    return true;
}

ssize_t faulty_read(int fd, void *buffer, size_t size)
{
    return transfer_fails(fd) ? -1 : read(fd, buffer, size);
}

ssize_t faulty_write(int fd, const void *data, size_t size)
{
    return transfer_fails(fd) ? -1 : write(fd, data, size);
}

int faulty_accept(int fd, struct sockaddr *address, socklen_t *size)
{
    return transfer_fails(fd) ? -1 : accept(fd, address, size);
}

int faulty_fcntl(int fd, int command, int argument)
{
    return transfer_fails(fd) ? -1 : fcntl(fd, command, argument);
}

/* --- a program of many parts --------------------------------------------- */

static atomic_int opened, closed;       /* resources */

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

/* A job in a thread, and jobs in processes, of which one crashes. */
static struct value twice(struct value text)
{
    return value_text(textf("%s%s", as_text(text), as_text(text)));
}

static struct value crash(struct value arg)
{
    (void)arg;
    abort();
}

struct jobs {
    CORO;
    struct executor *pool;
};

ASYNC(jobs)
{
    BEGIN;
    AWAIT(to_thread(twice, "text"));
    self->pool = process_pool(2);
    if (!self->pool)
        RAISE(errno, "no processes");
    AWAIT(run_in_executor(self->pool, twice, "text"));
    TRY_AWAIT(run_in_executor(self->pool, crash, 0));
    if (failure() != EWORKER)
        RERAISE;
    AWAIT(run_in_executor(self->pool, twice, "text"));
    AWAIT(executor_shutdown(self->pool));
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
    TRY_AWAIT(coro(jobs));
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

/* --- running it in a child process, with something failing --------------- */

struct result {
    int code;               /* what main ended with */
    int opened, closed, live, failed;
    enum refused refused;
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
    arena_close();
    opened += descriptors_open();
    close(ends[0]);
    close(ends[1]);
    return (struct result){code, opened, closed, faults.live, faults.failed,
                           faults.refused};
}

/* In a child process, since a callback without memory stops the program, as
 * its documentation says.  False if it did that. */
static bool run_in_child(struct result *result,
                         struct result (*play)(int n), int n)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        quiet();
        struct result mine = play(n);
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

/* --- every allocation ---------------------------------------------------- */

static struct result without_allocation(int n)
{
    faults = (struct faults){.fail_allocation = n};
    return run_parts((struct observer){0});
}

START_TEST(every_allocation_may_fail)
{
    struct result result = {.failed = 1};
    int n = 0, stopped = 0;
    /* A worker process is a copy, and may run out of memory by itself. */
    while (result.failed > 0 || result.code != 0) {
        n++;
        if (!run_in_child(&result, without_allocation, n)) {
            stopped++;
            continue;
        }
        check_tidy(&result, "allocation", n);
        ck_assert_msg(result.code == 0 || result.code == ENOMEM ||
                      result.code == EGROUP || result.code == EWORKER,
                      "allocation %d: main ended with %d", n, result.code);
    }
    ck_assert_int_gt(n, 15);            /* so many allocations there were */
    ck_assert_int_le(stopped, 2);       /* the first call_later() only */
}
END_TEST

/* --- every system call --------------------------------------------------- */

static int call_error;

static struct result without_call(int n)
{
    faults = (struct faults){.fail_call = n, .call_error = call_error};
    return run_parts((struct observer){0});
}

/* One after the other: which of them main cannot do without.  How many there are
 * is not certain: select() is called until the jobs have answered. */
static unsigned every_call_fails_with(int error)
{
    struct result result = {.failed = 1};
    call_error = error;
    unsigned harmed = 0;        /* main, when this kind of call was refused */
    for (int n = 1; result.failed > 0; n++) {
        ck_assert(run_in_child(&result, without_call, n));
        check_tidy(&result, "system call", n);
        if (result.code != 0) {
            ck_assert_int_eq(result.code, error);
            harmed |= 1u << result.refused;
        }
    }
    return harmed;
}

START_TEST(every_system_call_may_fail)
{
    ck_assert_uint_eq(every_call_fails_with(ENOMEM),
                      1u << PIPE | 1u << SELECT | 1u << SOCKETPAIR |
                          1u << FORK | 1u << THREAD);
}
END_TEST

START_TEST(every_system_call_may_be_interrupted)
{
    ck_assert_uint_eq(every_call_fails_with(EINTR), 1u << PIPE);
}
END_TEST

/* --- a cancellation at every turn ---------------------------------------- */

struct sweep {
    uint64_t turn;          /* at which main is cancelled */
    bool reached;
};

static void cancel_at_turn(void *arg, const struct loop_event *event)
{
    struct sweep *sweep = arg;
    if (event->kind != EVENT_TURN || event->turn != sweep->turn)
        return;
    sweep->reached = !task_done(running_loop->tasks.main);
    task_cancel(running_loop->tasks.main);
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

/* --- a server ------------------------------------------------------------ */

static struct value open_file(struct request *request)
{
    opened++;
    return value_pointer(request->app);
}

static void close_file(struct request *request, struct value value)
{
    (void)request;
    (void)value;
    closed++;
}

static const struct dependency file = {def(open_file), .teardown = close_file};

struct begin_session {
    HANDLER;
};

ASYNC(begin_session)
{
    BEGIN;
    opened++;
    YIELD(as_pointer(provided(self->request, &file)) == self->request->app);
    closed++;
    if (failure())
        RERAISE;
    END;
}

static const struct dependency session = {async_def(begin_session),
                                          depends_on(&file)};

static struct value plain_answer(struct request *request)
{
    return dict("id", param_int(request, "id"),
                "body", request_body(request, NULL),
                "session", provided(request, &session));
}

struct later_answer {
    HANDLER;
};

static struct value behind_it(struct value x)
{
    return x;
}

struct behind_it_too {
    CORO;
};

ASYNC(behind_it_too)
{
    BEGIN;
    AWAIT(async_sleep(0.001));
    END;
}

ASYNC(later_answer)
{
    BEGIN;
    AWAIT(async_sleep(0.001));
    http_add_header(self->request->http, "X-Later", "yes");
    background(self->request, behind_it, "a text");
    background_coro(self->request, coro(behind_it_too));
    RETURN(json_list(param_text(self->request, "q"),
                     provided(self->request, &session),
                     param_int(self->request, "n")));
    END;
}

/* Both take longer than a server that stops will wait. */
static struct value block(struct request *request)
{
    (void)request;
    blocking_sleep(20);
    return value_none();
}

struct nap {
    HANDLER;
};

ASYNC(nap)
{
    BEGIN;
    AWAIT(async_sleep(20));
    END;
}

static const struct route routes[] = {
    {"POST", "/plain/{id:int}", def(plain_answer), depends_on(&session)},
    {"POST", "/later?q", async_def(later_answer), depends_on(&session),
     .body = "n:int"},
    {"GET", "/block", def(block), depends_on(&session)},
    {"GET", "/nap", async_def(nap), depends_on(&session)},
};

static const char two_requests[] =
    "POST /plain/5 HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
    "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    "POST /later?q=a%20b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
    "Content-Length: 9\r\n\r\n{\"n\":\"7\"}";

static int times(const char *needle, const char *text)
{
    int count = 0;
    for (; (text = strstr(text, needle)); text++)
        count++;
    return count;
}

/* Ask, and read until the server closes.  How many were answered well; whoever
 * says so must have said the right thing. */
struct conversation {
    CORO;
    int fd;
    const char *requests;
    size_t got;
    char bytes[4000];
};

ASYNC(conversation)
{
    int count, right;
    BEGIN;
    AWAIT(async_write(self->fd, self->requests, strlen(self->requests)));
    do {
        AWAIT(async_read(self->fd, self->bytes + self->got,
                         sizeof self->bytes - 1 - self->got));
        self->got += (size_t)as_int(awaited());
    } while (as_int(awaited()) > 0);
    count = times(" 200 OK", self->bytes);
    right = times("{\"id\":5,\"body\":\"hello\",\"session\":1}", self->bytes) +
            times("[\"a b\",1,7]", self->bytes);
    if (count != right)
        panic("wrong answer: %s", self->bytes);
    RETURN(count);
    END;
}

struct visit {
    CORO;
    int port;
    const char *requests;
    int fd;
};

ASYNC(visit)
{
    struct value count;
    BEGIN;
    AWAIT(async_connect("127.0.0.1", self->port));
    self->fd = (int)as_int(awaited());
    TRY_AWAIT(coro(conversation, .fd = self->fd, .requests = self->requests));
    count = awaited();
    close_fd(self->fd);
    if (failure())
        RERAISE;
    RETURN(count);
    END;
}

/* Something fails during the first visit: whatever came of that, the second
 * one goes well.  Or while the server stops and has clients still. */
struct visits {
    CORO;
    int listener;
    atomic_int *fails;
    int n;
    bool at_end;
    struct app app;
    int turn;
    struct task *serving, *first, *blocked, *asleep;
};

enum { TURNS = 1000 };              /* without memory */

static struct coro a_visit(const struct visits *self, const char *requests)
{
    return coro(visit, .port = socket_port(self->listener),
                .requests = requests);
}

ASYNC(visits)
{
    BEGIN;
    self->app = (struct app)app_of(routes, .lifespan = &session);
    self->app.pool_size = 1;
    self->app.server.idle_limit = 1;
    self->serving = create_task(app_serve(&self->app, self->listener));
    AWAIT(async_sleep(0.001));
    *self->fails = self->at_end ? 0 : self->n;
    self->first = create_task(a_visit(self, two_requests));
    for (self->turn = 0; self->turn < TURNS; self->turn++)
        AWAIT(async_sleep(0));
    if (faults.for_good)
        *self->fails = 0;
    AWAIT(async_sleep(60));         /* longer than any limit */
    *self->fails = 0;
    TRY_AWAIT(self->first);
    opened += (int)self->app.server.connection_count;
    AWAIT(a_visit(self, two_requests));
    if (as_int(awaited()) != 2)
        RAISE(EIO, "%d answers", (int)as_int(awaited()));

    self->blocked = create_task(
        a_visit(self, "GET /block HTTP/1.1\r\nHost: h\r\n\r\n"));
    self->asleep = create_task(
        a_visit(self, "GET /nap HTTP/1.1\r\nHost: h\r\n\r\n"));
    AWAIT(async_sleep(1));
    *self->fails = self->at_end ? self->n : 0;
    task_cancel(self->serving);
    for (self->turn = 0; self->turn < TURNS; self->turn++)
        AWAIT(async_sleep(0));
    if (faults.for_good)
        *self->fails = 0;
    TRY_AWAIT(self->serving);
    *self->fails = 0;
    opened += (int)self->app.server.connection_count;
    TRY_AWAIT(self->blocked);
    TRY_AWAIT(self->asleep);
    END;
}

static struct result run_visits(atomic_int *fails, int n, bool at_end)
{
    opened -= descriptors_open();
    int code = loop_run(&(struct loop_options){.virtual_clock = true},
                        coro(visits, .listener = listen_tcp("127.0.0.1", 0),
                             .fails = fails, .n = n, .at_end = at_end), NULL);
    arena_close();
    opened += descriptors_open();
    return (struct result){code, opened, closed, faults.live, faults.failed,
                           faults.refused};
}

static bool at_end, for_good;

static struct result serve_without_allocation(int n)
{
    faults.for_good = for_good;
    return run_visits(&faults.fail_allocation, n, at_end);
}

static struct result serve_without_block(int n)
{
    faults.for_good = for_good;
    return run_visits(&faults.fail_block, n, at_end);
}

static struct result serve_without_transfer(int n)
{
    faults.call_error = call_error;
    return run_visits(&faults.fail_transfer, n, at_end);
}

/* How many times something can fail. */
static int every_failure_is_survived(struct result (*play)(int n))
{
    struct result result = {.failed = 1};
    int n = 0;
    while (result.failed > 0) {
        n++;
        ck_assert_msg(run_in_child(&result, play, n),
                      "fault %d: the server stopped", n);
        check_tidy(&result, "fault", n);
        ck_assert_msg(result.code == 0, "fault %d: main ended with %d", n,
                      result.code);
    }
    return n - 1;
}

/* One fails, or all from that one on; at a visit, or at the end. */
enum { BAD_TIMES = 4 };

static void choose_bad_times(int i)
{
    at_end = i % 2;
    for_good = i / 2;
}

START_TEST(a_server_survives_every_allocation)
{
    choose_bad_times(_i);
    ck_assert_int_gt(every_failure_is_survived(serve_without_allocation), 0);
}
END_TEST

START_TEST(a_server_survives_every_block)
{
    choose_bad_times(_i);
    ck_assert_int_gt(every_failure_is_survived(serve_without_block), 1);
}
END_TEST

static const int transfer_errors[] = {
    EINTR, EAGAIN, ECONNRESET, EPIPE, ECONNABORTED, EMFILE, ENOBUFS, EIO,
};

START_TEST(a_server_survives_every_transfer)
{
    call_error = transfer_errors[_i];
    ck_assert_int_gt(every_failure_is_survived(serve_without_transfer), 10);
    at_end = true;
    ck_assert_int_gt(every_failure_is_survived(serve_without_transfer), 1);
}
END_TEST

/* --- pools in bad times -------------------------------------------------- */

static const struct loop_options real_clock = {.virtual_clock = false};

struct no_threads {
    CORO;
    struct executor *pool;
    struct future *jobs[3];
};

ASYNC(no_threads)
{
    BEGIN;
    faults.no_workers = true;
    self->pool = thread_pool(1);
    for (int i = 0; i < 3; i++)
        self->jobs[i] = run_in_executor(self->pool, twice, "text");
    TRY_AWAIT(self->jobs[2]);
    ck_assert_int_eq(failure(), EAGAIN);
    TRY_AWAIT(self->jobs[0]);
    ck_assert_int_eq(failure(), EAGAIN);
    ck_assert_str_eq(caught()->message, "thread pool 1 cannot begin its work");
    faults.no_workers = false;
    AWAIT(run_in_executor(self->pool, twice, "text"));
    END;
}

START_TEST(without_threads_jobs_fail_and_later_ones_may_not)
{
    struct loop_options virtual_clock = {.virtual_clock = true};
    quiet();
    ck_assert_int_eq(loop_run(&real_clock, coro(no_threads), NULL), 0);
    ck_assert_int_eq(loop_run(&virtual_clock, coro(no_threads), NULL), 0);
}
END_TEST

enum { IN_LINE = 100000 };

struct long_line {
    CORO;
    struct executor *pool;
    struct future *last;
};

/* The worker is gone and has no successor, so that they fail all at once. */
ASYNC(long_line)
{
    BEGIN;
    self->pool = process_pool(1);
    faults.no_workers = true;
    self->last = run_in_executor(self->pool, crash, 0);
    for (int i = 0; i < IN_LINE; i++)
        self->last = run_in_executor(self->pool, twice, "text");
    TRY_AWAIT(self->last);
    ck_assert_int_eq(failure(), EAGAIN);
    END;
}

START_TEST(a_long_line_without_a_worker_fails_one_after_the_other)
{
    quiet();
    setrlimit(RLIMIT_STACK, &(struct rlimit){1 << 20, RLIM_INFINITY});
    ck_assert_int_eq(loop_run(&real_clock, coro(long_line), NULL), 0);
}
END_TEST

struct half_a_pool {
    CORO;
    int open;
};

/* The second worker cannot be made: the first one goes, too. */
ASYNC(half_a_pool)
{
    enum { CALLS_EACH = 2 };            /* socketpair() and fork() */
    BEGIN;
    self->open = descriptors_open();
    faults.call_error = EAGAIN;
    for (int n = CALLS_EACH + 1; n <= 2 * CALLS_EACH; n++) {
        faults.fail_call = n;
        ck_assert_ptr_null(process_pool(2));
        ck_assert_int_eq(errno, EAGAIN);
        ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
        ck_assert_int_eq(descriptors_open(), self->open);
    }
    ck_assert_ptr_null(process_pool(0));
    ck_assert_int_eq(errno, EINVAL);
    END;
}

START_TEST(a_pool_of_processes_is_made_as_a_whole_or_not)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(half_a_pool), NULL), 0);
}
END_TEST

struct for_weeks {
    CORO;
    struct executor *threads, *processes;
    struct future *jobs[3];
    int i, live;
};

static struct value none(struct value arg)
{
    (void)arg;
    return value_none();
}

/* Jobs by the hundred, given back when they are done.  A text that nobody gave
 * back would fill one block of the store after the other. */
ASYNC(for_weeks)
{
    enum { WARM = 10, TIMES = 300 };
    BEGIN;
    self->threads = thread_pool(2);
    self->processes = process_pool(1);
    for (self->i = 0; self->i < TIMES; self->i++) {
        if (self->i == WARM)
            self->live = faults.live;
        self->jobs[0] = run_in_executor(self->threads, none, "a text");
        self->jobs[1] = run_in_executor(self->processes, none, "a text");
        self->jobs[2] = run_in_executor(self->processes, none, "a text");
        future_cancel(self->jobs[2]);
        AWAIT(self->jobs[0]);
        AWAIT(self->jobs[1]);
        for (int i = 0; i < 3; i++)
            future_release(self->jobs[i]);
    }
    ck_assert_int_eq(faults.live, self->live);
    END;
}

START_TEST(jobs_leave_nothing_behind)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(for_weeks), NULL), 0);
}
END_TEST

struct woken_for_nothing {
    CORO;
    int selects;
};

/* A byte in the pipe without a call, as a SIGINT in another thread may leave it
 * when the loop was quicker: it ends one select(), not all from then on. */
ASYNC(woken_for_nothing)
{
    BEGIN;
    ck_assert_int_eq(write(running_loop->outside.wake_pipe[1], "", 1), 1);
    self->selects = faults.selects;
    AWAIT(async_sleep(0.02));
    ck_assert_int_le(faults.selects, self->selects + 5);
    END;
}

START_TEST(a_stray_byte_wakes_the_loop_once)
{
    ck_assert_int_eq(loop_run(&real_clock, coro(woken_for_nothing), NULL), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("faults");
    TCase *cases = tcase_create("faults");
    tcase_add_test(cases, every_allocation_may_fail);
    tcase_add_test(cases, every_system_call_may_fail);
    tcase_add_test(cases, every_system_call_may_be_interrupted);
    tcase_add_test(cases, main_may_be_cancelled_at_every_turn);
    tcase_add_loop_test(cases, a_server_survives_every_allocation, 0,
                        BAD_TIMES);
    tcase_add_loop_test(cases, a_server_survives_every_block, 0, BAD_TIMES);
    tcase_add_loop_test(cases, a_server_survives_every_transfer, 0,
                        sizeof transfer_errors / sizeof *transfer_errors);
    tcase_add_test(cases, without_threads_jobs_fail_and_later_ones_may_not);
    tcase_add_test(cases,
                   a_long_line_without_a_worker_fails_one_after_the_other);
    tcase_add_test(cases, a_pool_of_processes_is_made_as_a_whole_or_not);
    tcase_add_test(cases, jobs_leave_nothing_behind);
    tcase_add_test(cases, a_stray_byte_wakes_the_loop_once);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
           failed);
    srunner_free(runner);
    return failed != 0;
}
