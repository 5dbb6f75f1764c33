/* waiting.c - the timer heap, and select(). */
#include "core/waiting.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "clock/clock.h"
#include "memory/array.h"

/* --- timers --------------------------------------------------------------
 *
 * Four children a node: half as deep as a binary heap, and the four lie side
 * by side in memory.  Each job knows where it is, so that taking a timer away
 * needs no search.
 */
enum { CHILDREN = 4 };

static bool earlier(struct timer a, struct timer b)
{
    if (a.deadline != b.deadline)
        return a.deadline < b.deadline;
    return (int32_t)(a.job->order - b.job->order) < 0;
}

static void put(struct waiting *waiting, size_t at, struct timer timer)
{
    waiting->timers[at] = timer;
    timer.job->heap_index = (uint32_t)at;
}

static void sift_up(struct waiting *waiting, size_t at, struct timer timer)
{
    while (at > 0) {
        size_t parent = (at - 1) / CHILDREN;
        if (!earlier(timer, waiting->timers[parent]))
            break;
        put(waiting, at, waiting->timers[parent]);
        at = parent;
    }
    put(waiting, at, timer);
}

static void sift_down(struct waiting *waiting, size_t at, struct timer timer)
{
    for (;;) {
        size_t child = at * CHILDREN + 1;
        size_t end = child + CHILDREN;
        if (end > waiting->timer_count)
            end = waiting->timer_count;
        if (child >= end)
            break;
        size_t first = child;
        while (++child < end)
            if (earlier(waiting->timers[child], waiting->timers[first]))
                first = child;
        if (!earlier(waiting->timers[first], timer))
            break;
        put(waiting, at, waiting->timers[first]);
        at = first;
    }
    put(waiting, at, timer);
}

int waiting_set_timer(struct waiting *waiting, struct job *job,
                      int64_t deadline)
{
    struct timer *timers =
        array_with_room(waiting->timers, &waiting->timer_room,
                        waiting->timer_count, sizeof *timers);
    if (!timers)
        return ENOMEM;
    waiting->timers = timers;
    job->order = waiting->timers_set++;
    sift_up(waiting, waiting->timer_count++,
            (struct timer){.deadline = deadline, .job = job});
    return 0;
}

static void remove_timer(struct waiting *waiting, size_t at)
{
    struct timer last = waiting->timers[--waiting->timer_count];
    if (at == waiting->timer_count)
        return;
    if (earlier(last, waiting->timers[at]))
        sift_up(waiting, at, last);
    else
        sift_down(waiting, at, last);
}

bool waiting_has_timer(const struct waiting *waiting, const struct job *job)
{
    size_t at = job->heap_index;    /* no index at all if it is queued */
    return at < waiting->timer_count && waiting->timers[at].job == job;
}

bool waiting_remove_timer(struct waiting *waiting, struct job *job)
{
    if (!waiting_has_timer(waiting, job))
        return false;
    remove_timer(waiting, job->heap_index);
    return true;
}

void waiting_take_due(struct waiting *waiting, int64_t now,
                      struct queue *due)
{
    while (waiting->timer_count > 0 && waiting->timers[0].deadline <= now) {
        struct job *job = waiting->timers[0].job;
        remove_timer(waiting, 0);
        queue_push(due, job);
    }
}

/* --- descriptors --------------------------------------------------------- */

static bool have_descriptors(struct waiting *waiting)
{
    if (!waiting->descriptors)
        waiting->descriptors = calloc(FD_SETSIZE, sizeof(struct descriptor));
    return waiting->descriptors;
}

int waiting_add_fd(struct waiting *waiting, int fd, enum direction way,
                   struct job *job)
{
    if (fd < 0)
        return EBADF;
    if (fd >= FD_SETSIZE)
        return ERANGE;
    if (!have_descriptors(waiting))
        return ENOMEM;
    queue_push(&waiting->descriptors[fd].jobs[way], job);
    if (waiting->descriptor_count++ == 0 || fd > waiting->highest)
        waiting->highest = fd;
    return 0;
}

/* Without memory it goes unnoticed. */
void waiting_note_close(struct waiting *waiting, int fd)
{
    if (have_descriptors(waiting) && waiting_for(waiting, fd))
        waiting_for(waiting, fd)->closes++;
}

bool waiting_has_fd(const struct waiting *waiting, int fd,
                    enum direction way)
{
    const struct descriptor *descriptor = waiting_for(waiting, fd);
    return descriptor && !queue_empty(&descriptor->jobs[way]);
}

bool waiting_remove_fd(struct waiting *waiting, int fd,
                       enum direction way, struct job *job)
{
    if (!waiting_has_fd(waiting, fd, way) ||
        !queue_remove(&waiting->descriptors[fd].jobs[way], job))
        return false;
    waiting->descriptor_count--;
    return true;
}

struct job *waiting_take(struct waiting *waiting, int fd,
                         enum direction way)
{
    if (!waiting_has_fd(waiting, fd, way))
        return NULL;
    waiting->descriptor_count--;
    return queue_pop(&waiting->descriptors[fd].jobs[way]);
}

/* Wake-ups are rounded up to the next millisecond, deadlines are not: a
 * thousand sleepers cost some hundred calls of select() instead of a
 * thousand, and nobody wakes early. */
static struct timeval round_up(int64_t timeout)
{
    int64_t rest = timeout % NANOSECONDS_PER_MS;
    int64_t ms = timeout / NANOSECONDS_PER_MS + (rest > 0);
    return (struct timeval){.tv_sec = (time_t)(ms / 1000),
                            .tv_usec = (suseconds_t)(ms % 1000 * 1000)};
}

int waiting_select(struct waiting *waiting, int64_t timeout, int wake_fd,
                   bool *woken, struct queue *due)
{
    fd_set sets[2];
    FD_ZERO(&sets[READING]);
    FD_ZERO(&sets[WRITING]);
    struct job *job;
    int highest = waiting->descriptor_count > 0 ? waiting->highest : -1;
    int last = -1;
    for (int fd = 0; fd <= highest; fd++)
        for (enum direction way = READING; way <= WRITING; way++)
            if (waiting_has_fd(waiting, fd, way)) {
                FD_SET((unsigned)fd, &sets[way]);
                last = fd;
            }
    if (wake_fd >= 0)
        FD_SET((unsigned)wake_fd, &sets[READING]);
    if (wake_fd > last)
        last = wake_fd;
    struct timeval limit = round_up(timeout < 0 ? 0 : timeout);
    int found = select(last + 1, &sets[READING], &sets[WRITING], NULL,
                       timeout < 0 ? NULL : &limit);
    if (woken)
        *woken = found > 0 && FD_ISSET((unsigned)wake_fd, &sets[READING]);
    if (found < 0)
        return errno == EINTR ? 0 : errno;
    for (int fd = 0; found > 0 && fd <= highest; fd++)
        for (enum direction way = READING; way <= WRITING; way++)
            while (FD_ISSET((unsigned)fd, &sets[way]) &&
                   (job = waiting_take(waiting, fd, way)))
                queue_push(due, job);
    return 0;
}

int waiting_find_closed(const struct waiting *waiting)
{
    for (int fd = 0; waiting->descriptor_count > 0 && fd <= waiting->highest;
         fd++)
        for (enum direction way = READING; way <= WRITING; way++)
            if (waiting_has_fd(waiting, fd, way) && fcntl(fd, F_GETFD) < 0)
                return fd;
    return -1;
}

void waiting_close(struct waiting *waiting)
{
    free(waiting->timers);
    free(waiting->descriptors);
    *waiting = (struct waiting){0};
}
