/* clock.h - the time of a loop, real or virtual.
 *
 * Times are whole nanoseconds since the loop began, so that equal deadlines
 * are equal; programs see them as seconds.  The virtual clock stands still
 * until somebody moves it: the loop, when nothing is ready, straight to the
 * next deadline; blocking_sleep() and compute_for(), on the spot.
 */
#ifndef HANDLOOP_CLOCK_CLOCK_H
#define HANDLOOP_CLOCK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "clock/seconds.h"

struct clock {
    bool is_virtual;
    int64_t now;        /* virtual: the time.  real: at the latest look */
    int64_t began;      /* real: the system's time when the clock began */
    void (*moved)(struct clock *clock);     /* virtual: told of; or NULL */
};

/* That of the work in a pool's thread or process, NULL elsewhere: it begins
 * at the loop's time and then goes by itself. */
extern _Thread_local struct clock *clock_of_work;

void clock_begin(struct clock *clock, bool is_virtual);

/* The exact time, and remember it in clock->now. */
int64_t clock_look(struct clock *clock);

/* The time at less cost; a real clock may lag by some milliseconds. */
int64_t clock_glance(struct clock *clock);

/* Let time pass while nobody else runs: really wait, or move the clock. */
void clock_spend(struct clock *clock, int64_t duration);

/* The same for a computation: on a real clock, that much of this thread's
 * processor time is used up. */
void clock_compute(struct clock *clock, int64_t duration);

/* So much later.  At the end of time, it stays there. */
static inline int64_t clock_after(int64_t time, int64_t duration)
{
    return time > INT64_MAX - duration ? INT64_MAX : time + duration;
}

double clock_to_seconds(int64_t time);

#endif
