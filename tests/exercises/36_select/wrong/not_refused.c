/* wants: what select() cannot watch */
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

bool await_descriptor(struct task *task, struct awaitable wanted)
{
    int error = wanted.fd < 0 ? EBADF : 0;
    if (error) {
        task->stack.value = value_raised(
            error_new(error, "select() cannot watch descriptor %d", wanted.fd));
        return false;
    }
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
    struct queue all = waiting, taken = {NULL, NULL};
    struct job *job;
    waiting = (struct queue){NULL, NULL};
    while ((job = queue_pop(&all)))
        queue_push(leaves(job, arg) ? &taken : &waiting, job);
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
        if (!task->raises)
            task->raises = error_new(EBADF, "descriptor %d was closed while "
                                     "%s waited for it", task->wanted.fd,
                                     task_name(task));
        task->gives_up = true;
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
        struct awaitable wanted = wanted_by(job);
        FD_SET(wanted.fd, wanted.want == WANT_READABLE ? &sets->readable
                                                       : &sets->writable);
        if (wanted.fd >= sets->count)
            sets->count = wanted.fd + 1;
    }
}

static bool has_come(struct job *job, const void *arg)
{
    const struct sets *sets = arg;
    struct awaitable wanted = wanted_by(job);
    return FD_ISSET(wanted.fd, wanted.want == WANT_READABLE ? &sets->readable
                                                            : &sets->writable);
}

/* Rounded up: nobody is woken before the time. */
static struct timeval in_microseconds(int64_t time)
{
    int64_t microseconds = (time + 999) / 1000;
    return (struct timeval){.tv_sec = microseconds / 1000000,
                            .tv_usec = (suseconds_t)(microseconds % 1000000)};
}

static void look_at_descriptors(int64_t patience)
{
    struct sets sets;
    struct job *job;
    struct timeval limit = in_microseconds(patience == FOR_EVER ? 0 : patience);
    ask_for(&sets);
    int found = select(sets.count, &sets.readable, &sets.writable, NULL,
                       patience == FOR_EVER ? NULL : &limit);
    if (found < 0 && errno == EBADF)
        fail_closed(take(waits_for_closed_fd, NULL));
    if (found <= 0)
        return;                         /* EINTR: a signal, which is no error */
    struct queue come = take(has_come, &sets);
    while ((job = queue_pop(&come)))
        make_ready(job);
}

/* --- nothing to do ------------------------------------------------------- */

bool idle(int64_t patience)
{
    bool nobody = queue_empty(&waiting);
    bool jumps = loop.clock.is_virtual && patience != FOR_EVER;
    if (patience > 0)
        fflush(stdout);
    if (nobody && patience == FOR_EVER)
        return false;
    if (!nobody)
        look_at_descriptors(jumps ? 0 : patience);
    if (patience > 0 && (nobody || jumps) && queue_empty(&loop.ready))
        clock_spend(&loop.clock, patience);
    return true;
}
