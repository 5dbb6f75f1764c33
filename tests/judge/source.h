/* source.h - what stands in a source: looked up before anything is said of it.
 */
#ifndef HANDLOOP_SOURCE_H
#define HANDLOOP_SOURCE_H

#include "tokens.h"

/* A function, a coroutine or a struct, at the outermost level. */
struct item {
    const struct token *name, *first, *body, *end;
    bool is_coroutine, is_struct, is_variable;
};

enum { MOST_ITEMS = 200 };

struct source {
    const char *file;
    struct tokens tokens;
    size_t count;
    struct item items[MOST_ITEMS];
};

/* Read a file; false: it cannot be read. */
bool source_read(struct source *source, const char *file);

/* What is called so; a coroutine or function, or else a struct.  NULL: not
 * there. */
const struct item *item_named(const struct source *source, const char *name,
                              bool is_struct);

/* Is it spelt alike, token by token? */
bool same_item(const struct item *one, const struct item *other);

/* The item a line belongs to, NULL: none. */
const struct item *item_at(const struct source *source, int line);

/* From a token on, up to end (NULL: the last one): where these spellings, with
 * a space between them, follow each other; NULL: nowhere. */
const struct token *find_tokens(const struct token *from,
                                const struct token *end, const char *spellings);

/* The first token in that line, and the first behind it. */
const struct token *line_begins(const struct source *source, int line);
const struct token *line_ends(const struct source *source, int line);

/* The first token of the statement that this line belongs to.  (What spans
 * several lines is in the first one for gcc, and in the last one for clang.) */
const struct token *statement_begins(const struct source *source, int line);

/* Do they stand in that line? */
bool line_has(const struct source *source, int line, const char *spellings);

/* Or anywhere in the statement that this line belongs to? */
bool statement_has(const struct source *source, int line,
                   const char *spellings);

/* Where the members that a statement uses are set, in the same function or as
 * an argument of it:
 * "self->users is set in line 35; self->name in lines 28 and 30"; "" if that is
 * nowhere, or only there. */
const char *where_set(const struct source *source, int line);

/* The line of the element of a table with that index, from 0.  0: there is
 * none. */
int line_of_element(const struct source *source, const char *table,
                    size_t index);

/* As a text. */
const char *token_text(const struct token *token);

#endif
