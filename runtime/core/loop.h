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

#include <stdbool.h>
#include <stdint.h>

#include "clock/clock.h"
#include "core/callback.h"
#include "core/coro.h"
#include "core/internal.h"
#include "core/outside.h"
#include "core/queue.h"
#include "core/value.h"
#include "core/waiting.h"
#include "memory/block_pool.h"

struct task;
struct loop_event;

/* Who is told of what happens, if anybody; see observe.h. */
struct observer {
    void (*see)(void *arg, const struct loop_event *event);
    void *arg;
};

/* The list of the tasks, which are jobs like others to the loop: task.c's. */
struct task_list {
    struct block_pool pool;
    struct task *main;
    uint32_t made;
    size_t alive;
};

/* The virtual clock does not go on, though others wait for their time. */
struct standstill {
    int64_t at;                     /* that time, */
    uint64_t next_look;             /* and until this turn it may be so */
    unsigned looks;
    uint32_t asked, asks;           /* the id of a task: it is not done, as */
};                                  /* somebody asked so often */

/* Who is told when the loop cannot go on, or when so many handles have been
 * made; see standstill.h. */
enum { HANDLES_CROWDED = 4096 };
struct patience {
    void (*deadlock)(void);
    bool (*stands_still)(struct loop *loop);    /* for ever? */
    void (*waits_long)(struct loop *loop);      /* for work outside */
    void (*crowded)(struct loop *loop);
};

struct loop {
    /* touched in every turn */
    struct queue ready;
    struct coro_stack *running;     /* the frames that run; NULL: a callback */
    struct observer observer;
    void (*run_job)(struct job *job);   /* instead of its own run, or NULL */
    bool watched;                   /* one of these two is there */
    struct clock clock;
    struct waiting waiting;
    struct outside outside;
    uint64_t turn;
    unsigned turns_since_look;      /* at the descriptors, */
    int64_t last_look;              /* and when that was */

    /* memory */
    struct size_pools blocks;       /* for all but frames, tasks, and */
    struct block_pool callbacks;    /* these: stale handles look at them */
    struct task *no_memory;         /* for a task, or a future, without room */
    struct owned_handle *owned;     /* by callbacks, which have no frame */
    unsigned handles_made;

    struct task_list tasks;
    unsigned expected_calls;        /* from outside; else it is a deadlock */
    unsigned waiting_callers;       /* of those: who wait for the loop */
    struct error *broken;           /* why it cannot go on */
    struct standstill still;
    const struct patience *patience;    /* NULL: nobody is told */
    int64_t no_result_before;       /* this time comes to its end, */
    bool impatient;                 /* and time goes on although they work */
    exception_handler *handler;     /* of reports; NULL: they are printed */
    void *handler_arg;
    struct loop *ended_before;      /* when it has ended, and is still known */
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

/* Memory for what ends before the loop does, and back; a handle may be looked
 * at even then.  NULL without memory. */
static inline void *loop_get(size_t size)
{
    return size_pools_get(&running_loop->blocks, size);
}

static inline void loop_put(void *block, size_t size)
{
    poison((struct owned_handle *)block + 1,
           size - sizeof(struct owned_handle));
    size_pools_put(&running_loop->blocks, block, size);
}

/* Move the calls from outside to the ready queue. */
void loop_take_calls(struct loop *loop);

/* Report something nobody asked for. */
void loop_report(const char *message, const struct error *error);

/* --- descriptors --------------------------------------------------------- */

/* This descriptor is about to be closed: those who wait for it are told
 * (EBADF). */
void loop_forget_fd(int fd);

/* How often it was closed in this loop, so far.  Its number is given out anew,
 * so whoever comes back to one compares. */
static inline uint32_t loop_fd_closes(int fd)
{
    const struct descriptor *descriptor =
        running_loop ? waiting_for(&running_loop->waiting, fd) : NULL;
    return descriptor ? descriptor->closes : 0;
}

#endif
