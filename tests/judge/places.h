/* places.h - what can be something else in an answer: each place with what it
 * can be, which is written around it.
 */
#ifndef HANDLOOP_PLACES_H
#define HANDLOOP_PLACES_H

#include <stdio.h>

#include "changes.h"
#include "tokens.h"

/* A range of tokens that can be something else: a whole statement, or an
 * expression, or what a macro stands for; and what else it can be. */
struct place {
    const struct token *first, *last;
    enum place_kind { EXPRESSION, STATEMENT, MACRO } kind;
    const char *choices;
    size_t count;
};

/* Begin anew, with this list to be filled; false: the answer is too long.  One
 * at a time is switched on, by act_change; or any of them, by act_is_on(). */
bool places_begin(struct change *changes, bool any_of_them);

/* The answer with all of them; gives how many changes there are. */
size_t places_write(FILE *out);

/* Another text for the place; or other tokens instead of some of its own. */
void place_add(struct place *place, int line, enum rank rank, const char *text,
               const char *words);
void place_replace(struct place *place, enum rank rank,
                   const struct token *from, const struct token *to,
                   const char *new);

/* The same in two steps, for a change of several places.  The number is 0 if
 * there is no room for more. */
size_t change_new(int line, enum rank rank, const char *words);
void place_choice(struct place *place, size_t number, const char *text);

/* How many changes there are by now; has one this text that was
 * added behind these? */
size_t changes_by_now(void);
bool is_added(size_t before, const char *text);

/* Write the choices around it; or only in front of it: END, which closes
 * brackets, cannot stand in any. */
void place_finish(const struct place *place);
void place_finish_in_front(const struct place *place);

/* Whether anything is switched on or not, there is this in front of the token,
 * or behind it.  It is the change with that number that brings it. */
void place_text(const struct token *before, size_t number, const char *text);
void place_else(const struct token *last, size_t number, const char *text);
void place_braces(const struct token *first, const struct token *last);

/* Outside of all that, whatever is switched on: in front of the one (NULL: of
 * none), and behind the other. */
void place_outside(const struct token *first, const char *in_front,
                   const struct token *last, const char *text);

/* Behind this token: a macro with that name, which is one of them or else this
 * text. */
void place_finish_as_macro(const struct place *place, const struct token *name,
                           const struct token *behind, const char *text);

#endif
