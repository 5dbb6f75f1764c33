/* seconds.h - seconds, as programs say them, as nanoseconds, which the loop
 * counts. */
#ifndef HANDLOOP_CLOCK_SECONDS_H
#define HANDLOOP_CLOCK_SECONDS_H

#include <stdint.h>

enum { NANOSECONDS_PER_MS = 1000000, NANOSECONDS_PER_SECOND = 1000000000 };

#define CLOCK_LONGEST (INT64_MAX / 4)       /* some seventy years */
#define CLOCK_NO_TIME INT64_MIN             /* what not-a-number becomes */

/* Seconds as nanoseconds, rounded; what is too large becomes CLOCK_LONGEST,
 * what is negative 0, and not-a-number CLOCK_NO_TIME.  Inline: of a constant
 * nothing is left to do when the program runs. */
static inline int64_t clock_from_seconds(double seconds)
{
    double time = seconds * NANOSECONDS_PER_SECOND;
    if (time < 0)
        return 0;
    if (time < (double)CLOCK_LONGEST)
        return (int64_t)(time + 0.5);
    return time > 0 ? CLOCK_LONGEST : CLOCK_NO_TIME;
}

#endif
