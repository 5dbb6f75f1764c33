/* patch.h - several changes of an answer as a patch, which can be followed to
 * the letter:
 *
 *      - 50 | while (slot > 0 && goes_first(job, heap[slot / 2])) {
 *      +    | while (slot > 0 && goes_first(job, heap[(slot - 1) / 2])) {
 *
 * What is only new is shown behind the line that it follows.
 */
#ifndef HANDLOOP_PATCH_H
#define HANDLOOP_PATCH_H

#include "tokens.h"

/* Begin with nothing changed. */
void patch_begin(void);

/* Some code instead of these tokens of the answer; on lines of its own in front
 * of a token; or behind one. */
void patch_instead(const struct token *first, const struct token *last,
                   const char *code);
void patch_in_front(const struct token *t, const char *code);
void patch_behind(const struct token *t, const char *code);

/* A row of tokens as a person writes it: each statement on a line of its own,
 * what stands in a block four columns further. */
const char *code_of(const struct token *first, const struct token *last);

/* All of it, a line each; none is longer than that many columns. */
const char *patch_text(int columns);

#endif
