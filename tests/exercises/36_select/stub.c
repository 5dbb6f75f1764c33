/* Exercise 36: select().
 *
 * The last piece: who waits for bytes, and how long the loop may sleep.  In
 * Python, selectors.SelectSelector has it:
 *
 *      def idle(patience):
 *          readable, writable, _ = select.select(readers, writers, [], patience)
 *          for fd in readable + writable:
 *              loop.ready.append(the job that waits for fd)
 *
 * Given: task->wanted, what the task waits for: .fd, and .want, WANT_READABLE or
 * WANT_WRITABLE.  man 2 select.
 * To write: where it says TODO.
 *
 *      1  nothing can happen               nothing can happen
 *      2  waiting for a descriptor         a byte comes ... waiting for room
 *      3  the clock and a descriptor       the clock ..., others are always ready
 *      4  refused, cancelled, closed       what select() cannot watch, one is ...
 *      5  a signal                         a signal
 *
 * Then: LOOP=mine make lesson-13, and make exam
 *
 * Check it: make exercise-36       Stuck: make hint-36; NOTES.md, chapter 36
 */
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
    (void)task;
    if (wanted.fd < 0 || wanted.fd >= FD_SETSIZE)
        not_done_yet(); /* TODO 4: EBADF, ERANGE: task->stack.value, as in exercise
                         * 32 for who awaits itself. */
    not_done_yet();     /* TODO 2: it waits. */
}

/* Given: is somebody waiting for it already? */
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
    (void)leaves;
    (void)arg;
    not_done_yet();     /* TODO 2: two queues of one. */
}

static bool is_this(struct job *job, const void *arg)
{
    return job == arg;
}

bool descriptor_remove(struct job *job)
{
    (void)job;
    (void)is_this;
    return false;       /* TODO 4: take() it, if it waits here. */
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
    (void)jobs;
    (void)waits_for_closed_fd;
    not_done_yet();     /* TODO 4: task->raises an error_new(EBADF, "..."), unless
                         * it raises something already; task->gives_up; and they
                         * are ready. */
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

/* What select() is to watch: the descriptors of all who wait. */
static void ask_for(struct sets *sets)
{
    FD_ZERO(&sets->readable);
    FD_ZERO(&sets->writable);
    sets->count = 0;    /* one more than the largest descriptor */
    not_done_yet();     /* TODO 2: FD_SET() for each that waits. */
}

/* Of those sets that select() has left: has this one's come? */
static bool has_come(struct job *job, const void *arg)
{
    const struct sets *sets = arg;
    (void)job;
    (void)sets;
    return false;       /* TODO 2: FD_ISSET() */
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
    (void)has_come;
    ask_for(&sets);
    int found = select(sets.count, &sets.readable, &sets.writable, NULL,
                       patience == FOR_EVER ? NULL : &limit);
    if (found < 0)
        not_done_yet(); /* TODO 4: EBADF: somebody waits for what is closed;
                         * fail_closed() them.
                         * TODO 5: EINTR: a signal; what do the sets say then? */
    not_done_yet();     /* TODO 2: make ready those for whom it has come. */
}

/* --- nothing to do ------------------------------------------------------- */

bool idle(int64_t patience)
{
    bool nobody = queue_empty(&waiting);
    (void)nobody;
    (void)look_at_descriptors;
    if (patience > 0)
        fflush(stdout);
    not_done_yet();     /* TODO 1: with nobody waiting and no deadline, nothing can
                         * happen; else the time passes: clock_spend().
                         * TODO 2: select() passes it, if somebody waits.
                         * TODO 3: the virtual clock (loop.clock.is_virtual) does
                         * not wait for a deadline: look without patience, and if
                         * nothing has come, clock_spend() it at once. */
}
