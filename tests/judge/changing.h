/* changing.h - for those who think of changes: constants.c, words.c, calls.c,
 * units.c, changes.c.
 */
#ifndef HANDLOOP_CHANGING_H
#define HANDLOOP_CHANGING_H

#include <runtime.h>

#include "places.h"
#include "source.h"

/* What is looked at, most often a function; and its struct, see struct_of(). */
extern const struct item *item, *fields;
void look_into(const struct item *one);

/* The statement before the one that is looked at, or NULL. */
extern const struct token *latest;

bool can_await(void);

/* What may be changed in it beyond what may be anywhere.  A plain function of a
 * machine, exercises 31 to 36, is one of many: more is tried of what stands
 * close by, and less of what other functions have. */
struct allowed {
    bool their_numbers;     /* any that a right answer has; or 1 more, 1 less,
                               and what else may stand for this one */
    bool their_constants;   /* any; or only those that begin alike */
    bool any_member;        /* also one that is named nowhere yet */
    bool any_arguments;     /* swapped; or only two of one kind */
    bool operands;          /* !, or one more, in a part of a condition */
    bool their_values;      /* for what a variable begins with */
    bool their_bodies;      /* all of a function of the same name */
    bool nearly_theirs;     /* a statement for one that begins nearly alike */
    enum rank from_others;  /* of a statement that another function has */
};
extern const struct allowed *allowed;

bool is_function(const struct item *one);

/* That of a coroutine, or the one that self points to in a plain function, as an
 * argument or as what one is taken for; NULL: neither. */
const struct item *struct_of(const struct source *source,
                             const struct item *one);

/* The type and the stars of a member, as text; NULL: it is none. */
const char *type_in(const struct item *record, const struct token *name);
const char *type_of(const struct token *name);

/* Do we know what this right answer did?  And is that a part of it which a
 * learner writes? */
bool is_known(const struct source *right);
bool is_theirs(const struct item *theirs);

/* Is it that of this answer? */
bool is_ours(const struct item *one);

/* A name in capital letters that it uses: the runtime's, libc's, or one of its
 * own that this answer has, too? */
bool is_known_here(const struct source *right, const struct token *name);

/* --- constants.c --------------------------------------------------------- */

void change_constants(void);

/* The same of what is static in a function: up to what ends its value. */
void change_static(const struct token *name, const struct token *end);

/* --- words.c ------------------------------------------------------------- */

void read_right_answers(void);
void change_words(struct place *place);

/* ETIMEDOUT, PARTS, ...: a name in capital letters that is not called. */
bool is_constant(const struct token *t);

/* --- choices.c ----------------------------------------------------------- */

void change_member(struct place *place, const struct token *t);
void change_their_member(struct place *place, const struct token *t);
void change_null(struct place *place, const struct token *t);
void change_index(struct place *place, const struct token *t);
void change_to_unread(struct place *place, const struct token *t);

/* --- neighbours.c -------------------------------------------------------- */

/* None is added once more that was added to this place already. */
void change_by_neighbours(struct place *place, size_t added_before);

/* --- calls.c ------------------------------------------------------------- */

void swap_arguments(struct place *place);
void change_waiting(struct place *place);
void change_when(struct place *place);
void change_ending(struct place *place);
const struct token *end_of_argument(const struct token *t,
                                    const struct token *close);

/* --- conditions.c -------------------------------------------------------- */

void change_operand(struct place *place, const struct token *t);
void change_condition(struct place *place);
void read_returns(void);
void change_returned(struct place *place, const struct token *t);

/* n-- or --n */
void change_counting(struct place *place, const struct token *t);

/* condition ? one : other */
void change_choice(struct place *place, const struct token *t);

/* --- units.c ------------------------------------------------------------- */

void read_units(void);

/* A condition, or none before. */
void take_their_condition(struct place *place);
void make_conditional(struct place *place);

/* One instead of this statement; and one in front of it, which is rest. */
void take_theirs(struct place *place);
void insert(struct place *place, const char *rest);

/* What else a variable could begin with. */
void take_their_value(struct place *place, const struct token *name);

/* Where it is declared in this function, NULL: nowhere. */
const struct token *declaration_of(const struct token *name);

/* Is there a variable of that name in a block around this place? */
bool is_declared_around(const struct token *place, const struct token *name);

bool is_only_of(const struct source *right, const struct token *t);

/* --- moves.c ------------------------------------------------------------- */

/* A loop: what stands first or last in it, or in front of it or behind it. */
void move_over_loop(const struct token *loop, const struct token *before);

/* This statement is not here if it is elsewhere. */
void leave_its_place(struct place *place);
void forget_moves(void);

/* --- bodies.c ------------------------------------------------------------ */

void take_their_body(void);

#endif
