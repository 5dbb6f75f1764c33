/* tokens.c - cut a C source into tokens.  See tokens.h. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tokens.h"

/* --- how long is what begins here? -------------------------------------- */

static size_t comment_length(const char *at)
{
    if (*at != '/')
        return 0;
    if (strncmp(at, "//", 2) == 0)
        return strcspn(at, "\n");
    if (strncmp(at, "/*", 2) != 0)
        return 0;
    const char *end = strstr(at + 2, "*/");
    return end ? (size_t)(end + 2 - at) : strlen(at);
}

/* Up to the same quote; one that is not closed ends with its line. */
static size_t quoted_length(const char *at)
{
    size_t length = 1;
    while (at[length] && at[length] != *at && at[length] != '\n')
        length += at[length] == '\\' && at[length + 1] ? 2 : 1;
    return length + (at[length] == *at);
}

static size_t word_length(const char *at)
{
    size_t length = 1;
    while (isalnum((unsigned char)at[length]) || at[length] == '_')
        length++;
    return length;
}

/* 10, 0x1f, 0.5, 1e-6 */
static size_t number_length(const char *at)
{
    size_t length = 1;
    while (isalnum((unsigned char)at[length]) || at[length] == '.' ||
           (strchr("+-", at[length]) && at[length] &&
            strchr("eE", at[length - 1])))
        length++;
    return length;
}

static size_t mark_length(const char *at)
{
    static const char *const longer[] = {
        "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
        "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
    static const char second[] = "<>.-+=&|";
    if (!at[1] || !strchr(second, at[1]))
        return 1;
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (strncmp(at, longer[i], strlen(longer[i])) == 0)
            return strlen(longer[i]);
    return 1;
}

/* To the end of the line, or of those that a \ continues. */
static size_t directive_length(const char *at)
{
    size_t length = 0;
    while (at[length] && at[length] != '\n')
        length += at[length] == '\\' && at[length + 1] ? 2 : 1;
    return length;
}

/* The token at this place, its line aside. */
static struct token token_at(const char *at)
{
    unsigned char first = (unsigned char)*at;
    if (first == '\0')
        return (struct token){TOKEN_END, at, 0, 0};
    if (first == '"')
        return (struct token){TOKEN_TEXT, at, quoted_length(at), 0};
    if (first == '\'')
        return (struct token){TOKEN_CHARACTER, at, quoted_length(at), 0};
    if (first == '#')
        return (struct token){TOKEN_DIRECTIVE, at, directive_length(at), 0};
    if (isalpha(first) || first == '_')
        return (struct token){TOKEN_NAME, at, word_length(at), 0};
    if (isdigit(first) || (first == '.' && isdigit((unsigned char)at[1])))
        return (struct token){TOKEN_NUMBER, at, number_length(at), 0};
    return (struct token){TOKEN_MARK, at, mark_length(at), 0};
}

/* --- all of them -------------------------------------------------------- */

static int lines_in(const char *text, size_t length)
{
    int lines = 0;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

static const char *behind_space(const char *at, int *line)
{
    size_t length;
    while ((length = isspace((unsigned char)*at) ? 1 : comment_length(at))) {
        *line += lines_in(at, length);
        at += length;
    }
    return at;
}

struct tokens tokens_of(const char *source)
{
    size_t size = strlen(source) + 1;
    struct tokens all = {malloc(size), calloc(size, sizeof *all.first), 0};
    if (!all.source || !all.first) {
        tokens_free(&all);
        return all;
    }
    memcpy(all.source, source, size);
    int line = 1;
    for (const char *at = all.source;; all.count++) {
        at = behind_space(at, &line);
        struct token token = token_at(at);
        token.line = line;
        all.first[all.count] = token;
        if (token.kind == TOKEN_END)
            return all;
        line += lines_in(at, token.length);
        at += token.length;
    }
}

static char *whole_file(FILE *file)
{
    size_t room = 1 << 12, length = 0;
    char *text = NULL;
    do {
        char *larger = realloc(text, room *= 2);
        if (!larger)
            break;
        text = larger;
        length += fread(text + length, 1, room - 1 - length, file);
        text[length] = '\0';
    } while (length == room - 1);
    return text;
}

struct tokens tokens_of_file(const char *name)
{
    FILE *file = fopen(name, "r");
    char *text = file ? whole_file(file) : NULL;
    struct tokens tokens = {0};
    if (text)
        tokens = tokens_of(text);
    free(text);
    if (file)
        fclose(file);
    return tokens;
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->source);
    free(tokens->first);
    *tokens = (struct tokens){0};
}

/* --- looking at them ---------------------------------------------------- */

bool token_is(const struct token *token, const char *spelling)
{
    return token->length == strlen(spelling) &&
           memcmp(token->text, spelling, token->length) == 0;
}

bool same_token(const struct token *one, const struct token *other)
{
    return one->length == other->length &&
           memcmp(one->text, other->text, one->length) == 0;
}

const struct token *closing(const struct token *open)
{
    const char *close = token_is(open, "(") ? ")"
                        : token_is(open, "[") ? "]" : "}";
    const struct token *first = open;
    int depth = 0;
    for (; open->kind != TOKEN_END; open++) {
        depth += same_token(open, first);
        depth -= token_is(open, close);
        if (depth == 0)
            break;
    }
    return open;
}
