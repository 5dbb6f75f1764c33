/* run.h - the way in: run() as the main function of a program uses it. */
#ifndef HANDLOOP_STEP_RUN_H
#define HANDLOOP_STEP_RUN_H

#include "core/coro.h"
#include "core/value.h"

/* Run a coroutine object on a new loop until it has ended, then end all tasks
 * that are left: asyncio.run().  The environment says how:
 *
 *      CLOCK=virtual   time jumps instead of passing; CLOCK=real, the default
 *      DEBUG=1         name whoever keeps the loop for more than 0.1 s
 *      SHOW=timeline   draw, at the end, what every task did when
 *      SHOW=steps      look at every step, forwards and backwards, by keys
 *      SHOW=turns      the same as text
 *      SHOW=trace      write a trace for Perfetto; TRACE= names the file
 *
 * A failure of main is printed with its traceback.  0, or the code of the
 * failure: fit to be returned from main(). */
int run(struct coro main);

/* The same for a program that looks at the outcome itself: *result is the
 * value main returned, or an error value, and nothing is printed. */
int run_result(struct coro main, struct value *result);

#endif
