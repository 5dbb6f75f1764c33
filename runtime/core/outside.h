/* outside.h - calls from outside: from other threads, and SIGINT.
 *
 * Whoever calls from outside leaves its call in a list, sets a flag and writes
 * a byte into a pipe, which ends select() if the loop sleeps in it.
 */
#ifndef HANDLOOP_CORE_OUTSIDE_H
#define HANDLOOP_CORE_OUTSIDE_H

#include <signal.h>
#include <stdbool.h>

#include "core/loop.h"

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

/* --- for the runtime ----------------------------------------------------- */

/* Make the pipe.  0, or the errno of pipe(). */
int outside_open(struct loop *loop);
void outside_close(struct loop *loop);

/* In any thread: have this job run in that loop. */
void outside_call(struct loop *loop, struct job *job);

/* Empty the pipe and move the calls to the ready queue; cancel main if SIGINT
 * came. */
void outside_take_calls(struct loop *loop);

/* Let SIGINT cancel this loop's main task, if nobody else wants it; before
 * keeps what to give back. */
bool outside_take_interrupts(struct loop *loop, struct sigaction *before);
void outside_give_back_interrupts(const struct sigaction *before);
bool outside_interrupted(const struct loop *loop);

/* The run function of these calls' jobs. */
void run_outside_call(struct job *job);

#endif
