/* waiting.h - the waiting table: who waits for which time, who for which
 * descriptor.
 *
 *      timers      a heap, the earliest deadline on top; equal deadlines
 *                  in the order in which they were set
 *      readers     for each descriptor a queue of jobs that want to read,
 *      writers     and one of those that want to write
 *
 * What is due is moved to the ready queue; nothing runs from here.
 */
#ifndef HANDLOOP_CORE_WAITING_H
#define HANDLOOP_CORE_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/select.h>

#include "core/queue.h"

struct timer {
    int64_t deadline;           /* nanoseconds on the loop's clock */
    struct job *job;
};

enum direction { READING, WRITING };

struct descriptor {
    struct queue jobs[2];       /* by direction */
    uint32_t closes;            /* so far */
};

struct waiting {
    struct timer *timers;       /* a 4-ary heap */
    size_t timer_count, timer_room;
    uint32_t timers_set;        /* ever; ranks equal deadlines */

    struct descriptor *descriptors;     /* FD_SETSIZE; NULL until needed */
    int highest;                /* no descriptor above this is waited for */
    size_t descriptor_count;    /* jobs that wait for one */
};

/* Let job become due at deadline.  0, or ENOMEM. */
int waiting_set_timer(struct waiting *waiting, struct job *job,
                      int64_t deadline);

/* Does a timer hold this job? */
bool waiting_has_timer(const struct waiting *waiting, const struct job *job);

/* Take a job's timer away.  False if it has none. */
bool waiting_remove_timer(struct waiting *waiting, struct job *job);

/* Move the jobs whose deadline is not after now to due, the earliest first. */
void waiting_take_due(struct waiting *waiting, int64_t now,
                      struct queue *due);

/* Let job become due when the descriptor can be read, or written.  0, or EBADF
 * (negative), ERANGE (select() stops at FD_SETSIZE), ENOMEM. */
int waiting_add_fd(struct waiting *waiting, int fd, enum direction way,
                   struct job *job);

/* Take a job from a descriptor.  False if it does not wait there. */
bool waiting_remove_fd(struct waiting *waiting, int fd,
                       enum direction way, struct job *job);

/* Wait at most timeout nanoseconds (for ever if negative) for a descriptor, or
 * for something in the pipe wake_fd, and move the jobs that wait for what is
 * possible now to due.  *woken: there is something in the pipe.  (wake_fd may
 * be -1, and woken NULL.)  0; or EBADF: a descriptor was closed while somebody
 * waited for it.  EINTR is no error. */
int waiting_select(struct waiting *waiting, int64_t timeout, int wake_fd,
                   bool *woken, struct queue *due);

/* NULL if there is none of this number, or nothing is known of any. */
static inline struct descriptor *waiting_for(const struct waiting *waiting,
                                             int fd)
{
    return waiting->descriptors && fd >= 0 && fd < FD_SETSIZE
               ? &waiting->descriptors[fd] : NULL;
}

/* One is closed now. */
void waiting_note_close(struct waiting *waiting, int fd);

/* Does any job wait for it? */
bool waiting_has_fd(const struct waiting *waiting, int fd,
                    enum direction way);

/* Take out the first job that waits for a descriptor.  NULL if there is
 * none. */
struct job *waiting_take(struct waiting *waiting, int fd,
                         enum direction way);

/* After EBADF: a descriptor that is closed, and that somebody waits for.  -1:
 * there is none. */
int waiting_find_closed(const struct waiting *waiting);

void waiting_close(struct waiting *waiting);

#endif
