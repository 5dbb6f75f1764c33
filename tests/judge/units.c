/* units.c - statements that right answers have: one more of them, or one
 * instead of another.  See changing.h. */
#include <ctype.h>
#include <string.h>

#include "changing.h"
#include "given.h"
#include "statements.h"

enum { LONGEST_UNIT = 60, MOST_UNITS = 40 };
enum { SHORT = 60 }; /* letters that are quoted as they are */

struct unit {
    const struct token *first, *last;
    const struct token *behind; /* the statement in front of it, or NULL */
};

static struct unit units[MOST_UNITS];
static size_t unit_count;

static bool stands_in(const struct item *where, const struct unit *unit)
{
    long length = unit->last - unit->first + 1;
    for (const struct token *t = where->body; t + length <= where->end; t++) {
        long n = 0;
        while (n < length && same_token(&t[n], &unit->first[n]))
            n++;
        if (n == length)
            return true;
    }
    return false;
}

static const struct source *their_source;
static const struct item *their_fields;

static bool stands_before(const struct token *name, const struct token *end)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t < end; t++)
        if (same_token(t, name))
            return true;
    return false;
}

/* A function of theirs that this answer does not know here? */
static bool is_only_theirs(const struct token *t)
{
    return token_is(t + 1, "(") &&
           item_named(their_source, token_text(t), false) &&
           !stands_before(t, item->body);
}

/* Only members (of the same types) and names that this answer has, too; the
 * runtime's are called, or in capital letters. */
static bool can_stand_here(const struct unit *unit)
{
    static const char *const in_coroutines[] = {
        "awaited", "failure", "caught",      "RETURN",
        "RAISE",   "RERAISE", "RAISE_ERROR", NULL};
    static const char *const of_c[] = {"int",    "unsigned", "long",
                                       "double", "size_t",   "bool",
                                       "char",   "const",    "sizeof",
                                       "true",   "false",    NULL};
    int awaits = awaits_in(unit->first, unit->last);
    for (const struct token *t = unit->first; t <= unit->last; t++) {
        if (!can_await() && is_any(t, in_coroutines))
            return false;
        if (t->kind != TOKEN_NAME || token_is(t, "self") || is_any(t, of_c))
            continue;
        if (token_is(t - 1, "->") && token_is(t - 2, "self")) {
            const char *ours = type_of(t), *type = type_in(their_fields, t);
            if (!ours || !type || strcmp(ours, type) != 0)
                return false;
        } else if (is_only_theirs(t)) {
            return false;
        } else if (!stands_before(t, item->end) && !token_is(t + 1, "(") &&
                   !isupper((unsigned char)*t->text)) {
            return false;
        }
    }
    return awaits <= 1 && (awaits == 0 || can_await());
}

static void collect_unit(const struct token *t, const struct token *previous)
{
    static const char *const others[] = {"for",  "while",   "do", "switch",
                                         "else", "case", "default", NULL};
    struct unit unit = {t, behind_statement(t) - 1, previous};
    if (unit_count == MOST_UNITS || unit.last - t > LONGEST_UNIT ||
        t->kind != TOKEN_NAME || is_any(t, others) || token_is(t + 1, ":") ||
        is_declaration(t) || is_frame_of_body(t) || stands_in(item, &unit) ||
        !can_stand_here(&unit))
        return;
    for (size_t i = 0; i < unit_count; i++)
        if (strcmp(text_of(units[i].first, units[i].last),
                   text_of(unit.first, unit.last)) == 0)
            return;
    units[unit_count++] = unit;
}

/* The statements of a body, at any depth. */
static void collect_units(const struct item *theirs)
{
    const struct token *last = NULL;
    for (const struct token *t = theirs->body; t + 1 < theirs->end; t++) {
        static const char *const ends[] = {";", "{", "}", ":", NULL};
        bool begins = is_any(t, ends) ||
                      (token_is(t, ")") && t[1].kind == TOKEN_NAME) ||
                      token_is(t, "else");
        if (begins) {
            collect_unit(t + 1, last);
            last = t + 1;
        }
        if (token_is(t, "("))
            t = closing(t) - 1;
    }
}

static void read_units_of(const struct source *right, bool same)
{
    for (size_t i = 0; i < right->count; i++) {
        const struct item *theirs = &right->items[i];
        if (!is_theirs(theirs) || same_token(theirs->name, item->name) != same)
            continue;
        their_source = right;
        their_fields = item_named(right, token_text(theirs->name), true);
        collect_units(theirs);
    }
}

/* Those of the function that is called so, and then of others. */
void read_units(void)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    unit_count = 0;
    for (int same = 1; same >= 0; same--)
        for (size_t i = 0; i < answers; i++)
            if (is_known(&right[i]))
                read_units_of(&right[i], same);
}

/* --- where they could stand ---------------------------------------------- */

/* Does a statement begin as another one does? */
static bool begin_alike(const struct token *one, const struct token *other)
{
    enum { BEGINNING = 5 };
    int i = 0;
    while (i < BEGINNING && same_token(&one[i], &other[i]) &&
           !token_is(&one[i], ";"))
        i++;
    return i == BEGINNING || (same_token(&one[i], &other[i]) && i > 0);
}

/* What a right answer has there instead: it begins alike. */
void take_theirs(struct place *place)
{
    for (size_t i = 0; i < unit_count; i++) {
        const char *text = quote(units[i].first, units[i].last);
        if (begin_alike(units[i].first, place->first))
            place_add(place, place->first->line, INSTEAD,
                      text_of(units[i].first, units[i].last),
                      strlen(text) <= SHORT ? textf("`%s` instead of it", text)
                                            : "what a right answer has there");
    }
}

const struct token *latest;

/* Would it stand there between statements as it does in a right answer? */
static bool fits(const struct unit *unit, const struct token *t)
{
    return begin_alike(unit->last + 1, t) ||
           (unit->behind && latest && begin_alike(unit->behind, latest));
}

/* As it is if it is short, or up to what it calls. */
static const char *in_short(const struct unit *unit)
{
    const char *text = quote(unit->first, unit->last);
    const struct token *name = unit->first;
    if (strlen(text) <= SHORT)
        return text;
    if (token_is(name, "if"))
        return "if (...) ...";
    while (name < unit->last && !token_is(name + 1, "("))
        name++;
    return is_await(name)
               ? textf("%s(%s(...))", token_text(name), token_text(name + 2))
               : textf("%s(...)", quote(unit->first, name));
}

/* What is often forgotten, by the type of a member: behind an await, or
 * anywhere. */
static void insert_usual(struct place *place, const char *rest)
{
    static const struct {
        const char *type, *front, *back;
        bool behind_await;
    } usual[] = {{" struct value", "", " = awaited();", true},
                 {" const char*", "", " = as_text(awaited());", true},
                 {"int", "", " = (int)as_int(awaited());", true},
                 {" struct error*", "", " = caught();", true},
                 {" struct task_group*", "", " = task_group();", false},
                 {" struct task*", "AWAIT(", ");", false},
                 {" struct future*", "AWAIT(", ");", false},
                 {" struct task*", "task_cancel(", ");", false}};
    bool is_behind = latest && is_await(latest);
    bool has_group = find_tokens(item->body, item->end, "group_exit");
    for (const struct token *m = fields ? fields->body : NULL;
         m && m < fields->end; m++) {
        const char *type =
            m->kind == TOKEN_NAME && !token_is(m + 1, "*") ? type_of(m) : NULL;
        for (size_t i = 0; type && i < sizeof usual / sizeof *usual; i++) {
            if (strcmp(type, usual[i].type) != 0 ||
                (usual[i].behind_await && !is_behind) ||
                (has_group && strcmp(usual[i].front, "AWAIT(") == 0))
                continue;
            const char *statement = textf("%sself->%s%s", usual[i].front,
                                          token_text(m), usual[i].back);
            place_add(
                place, place->first->line, MORE_ANYWHERE,
                textf("%s\n%s", statement, rest),
                textf("one more statement in front of it, `%s`", statement));
        }
    }
    if (is_behind && can_await())
        place_add(
            place, place->first->line, MORE_ANYWHERE,
            textf("if (failure()) RERAISE;\n%s", rest),
            "one more statement in front of it, `if (failure()) RERAISE;`");
}

/* What stands behind it is never come to. */
static bool leaves(const struct token *t)
{
    static const char *const words[] = {"RETURN",  "RAISE",    "RAISE_ERROR",
                                        "RERAISE", "return",   "goto",
                                        "break",   "continue", NULL};
    return is_any(t, words);
}

/* In front of this statement. */
void insert(struct place *place, const char *rest)
{
    insert_usual(place, rest);
    for (size_t i = 0; i < unit_count; i++) {
        if (*rest && leaves(units[i].first))
            continue;
        place_add(
            place, place->first->line,
            fits(&units[i], place->first) ? MORE : MORE_ANYWHERE,
            textf("%s\n%s", text_of(units[i].first, units[i].last), rest),
            textf("one more statement in front of it, `%s`",
                  in_short(&units[i])));
    }
}
