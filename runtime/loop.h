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
#ifndef HANDLOOP_LOOP_H
#define HANDLOOP_LOOP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "clock.h"
#include "coro.h"
#include "memory.h"
#include "queue.h"
#include "value.h"
#include "waiting.h"

struct task;
struct event;

/* --- time, as programs see it -------------------------------------------- */

/* Seconds since the loop began: loop.time().  0 when none is running. */
double loop_time(void);

/* Keep the loop, and everybody in it, for so many seconds: time.sleep(), bad
 * on purpose.  On the virtual clock the time passes at once. */
void blocking_sleep(double seconds);

/* Print a line with the loop's time in front: "[  1.0s] Fetching...". */
PRINTF_LIKE(1, 2)
void say(const char *format, ...);

/* --- callbacks ---------------------------------------------------------------- */

/* A callback that was asked for.  It may be cancelled at any time, also when
 * it has run long ago. */
struct call {
    struct callback *callback;
    uint32_t generation;
};

/* Run function(arg) in the next turn: loop.call_soon().  Its name is kept for
 * messages.  Without memory the program stops. */
#define call_soon(function, arg) call_soon_named(#function, function, arg)
struct call call_soon_named(const char *name, void (*function)(void *arg),
                            void *arg);

/* The same after so many seconds: loop.call_later(). */
#define call_later(seconds, function, arg)                                   \
    call_later_named(seconds, #function, function, arg)
struct call call_later_named(double seconds, const char *name,
                             void (*function)(void *arg), void *arg);

/* It will not run.  False if it has run, or was cancelled, already. */
bool call_cancel(struct call call);

/* The running loop of this thread, to be called from other threads. */
struct loop *current_loop(void);

/* The one function for other threads: run function(arg) in that loop, in the
 * order of the calls: loop.call_soon_threadsafe().  0, or ENOMEM.  The loop
 * must be running; see loop_expect_call(). */
#define call_soon_threadsafe(loop, function, arg)                            \
    loop_call_threadsafe(loop, #function, function, arg)
int loop_call_threadsafe(struct loop *loop, const char *name,
                         void (*function)(void *arg), void *arg);

/* Somebody outside (a thread) is going to call: with nothing else to do, wait
 * for it instead of reporting a deadlock.  Each is taken back with
 * loop_expect_no_call(), in the loop's thread. */
void loop_expect_call(void);
void loop_expect_no_call(void);

/* --- running a loop ------------------------------------------------------------ */

/* Who is told of what happens, if anybody; see observe.h. */
struct observer {
    void (*see)(void *arg, const struct event *event);
    void *arg;
};

/* What is said when something goes wrong and nobody asked; error may be NULL. */
typedef void exception_handler(void *arg, const char *message,
                               const struct error *error);

struct loop_options {
    bool virtual_clock;
    bool debug;                 /* report slow steps, show lost locals */
    double slow_step;           /* seconds; 0: the usual 0.1 */
    bool leave_interrupts;      /* do not touch SIGINT */
    struct observer observer;   /* see == NULL: none */
};

/* Run a coroutine object to its end on a new loop: what asyncio.run() does.
 * Then cancel the tasks that are left, wait for them, report what they raise.
 * result: NULL, or where to store the value that main returned or (as an
 * error value) raised; texts in it stay valid until this thread's next loop
 * begins.
 * 0, or the code main failed with; EBUSY inside a running loop. */
int loop_run(const struct loop_options *options, struct coro main,
             struct value *result);

/* For the running loop. */
void loop_set_slow_step(double seconds);
void loop_set_exception_handler(exception_handler *handler, void *arg);

/* --- the loop itself: for the runtime ------------------------------------------- */

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
    struct handle *owned;           /* by callbacks, which have no frame */
    struct task *no_memory;         /* stands in for a task there is no room for */

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
    int wake_pipe[2];               /* ends select() when they call */
    unsigned expected_calls;

    /* reports */
    int64_t slow_step;
    exception_handler *handler;
    void *handler_arg;
};

/* A function to be called from the ready queue. */
struct callback {
    struct job job;
    uint32_t generation;            /* how often this memory was a callback */
    bool timed;                     /* it is in the timer heap */
    const char *name;
    union {
        void (*function)(void *arg);                    /* NULL: cancelled */
        void (*done_function)(struct future *future, void *arg);
    };
    void *arg;
    struct future *future;          /* for done_function */
};

/* A callback whose job runs run; without memory the program stops. */
struct callback *callback_new(struct loop *loop, void (*run)(struct job *job),
                              void *arg);

/* What a job that runs now is to call; the callback itself is given back. */
struct callback callback_take(struct job *job);

/* This thread's loop, NULL if none is running. */
extern _Thread_local struct loop *running_loop;

/* The same; stops the program with a sentence if there is none. */
RARE
_Noreturn void loop_missing(const char *what);

static inline struct loop *loop_needed(const char *what)
{
    if (!running_loop)
        loop_missing(what);
    return running_loop;
}

/* Report something nobody asked for. */
void loop_report(const char *message, const struct error *error);

static inline void make_ready(struct loop *loop, struct job *job)
{
    queue_push(&loop->ready, job);
}

#endif
