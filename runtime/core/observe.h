/* observe.h - what the loop tells an observer: enough to rebuild the ready
 * queue and the waiting table at any moment.
 *
 * With no observer, telling costs one test of a pointer.  Which task an event
 * is about, says event_task() (watch/event.h).
 */
#ifndef HANDLOOP_CORE_OBSERVE_H
#define HANDLOOP_CORE_OBSERVE_H

#include "core/loop.h"

struct future;

enum event_kind {
    EVENT_TURN,         /* a turn begins; what is ready now will run in it */
    EVENT_TURN_END,     /* nobody runs; next, the loop looks at the waiting
                           table, and what is due becomes ready */
    EVENT_CLOCK,        /* the virtual clock was moved: time is the new one */
    EVENT_CREATED,      /* a task, by another one (or NULL) */
    EVENT_READY,        /* job goes to the end of the ready queue, and leaves
                           the waiting table if it stood there */
    EVENT_UNREADY,      /* a callback in the ready queue was cancelled: it
                           stays there, and will do nothing */
    EVENT_RUN,          /* job leaves the queue and runs: a task is resumed */
    EVENT_SUSPENDED,    /* the task waits now: see wanted, until */
    EVENT_TIMER,        /* a callback was set for the time until */
    EVENT_NO_TIMER,     /* and was cancelled (one that is due becomes READY) */
    EVENT_CANCEL,       /* somebody asked to cancel the task */
    EVENT_DONE,         /* the task, or future, has its outcome */
};

struct loop_event {
    enum event_kind kind;
    uint64_t turn;
    int64_t time;                   /* nanoseconds */
    const struct job *job;          /* the task's or callback's it is about */
    const struct future *future;    /* DONE: the one that has its outcome */
    const struct coro_stack *by;    /* whose step is running now, or NULL */
    struct awaitable wanted;        /* SUSPENDED: for what; a delay <= 0 is
                                       one turn of the others */
    int64_t until;                  /* SUSPENDED, TIMER: the deadline, or -1 */
};

/* A program that tells an observer what it does, and ends with a code. */
typedef int observed_program(struct observer observer, void *arg);

/* Tell the observer, filling in turn, time and by. */
COLD
void observe_event(struct loop *loop, struct loop_event event);

#define observe(loop, ...)                                                   \
    do {                                                                     \
        if ((loop)->observer.see)                                            \
            observe_event(loop, (struct loop_event){__VA_ARGS__});           \
    } while (0)

/* Put a job at the end of the ready queue. */
static inline void make_ready(struct loop *loop, struct job *job)
{
    queue_push(&loop->ready, job);
    observe(loop, .kind = EVENT_READY, .job = job);
}

/* The same with all of a queue, in order. */
COLD
void observe_all_ready(struct loop *loop, struct queue jobs);

static inline void make_all_ready(struct loop *loop, struct queue jobs)
{
    if (loop->observer.see)
        observe_all_ready(loop, jobs);
    queue_append(&loop->ready, &jobs);
}

#endif
