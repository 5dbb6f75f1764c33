/* neglected.c - what an answer does not do anywhere and every right one does: set
 * what it asks for, look at what a call gives. */
#include <ctype.h>

#include "given.h"
#include "proven.h"
#include "statements.h"

/* Is that so in the right answers which have this name at all?  Two of them, or
 * more: one alone may have a way of its own. */
static bool right_ones(bool is_so(const struct source *source,
                                  const struct token *name),
                       const struct token *name)
{
    size_t count, having = 0;
    const struct source *right = right_sources(&count);
    for (size_t i = 0; i < count; i++) {
        if (!find_tokens(right[i].tokens.first, NULL, token_text(name)))
            continue;
        if (!is_so(&right[i], name))
            return false;
        having++;
    }
    return having > 1;
}

/* Of the answer's own functions, in a line that the stub has not. */
static bool is_own(const struct token *t)
{
    const struct item *in = item_at(&sources()->answer, t->line);
    return in && !in->is_struct && in->body && t > in->body &&
           !line_is_given(t->line);
}

/* --- members that nobody sets -------------------------------------------- */

static bool is_member(const struct token *t)
{
    return t->kind == TOKEN_NAME && !token_is(t + 1, "(") &&
           (token_is(t - 1, "->") || token_is(t - 1, "."));
}

/* x->count = 1, x->count++, .count = 1, x->count.part = 1; or its address is
 * taken, &x->count. */
static bool is_set_here(const struct token *name)
{
    static const char *const sets[] = {"=",  "+=", "-=", "*=", "/=", "%=",
                                       "|=", "&=", "^=", "++", "--", NULL};
    const struct token *t = name, *behind = name + 1;
    while (token_is(behind, "[") || token_is(behind, ".") ||
           token_is(behind, "->"))
        behind = token_is(behind, "[") ? closing(behind) + 1 : behind + 2;
    while (token_is(t - 1, "->") || token_is(t - 1, "."))
        t -= 2;
    return is_any(behind, sets) || token_is(t - 1, "++") ||
           token_is(t - 1, "--") || token_is(t - 1, "&");
}

/* The first one that sets it. */
static const struct token *setter_of(const struct source *source,
                                     const struct token *name)
{
    for (const struct token *t = source->tokens.first; t->kind != TOKEN_END;
         t++)
        if (same_token(t, name) && is_member(t) && is_set_here(t))
            return t;
    return NULL;
}

static bool is_set(const struct source *source, const struct token *name)
{
    return setter_of(source, name) != NULL;
}

/* Whoever takes its address may only look at it. */
static bool is_assigned(const struct source *source, const struct token *name)
{
    const struct token *t = setter_of(source, name);
    while (t && (token_is(t - 1, "->") || token_is(t - 1, ".")))
        t -= 2;
    return t && !token_is(t - 1, "&");
}

/* "task->is_asked" */
static const char *with_owner(const struct token *name)
{
    const struct token *first = name;
    while ((token_is(first - 1, "->") || token_is(first - 1, ".")) &&
           first[-2].kind == TOKEN_NAME)
        first -= 2;
    return quote(first, name);
}

static bool never_set(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (const struct token *t = answer->tokens.first; t->kind != TOKEN_END;
         t++) {
        if (!is_member(t) || !is_own(t) || is_set(answer, t) ||
            !right_ones(is_assigned, t))
            continue;
        const struct token *theirs = setter_of(&sources()->solution, t);
        const struct item *there =
            theirs ? item_at(&sources()->solution, theirs->line) : NULL;
        point_at(answer_file(), t->line);
        found("Line %d asks for %s, and no line sets it%s.", t->line,
              with_owner(t),
              there ? textf("; in right answers %s() does",
                            token_text(there->name)) : "");
        return true;
    }
    return false;
}

/* --- what a call gives --------------------------------------------------- */

/* f(...); alone, or with (void) in front of it. */
static bool is_alone(const struct token *call)
{
    static const char *const before[] = {";", "{", "}", "else", "do", NULL};
    const struct token *t = call;
    if (token_is(t - 1, ")") && token_is(t - 2, "void"))
        t -= 3;
    return token_is(closing(call + 1) + 1, ";") &&
           (is_any(t - 1, before) || token_is(t - 1, ")"));
}

static bool is_looked_at(const struct source *source, const struct token *name)
{
    bool is_called = false;
    for (const struct token *t = source->tokens.first; t->kind != TOKEN_END;
         t++) {
        if (!same_token(t, name) || !token_is(t + 1, "("))
            continue;
        if (is_alone(t) || (token_is(t - 1, "(") && is_await(t - 2)))
            return false;
        is_called = true;
    }
    return is_called;
}

static bool not_looked_at(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (const struct token *t = answer->tokens.first; t->kind != TOKEN_END;
         t++) {
        if (t->kind != TOKEN_NAME || !token_is(t + 1, "(") || is_control(t) ||
            !islower((unsigned char)*t->text) || !is_own(t) || !is_alone(t) ||
            item_named(answer, token_text(t), false) ||
            !right_ones(is_looked_at, t))
            continue;
        point_at(answer_file(), t->line);
        found("Line %d calls %s() and does not look at what it gives; every "
              "right answer does.", t->line, token_text(t));
        return true;
    }
    return false;
}

const struct mistake neglected_mistakes[] = {
    {.name = "never-set", .made = never_set, .why = "", .broken_too = true},
    {.name = "not-looked-at", .made = not_looked_at, .why = "",
     .broken_too = true},
    {0},
};
