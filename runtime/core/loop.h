/* loop.h - the event loop: a ready queue, the waiting table, and run_once().
 *
 *                  +------- ready queue: first in, first out -------+
 *      call_soon ->|  step of task 1   callback   step of task 2    |-> run
 *                  +------------------------------------------------+    |
 *                       ^ what is due                                    |
 *                  +---------------------------------+                   |
 *                  | waiting table: timers, readers, | <-----------------+
 *                  | writers (waiting.h)             |   tasks that wait
 *                  +---------------------------------+
 *
 * One loop a thread.  A job runs until it comes back by itself; nothing
 * interrupts it, and nothing else runs meanwhile.
 */
#ifndef HANDLOOP_CORE_LOOP_H
#define HANDLOOP_CORE_LOOP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/coro.h"
#include "core/memory.h"
#include "core/queue.h"
#include "core/value.h"
#include "core/waiting.h"

struct task;
struct loop_event;

/* Who is told of what happens, if anybody; see observe.h. */
struct observer {
    void (*see)(void *arg, const struct loop_event *event);
    void *arg;
};

/* What is said if something goes wrong and nobody asked; error may be NULL. */
typedef void exception_handler(void *arg, const char *message,
                               const struct error *error);

struct loop {
    /* touched in every turn */
    struct queue ready;
    struct task *current;           /* whose step is running */
    struct observer observer;
    bool debug;
    bool watched;                   /* by an observer, or in debug mode */
    atomic_bool called;             /* from outside: a thread, or SIGINT */
    struct clock clock;
    struct waiting waiting;
    uint64_t turn;
    unsigned turns_since_look;      /* at the descriptors, */
    int64_t last_look;              /* and when that was */

    /* memory */
    struct pool tasks, callbacks;
    struct owned_handle *owned;     /* by callbacks, which have no frame */
    struct task *no_memory;         /* stands in for one there is no room for */

    /* beginning and end */
    struct task *main;
    uint32_t tasks_made;
    size_t tasks_alive;
    size_t leftovers;               /* tasks told to end and not yet done: */
    uint32_t last_leftover;         /* those with ids up to this */
    struct error *broken;           /* why it cannot go on */

    /* from outside */
    pthread_mutex_t calls_lock;
    struct queue calls;             /* of other threads; under the lock */
    atomic_uint callers;            /* who are about to wake the loop */
    int wake_pipe[2];               /* ends select() when they call */
    unsigned expected_calls;

    /* reports */
    int64_t slow_step;
    exception_handler *handler;
    void *handler_arg;
};

/* This thread's loop, NULL if none is running. */
extern _Thread_local struct loop *running_loop;

/* In a thread where a missing loop is no reason to stop the program: called
 * instead, and does not return. */
extern _Thread_local void (*loop_missing_here)(const char *what);

/* The same; stops the program with a sentence if there is none. */
COLD
_Noreturn void loop_missing(const char *what);

static inline struct loop *loop_needed(const char *what)
{
    if (!running_loop)
        loop_missing(what);
    return running_loop;
}

/* One turn: run what is ready.  False if nothing can ever be ready again, or
 * loop->broken says why it cannot go on. */
bool loop_run_once(struct loop *loop);

/* Report something nobody asked for. */
void loop_report(const char *message, const struct error *error);

static inline void make_ready(struct loop *loop, struct job *job)
{
    queue_push(&loop->ready, job);
}

#endif
