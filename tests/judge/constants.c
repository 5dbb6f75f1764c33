/* constants.c - what a constant could be that stands outside of all functions:
 *
 *      static const double LIMIT = 5;
 *      #define LIMIT 500
 *      enum { LIMIT = 5 };
 *
 * Its value cannot be chosen while the program runs, but where it is read it
 * can: a macro of the same name, behind it, is what is read from there on.
 *
 *      #define LIMIT (act_change == 7 ? (3) : act_change == 8 ? (4) : LIMIT)
 */
#include <string.h>

#include "changing.h"
#include "given.h"
#include "statements.h"

/* A definition: its name, its value, and the last token of all. */
struct constant {
    const struct token *name, *first, *last, *end;
    bool is_directive;
};

/* --- where it is read ---------------------------------------------------- */

static bool is_in_directive(const struct token *t, const struct token *name)
{
    return t->kind == TOKEN_DIRECTIVE &&
           strstr(token_text(t), token_text(name));
}

/* Only while a function runs?  Not as the length of an array, in what is static
 * there, or as a case; and nothing may set it. */
static bool is_read_when_running(const struct token *t,
                                 const struct token *name,
                                 const struct token *end)
{
    static const char *const others[] = {"case", "[", "&", "++", "--", NULL};
    static const char *const sets[] = {"=", "+=", "-=", "*=", "/=", "++", "--",
                                       NULL};
    bool is_read = false, is_static = false;
    for (; t < end; t++) {
        is_static = token_is(t, "static") || (is_static && !token_is(t, ";"));
        if (!same_token(t, name))
            continue;
        if (is_static || is_any(t - 1, others) || is_any(t + 1, sets))
            return false;
        is_read = true;
    }
    return is_read;
}

static bool can_be_another(const struct constant *constant)
{
    const struct source *answer = &sources()->answer;
    const struct token *t = constant->end + 1;
    bool is_read = false;
    while (t->kind != TOKEN_END) {
        const struct item *here = item_at(answer, t->line);
        if (here && is_function(here) && t == here->body) {
            is_read |= is_read_when_running(t, constant->name, here->end);
            t = here->end;
            continue;
        }
        if (same_token(t, constant->name) ||
            is_in_directive(t, constant->name))
            return false;
        t++;
    }
    return is_read;
}

/* --- what it could be ---------------------------------------------------- */

static void change_value(const struct constant *constant)
{
    struct place place = {constant->first, constant->last, MACRO, "", 0};
    change_words(&place);
    place_finish_as_macro(&place, constant->name, constant->end,
                          constant->is_directive
                              ? text_of(constant->first, constant->last)
                              : token_text(constant->name));
}

static void change_constant_in(const struct item *where,
                               const struct constant *constant)
{
    if (!can_be_another(constant))
        return;
    look_into(where);
    change_value(constant);
}

void change_static(const struct token *name, const struct token *end)
{
    struct constant constant = {name, name + 2, end - 1, end, false};
    if (is_read_when_running(end, name, item->end))
        change_value(&constant);
}

/* static const double LIMIT = 5; */
static void change_variable(const struct item *variable)
{
    const struct token *value = variable->name + 2, *end = variable->end;
    struct constant constant = {variable->name, value,
                                end_of_argument(value, end) - 1, end, false};
    if (token_is(value - 1, "=") && !token_is(value, "{"))
        change_constant_in(variable, &constant);
}

/* Those that have values of their own: what is only counted on moves with the
 * one in front of it. */
static void change_enum(const struct item *item_)
{
    const struct token *close = closing(item_->body), *end = item_->body;
    for (; end < close; end++)
        if ((token_is(end, "{") || token_is(end, ",")) &&
            end[1].kind == TOKEN_NAME && !token_is(end + 2, "="))
            return;
    for (const struct token *t = item_->body + 1; t < close; t = end + 1) {
        end = end_of_argument(t, close);
        struct constant constant = {t, t + 2, end - 1, item_->end, false};
        if (t + 1 < end)
            change_constant_in(item_, &constant);
    }
}

/* #define LIMIT 500: what stands behind the name is a source of its own. */
static void change_directive(const struct token *directive)
{
    const char *text = token_text(directive);
    struct tokens words = tokens_of(text + 1), value;
    const struct token *name = words.first ? words.first + 1 : NULL;
    if (words.count < 3 || !token_is(words.first, "define") ||
        name->text[name->length] == '(') {
        tokens_free(&words);
        return;
    }
    value = tokens_of(textf("((%s)", name->text + name->length));
    for (size_t i = 0; value.first && i < value.count; i++)
        value.first[i].line = directive->line;
    if (value.count > 3) {
        struct item all = {.first = value.first, .body = value.first,
                           .end = value.first + value.count};
        struct constant constant = {name, value.first + 2,
                                    value.first + value.count - 2, directive,
                                    true};
        change_constant_in(&all, &constant);
    }
    tokens_free(&value);
    tokens_free(&words);
}

static bool is_in_stub(const struct token *first, const struct token *end)
{
    const struct token *t = sources()->stub.tokens.first;
    for (; t && t->kind != TOKEN_END; t++) {
        const struct token *here = first, *there = t;
        while (here < end && same_token(here, there)) {
            here++;
            there++;
        }
        if (here == end)
            return true;
    }
    return false;
}

void change_constants(void)
{
    const struct source *answer = &sources()->answer;
    const struct token *t = answer->tokens.first;
    for (; t->kind != TOKEN_END; t++)
        if (t->kind == TOKEN_DIRECTIVE && !item_at(answer, t->line) &&
            !is_in_stub(t, t + 1))
            change_directive(t);
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *one = &answer->items[i];
        if (is_in_stub(one->first, one->end))
            continue;
        if (one->is_variable)
            change_variable(one);
        else if (one->body && token_is(one->first, "enum"))
            change_enum(one);
    }
}
