/* statements.c - what a statement is, and how it is spelt.  See
 * statements.h. */
#include "statements.h"

#include <runtime.h>

#include "given.h"

/* --- tokens -------------------------------------------------------------- */

bool is_any(const struct token *t, const char *const *spellings)
{
    for (; *spellings; spellings++)
        if (token_is(t, *spellings))
            return true;
    return false;
}

bool is_open(const struct token *t)
{
    static const char *const open[] = {"(", "[", "{", NULL};
    return is_any(t, open);
}

bool is_await(const struct token *t)
{
    return token_is(t, "AWAIT") || token_is(t, "TRY_AWAIT");
}

int awaits_in(const struct token *first, const struct token *last)
{
    int awaits = 0;
    for (const struct token *t = first; t <= last; t++)
        awaits += is_await(t);
    return awaits;
}

bool same_tokens(const struct token *a, const struct token *a_end,
                        const struct token *b, const struct token *b_end)
{
    if (a_end - a != b_end - b)
        return false;
    while (a < a_end && same_token(a, b))
        a++, b++;
    return a == a_end;
}

/* --- statements ---------------------------------------------------------- */

bool is_control(const struct token *t)
{
    static const char *const words[] = {"if",     "while", "for",  "ASYNC_FOR",
                                        "switch", "do",    "else", "case",
                                        "default", "{",    NULL};
    return is_any(t, words) || (t->kind == TOKEN_NAME && token_is(t + 1, ":"));
}

/* fd_set *set = ...  (Nobody multiplies, and throws away what that gives.) */
static bool is_pointer_declaration(const struct token *t)
{
    static const char *const behind[] = {"=", ";", ",", NULL};
    return t->kind == TOKEN_NAME && token_is(t + 1, "*") &&
           t[2].kind == TOKEN_NAME && is_any(t + 3, behind);
}

bool is_declaration(const struct token *t)
{
    static const char *const types[] = {"struct", "const",    "static", "int",
                                        "long",   "double",   "bool",   "char",
                                        "size_t", "unsigned", "enum", NULL};
    static const char *const others[] = {"return", "goto", "else", "do",
                                         "case", NULL};
    return is_any(t, types) || is_pointer_declaration(t) ||
           (t->kind == TOKEN_NAME && t[1].kind == TOKEN_NAME &&
            !is_any(t, others));
}

bool is_frame_of_body(const struct token *t)
{
    static const char *const words[] = {"BEGIN", "END", "RESUME", "END_RESUME",
                                        NULL};
    return is_any(t, words);
}

bool is_simple(const struct token *t)
{
    return !is_control(t) && !is_declaration(t) && !is_frame_of_body(t) &&
           !token_is(t, ";") && !token_is(t, "}");
}

const struct token *bracket_around(const struct token *t)
{
    int depth = 0;
    for (t--; t->kind != TOKEN_DIRECTIVE; t--) {
        if (token_is(t, ")") || token_is(t, "]"))
            depth++;
        else if (token_is(t, "{") || token_is(t, "}"))
            return NULL;
        else if ((token_is(t, "(") || token_is(t, "[")) && depth-- == 0)
            return t;
    }
    return NULL;
}

bool has_label(const struct token *t, const struct token *last)
{
    for (; t < last; t++)
        if (token_is(t, "case") || token_is(t, "default") ||
            (t->kind == TOKEN_NAME && token_is(t + 1, ":") &&
             (token_is(t - 1, ";") || token_is(t - 1, "{") ||
              token_is(t - 1, "}"))))
            return true;
    return false;
}

/* Behind the statement that begins here. */
const struct token *behind_statement(const struct token *t)
{
    if (token_is(t, "{"))
        return closing(t) + 1;
    if (token_is(t, "if") || token_is(t, "while") || token_is(t, "for") ||
        token_is(t, "ASYNC_FOR") || token_is(t, "switch")) {
        const struct token *end = behind_statement(closing(t + 1) + 1);
        return token_is(t, "if") && token_is(end, "else")
                   ? behind_statement(end + 1)
                   : end;
    }
    if (token_is(t, "do"))
        t = behind_statement(t + 1);
    while (t->kind != TOKEN_END && !token_is(t, ";"))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t->kind == TOKEN_END ? t : t + 1;
}

/* --- declarations -------------------------------------------------------- */

const struct token *first_declarator(const struct token *t)
{
    while (t[1].kind == TOKEN_NAME)
        t++;
    return token_is(t + 1, "*") ? t + 1 : t;
}

const struct token *name_in(const struct token *t)
{
    while (token_is(t, "*"))
        t++;
    return t;
}

const struct token *end_of_declarator(const struct token *t,
                                             const struct token *end)
{
    while (t < end && !token_is(t, ","))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t;
}

const struct token *begins_with(const struct token *t,
                                       const struct token *end)
{
    while (t < end && !token_is(t, "="))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t < end ? t : NULL;
}

/* int one, *other;  is this comma in a declaration? */
static bool is_between_declared(const struct token *comma)
{
    static const char *const ends[] = {";", "{", "}", "(", NULL};
    const struct token *t = comma;
    while (!is_any(t - 1, ends))
        t--;
    return is_declaration(t);
}

bool is_declared_at(const struct token *name)
{
    static const char *const no_types[] = {"return", "goto", "else", "struct",
                                           "sizeof", NULL};
    static const char *const ends[] = {";", "{", "}", NULL};
    const struct token *t = name - 1;
    while (token_is(t, "*"))
        t--;
    if (token_is(name + 1, "("))
        return false;
    if (token_is(t, ","))
        return is_between_declared(t);
    if (t->kind != TOKEN_NAME || is_any(t, no_types))
        return false;
    return t == name - 1 || t[-1].kind != TOKEN_MARK || is_any(t - 1, ends);
}

/* --- text ---------------------------------------------------------------- */

/* From first up to last, both included, with new instead of these two. */
const char *text_with(const struct token *first, const struct token *last,
                      const struct token *from, const struct token *to,
                      const char *new)
{
    const char *text = "";
    for (const struct token *t = first; t <= last; t++) {
        if (from && t == from)
            text = textf("%s %s", text, new);
        if (!from || t < from || t > to)
            text = textf("%s %s", text, token_text(t));
    }
    return text;
}

const char *text_of(const struct token *first, const struct token *last)
{
    return text_with(first, last, NULL, NULL, NULL);
}

/* *place, -1: of what comes next only. */
static bool is_of_one(const struct token *t)
{
    return (token_is(t, "*") || token_is(t, "-")) &&
           (token_is(t - 1, "return") || token_is(t - 2, "struct") ||
            (t[-1].kind == TOKEN_MARK && !token_is(t - 1, ")") &&
             !token_is(t - 1, "]")));
}

/* Is there a space between these two, where a person writes them? */
static bool is_space_between(const struct token *t)
{
    static const char *const none_before[] = {")",  "]", ";",  ",",  ".",
                                              "->", "[", "++", "--", NULL};
    static const char *const none_behind[] = {"(", "[", ".", "->",
                                              "!", "&", NULL};
    static const char *const words[] = {"if", "while", "for", "return", NULL};
    bool is_call =
        token_is(t + 1, "(") && t->kind == TOKEN_NAME && !is_any(t, words);
    return token_is(t, ",") || (!is_call && !is_any(t + 1, none_before) &&
                                !is_any(t, none_behind) && !is_of_one(t));
}

/* On one line, to be quoted. */
const char *quote(const struct token *first, const struct token *last)
{
    const char *text = token_text(first);
    for (const struct token *t = first; t < last; t++)
        text = textf("%s%s%s", text, is_space_between(t) ? " " : "",
                     token_text(t + 1));
    return text;
}

const char *text_in_lines(const struct token *first, const struct token *last)
{
    const char *text = "";
    for (const struct token *t = first; t <= last; t++)
        text = textf("%s %s%s", text, token_text(t),
                     token_is(t, ";") || token_is(t, "{") || token_is(t, "}")
                         ? "\n" : "");
    return text;
}

const char *quote_declarator(const struct token *t, const struct token *last)
{
    const char *stars = "";
    for (; token_is(t, "*"); t++)
        stars = textf("%s*", stars);
    return textf("%s%s", stars, quote(t, last));
}

const char *quote_in_line(const struct token *first, const struct token *last)
{
    static const char *const ordinals[] = {"first", "second", "third",
                                           "fourth", "fifth"};
    enum { MOST = sizeof ordinals / sizeof *ordinals };
    const struct tokens *all = &sources()->answer.tokens;
    const struct token *t = first;
    bool is_ours = t >= all->first && t < all->first + all->count;
    while (is_ours && t > all->first && t[-1].line == first->line)
        t--;
    size_t before = 0, count = 0;
    for (; is_ours && t->line == first->line; t++) {
        before += t < first && same_tokens(t, t + (last - first) + 1, first,
                                           last + 1);
        count += same_tokens(t, t + (last - first) + 1, first, last + 1);
    }
    const char *text = quote(first, last);
    return count < 2 || before >= MOST
               ? textf("`%s`", text)
               : textf("the %s `%s`", ordinals[before], text);
}

const char *where_begun(const struct source *source, const char *coroutine)
{
    const char *call = textf("coro ( %s", coroutine);
    const struct token *first = source->tokens.first, *asks = NULL;
    const struct token *made = find_tokens(first, NULL, call);
    if (!made || find_tokens(made + 1, NULL, call))
        return NULL;
    for (const struct token *t = first; t < made; t++)
        if (token_is(t, "if") && behind_statement(t) > made)
            asks = t;
    return asks ? textf("Line %d would begin it: line %d says when.",
                        made->line, asks->line) : NULL;
}

bool leaves(const struct token *t)
{
    static const char *const words[] = {"RETURN",  "RAISE",    "RAISE_ERROR",
                                        "RERAISE", "return",   "goto",
                                        "break",   "continue", NULL};
    return is_any(t, words);
}
