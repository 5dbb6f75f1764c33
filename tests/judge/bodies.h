/* bodies.h - the whole body of a function, as a right answer has it.
 */
#ifndef HANDLOOP_BODIES_H
#define HANDLOOP_BODIES_H

#include "changes.h"

/* A change of rank BODY as a patch; NULL: that answer is not found again. */
const char *body_as_patch(const struct change *change, int columns);

#endif
