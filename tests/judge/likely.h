/* likely.h - many a change makes all scenes right by luck.  One that makes the
 * answer more like right ones is more likely to be what is meant, and is tried
 * before others.
 */
#ifndef HANDLOOP_LIKELY_H
#define HANDLOOP_LIKELY_H

#include <stdint.h>

#include "places.h"

/* With this text at its place: is all that is new there found in a right
 * answer?  Or if nothing is new, is something gone that no right answer has?
 * (Three tokens that follow each other are what is compared; names that the
 * learner chose are all alike.) */
bool is_likely(const struct place *place, const char *text);

/* The same number for the same spelling, and for all names that are chosen: of
 * a variable or a member that neither the stub has nor most right answers. */
uint64_t word_of(const struct token *token);
bool is_chosen(const struct token *token);

#endif
