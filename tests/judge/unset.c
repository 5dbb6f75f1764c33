/* unset.c - what is read and was not set: by no line, or not on every way. */
#include <string.h>

#include "given.h"
#include "members.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* Behind self->name, with what stands behind it in brackets or behind a point:
 * self->part[2].first */
static const struct token *behind_member(const struct token *name)
{
    const struct token *t = name + 1;
    for (;;) {
        if (token_is(t, "["))
            t = closing(t) + 1;
        else if (token_is(t, "."))
            t += 2;
        else
            return t;
    }
}

/* --- never set ---------------------------------------------------------- */

/* Set here, or handed to somebody who may set it? */
static bool may_be_set(const struct token *name, bool is_array)
{
    static const char *const sets[] = {"=", "+=", "-=", "*=", "/=", "%=", "|=",
                                       "&=", "^=", "<<=", ">>=", "++", "--",
                                       NULL};
    const struct token *before = name - 3, *behind = behind_member(name);
    return is_any(behind, sets) || token_is(before, "++") ||
           token_is(before, "--") || token_is(before, "&") ||
           (is_array && !token_is(name + 1, "["));
}

static bool is_set_in(const struct item *item, const struct token *member,
                      bool is_array)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (is_of_self(t) && same_token(t, member) && may_be_set(t, is_array))
            return true;
    return false;
}

/* coro(looking, .word = "plum"), of whatever coroutine; or through another
 * pointer. */
static bool is_argument(const struct token *member)
{
    for (const struct token *t = sources()->answer.tokens.first;
         t->kind != TOKEN_END; t++)
        if (same_token(t, member) && !is_of_self(t) &&
            (token_is(t - 1, ".") || token_is(t - 1, "->")))
            return true;
    return false;
}

/* coro(looking, "plum"): the members in their order, without names. */
static bool is_given_in_order(const struct item *item)
{
    const struct token *t = sources()->answer.tokens.first;
    const char *call = textf("coro ( %s ,", token_text(item->name));
    for (; (t = find_tokens(t, NULL, call)); t++)
        if (!token_is(t + 4, "."))
            return true;
    return false;
}

/* The stub's struct has it: then the check may set it, unless a right answer
 * has to. */
static bool check_may_set(const struct item *item, const struct token *member,
                          bool is_array)
{
    const struct item *stub =
        item_named(&sources()->stub, token_text(item->name), true);
    size_t count;
    const struct source *right = right_sources(&count);
    bool in_stub = false;
    for (const struct token *t = stub ? stub->body : NULL; t && t < stub->end;
         t++)
        in_stub = in_stub || same_token(t, member);
    for (size_t i = 0; in_stub && i < count; i++) {
        const struct item *theirs =
            item_named(&right[i], token_text(item->name), false);
        if (theirs && is_set_in(theirs, member, is_array))
            return false;
    }
    return in_stub;
}

static const struct token *first_use(const struct item *item,
                                     const struct token *member)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (is_of_self(t) && same_token(t, member))
            return t;
    return NULL;
}

/* The latest await in front of this place whose result no line reads: neither
 * in front of it nor behind. */
static const struct token *unread_await(const struct item *item,
                                        const struct token *end)
{
    const struct token *await = NULL;
    for (const struct token *t = item->body; t < item->end; t++) {
        if (is_await(t) && t >= end)
            break;
        if (is_await(t))
            await = t;
        else if (token_is(t, "awaited"))
            await = NULL;
    }
    return await;
}

static bool is_member_name(const struct token *t)
{
    static const char *const behind[] = {";", ",", "[", NULL};
    return t->kind == TOKEN_NAME && !token_is(t, "CORO") &&
           !token_is(t, "HANDLER") && is_any(t + 1, behind) &&
           !token_is(t - 1, "[");
}

/* All of a struct is 0 at first. */
static const char *starts_as(const struct item *fields, const struct token *m)
{
    const struct token *type = m;
    while (type > fields->body && !token_is(type - 1, ";") &&
           !token_is(type - 1, "{"))
        type--;
    return token_is(m - 1, "*")          ? "NULL"
           : token_is(type + 1, "value") ? "None"
                                         : "0";
}

static bool read_and_never_set(const struct run *run)
{
    const struct item *item, *fields;
    (void)run;
    for (size_t i = 0; (item = own_coroutine(&i, &fields));)
        for (const struct token *m = fields->body; m < fields->end; m++) {
            bool is_array = token_is(m + 1, "[");
            const struct token *use =
                is_member_name(m) ? first_use(item, m) : NULL;
            if (!use || is_set_in(item, m, is_array) || is_argument(m) ||
                is_given_in_order(item) ||
                check_may_set(item, m, is_array))
                continue;
            const struct token *await = unread_await(item, use);
            point_at(answer_file(), use->line);
            found("self->%s is read in line %d, and no line sets it: it is as "
                  "it was in the beginning, %s.%s", token_text(m), use->line,
                  starts_as(fields, m),
                  await ? textf(" What the await of line %d gives is read by "
                                "no line.", await->line) : "");
            return true;
        }
    return false;
}

/* --- set on some ways only ------------------------------------------------ */

/* The innermost if around it; NULL: there is none. */
static const struct token *if_around(const struct item *item,
                                     const struct token *place)
{
    const struct token *around = NULL;
    for (const struct token *t = item->body; t < place; t++)
        if (token_is(t, "if") && closing(t + 1) < place &&
            place < behind_statement(t))
            around = t;
    return around;
}

/* if (...) continue; in front of it, in the same loop; NULL: there is none. */
static const struct token *goes_on_before(const struct item *item,
                                          const struct token *place)
{
    static const char *const loops[] = {"for", "while", NULL};
    for (const struct token *t = item->body; t < place; t++) {
        if (!is_any(t, loops) || place >= behind_statement(t))
            continue;
        for (const struct token *c = t; c < place; c++) {
            const struct token *condition =
                token_is(c, "continue") ? if_around(item, c) : NULL;
            if (condition > t)
                return condition;
        }
    }
    return NULL;
}

/* name = ..., or self->name[...] = ..., but not = NULL. */
static bool gives_a_text(const struct token *t, const struct token *name)
{
    const struct token *sign = behind_member(t);
    return same_token(t, name) && is_of_self(t) == is_of_self(name) &&
           token_is(sign, "=") && !token_is(sign + 1, "NULL");
}

/* The if that decides whether this is set at all; NULL: it is set on every way,
 * or on none. */
static const struct token *sometimes_set(const struct item *item,
                                         const struct token *name)
{
    const struct token *condition = NULL;
    for (const struct token *t = item->body; t < item->end; t++) {
        if (!gives_a_text(t, name))
            continue;
        const struct token *around = if_around(item, t);
        if (!around)
            around = goes_on_before(item, t);
        if (!around || (condition && condition != around))
            return NULL;
        if (condition)          /* twice: in both of its branches? */
            return NULL;
        condition = around;
    }
    return condition;
}

static bool is_pointer(const struct item *item, const struct item *fields,
                       const struct token *name)
{
    const char *declared = textf("* %s", token_text(name));
    return is_of_self(name)
               ? find_tokens(fields->body, fields->end, declared) != NULL
               : find_tokens(item->body, name, declared) != NULL;
}

/* A text in there, of "%s", which is set sometimes; NULL: there is none. */
static const struct token *text_sometimes_set(const struct item *item,
                                              const struct item *fields,
                                              const struct token **condition)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        if (t->kind != TOKEN_TEXT || !token_is(t - 1, "(") ||
            !strstr(token_text(t), "%s"))
            continue;
        for (const struct token *name = t; name < closing(t - 1); name++)
            if (name->kind == TOKEN_NAME && !token_is(name, "self") &&
                is_pointer(item, fields, name) &&
                (*condition = sometimes_set(item, name)))
                return name;
    }
    return NULL;
}

static bool says_null(const struct run *run)
{
    return strstr(run->output, "(null)") ||
           (run->result.kind == VALUE_TEXT && run->result.text &&
            strstr(run->result.text, "(null)"));
}

static bool set_sometimes(const struct run *run)
{
    const struct item *item, *fields;
    const struct token *condition, *name;
    for (size_t i = 0; says_null(run) && (item = own_coroutine(&i, &fields));) {
        if (!(name = text_sometimes_set(item, fields, &condition)))
            continue;
        point_at(answer_file(), condition->line);
        found("(null) is what stands there for a text that is NULL. Whether "
              "%s%s is set is decided by the if of line %d: on the other way "
              "nothing is put into it.", is_of_self(name) ? "self->" : "",
              token_text(name), condition->line);
        return true;
    }
    return false;
}

/* --- all of them ---------------------------------------------------------- */

const struct mistake unset_mistakes[] = {
    {.name = "set-sometimes", .made = set_sometimes,
     .why = "Each way through has to put something into it: the if needs its "
            "else.",
     .python = "text = response if ok else \"...\"  # both ways give one",
     .read_on = NULL},
    {.name = "never-set", .made = read_and_never_set, .broken_too = true,
     .why = "",
     .python = "return found       # NameError: name 'found' is not defined",
     .read_on = "NOTES.md, chapter 2"},
    {0},
};
