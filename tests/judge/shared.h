/* shared.h - a variable of the answer that all calls share: static in a
 * function, or outside of all. */
#ifndef HANDLOOP_SHARED_H
#define HANDLOOP_SHARED_H

#include "source.h"

/* The name of the first one that the stub does not share either; NULL: none. */
const struct token *shared_variable(void);

/* Is it declared in a function? */
bool is_in_function(const struct token *name);

#endif
