/* held.h - who held the loop lately: what debug mode says, for those who show
 * it.
 */
#ifndef HANDLOOP_WEB_HELD_H
#define HANDLOOP_WEB_HELD_H

#include <stdint.h>

#include "watch/debug.h"

enum { HELD_KEPT = 16 };

/* The last ones; number n, from 0 on, is last[n % HELD_KEPT]. */
struct held {
    uint64_t count;
    struct held_step {
        struct slow_step step;
        double until;               /* loop_time() */
    } last[HELD_KEPT];
};

/* From now on take down the slow steps of the running loop; no more of them. */
void held_begin(struct held *held);
void held_end(void);

/* So many of those kept are this coroutine's; the longest of them, in
 * seconds. */
unsigned held_by(const struct held *held, const char *name, double *longest);

#endif
