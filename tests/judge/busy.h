/* busy.h - has a process got on?  A machine that is busy is nobody's
 * mistake. */
#ifndef HANDLOOP_BUSY_H
#define HANDLOOP_BUSY_H

/* Seconds for which this thread computed, or would have if it had got the
 * processor.  (Linux counts it; elsewhere only what it computed is known.) */
double busy_seconds(void);

#endif
