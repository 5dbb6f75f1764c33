/* say.h - the loop's time, as programs see it. */
#ifndef HANDLOOP_WATCH_SAY_H
#define HANDLOOP_WATCH_SAY_H

#include "core/value.h"

/* Seconds since the loop began: loop.time(); in a pool's thread or process,
 * by the clock of its work.  0 when none is running. */
double loop_time(void);

/* Keep the loop, and everybody in it, for so many seconds: time.sleep(), bad
 * on purpose.  On the virtual clock the time passes at once.  0; EINVAL for
 * not-a-number. */
int blocking_sleep(double seconds);

/* The same by computing: stands for work that takes so many seconds of a
 * processor.  Two threads that share one take twice as long; on the virtual
 * clock each call has a processor to itself.  0; EINVAL for not-a-number. */
int compute_for(double seconds);

/* Print a line with the loop's time in front: "[  1.0s] Fetching...". */
PRINTF_LIKE(1, 2)
void say(const char *format, ...);

#endif
