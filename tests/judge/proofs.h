/* proofs.h - what the proofs of compiler.h are made of.  A proof looks whether
 * it is so in the learner's source; it may move the finding to another line,
 * and name what it has found. */
#ifndef HANDLOOP_PROOFS_H
#define HANDLOOP_PROOFS_H

#include "compiler.h"

const struct token *first_in_line(const struct tokens *source, int line);

/* What the compiler, or else the line, called it. */
const char *name_said(const struct finding *finding);

/* Name what was found: {name}, {other}. */
void set_name(struct finding *finding, const char *name, int other_line);
void set_token(struct finding *finding, const struct token *token);

/* How many letters must be changed, added, left out or swapped? */
size_t distance(const char *a, size_t n, const char *b, size_t m);

#endif
