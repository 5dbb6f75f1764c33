/* members.h - the members of a coroutine's struct, and their uses. */
#ifndef HANDLOOP_MEMBERS_H
#define HANDLOOP_MEMBERS_H

#include "source.h"

/* Is it the name in self->name? */
bool is_of_self(const struct token *name);

/* The coroutines that the learner writes, one after the other, each with its
 * struct. */
const struct item *own_coroutine(size_t *i, const struct item **fields);

#endif
