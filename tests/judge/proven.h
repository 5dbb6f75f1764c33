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

/* The case that is being judged, from 0. */
extern int case_judged;

#endif
