/* outside.h - the letter box of a loop: what other threads, and signal
 * handlers, want it to run.
 *
 * Whoever calls from outside leaves a job here, sets a flag and writes a byte
 * into a pipe, which ends select() if the loop sleeps in it.  Everything else
 * in the runtime is for one thread.
 */
#ifndef HANDLOOP_CORE_OUTSIDE_H
#define HANDLOOP_CORE_OUTSIDE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "core/queue.h"

struct outside {
    atomic_bool called;         /* since the loop looked last */
    pthread_mutex_t lock;
    struct queue calls;         /* of other threads; under the lock */
    _Atomic(struct job *) signal_call;  /* a handler may not lock anything */
    atomic_uint callers;        /* who are about to wake the loop */
    int wake_pipe[2];           /* ends select() when somebody calls */
};

/* Make the pipe.  0, or the errno of pipe(). */
int outside_open(struct outside *outside);
void outside_close(struct outside *outside);

/* In any thread: have the loop run this job. */
void outside_call(struct outside *outside, struct job *job);

/* The same in a signal handler.  There is room for one such job. */
void outside_call_from_signal(struct outside *outside, struct job *job);

/* In the loop's thread: has anybody called?  What they want is moved to the
 * ready queue, in the order of the calls.  seen, if not NULL, is told of
 * each. */
static inline bool outside_called(struct outside *outside)
{
    return atomic_load_explicit(&outside->called, memory_order_relaxed);
}

void outside_take(struct outside *outside, struct queue *ready,
                  void (*seen)(struct job *job));

#endif
