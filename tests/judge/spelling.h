/* spelling.h - right answers call their variables and members as they like, and
 * so does the answer.  Spelt with its names, their statements can be tried in
 * it.
 */
#ifndef HANDLOOP_SPELLING_H
#define HANDLOOP_SPELLING_H

/* Give the right answers the names of this one: of what stands in the same
 * place in a function that both have. */
void spell_as_here(void);

#endif
