/* marks.c - proofs about marks: a semicolon, a bracket or a brace that is
 * missing, or one too many.  See compiler.h. */
#include <string.h>

#include "proofs.h"

static const struct token *last_in_line(const struct tokens *source, int line)
{
    const struct token *last = NULL;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (t->line == line)
            last = t;
    return last;
}

static bool is_mark(const struct token *t, const char *marks)
{
    return t->kind == TOKEN_MARK && t->length == 1 && strchr(marks, *t->text);
}

bool line_is_not_ended(struct finding *finding)
{
    const struct token *last = last_in_line(finding->source, finding->line);
    return last && !is_mark(last, ";{},");
}

bool struct_is_not_ended(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "struct") && t[1].kind == TOKEN_NAME &&
            token_is(t + 2, "{")) {
            const struct token *end = closing(t + 2);
            if (end->kind != TOKEN_END && end[1].line > end->line &&
                !is_mark(end + 1, ";,*)") && end->line <= finding->line) {
                finding->line = end->line;
                return true;
            }
        }
    return false;
}

/* } and below it {: two rows of a table. */
bool row_has_no_comma(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (is_mark(t, "}") && is_mark(t + 1, "{") && t[1].line > t->line &&
            t->line <= finding->line) {
            finding->line = t->line;
            return true;
        }
    return false;
}

bool no_header(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (t->kind == TOKEN_DIRECTIVE &&
            strncmp(t->text, "#include \"", 10) == 0)
            return false;
    return true;
}

enum { DEPTH_LIMIT = 100 };

/* The first bracket that does not fit: a ) without its (, or a ( in front of
 * something that ends a statement. */
static const struct token *odd_bracket(const struct tokens *source,
                                       bool *too_many)
{
    const struct token *open[DEPTH_LIMIT + 1] = {source->first};
    size_t depth = 0;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++) {
        const struct token *inner = open[depth];
        bool in_for = is_mark(inner, "(") && inner > source->first &&
                      token_is(inner - 1, "for");
        *too_many = false;
        if (is_mark(t, "({") && depth < DEPTH_LIMIT)
            open[++depth] = t;
        else if (is_mark(t, ")") && depth > 0 && is_mark(inner, "("))
            depth--;
        else if (is_mark(t, "}") && depth > 0 && is_mark(inner, "{"))
            depth--;
        else if (is_mark(t, ")")) {
            *too_many = true;
            return t;
        } else if (is_mark(t, "}") || (is_mark(t, ";") && !in_for)) {
            for (size_t i = depth; i > 0; i--)
                if (is_mark(open[i], "("))
                    return open[i];
        }
    }
    return NULL;
}

static bool bracket_is(struct finding *finding, bool wanted_too_many)
{
    bool too_many;
    const struct token *t = odd_bracket(finding->source, &too_many);
    if (!t || too_many != wanted_too_many)
        return false;
    finding->line = t->line;
    return true;
}

bool bracket_is_open(struct finding *finding)
{
    return bracket_is(finding, false);
}

bool bracket_too_many(struct finding *finding)
{
    return bracket_is(finding, true);
}

static size_t column_of(const struct tokens *source, const struct token *t)
{
    size_t column = 0;
    while (t->text - column > source->source &&
           t->text[-(long)column - 1] != '\n')
        column++;
    return column;
}

/* Where the line begins that this token stands in. */
static size_t indentation(const struct tokens *source, const struct token *t)
{
    return column_of(source, first_in_line(source, t->line));
}

/* A } closes the { whose line is indented like it; the first pair that is not
 * so tells which { or } is wrong. */
static const struct token *first_odd_brace(const struct tokens *source,
                                           bool want_open)
{
    enum { DEPTH = 64 };
    const struct token *open[DEPTH];
    size_t depth = 0;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++) {
        if (is_mark(t, "{") && depth < DEPTH)
            open[depth++] = t;
        if (!is_mark(t, "}"))
            continue;
        if (depth == 0)
            return want_open ? NULL : t;
        size_t here = indentation(source, t);
        size_t there = indentation(source, open[--depth]);
        if (t->line != open[depth]->line && here != there)
            return here < there ? (want_open ? open[depth] : NULL)
                                : (want_open ? NULL : t);
    }
    return depth > 0 && want_open ? open[depth - 1] : NULL;
}

/* More { than }. */
static int braces_left(const struct tokens *source)
{
    int left = 0;
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        left += is_mark(t, "{") - is_mark(t, "}");
    return left;
}

bool brace_is_open(struct finding *finding)
{
    const struct token *t = braces_left(finding->source) > 0
                                ? first_odd_brace(finding->source, true)
                                : NULL;
    if (t)
        finding->line = t->line;
    return t != NULL;
}

bool brace_too_many(struct finding *finding)
{
    const struct token *t = braces_left(finding->source) < 0
                                ? first_odd_brace(finding->source, false)
                                : NULL;
    if (t)
        finding->line = t->line;
    return t != NULL;
}

/* ASYNC(name); and the body below it, which the compiler speaks of. */
bool async_has_semicolon(struct finding *finding)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "ASYNC") && token_is(closing(t + 1) + 1, ";") &&
            token_is(closing(t + 1) + 2, "{")) {
            set_token(finding, t + 2);
            finding->line = t->line;
            return true;
        }
    return false;
}

/* A real one: beside errors gcc sees them where there are none. */
bool reads_on(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    return finding->compiled && !token_is(t, "AWAIT") &&
           !token_is(t, "TRY_AWAIT");
}

/* The bracket of the call in whose arguments this stands; NULL: in none. */
static const struct token *call_around(const struct token *t)
{
    int depth = 0;
    while (depth >= 0) {
        t--;
        if (t->kind == TOKEN_DIRECTIVE || token_is(t, ";") ||
            token_is(t, "{") || token_is(t, "}"))
            return NULL;
        depth += token_is(t, ")") - token_is(t, "(");
    }
    return t[-1].kind == TOKEN_NAME ? t : NULL;
}

/* f((struct range){1, 2}): around the comma are no ( ) but those of f. */
bool comma_in_braces(struct finding *finding)
{
    const struct token *t = finding->source->first;
    for (; t->kind != TOKEN_END; t++) {
        if (!token_is(t, "{") || !token_is(t - 1, ")"))
            continue;
        const struct token *close = closing(t), *comma = t + 1;
        const struct token *call = call_around(t);
        while (comma < close && !token_is(comma, ","))
            comma = token_is(comma, "(") ? closing(comma) + 1 : comma + 1;
        if (comma == close || !call || call->line > finding->line ||
            closing(call)->line < finding->line)
            continue;
        finding->line = t->line;
        set_token(finding, call - 1);
        return true;
    }
    return false;
}
