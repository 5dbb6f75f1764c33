/* impossible.h - the changes of a text are compiled all at once; those that the
 * compiler complains of are left out, and so are others which would be the next
 * that it complains of.
 */
#ifndef HANDLOOP_IMPOSSIBLE_H
#define HANDLOOP_IMPOSSIBLE_H

#include "changes.h"

/* A line of what the compiler says: mark the changes which it shows to be
 * impossible.  False: there were none, or they were known. */
bool rule_out(const char *message, struct change *changes);

#endif
