/* proven.h - mistakes that prove themselves: see proven.c. */
#ifndef HANDLOOP_PROVEN_H
#define HANDLOOP_PROVEN_H

#include "exercise.h"

/* Wrong even if it went well this time. */
extern const struct mistake deadly_mistakes[];

/* Asked when something is wrong. */
extern const struct mistake proven_mistakes[];

/* Asked when the exercise knows nothing better. */
extern const struct mistake plain_mistakes[];

/* Point at the line of the learner's own that kept the loop first; false: there
 * is none. */
bool point_at_own_block(const struct run *run);

/* "line 30: 0.4 s, line 43: 0.1 s": each line that sleeps, once. */
const char *sleeps_text(const struct run *run);

/* Did the learner's code await something whose result it never read, and then
 * something else? */
bool left_a_result_unread(const struct run *run);

/* Has the coroutine of that name an AWAIT at all? */
bool has_await(const char *coroutine);

/* The case that is being judged, from 0. */
extern int case_judged;

#endif
