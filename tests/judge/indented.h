/* indented.h - statements that are indented as if they belonged to an if or a
 * loop, which has no braces: only the first of them does; and an else below an if
 * that is another one's.
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

/* if (a) if (b) ...; else ...;  where the else stands below the first if: the
 * else; NULL: it does not. */
const struct token *else_of_another(const struct token *head);

/* Is there any of them in what the learner wrote? */
bool lacks_braces(void);

#endif
