/* debug.h - debug mode names whoever keeps the loop too long. */
#ifndef HANDLOOP_CORE_DEBUG_H
#define HANDLOOP_CORE_DEBUG_H

#include "core/queue.h"

/* Seconds from which on a step is reported in debug mode; 0.1 at first.
 * loop.slow_callback_duration */
void loop_set_slow_step(double seconds);

/* For loop->run_job: run it, and measure. */
void run_timed(struct job *job);

#endif
