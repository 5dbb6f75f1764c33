/* reasons.h - a change with which an answer is right: why it is not right
 * without it. */
#ifndef HANDLOOP_REASONS_H
#define HANDLOOP_REASONS_H

#include "changes.h"
#include "exercise.h"

/* What the line does as it stands, and what is wrong with that: seen in the
 * text or in the run; "": no more is known than that it is wrong; or it has no
 * place. */
const char *reason_of(const struct change *change, const struct run *run);

#endif
