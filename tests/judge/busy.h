/* busy.h - has a process got on?  A machine that is busy is nobody's
 * mistake. */
#ifndef HANDLOOP_BUSY_H
#define HANDLOOP_BUSY_H

/* From now on, until it is called again. */
void watch_standstill(void);

/* Seconds for which this thread has stood still without a break, up to now: it
 * neither computed nor waited for a processor for most of the time between one
 * call and the next.  (Linux counts who waits for a processor; elsewhere only
 * what was computed is known.) */
double seconds_of_standstill(void);

#endif
