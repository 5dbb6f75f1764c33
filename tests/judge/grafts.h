/* grafts.h - all that a right answer has otherwise, in an answer: several
 * changes that can be switched on together, so that it is right with all of
 * them, and so that those can be left out again which it does not need.
 */
#ifndef HANDLOOP_GRAFTS_H
#define HANDLOOP_GRAFTS_H

#include "changes.h"

/* Of that one of the right answers, from 0, the nearest being the first: write
 * the answer with all that is otherwise, or only with what is in one function,
 * to the file; in *count, how many changes that are.  false: there is no such
 * right answer. */
bool write_graft(const char *file, const char *only, size_t which,
                 struct change *changes, size_t *count);

/* How many of them are switched on and off; the others are always there. */
bool is_graft(const struct change *change);

/* Has it two places, or does it use a member or a variable that is not there
 * yet? */
bool graft_needs_more(int number);

/* So many of them, by their numbers, as a patch, with what they need. */
const char *grafts_as_patch(const int *told, int count, int columns);

#endif
