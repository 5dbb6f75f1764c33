/* By another hand: the queue walked along in a loop of its own each time. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/select.h>

#include "machine.h"

static struct queue watched;

/* --- waiting ------------------------------------------------------------- */

bool await_descriptor(struct task *task, struct awaitable wanted)
{
    int error = 0;
    if (wanted.fd < 0)
        error = EBADF;
    else if (wanted.fd >= FD_SETSIZE)
        error = ERANGE;
    if (error == 0) {
        queue_push(&watched, &task->job);
        return true;
    }
    task->stack.value =
        value_raised(error_new(error, "descriptor %d: not here", wanted.fd));
    return false;
}

bool descriptor_watched(int fd, enum coro_want want)
{
    struct job *job = watched.first;
    while (job != NULL) {
        struct awaitable *wanted = &task_of_job(job)->wanted;
        if (wanted->fd == fd && wanted->want == want)
            return true;
        job = job->next;
    }
    return false;
}

bool descriptor_remove(struct job *job)
{
    struct queue others = {NULL, NULL};
    struct job *one;
    bool found = false;
    while ((one = queue_pop(&watched)) != NULL) {
        if (one == job)
            found = true;
        else
            queue_push(&others, one);
    }
    watched = others;
    return found;
}

static void fail(struct job *job)
{
    struct task *task = task_of_job(job);
    task->gives_up = true;
    if (task->raises == NULL)
        task->raises = error_new(EBADF, "descriptor %d was closed while "
                                 "%s waited for it", task->wanted.fd,
                                 task_name(task));
    make_ready(job);
}

void descriptor_forget(int fd)
{
    struct queue others = {NULL, NULL};
    struct job *job;
    while ((job = queue_pop(&watched)) != NULL) {
        if (task_of_job(job)->wanted.fd == fd)
            fail(job);
        else
            queue_push(&others, job);
    }
    watched = others;
}

static void fail_all_closed(void)
{
    struct queue others = {NULL, NULL};
    struct job *job;
    while ((job = queue_pop(&watched)) != NULL) {
        if (fcntl(task_of_job(job)->wanted.fd, F_GETFD) == -1)
            fail(job);
        else
            queue_push(&others, job);
    }
    watched = others;
}

/* --- select() ------------------------------------------------------------ */

static void wake(const fd_set *readable, const fd_set *writable)
{
    struct queue others = {NULL, NULL};
    struct job *job;
    while ((job = queue_pop(&watched)) != NULL) {
        struct awaitable wanted = task_of_job(job)->wanted;
        bool has_come;
        if (wanted.want == WANT_READABLE)
            has_come = FD_ISSET(wanted.fd, readable);
        else
            has_come = FD_ISSET(wanted.fd, writable);
        if (has_come)
            make_ready(job);
        else
            queue_push(&others, job);
    }
    watched = others;
}

static void ask(struct timeval *limit)
{
    fd_set readable, writable;
    int highest = -1;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    for (struct job *job = watched.first; job != NULL; job = job->next) {
        struct awaitable wanted = task_of_job(job)->wanted;
        if (wanted.want == WANT_READABLE)
            FD_SET(wanted.fd, &readable);
        else
            FD_SET(wanted.fd, &writable);
        if (wanted.fd > highest)
            highest = wanted.fd;
    }
    int result = select(highest + 1, &readable, &writable, NULL, limit);
    if (result > 0)
        wake(&readable, &writable);
    else if (result < 0 && errno == EBADF)
        fail_all_closed();
}

/* --- nothing to do ------------------------------------------------------- */

bool idle(int64_t patience)
{
    bool is_virtual = loop.clock.is_virtual;
    struct timeval limit = {0, 0};
    if (patience > 0)
        fflush(stdout);
    if (watched.first == NULL) {
        if (patience == FOR_EVER)
            return false;
        if (patience > 0)
            clock_spend(&loop.clock, patience);
        return true;
    }
    if (patience == FOR_EVER) {
        ask(NULL);
        return true;
    }
    if (!is_virtual) {
        int64_t microseconds = patience / 1000 + (patience % 1000 != 0);
        limit.tv_sec = microseconds / 1000000;
        limit.tv_usec = (suseconds_t)(microseconds % 1000000);
    }
    ask(&limit);
    if (is_virtual && patience > 0 && loop.ready.first == NULL)
        clock_spend(&loop.clock, patience);
    return true;
}
