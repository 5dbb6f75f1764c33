/* queue.h - a first-in-first-out queue of jobs.
 *
 * Intrusive: the link is a field of the job itself, so that queueing needs no
 * memory and cannot fail.  The queue is one pointer, to the last job; the last
 * one's link leads round to the first:
 *
 *      queue.last ----------------------+
 *                                       v
 *      first -> second -> third -> ... last -+
 *        ^                                   |
 *        +-----------------------------------+
 *
 * The loop's ready queue is one of these, and so is the list of those who
 * wait for a future: waking them all is joining two rings.
 */
#ifndef HANDLOOP_CORE_QUEUE_H
#define HANDLOOP_CORE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct job;

/* What all jobs of a kind have in common.  The loop knows no more of a job than
 * this, and neither does whoever watches the loop. */
struct job_type {
    void (*run)(struct job *job);
    /* A task's name, or that of the function that call_soon() was given. */
    const char *(*name)(const struct job *job);
    const char *of;                 /* the runtime's own: what they belong to,
                                       "gather"; name may say it better */
    /* The descriptor it waits for was closed, and it waits no more.  NULL: jobs
     * of this kind never wait for one. */
    void (*closed)(struct job *job, int fd);
};

/* Something to run once: a task's next step, or a callback.  It is in a queue
 * or in the timer heap, never in both. */
struct job {
    const struct job_type *type;
    union {
        struct job *next;           /* while in a queue */
        struct {
            uint32_t heap_index;    /* while in the heap: where there, */
            uint32_t order;         /* and its rank among equal deadlines */
        };
    };
};

static inline const char *job_name(const struct job *job)
{
    return job->type->name ? job->type->name(job) : job->type->of;
}

struct queue {
    struct job *last;               /* NULL when empty */
};

static inline bool queue_empty(const struct queue *queue)
{
    return queue->last == NULL;
}

static inline void queue_push(struct queue *queue, struct job *job)
{
    if (queue->last) {
        job->next = queue->last->next;
        queue->last->next = job;
    } else {
        job->next = job;
    }
    queue->last = job;
}

/* The first job; the queue must not be empty. */
static inline struct job *queue_pop(struct queue *queue)
{
    struct job *first = queue->last->next;
    if (first == queue->last)
        queue->last = NULL;
    else
        queue->last->next = first->next;
    return first;
}

/* Move all of from behind all of queue, in order. */
static inline void queue_append(struct queue *queue, struct queue *from)
{
    if (queue->last && from->last) {
        struct job *first = queue->last->next;
        queue->last->next = from->last->next;
        from->last->next = first;
    }
    if (from->last)
        queue->last = from->last;
    from->last = NULL;
}

/* The job behind this one, NULL behind the last; NULL gives the first. */
static inline struct job *queue_next(const struct queue *queue,
                                     const struct job *job)
{
    if (!job)
        return queue->last ? queue->last->next : NULL;
    return job == queue->last ? NULL : job->next;
}

/* Take one job out, wherever it stands.  False if it was not in the queue. */
static inline bool queue_remove(struct queue *queue, struct job *job)
{
    struct job *before = queue->last;
    while (before && before->next != job) {
        before = before->next;
        if (before == queue->last)
            return false;
    }
    if (!before)
        return false;
    if (before == job)
        queue->last = NULL;
    else if (queue->last == job)
        queue->last = before;
    before->next = job->next;
    return true;
}

#endif
