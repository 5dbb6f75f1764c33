/* tokens.h - a C source as a row of tokens: comments and white space are left
 * out, a text is one token, whatever stands in it.
 *
 *      struct tokens source = tokens_of_file("exercises/05.c");
 *      for (const struct token *t = source.first; t->kind != TOKEN_END; t++)
 *          if (token_is(t, "RETURN"))
 *              printf("line %d\n", t->line);
 *      tokens_free(&source);
 */
#ifndef HANDLOOP_TOKENS_H
#define HANDLOOP_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_NAME,         /* a name or a keyword */
    TOKEN_NUMBER,
    TOKEN_TEXT,         /* "in double quotes" */
    TOKEN_CHARACTER,    /* 'in single ones' */
    TOKEN_MARK,         /* ( -> <= and all others */
    TOKEN_DIRECTIVE,    /* a whole line that begins with # */
    TOKEN_END,          /* behind the last one */
};

struct token {
    enum token_kind kind;
    const char *text;   /* in the source; ends behind length characters */
    size_t length;
    int line;           /* from 1: where it begins */
};

struct tokens {
    char *source;       /* the text they stand in */
    struct token *first;
    size_t count;       /* without the one at the end */
};

/* The tokens of a source, which is copied; first is NULL without memory. */
struct tokens tokens_of(const char *source);

/* The same of a file; first is NULL, too, if it cannot be read. */
struct tokens tokens_of_file(const char *name);

/* Give back what tokens_of() took. */
void tokens_free(struct tokens *tokens);

/* Is it spelt so? */
bool token_is(const struct token *token, const char *spelling);

/* Are two spelt alike? */
bool same_token(const struct token *one, const struct token *other);

/* The bracket that closes the one at open, whatever other kinds of brackets
 * stand in between; the end if none does. */
const struct token *closing(const struct token *open);

#endif
