/* pselect() counts nanoseconds. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/select.h>

#include "machine.h"

static struct queue waiting;        /* for descriptors: steps of tasks */

static struct awaitable wanted_by(struct job *job)
{
    return task_of_job(job)->wanted;
}

/* --- waiting ------------------------------------------------------------- */

static bool refuse(struct task *task, int code, const char *why)
{
    task->stack.value = value_raised(
        error_new(code, "descriptor %d: %s", task->wanted.fd, why));
    return false;
}

bool await_descriptor(struct task *task, struct awaitable wanted)
{
    if (wanted.fd < 0)
        return refuse(task, EBADF, "there is none");
    if (wanted.fd >= FD_SETSIZE)
        return refuse(task, ERANGE, "select() has no room for it");
    queue_push(&waiting, &task->job);
    return true;
}

bool descriptor_watched(int fd, enum coro_want want)
{
    for (struct job *job = waiting.first; job; job = job->next)
        if (wanted_by(job).fd == fd && wanted_by(job).want == want)
            return true;
    return false;
}

/* --- leaving ------------------------------------------------------------- */

/* Take out those for whom leaves() says so; the others stay in order. */
static struct queue take(bool leaves(struct job *job, const void *arg),
                         const void *arg)
{
    struct queue taken = {NULL, NULL}, others = {NULL, NULL};
    struct job *job;
    while ((job = queue_pop(&waiting))) {
        if (leaves(job, arg))
            queue_push(&taken, job);
        else
            queue_push(&others, job);
    }
    waiting = others;
    return taken;
}

static bool is_this(struct job *job, const void *arg)
{
    return job == arg;
}

bool descriptor_remove(struct job *job)
{
    struct queue taken = take(is_this, job);
    return !queue_empty(&taken);
}

static bool waits_for_fd(struct job *job, const void *fd)
{
    return wanted_by(job).fd == *(const int *)fd;
}

static bool waits_for_closed_fd(struct job *job, const void *arg)
{
    (void)arg;
    return fcntl(wanted_by(job).fd, F_GETFD) < 0;
}

/* Their awaits fail, in their turns; unless they were cancelled before. */
static void fail_closed(struct queue jobs)
{
    struct job *job;
    while ((job = queue_pop(&jobs))) {
        struct task *task = task_of_job(job);
        if (!task->raises) {
            task->raises = error_new(EBADF, "descriptor %d was closed",
                                     task->wanted.fd);
            task->gives_up = true;
        }
        make_ready(job);
    }
}

void descriptor_forget(int fd)
{
    fail_closed(take(waits_for_fd, &fd));
}

/* --- select() ------------------------------------------------------------ */

struct sets {
    fd_set readable, writable;
    int count;
};

static void ask_for(struct sets *sets)
{
    FD_ZERO(&sets->readable);
    FD_ZERO(&sets->writable);
    sets->count = 0;
    for (struct job *job = waiting.first; job; job = job->next) {
        int fd = wanted_by(job).fd;
        if (wanted_by(job).want == WANT_READABLE)
            FD_SET(fd, &sets->readable);
        else
            FD_SET(fd, &sets->writable);
        if (sets->count < fd + 1)
            sets->count = fd + 1;
    }
}

static bool has_come(struct job *job, const void *arg)
{
    const struct sets *sets = arg;
    int fd = wanted_by(job).fd;
    if (wanted_by(job).want == WANT_READABLE)
        return FD_ISSET(fd, &sets->readable);
    return FD_ISSET(fd, &sets->writable);
}

/* Rounded up: nobody is woken before the time. */
static struct timespec in_seconds(int64_t time)
{
    return (struct timespec){.tv_sec = time / NANOSECONDS_PER_SECOND,
                             .tv_nsec = time % NANOSECONDS_PER_SECOND};
}

static void look_at_descriptors(int64_t patience)
{
    struct sets sets;
    struct job *job;
    struct timespec limit = in_seconds(patience == FOR_EVER ? 0 : patience);
    ask_for(&sets);
    int found = pselect(sets.count, &sets.readable, &sets.writable, NULL,
                        patience == FOR_EVER ? NULL : &limit, NULL);
    if (found < 0) {
        if (errno == EBADF)
            fail_closed(take(waits_for_closed_fd, NULL));
        return;
    }
    struct queue come = take(has_come, &sets);
    while ((job = queue_pop(&come)))
        make_ready(job);
}

/* --- nothing to do ------------------------------------------------------- */

bool idle(int64_t patience)
{
    bool nobody = queue_empty(&waiting);
    if (patience > 0)
        fflush(stdout);
    if (nobody && patience == FOR_EVER)
        return false;
    if (nobody) {
        clock_spend(&loop.clock, patience);
        return true;
    }
    if (loop.clock.is_virtual && patience > 0 && patience != FOR_EVER) {
        look_at_descriptors(0);
        if (queue_empty(&loop.ready))
            clock_spend(&loop.clock, patience);
        return true;
    }
    look_at_descriptors(patience);
    return true;
}
