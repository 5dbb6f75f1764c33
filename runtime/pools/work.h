/* work.h - for the kinds of pools: what work is, and who does what.
 *
 *      work.c          the loop's side: slots, the line of those that wait for
 *                      one, times, results
 *      inside.c        the other side: the call itself, in a thread or process
 *      pool.c          what all pools have in common, from beginning to end
 *      threads.c       how work gets into a thread, and its result back
 *      processes.c     the same with a process
 *      executor.c      on top of them: what programs call
 *
 *      run_in_executor -> waits in line -> start() -> work_run() elsewhere
 *           future <- in its time <- work_reported() <- its result comes back
 */
#ifndef HANDLOOP_POOLS_WORK_H
#define HANDLOOP_POOLS_WORK_H

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "asyncio/sync.h"
#include "clock/clock.h"
#include "core/future_private.h"
#include "core/queue.h"
#include "pools/executor.h"
#include "pools/parcel.h"

/* WORK_GIVEN: the kind has it; it runs, or stands in the kind's own line. */
enum work_state { WORK_WAITS, WORK_GIVEN, WORK_REPORTED };

enum { NO_SLOT = INT_MAX };

/* A call of a function that was given to a pool. */
struct work {
    struct future future;           /* the result, for whoever awaits it */
    struct work *next, *previous;   /* in line, or among those that run */
    struct executor *pool;
    enum work_state state;
    atomic_uint slot;               /* while it runs; NO_SLOT before */
    struct work *next_in_thread;    /* for threads.c: in line, or done */
    struct job due;                 /* its time on the virtual clock */
    const char *name;
    /* What goes to the thread or process, and what comes back. */
    job_function *function;
    struct parcel arg, result;
    struct clock clock;             /* the work's own */
    bool waits_for_loop;            /* it has said so */
    unsigned sleeps;                /* of the work, on the virtual clock; */
    int64_t was_at;                 /* and where that stood, under a lock */
    bool told;                      /* that it is far ahead of the loop */
};

struct executor_kind {
    const char *what;               /* "thread pool" */
    bool refuses_pointers;          /* as arguments */
    /* Begin the work in its slot; it reports later.  0, or the errno it fails
     * with. */
    int (*start)(struct executor *pool, struct work *work);
    /* Of a kind that has a line of its own, where its slots help themselves:
     * work that waits there comes out again; false if it has begun.  NULL: all
     * work is given to a slot that is free. */
    bool (*take_back)(struct executor *pool, struct work *work);
    /* End all threads or processes; the work that runs is waited for. */
    void (*close)(struct executor *pool);
    void (*destroy)(struct executor *pool);
};

struct executor {
    struct owned_handle handle;     /* the loop's */
    const struct executor_kind *kind;
    struct loop *loop;
    unsigned number;                /* of the pool, for people */
    unsigned slots, running, waiting;
    struct work **in_slot;          /* NULL: free */
    struct { struct work *first, *last; } line;     /* for a slot */
    bool closing, closed, ending;
    struct event idle;              /* it closes, and has no work any more */
};

/* --- work.c: in the loop's thread ---------------------------------------- */

/* All that runs, in the order of its start. */
extern _Thread_local struct started_work {
    struct work *first, *last;
    unsigned unreported;
} work_started;

/* It stands in line for a slot; the running frame owns its future. */
struct future *work_give(struct executor *pool, struct work *work);

/* The result is back. */
void work_reported(struct work *work);

/* Tell those who wait for a pool that closes, if it has no work any more. */
void work_note_idle(struct executor *pool);

/* On the virtual clock: a list of the work that the loop waits for, each on a
 * line of its own that begins with a newline; does it withhold results until
 * all have reported; and do not withhold them any longer, if that is so or the
 * loop is impatient. */
const char *work_given(void);
bool work_is_withheld(void);
void work_settle(void);

/* The pool ends: what has not begun never will, and nobody waits for the
 * results of the rest. */
void work_drop_line(struct executor *pool);
void work_drop_results(struct executor *pool);

/* --- inside.c ------------------------------------------------------------ */

/* In the thread or process: call the function, and pack what it returns. */
void work_run(struct work *work);

/* In the loop's thread, which ends and hears nobody any more. */
void work_let_go_on(struct executor *pool);

/* What somebody's work is to do that waits for the loop. */
extern const char work_what_to_do[];

/* --- pool.c -------------------------------------------------------------- */

/* Set up the head of a new pool and give it to the loop.  0, or ENOMEM. */
int executor_begin(struct executor *pool, const struct executor_kind *kind,
                   unsigned slots);

/* The pool of this thread's loop for those that name none; NULL: nobody has
 * asked for it yet. */
extern _Thread_local struct executor *work_default_pool;

/* In a process that was just forked: this thread's loop, and all that belongs
 * to it, are the parent's. */
void work_leave_to_parent(void);

#endif
