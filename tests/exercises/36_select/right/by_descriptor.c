/* Queues by descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/select.h>

#include "machine.h"

/* For each descriptor a queue of those who want to read, and one of those who
 * want to write; and how many wait. */
static struct queue waiting[2][FD_SETSIZE];
static size_t count;

static struct queue *queue_of(int fd, enum coro_want want)
{
    return &waiting[want == WANT_WRITABLE][fd];
}

bool await_descriptor(struct task *task, struct awaitable wanted)
{
    if (wanted.fd < 0 || wanted.fd >= FD_SETSIZE) {
        task->stack.value = value_raised(
            error_new(wanted.fd < 0 ? EBADF : ERANGE, "not to be watched"));
        return false;
    }
    queue_push(queue_of(wanted.fd, wanted.want), &task->job);
    count++;
    return true;
}

bool descriptor_watched(int fd, enum coro_want want)
{
    return !queue_empty(queue_of(fd, want));
}

bool descriptor_remove(struct job *job)
{
    struct awaitable wanted = task_of_job(job)->wanted;
    if (wanted.want != WANT_READABLE && wanted.want != WANT_WRITABLE)
        return false;
    struct queue *queue = queue_of(wanted.fd, wanted.want), all = *queue;
    struct job *other;
    bool found = false;
    *queue = (struct queue){NULL, NULL};
    while ((other = queue_pop(&all)))
        if (other == job)
            found = true;
        else
            queue_push(queue, other);
    if (found)
        count--;
    return found;
}

static void leave(struct queue *queue, int why)
{
    struct job *job;
    while ((job = queue_pop(queue))) {
        struct task *task = task_of_job(job);
        if (why && !task->raises)
            task->raises = error_new(why, "descriptor %d", task->wanted.fd);
        task->gives_up = why;
        make_ready(job);
        count--;
    }
}

void descriptor_forget(int fd)
{
    leave(&waiting[0][fd], EBADF);
    leave(&waiting[1][fd], EBADF);
}

static void find_closed(void)
{
    for (int fd = 0; fd < FD_SETSIZE; fd++)
        if ((descriptor_watched(fd, WANT_READABLE) ||
             descriptor_watched(fd, WANT_WRITABLE)) && fcntl(fd, F_GETFD) < 0)
            descriptor_forget(fd);
}

static void look(struct timeval *limit)
{
    fd_set sets[2];
    for (int way = 0; way < 2; way++) {
        FD_ZERO(&sets[way]);
        for (int fd = 0; fd < FD_SETSIZE; fd++)
            if (!queue_empty(&waiting[way][fd]))
                FD_SET(fd, &sets[way]);
    }
    int found = select(FD_SETSIZE, &sets[0], &sets[1], NULL, limit);
    if (found < 0 && errno == EBADF)
        find_closed();
    for (int fd = 0; found > 0 && fd < FD_SETSIZE; fd++)
        for (int way = 0; way < 2; way++)
            if (FD_ISSET(fd, &sets[way]))
                leave(&waiting[way][fd], 0);
}

bool idle(int64_t patience)
{
    struct timeval none = {.tv_sec = 0}, some = {
        .tv_sec = patience / 1000000000,
        .tv_usec = (suseconds_t)(patience % 1000000000 / 1000 + 1)};
    if (count == 0 && patience == FOR_EVER)
        return false;
    fflush(stdout);
    if (count == 0 || loop.clock.is_virtual) {
        if (count > 0)
            look(patience == FOR_EVER ? NULL : &none);
        if (patience != FOR_EVER && queue_empty(&loop.ready))
            clock_spend(&loop.clock, patience);
        return true;
    }
    look(patience == FOR_EVER ? NULL : patience == 0 ? &none : &some);
    return true;
}
