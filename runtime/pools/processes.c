/* processes.c - pools of processes.
 *
 * Each slot has a process, forked when the pool is made, at the other end of a
 * socket pair.  The loop writes a message with the work to it and then waits
 * for the answer, as it waits for any descriptor.  A worker that ends has
 * failed its work, and is replaced.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/observe.h"
#include "io/io.h"
#include "io/once.h"
#include "pools/work.h"

/* Work there, or its result back: this, and the parcel's bytes behind it.
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
    struct own_fd fd;               /* gone: there is none */
    struct work *work;              /* NULL: it has nothing to do */
    struct message message;         /* on its way there, then back */
    size_t moved;                   /* bytes of it, and of what is behind it */
};

struct process_pool {
    struct executor executor;
    struct worker workers[];
};

/* --- the worker's side --------------------------------------------------- */

static bool read_all(int fd, void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t count = read(fd, (char *)bytes + done, size - done);
        if (count == 0 || (count < 0 && errno != EINTR))
            return false;
        done += count > 0 ? (size_t)count : 0;
    }
    return true;
}

static bool write_all(int fd, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t count = write(fd, (const char *)bytes + done, size - done);
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
    parcel_free(result);
    parcel_raise(result, EINVAL, "work in a process returned a pointer, which "
                 "means nothing elsewhere");
}

/* Work comes until the other end closes: with the pool, or with the parent. */
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

/* A worker has the standard descriptors and its own, and no other.  (poll()
 * says which there are, of no more at once than there may be.) */
static void close_all_but(int kept)
{
    enum { AT_ONCE = 1024, MOST = 1 << 20 };
    struct pollfd some[AT_ONCE];
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > MOST)      /* there may be no limit */
        limit = MOST;
    int at_once = limit < AT_ONCE ? (int)limit : AT_ONCE;
    for (int first = 3; first < limit; first += at_once) {
        for (int i = 0; i < at_once; i++)
            some[i] = (struct pollfd){.fd = first + i};
        if (poll(some, (nfds_t)at_once, 0) < 0)
            continue;
        for (int i = 0; i < at_once; i++)
            if (some[i].fd != kept && !(some[i].revents & POLLNVAL))
                close(some[i].fd);
    }
}

/* What work reads from the standard input would be missing elsewhere.  What
 * another thread has just printed is still the parent's to write.  What work
 * starts in its turn must not hold on to the socket. */
static void take_own_descriptors(int fd)
{
    int nowhere = open("/dev/null", O_RDWR), out = dup(STDOUT_FILENO);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    fflush(stdout);
    dup2(out, STDOUT_FILENO);
    close_all_but(fd);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Ctrl-C goes to all processes of the terminal: the parent decides. */
static void take_default_signals(void)
{
    enum { MOST = 128 };            /* those that do not exist are refused */
    for (int number = 1; number < MOST; number++)
        signal(number, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);       /* EPIPE says it all */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* --- making workers ------------------------------------------------------ */

/* Signals wait meanwhile: no handler of the parent runs in the child. */
static pid_t fork_worker(struct worker *worker, int fd)
{
    sigset_t all, before;
    sigfillset(&all);
    fflush(stdout);             /* or the child has the same text to write */
    fflush(stderr);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0) {
        take_default_signals();
        take_own_descriptors(fd);
        work_leave_to_parent();
        work_for(&worker->pool->executor, worker->slot, fd);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return pid;
}

/* 0, or an errno. */
static int make_worker(struct worker *worker)
{
    int ends[2], error = 0;
    pid_t pid = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return errno;
    if (ends[0] >= FD_SETSIZE)
        error = ERANGE;
    else if ((pid = fork_worker(worker, ends[1])) < 0)
        error = errno;
    close(ends[1]);
    if (error) {
        close(ends[0]);
        return error;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    worker->fd = own_fd(ends[0]);
    worker->pid = pid;
    return 0;
}

/* Wait until it has ended: how it did.  A copy of the socket that somebody else
 * may hold does not keep it from seeing that there will be no more work. */
static int bury(struct worker *worker)
{
    int status = 0;
    if (!fd_is_gone(worker->fd)) {
        shutdown(worker->fd.number, SHUT_RDWR);
        close(worker->fd.number);
    }
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    worker->pid = 0;
    return status;
}

/* The same at once.  One that has ended already tells why, all the same; this
 * is for one whose work closed the socket, and goes on. */
static int end_worker(struct worker *worker)
{
    kill(worker->pid, SIGKILL);
    return bury(worker);
}

static const char *signal_name(int number)
{
    static const struct {
        int number;
        const char *name;
    } known[] = {
        {SIGSEGV, "SIGSEGV"}, {SIGABRT, "SIGABRT"}, {SIGKILL, "SIGKILL"},
        {SIGTERM, "SIGTERM"}, {SIGFPE, "SIGFPE"},   {SIGBUS, "SIGBUS"},
        {SIGILL, "SIGILL"},   {SIGPIPE, "SIGPIPE"}, {SIGXCPU, "SIGXCPU"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].number == number)
            return known[i].name;
    return NULL;
}

/* A result in words: what became of the worker. */
static void tell_end(struct work *work, int status)
{
    struct parcel *result = &work->result;
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const char *name = signal_name(number);
    if (name)
        parcel_raise(result, EWORKER, "the worker process of '%s' was "
                     "ended by %s", work->name, name);
    else if (number)
        parcel_raise(result, EWORKER, "the worker process of '%s' was "
                     "ended by signal %d", work->name, number);
    else
        parcel_raise(result, EWORKER, "the worker process of '%s' ended by "
                     "itself, with exit status %d", work->name,
                     WEXITSTATUS(status));
}

/* --- the loop's side: the message there and the answer back -------------- */

static const struct job_type worker_type;

static void report(struct worker *worker)
{
    struct work *work = worker->work;
    worker->work = NULL;
    work_reported(work);
}

/* 0, or ENOMEM. */
static int wait_for(struct worker *worker, enum direction direction)
{
    worker->job.type = &worker_type;
    return waiting_add_fd(&running_loop->waiting, worker->fd.number, direction,
                         &worker->job);
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

/* Move what can be moved now.  0: all of it; EAGAIN; EPIPE: the worker has
 * ended; ENOMEM. */
static int move(struct worker *worker, struct parcel *parcel, bool out)
{
    char *piece;
    size_t size;
    while ((size = next_piece(worker, parcel, &piece)) > 0) {
        ssize_t count;
        int error = out ? write_once(worker->fd.number, piece, size, &count)
                        : read_once(worker->fd.number, piece, size, &count);
        if (error || count == 0)
            return EPIPE;
        if (count < 0)
            return EAGAIN;
        worker->moved += (size_t)count;
        if (!out && worker->moved == sizeof worker->message) {
            *parcel = worker->message.parcel;
            if (parcel->bytes && !(parcel->bytes = malloc(parcel->size + 1)))
                return ENOMEM;
        }
    }
    return 0;
}

/* Send the work, wait for the answer, report it: as far as that goes now.  0,
 * or EPIPE, ENOMEM. */
static int advance(struct worker *worker)
{
    struct work *work = worker->work;
    bool out = worker->message.function;
    int error = move(worker, out ? &work->arg : &work->result, out);
    if (error == EAGAIN)
        return wait_for(worker, out ? WRITING : READING);
    if (error)
        return error;
    if (out) {
        worker->moved = 0;
        worker->message.function = NULL;    /* what comes now is the answer */
        return wait_for(worker, READING);
    }
    work->clock = worker->message.clock;
    report(worker);
    return 0;
}

/* It ended in the middle of its work, or there is no memory for the answer. */
static void fail_work(struct worker *worker, int error)
{
    struct work *work = worker->work;
    int status = end_worker(worker);
    parcel_free(&work->result);
    if (error == EPIPE)
        tell_end(work, status);
    else
        parcel_raise(&work->result, error, "no memory for the result of '%s'",
                     work->name);
    make_worker(worker);            /* or at the next work, if that fails */
    report(worker);
}

static void go_on(struct job *job)
{
    struct worker *worker = container_of(job, struct worker, job);
    if (fd_is_gone(worker->fd))         /* its number is somebody else's */
        worker->fd = own_fd(-1);
    int error = advance(worker);
    if (error)
        fail_work(worker, error);
}

/* Somebody closed its socket, or is about to: it has no other. */
static void socket_closed(struct job *job, int fd)
{
    (void)fd;
    container_of(job, struct worker, job)->fd = own_fd(-1);
    make_ready(running_loop, job);
}

static const struct job_type worker_type = {.run = go_on,
                                            .of = "executor",
                                            .closed = socket_closed};

/* Send it the work.  0, or an errno; then it is gone. */
static int give(struct worker *worker, struct work *work)
{
    worker->work = work;
    worker->moved = 0;
    worker->message = (struct message){.function = work->function,
                                       .parcel = work->arg,
                                       .clock = work->clock};
    int error = advance(worker);
    if (!error)
        return 0;
    worker->work = NULL;
    end_worker(worker);
    return error;
}

static int start(struct executor *executor, struct work *work)
{
    struct process_pool *pool = (struct process_pool *)executor;
    struct worker *worker = &pool->workers[work->slot];
    fflush(stdout);             /* what the work prints comes after */
    int error = worker->pid ? give(worker, work) : EPIPE;
    if (error == EPIPE) {       /* it has ended since the last one */
        error = make_worker(worker);
        if (!error)
            error = give(worker, work);
    }
    return error;
}

/* --- pools --------------------------------------------------------------- */

/* A worker that is at work ends when that is done. */
static void close_pool(struct executor *executor)
{
    struct process_pool *pool = (struct process_pool *)executor;
    for (unsigned i = 0; i < executor->slots; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->work)
            waiting_remove_fd(&running_loop->waiting, worker->fd.number,
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
        if (error) {
            close_pool(&pool->executor);
            pool->executor.closed = true;       /* the loop frees it */
            errno = error;
            return NULL;
        }
    }
    return &pool->executor;
}
