/* indented.h - statements that are indented as if they belonged to an if or a
 * loop, which has no braces: only the first of them does.
 */
#ifndef HANDLOOP_INDENTED_H
#define HANDLOOP_INDENTED_H

#include "source.h"

struct indented {
    const struct token *head;           /* if, else, for or while */
    const struct token *body;           /* the statement that belongs to it, */
    const struct token *first, *end;    /* and those that seem to */
};

/* Behind this head, if it is one; false: nothing seems to belong to it that
 * does not. */
bool is_indented_behind(const struct token *head, struct indented *indented);

/* The first one in what the learner wrote; false: there is none. */
bool find_indented(struct indented *indented);

#endif
