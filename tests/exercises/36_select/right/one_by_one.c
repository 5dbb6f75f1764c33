/* One by one out of the list; two ways to be idle. */
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
    int error = wanted.fd < 0 ? EBADF : wanted.fd >= FD_SETSIZE ? ERANGE : 0;
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

/* Take out those for whom leaves() says so, one by one. */
static struct queue take(bool leaves(struct job *job, const void *arg),
                         const void *arg)
{
    struct queue taken = {NULL, NULL};
    struct job **place = &waiting.first, *job;
    waiting.last = NULL;
    while ((job = *place)) {
        if (leaves(job, arg)) {
            *place = job->next;
            queue_push(&taken, job);
        } else {
            waiting.last = job;
            place = &job->next;
        }
    }
    return taken;
}

static bool is_this(struct job *job, const void *arg)
{
    return job == arg;
}

bool descriptor_remove(struct job *job)
{
    return take(is_this, job).first != NULL;
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
        bool reads = wanted.want == WANT_READABLE;
        fd_set *set = reads ? &sets->readable : &sets->writable;
        FD_SET(wanted.fd, set);
        if (wanted.fd + 1 > sets->count)
            sets->count = wanted.fd + 1;
    }
}

static bool has_come(struct job *job, const void *arg)
{
    const struct sets *sets = arg;
    struct awaitable wanted = wanted_by(job);
    const fd_set *set = &sets->readable;
    if (wanted.want == WANT_WRITABLE)
        set = &sets->writable;
    return FD_ISSET(wanted.fd, set);
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
    if (found > 0) {
        struct queue come = take(has_come, &sets);
        while ((job = queue_pop(&come)))
            make_ready(job);
    } else if (found < 0 && errno == EBADF) {
        fail_closed(take(waits_for_closed_fd, NULL));
    }
}

/* --- nothing to do ------------------------------------------------------- */

static bool idle_with_descriptors(int64_t patience)
{
    if (!loop.clock.is_virtual || patience == FOR_EVER) {
        look_at_descriptors(patience);
        return true;
    }
    look_at_descriptors(0);
    if (queue_empty(&loop.ready))
        loop.clock.now += patience;
    return true;
}

bool idle(int64_t patience)
{
    fflush(stdout);
    if (!queue_empty(&waiting))
        return idle_with_descriptors(patience);
    if (patience == FOR_EVER)
        return false;
    if (patience > 0)
        clock_spend(&loop.clock, patience);
    return true;
}
