/* wants: 200 naps by the real clock; asked again and again */
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
    if (wanted.fd < 0) {
        task->stack.value =
            value_raised(error_new(EBADF, "%d is no descriptor", wanted.fd));
        return false;
    }
    if (wanted.fd >= FD_SETSIZE) {
        task->stack.value =
            value_raised(error_new(ERANGE, "%d is too large", wanted.fd));
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

static struct queue take(bool leaves(struct job *job, const void *arg),
                         const void *arg)
{
    struct queue taken = {NULL, NULL}, stay = {NULL, NULL};
    struct job *job;
    while ((job = queue_pop(&waiting)) != NULL) {
        if (leaves(job, arg))
            queue_push(&taken, job);
        else
            queue_push(&stay, job);
    }
    waiting = stay;
    return taken;
}

bool descriptor_remove(struct job *job)
{
    struct job *before = NULL;
    for (struct job *one = waiting.first; one != NULL; one = one->next) {
        if (one == job) {
            if (before)
                before->next = one->next;
            else
                waiting.first = one->next;
            if (waiting.last == one)
                waiting.last = before;
            return true;
        }
        before = one;
    }
    return false;
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

static void fail_closed(struct queue jobs)
{
    while (!queue_empty(&jobs)) {
        struct job *job = queue_pop(&jobs);
        struct task *task = task_of_job(job);
        task->gives_up = true;
        if (task->raises == NULL)
            task->raises = error_new(EBADF, "%d is closed", task->wanted.fd);
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
    for (struct job *job = waiting.first; job != NULL; job = job->next) {
        int fd = wanted_by(job).fd;
        FD_SET(fd, &sets->readable);
        FD_SET(fd, &sets->writable);
        if (fd + 1 > sets->count)
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
static struct timeval in_microseconds(int64_t time)
{
    int64_t microseconds = (time + 999) / 1000;
    return (struct timeval){.tv_sec = microseconds / 1000000,
                            .tv_usec = (suseconds_t)(microseconds % 1000000)};
}

static void look_at_descriptors(int64_t patience)
{
    struct sets sets;
    struct timeval limit = in_microseconds(patience == FOR_EVER ? 0 : patience);
    ask_for(&sets);
    int found = select(sets.count, &sets.readable, &sets.writable, NULL,
                       patience == FOR_EVER ? NULL : &limit);
    if (found < 0) {
        if (errno == EBADF)
            fail_closed(take(waits_for_closed_fd, NULL));
        return;
    }
    struct queue come = take(has_come, &sets);
    while (!queue_empty(&come))
        make_ready(queue_pop(&come));
}

/* --- nothing to do ------------------------------------------------------- */

bool idle(int64_t patience)
{
    if (patience > 0)
        fflush(stdout);
    if (queue_empty(&waiting)) {
        if (patience == FOR_EVER)
            return false;
        clock_spend(&loop.clock, patience);
        return true;
    }
    if (!loop.clock.is_virtual || patience == FOR_EVER) {
        look_at_descriptors(patience);
        return true;
    }
    look_at_descriptors(0);
    if (queue_empty(&loop.ready))
        clock_spend(&loop.clock, patience);
    return true;
}
