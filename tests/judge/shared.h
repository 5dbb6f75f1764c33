/* shared.h - a variable of the answer that all calls share: static in a
 * function, or outside of all. */
#ifndef HANDLOOP_SHARED_H
#define HANDLOOP_SHARED_H

#include "source.h"

/* The name of the first one that the stub does not share either; NULL: none. */
const struct token *shared_variable(void);

/* The name that is declared behind this word. */
const struct token *declared(const struct token *t);

/* Is it declared in a function? */
bool is_in_function(const struct token *name);

/* Where what is to be shared begins afresh: a plain function of the learner's,
 * which the check calls before each run.  NULL: there is none. */
const struct item *beginning_of_runs(void);

/* Where the function names that variable first; or else its declaration. */
int line_of_use(const struct item *item, const struct token *name);

/* Does the function set that variable anew? */
bool is_set_in(const struct item *item, const struct token *name);

#endif
