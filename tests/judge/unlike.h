/* unlike.h - an expression or a statement of an answer, and what would be right
 * instead: what is unlike in the two, and what that means, in a sentence.  It
 * is true by construction: when the one is true and the other is not; who sets
 * what the one reads, and the other.
 */
#ifndef HANDLOOP_UNLIKE_H
#define HANDLOOP_UNLIKE_H

#include "source.h"

/* Tokens from first on, up to end. */
struct words_of {
    const struct token *first, *end;
};

struct unlike {
    const struct item *in;          /* the function, NULL: in none */
    struct words_of all, right;     /* as it stands, and as it would be right */
    struct words_of mine, theirs;   /* the part of each that is another one */
};

/* What is unlike is what is left without what they begin and end with. */
struct unlike unlike_of(struct words_of all, struct words_of right);

/* What that means; "": that cannot be said. */
const char *words_of_unlike(const struct unlike *unlike);

/* The same when nothing is known of what it means: "Look at line 67: it has
 * `to_thread`, where `run_in_executor` belongs."; "": too much. */
const char *pieces_unlike(const struct unlike *unlike);

/* --- words --------------------------------------------------------------- */

bool is_empty(struct words_of words);

/* The only one, or NULL; is it one in both? */
const struct token *only(struct words_of words);
bool are_single(const struct unlike *unlike);

/* As a person writes it; "": there is nothing, or too much to be quoted. */
const char *quoted(struct words_of words);

/* Where the same stands, token by token; NULL: nowhere. */
const struct token *find_words(const struct token *first,
                               const struct token *end, struct words_of words);

bool is_integer(const struct token *t);

/* --- around it ----------------------------------------------------------- */

/* if, while or for, in whose brackets this stands; NULL: in none. */
const struct token *head_around(const struct token *t);

/* A loop around it, in the same function; NULL: there is none. */
const struct token *loop_around(const struct token *t);

/* Both sides of an operator. */
struct words_of side_before(const struct token *operator);
struct words_of side_behind(const struct token *operator);

/* --- what is set --------------------------------------------------------- */

/* "self->n", which this statement sets, or counts; "": nothing. */
const char *what_is_set(struct words_of statement);

/* The first line in there that sets it; 0: none does. */
int line_that_sets(const struct token *first, const struct token *end,
                   const char *what);

/* Or may it be set there in another way: of another owner, by its address? */
bool may_set(const struct token *first, const struct token *end,
             const char *what);

/* --- sentences: untrue.c, amounts.c, handed.c, instead.c, misnamed.c ---------------- */

typedef const char *sentence(const struct unlike *unlike);

/* Of these, up to a NULL, what the first one says that says something. */
const char *first_sentence(sentence *const *sentences,
                           const struct unlike *unlike);

sentence words_of_conditions, words_of_amounts, words_of_handed, words_of_calls,
    words_of_names;

#endif
