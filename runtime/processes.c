/* processes.c - pools of processes.
 *
 * Each slot has a process, forked when the pool is made, at the other end of a
 * socket pair.  The loop writes a job's message to it and then waits for the
 * answer, as it waits for any descriptor.  A worker that ends has failed its
 * job, and is replaced.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop.h"
#include "observe.h"
#include "work.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

/* A job there, or its result back: this, and the parcel's bytes behind it.
 * Functions have the same address in both processes: it is a fork(). */
struct message {
    job_function *function;
    struct parcel parcel;
    struct clock clock;
};

struct worker {
    struct job job;                 /* in the waiting table, while it works */
    struct process_pool *pool;
    unsigned slot;
    pid_t pid;                      /* 0: there is none */
    int fd;
    struct work *work;              /* NULL: it has nothing to do */
    struct message message;         /* on its way there, then back */
    size_t moved;                   /* bytes of it, and of what is behind it */
};

struct process_pool {
    struct executor executor;
    struct worker workers[];
};

/* --- the worker's side ------------------------------------------------------------ */

static bool read_all(int fd, void *place, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t count = read(fd, (char *)place + done, size - done);
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool write_all(int fd, const void *place, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t count = send(fd, (const char *)place + done, size - done,
                             MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR)
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool receive(int fd, struct message *message)
{
    if (!read_all(fd, message, sizeof *message))
        return false;
    if (!message->parcel.bytes)
        return true;
    message->parcel.bytes = malloc(message->parcel.size + 1);
    return message->parcel.bytes &&
           read_all(fd, message->parcel.bytes, message->parcel.size);
}

static bool answer(int fd, struct work *work)
{
    struct message message = {.parcel = work->result, .clock = work->clock};
    return write_all(fd, &message, sizeof message) &&
           (!message.parcel.bytes ||
            write_all(fd, message.parcel.bytes, message.parcel.size));
}

/* A pointer of this process would point at something else in the other. */
static void refuse_pointer(struct parcel *result)
{
    if (result->kind != VALUE_POINTER)
        return;
    struct value why = job_raise(EINVAL, "a job in a process returned a "
                                 "pointer, which means nothing elsewhere");
    parcel_free(result);
    parcel_pack(result, why);
}

/* Jobs come until the other end is closed, by the pool's end or the parent's. */
static _Noreturn void work_for(struct executor *pool, unsigned slot, int fd)
{
    struct message message;
    while (receive(fd, &message)) {
        struct work work = {.pool = pool, .slot = slot,
                            .function = message.function,
                            .arg = message.parcel, .clock = message.clock};
        work_run(&work);
        refuse_pointer(&work.result);
        fflush(stdout);
        fflush(stderr);
        if (!answer(fd, &work))
            break;
        parcel_free(&work.arg);
        parcel_free(&work.result);
    }
    _exit(0);
}

/* A worker has the standard descriptors and its own, and no other. */
static void close_all_but(int kept)
{
    enum { AT_ONCE = 256 };
    struct pollfd some[AT_ONCE];
    long limit = sysconf(_SC_OPEN_MAX);
    for (int first = 3; first < limit; first += AT_ONCE) {
        for (int i = 0; i < AT_ONCE; i++)
            some[i] = (struct pollfd){.fd = first + i};
        if (poll(some, AT_ONCE, 0) < 0)
            continue;
        for (int i = 0; i < AT_ONCE; i++)
            if (some[i].fd != kept && !(some[i].revents & POLLNVAL))
                close(some[i].fd);
    }
}

/* Ctrl-C goes to all processes of the terminal: the parent decides. */
static void take_default_signals(void)
{
    for (int number = 1; number < 32; number++)
        signal(number, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* --- making workers ------------------------------------------------------------------ */

static int make_worker(struct worker *worker)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return errno;
    fflush(stdout);                 /* or the child has the same text to write */
    fflush(stderr);
    pid_t pid = ends[0] < FD_SETSIZE ? fork() : -1;
    if (pid < 0) {
        int error = ends[0] < FD_SETSIZE ? errno : ERANGE;
        close(ends[0]);
        close(ends[1]);
        return error;
    }
    if (pid == 0) {
        running_loop = NULL;
        take_default_signals();
        close_all_but(ends[1]);
        work_for(&worker->pool->executor, worker->slot, ends[1]);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    worker->fd = ends[0];
    worker->pid = pid;
    return 0;
}

static const char *signal_name(int number)
{
    static const struct {
        int number;
        const char *name;
    } known[] = {{SIGSEGV, "SIGSEGV"}, {SIGABRT, "SIGABRT"}, {SIGKILL, "SIGKILL"},
                 {SIGTERM, "SIGTERM"}, {SIGFPE, "SIGFPE"},   {SIGBUS, "SIGBUS"},
                 {SIGILL, "SIGILL"},   {SIGPIPE, "SIGPIPE"}, {SIGXCPU, "SIGXCPU"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].number == number)
            return known[i].name;
    return textf("signal %d", number);
}

/* How it ended, in words. */
static const char *bury(struct worker *worker)
{
    int status = 0;
    close(worker->fd);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->pid = 0;
    if (WIFSIGNALED(status))
        return textf("was ended by %s", signal_name(WTERMSIG(status)));
    return textf("ended by itself, with exit status %d", WEXITSTATUS(status));
}

/* --- the loop's side: the message there and the answer back ---------------------------- */

static void go_on(struct job *job);

static void report(struct worker *worker)
{
    struct work *work = worker->work;
    worker->work = NULL;
    work_reported(work);
}

/* It ended in the middle of its job. */
static void fail_job(struct worker *worker)
{
    struct value why = job_raise(EWORKER, "the worker process of job '%s' %s",
                                 worker->work->name, bury(worker));
    parcel_free(&worker->work->result);
    parcel_pack(&worker->work->result, why);
    make_worker(worker);            /* or at the next job, if that fails */
    report(worker);
}

static void wait_for(struct worker *worker, enum direction direction)
{
    worker->job.run = go_on;
    if (waiting_watch(&running_loop->waiting, worker->fd, direction,
                      &worker->job) == 0)
        return;
    kill(worker->pid, SIGKILL);
    fail_job(worker);
}

/* What is on its way is the message and the bytes behind it: the next piece. */
static size_t next_piece(struct worker *worker, struct parcel *parcel,
                         char **piece)
{
    size_t head = sizeof worker->message, moved = worker->moved;
    if (moved < head) {
        *piece = (char *)&worker->message + moved;
        return head - moved;
    }
    *piece = parcel->bytes + (moved - head);
    return parcel->bytes ? parcel->size - (moved - head) : 0;
}

enum progress { MOVED_ALL, MUST_WAIT, BROKEN };

static enum progress move(struct worker *worker, struct parcel *parcel,
                          bool out)
{
    char *piece;
    size_t size;
    while ((size = next_piece(worker, parcel, &piece)) > 0) {
        ssize_t count = out ? send(worker->fd, piece, size, MSG_NOSIGNAL)
                            : read(worker->fd, piece, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return MUST_WAIT;
        if (count <= 0)
            return BROKEN;
        worker->moved += (size_t)count;
        if (!out && worker->moved == sizeof worker->message) {
            *parcel = worker->message.parcel;
            if (parcel->bytes && !(parcel->bytes = malloc(parcel->size + 1)))
                return BROKEN;
        }
    }
    return MOVED_ALL;
}

static void read_answer(struct worker *worker)
{
    switch (move(worker, &worker->work->result, false)) {
    case MUST_WAIT:
        wait_for(worker, READING);
        break;
    case BROKEN:
        fail_job(worker);
        break;
    case MOVED_ALL:
        worker->work->clock = worker->message.clock;
        report(worker);
        break;
    }
}

static void send_job(struct worker *worker)
{
    switch (move(worker, &worker->work->arg, true)) {
    case MUST_WAIT:
        wait_for(worker, WRITING);
        break;
    case BROKEN:
        fail_job(worker);
        break;
    case MOVED_ALL:
        worker->moved = 0;
        worker->message.function = NULL;    /* what comes now is the answer */
        wait_for(worker, READING);
        break;
    }
}

static void go_on(struct job *job)
{
    struct worker *worker = (struct worker *)job;
    if (worker->message.function)
        send_job(worker);
    else
        read_answer(worker);
}

/* Has it ended since its last job?  Then the socket has come to its end. */
static bool is_gone(const struct worker *worker)
{
    char byte;
    return recv(worker->fd, &byte, 1, MSG_PEEK) == 0;
}

static int start(struct executor *executor, struct work *work)
{
    struct process_pool *pool = (struct process_pool *)executor;
    struct worker *worker = &pool->workers[work->slot];
    if (worker->pid && is_gone(worker))
        bury(worker);
    int error = worker->pid ? 0 : make_worker(worker);
    if (error)
        return error;
    fflush(stdout);             /* what the job prints comes after that */
    worker->work = work;
    worker->moved = 0;
    worker->message = (struct message){.function = work->function,
                                       .parcel = work->arg,
                                       .clock = work->clock};
    send_job(worker);
    return 0;
}

/* --- pools ------------------------------------------------------------------------------- */

/* A worker that has a job ends when that is done. */
static void close_pool(struct executor *executor)
{
    struct process_pool *pool = (struct process_pool *)executor;
    for (unsigned i = 0; i < executor->slots; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->work)
            waiting_unwatch(&running_loop->waiting, worker->fd,
                            worker->message.function ? WRITING : READING,
                            &worker->job);
        if (worker->pid)
            bury(worker);
    }
}

static void destroy(struct executor *executor)
{
    free(executor);
}

static const struct executor_kind processes = {
    .what = "process pool",
    .refuses_pointers = true,
    .start = start,
    .close = close_pool,
    .destroy = destroy,
};

struct executor *process_pool(unsigned slots)
{
    loop_needed("process_pool()");
    struct process_pool *pool =
        slots > 0 ? calloc(1, sizeof *pool + slots * sizeof(struct worker))
                  : NULL;
    if (!pool || executor_begin(&pool->executor, &processes, slots) != 0) {
        free(pool);
        errno = slots > 0 ? ENOMEM : EINVAL;
        return NULL;
    }
    for (unsigned i = 0; i < slots; i++) {
        struct worker *worker = &pool->workers[i];
        *worker = (struct worker){.pool = pool, .slot = i};
        int error = make_worker(worker);
        if (error) {            /* the loop has the pool, and closes it */
            errno = error;
            return NULL;
        }
    }
    return &pool->executor;
}
