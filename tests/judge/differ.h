/* differ.h - what one function has otherwise than another one: statement by
 * statement, and in the same way in their blocks and conditions.
 */
#ifndef HANDLOOP_DIFFER_H
#define HANDLOOP_DIFFER_H

#include "source.h"

enum how { EXPRESSION_IS, STATEMENT_IS, IN_FRONT, DECLARED, LEFT_OUT, ELSE };

/* Here it is this; there it is theirs.  IN_FRONT of this there is one more,
 * which may be DECLARED: the part of a name, without its value, and its type;
 * or an ELSE is behind this if. */
struct difference {
    enum how how;
    const struct token *first, *last;
    const struct token *theirs, *their_last;    /* NULL: nothing */
    const struct token *type;
};

enum { MOST_DIFFERENCES = 60 };

struct differences {
    struct difference list[MOST_DIFFERENCES];
    size_t count;
    bool is_too_much;       /* there is more, or what cannot be exchanged */
};

/* Add those of two functions. */
void add_differences(struct differences *all, const struct item *ours,
                     const struct item *theirs);

#endif
