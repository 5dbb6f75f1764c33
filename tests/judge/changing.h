/* changing.h - for those who think of changes: words.c, units.c, changes.c.
 */
#ifndef HANDLOOP_CHANGING_H
#define HANDLOOP_CHANGING_H

#include <runtime.h>

#include "places.h"
#include "source.h"

/* The function that is looked at, and its struct if it is a coroutine. */
extern const struct item *item, *fields;

/* The statement before the one that is looked at, or NULL. */
extern const struct token *latest;

bool can_await(void);

/* Is it a plain function of a machine, exercises 31 to 36?  There is much of
 * such, and the words of other functions are far away. */
bool is_in_machine(void);
bool is_function(const struct item *one);

/* The type and the stars of a member, as text; NULL: it is none. */
const char *type_in(const struct item *record, const struct token *name);
const char *type_of(const struct token *name);

/* Do we know what this right answer did?  And is that a part of it which a
 * learner writes? */
bool is_known(const struct source *right);
bool is_theirs(const struct item *theirs);

/* --- words.c ------------------------------------------------------------- */

void read_right_answers(void);
void change_words(struct place *place);
void swap_arguments(struct place *place);
void change_waiting(struct place *place);
void change_when(struct place *place);
void change_ending(struct place *place);
const struct token *end_of_argument(const struct token *t,
                                    const struct token *close);

/* --- units.c ------------------------------------------------------------- */

void read_units(void);

/* A condition, or none before. */
void take_their_condition(struct place *place);
void make_conditional(struct place *place);

/* One instead of this statement; and one in front of it, which is rest. */
void take_theirs(struct place *place);
void insert(struct place *place, const char *rest);

/* In machines: what else a variable could begin with, and all of the body. */
void take_their_value(struct place *place, const struct token *name);
void take_their_body(void);

#endif
