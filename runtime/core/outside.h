/* outside.h - the letter box of a loop: what other threads, and signal
 * handlers, want it to run.
 *
 * Whoever calls from outside leaves a job here and sets a flag; if the loop
 * sleeps in select(), a byte in a pipe ends that.  Everything else in the
 * runtime is for one thread.
 */
#ifndef HANDLOOP_CORE_OUTSIDE_H
#define HANDLOOP_CORE_OUTSIDE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "core/queue.h"

struct outside {
    atomic_bool called;         /* since the loop looked last */
    bool known;                 /* to the program: threads may call for ever */
    pthread_mutex_t lock;
    struct queue calls;         /* of other threads; under the lock, */
    bool shut;                  /* as this: nobody takes them any more */
    _Atomic(struct job *) signal_call;  /* a handler may not lock anything */
    atomic_uint callers;        /* who are about to wake the loop */
    unsigned expected;          /* calls that may come very soon */
    atomic_bool asleep;         /* the loop; whoever clears this wakes it */
    int wake_pipe[2];           /* ends select() when somebody calls */
};

/* Make the pipe.  0, or the errno of pipe(). */
int outside_open(struct outside *outside);

/* From now on, calls fail; the ones before are still to be taken. */
void outside_shut(struct outside *outside);
void outside_close(struct outside *outside);

/* In any thread: have the loop run this job.  0; EPIPE: it has ended. */
int outside_call(struct outside *outside, struct job *job);

/* The same in a signal handler.  There is room for one such job. */
void outside_call_from_signal(struct outside *outside, struct job *job);

/* In the loop's thread: has anybody called?  What they want to be run, in the
 * order of the calls. */
static inline bool outside_called(const struct outside *outside)
{
    return atomic_load_explicit(&outside->called, memory_order_relaxed);
}

struct queue outside_take(struct outside *outside);

/* Before select().  False: somebody has called already, so do not sleep. */
bool outside_fall_asleep(struct outside *outside);

/* After it; did it find something in the pipe? */
void outside_wake_up(struct outside *outside, bool by_pipe);

/* In any thread: look again and again for some microseconds, letting others
 * have the processor, whether the flag is set.  To sleep and be woken by the
 * kernel takes longer than a short job. */
void look_out_for(const atomic_bool *flag);

#endif
