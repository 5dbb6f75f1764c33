/* watch.h - running a job while somebody watches: an observer, or debug mode,
 * which names whoever keeps the loop too long.
 */
#ifndef HANDLOOP_CORE_WATCH_H
#define HANDLOOP_CORE_WATCH_H

#include "core/loop.h"

/* Seconds from which on a step is reported in debug mode; 0.1 at first.
 * loop.slow_callback_duration */
void loop_set_slow_step(double seconds);

/* For the runtime: run a job, tell the observer, measure it in debug mode. */
COLD
void run_watched(struct loop *loop, struct job *job);

/* stack_resume() in debug mode, of this task's stack. */
COLD
struct step resume_timed(struct task *task);

#endif
