/* statements.h - what a statement is, and how it is spelt.
 */
#ifndef HANDLOOP_STATEMENTS_H
#define HANDLOOP_STATEMENTS_H

#include "tokens.h"

/* Is it one of these, up to a NULL? */
bool is_any(const struct token *t, const char *const *spellings);

bool is_open(const struct token *t);        /* a bracket */

/* The ( or [ around it; NULL: none in this block. */
const struct token *bracket_around(const struct token *t);

bool is_await(const struct token *t);       /* or TRY_AWAIT */
int awaits_in(const struct token *first, const struct token *last);

/* What a statement begins with: if, while, a label, ...; a declaration; BEGIN
 * or END; or none of these. */
bool is_control(const struct token *t);
bool is_declaration(const struct token *t);
bool is_frame_of_body(const struct token *t);
bool is_simple(const struct token *t);

bool has_label(const struct token *t, const struct token *last);

/* Behind the statement that begins here, with all that belongs to it. */
const struct token *behind_statement(const struct token *t);

/* struct task *one, *other;  where the part of the first name begins, up to
 * where it goes, and the name in it; and what a variable begins with: from the
 * = on, or NULL. */
const struct token *first_declarator(const struct token *declaration);
const struct token *end_of_declarator(const struct token *t,
                                      const struct token *end);
const struct token *name_in(const struct token *declarator);
const struct token *begins_with(const struct token *t,
                                const struct token *end);

/* Behind a type, or its stars: is this name declared here? */
bool is_declared_at(const struct token *name);

/* Are these two ranges, without their ends, spelt alike? */
bool same_tokens(const struct token *a, const struct token *a_end,
                 const struct token *b, const struct token *b_end);

/* From first up to last, both included, on one line, with a space in front of
 * each token; with new instead of those from from up to to, unless that is
 * NULL. */
const char *text_with(const struct token *first, const struct token *last,
                      const struct token *from, const struct token *to,
                      const char *new);
const char *text_of(const struct token *first, const struct token *last);

/* Each statement on a line of its own, as awaits need it. */
const char *text_in_lines(const struct token *first, const struct token *last);

/* RETURN, RAISE, return, break, ...: what stands behind it is never come to. */
bool leaves(const struct token *t);

/* The same as a person writes it, to be quoted. */
const char *quote(const struct token *first, const struct token *last);

/* A part of a declaration: *one, many[3] */
const char *quote_declarator(const struct token *t, const struct token *last);

/* "`slot`", or "the second `slot`" where the line has more than one. */
const char *quote_in_line(const struct token *first, const struct token *last);

/* The line that would make that coroutine, and the if around it which says
 * whether it does, in words; NULL: there is none, or there are several. */
struct source;
const char *where_begun(const struct source *source, const char *coroutine);

#endif
