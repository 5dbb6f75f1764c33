/* needed.h - what a part of a right answer needs to be at home in another
 * answer: the members, variables, constants and helpers that it names.
 */
#ifndef HANDLOOP_NEEDED_H
#define HANDLOOP_NEEDED_H

#include "source.h"

/* Write what is outside of functions there, and not here; it is there whatever
 * is switched on. */
void write_needed(const struct source *theirs);

/* This name is not known here, and the line in front of that token makes it
 * known; NULL: that is more than a line. */
void need(const struct token *name, const struct token *before,
          const char *line);

/* That line is this one; false: it is not needed, or is in the patch. */
bool need_line(const struct token *name, const char *line);

/* Do these tokens of theirs need something; or something that is more than a
 * line?  They may be NULL. */
bool needs_more(const struct token *first, const struct token *last);
bool needs_much(const struct token *first, const struct token *last);

/* In the patch once: the lines that they need at this place of the answer, where
 * some of it may be declared. */
void patch_needed(const struct token *first, const struct token *last,
                  const struct token *at);

#endif
