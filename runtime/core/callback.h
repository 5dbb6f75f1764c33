/* callback.h - functions that the loop calls: call_soon() and call_later().
 *
 * A callback is a job like a task's step, and takes its turn like one.
 */
#ifndef HANDLOOP_CORE_CALLBACK_H
#define HANDLOOP_CORE_CALLBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/value.h"

struct loop;
struct callback;

/* A callback that was asked for.  It may be cancelled at any time, also when
 * it has run long ago. */
struct call_handle {
    struct callback *callback;
    uint32_t generation;
};

/* Run function(arg) in the next turn: loop.call_soon().  Its name is kept for
 * messages.  Without memory the program stops. */
#define call_soon(function, arg) call_soon_named(#function, function, arg)
struct call_handle call_soon_named(const char *name,
                                   void (*function)(void *arg), void *arg);

/* The same after so many seconds: loop.call_later().  A number that is none is
 * reported, and nothing is called ("ValueError"). */
#define call_later(seconds, function, arg)                                   \
    call_later_named(seconds, #function, function, arg)
struct call_handle call_later_named(double seconds, const char *name,
                                    void (*function)(void *arg), void *arg);

/* The same at a time of the loop's clock, as loop_time() gives it, in
 * seconds: loop.call_at(). */
#define call_at(seconds, function, arg)                                      \
    call_at_named(seconds, #function, function, arg)
struct call_handle call_at_named(double seconds, const char *name,
                                 void (*function)(void *arg), void *arg);

/* It will not run.  False if it has run, or was cancelled, already. */
bool call_cancel(struct call_handle call);

/* --- from other threads -------------------------------------------------- */

/* The running loop of this thread, to be called from other threads; these may
 * do so when it has ended, too. */
struct loop *current_loop(void);

/* The one function for other threads: run function(arg) in that loop, in the
 * order of the calls: loop.call_soon_threadsafe().  0; EPIPE if the loop has
 * ended ("RuntimeError"); ENOMEM.  See loop_expect_call(). */
#define call_soon_threadsafe(loop, function, arg)                            \
    loop_call_threadsafe(loop, #function, function, arg)
int loop_call_threadsafe(struct loop *loop, const char *name,
                         void (*function)(void *arg), void *arg);

/* Somebody outside (a thread) is going to call: with nothing else to do, wait
 * for it instead of reporting a deadlock.  Each is taken back with
 * loop_expect_no_call(), in the loop's thread. */
void loop_expect_call(void);
void loop_expect_no_call(void);

/* --- reports ------------------------------------------------------------- */

/* What is said if something goes wrong and nobody asked; error may be NULL. */
typedef void exception_handler(void *arg, const char *message,
                               const struct error *error);

/* Whom to tell when something goes wrong and nobody asks; at first it is
 * printed.  For the running loop: loop.set_exception_handler() */
void loop_set_exception_handler(exception_handler *handler, void *arg);

#endif
