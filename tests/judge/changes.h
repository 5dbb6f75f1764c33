/* changes.h - an answer with many small changes in it, of which one at a time
 * is switched on: act_change says which.
 *
 *      if (act_change == 7) {
 *          TRY_AWAIT(self->line);
 *      } else {
 *          AWAIT(self->line);
 *      }
 *
 * So that what one change would do can be seen, and not only guessed at: the
 * text is compiled once, and run with each of them.
 */
#ifndef HANDLOOP_CHANGES_H
#define HANDLOOP_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "tokens.h"

/* What is likely is tried first, and before it a slip: what stands twice, or
 * is indented as if in braces; but where there is much, a whole body tells first
 * in which function to look. */
enum rank {
    BODY, SLIP, WORD, ORDER, WAIT, CONDITION, INSTEAD, MORE, LESS, MORE_ANYWHERE,
    FROM_AFAR,
};

struct change {
    int line;               /* of the answer */
    const char *words;      /* "`<=` instead of `<`" */
    const char *text;       /* its tokens, with a space around each */
    const struct token *first, *last;   /* which it stands for, or in front of;
                                           NULL: none of the answer's own */
    enum rank rank;         /* those with a low one are tried first */
    bool has_own_line;      /* it is a statement, see LINES_APART */
    bool is_likely;         /* right answers are like it, see likely.h */
    bool is_impossible;     /* left out: it cannot be compiled */
    int size;               /* of a graft: so many tokens are otherwise */
};

/* Changes of statements have lines of their own: this many times their number,
 * from 1, and the line. */
enum { LINES_APART = 10000 };

enum { MOST_CHANGES = 4000 };

/* Write the answer with all changes that can be thought of to a file, and what
 * they are.  Gives how many there are, the impossible ones included. */
size_t write_changes(const char *file, struct change *changes);

#endif
