/* units.c - statements that right answers have: one more of them, or one
 * instead of another.  See changing.h. */
#include <ctype.h>
#include <string.h>

#include "changing.h"
#include "given.h"
#include "statements.h"

enum { LONGEST_UNIT = 60, MOST_UNITS = 40, MOST_CONDITIONS = 12 };
enum { SHORT = 180 }; /* letters that are quoted as they are */

struct unit {
    const struct token *first, *last;
    const struct token *behind; /* the statement in front of it, or NULL */
    bool is_here;               /* it is of the function that is called so */
};

static struct unit units[MOST_UNITS], conditions[MOST_CONDITIONS];
static size_t unit_count, condition_count;
static bool is_here;

/* What variables begin with, as "name = value". */
static struct unit values[MOST_UNITS];
static size_t value_count;

static int times_in(const struct item *where, const struct unit *unit)
{
    long length = unit->last - unit->first + 1;
    int times = 0;
    for (const struct token *t = where->body; t + length <= where->end; t++) {
        long n = 0;
        while (n < length && same_token(&t[n], &unit->first[n]))
            n++;
        times += n == length;
    }
    return times;
}

static const struct source *their_source;
static const struct item *their_item, *their_fields;

static bool stands_before(const struct token *name, const struct token *end)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t < end; t++)
        if (same_token(t, name))
            return true;
    return false;
}

/* A function of that right answer that is not known here?  (What is not static
 * is in a header.) */
bool is_only_of(const struct source *right, const struct token *t)
{
    if (!token_is(t + 1, "(") || !item_named(right, token_text(t), false) ||
        stands_before(t, item->body))
        return false;
    const struct item *ours =
        item_named(&sources()->answer, token_text(t), false);
    return !ours || token_is(ours->first, "static");
}

static bool is_member(const struct token *t)
{
    return token_is(t - 1, "->") || token_is(t - 1, ".");
}

/* caught()->members[0]->message: a member of the runtime's. */
static bool is_of_call(const struct token *t)
{
    return token_is(t - 2, ")") || token_is(t - 2, "]");
}

/* In this function, or outside of all in front of it. */
static bool is_name_here(const struct token *name)
{
    const struct source *answer = &sources()->answer;
    for (const struct token *t = item->first; t < item->end; t++)
        if (same_token(t, name) && !token_is(t - 1, "struct") &&
            !is_member(t))
            return true;
    for (size_t i = 0; i < answer->count; i++)
        if (answer->items[i].first < item->first && answer->items[i].name &&
            same_token(answer->items[i].name, name))
            return true;
    return false;
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
                                       "true",   "false",    "break",
                                       "continue", "return", "struct",
                                       NULL};
    int awaits = awaits_in(unit->first, unit->last);
    bool gives_nothing = token_is(item->name - 1, "void");
    for (const struct token *t = unit->first; t <= unit->last; t++) {
        if (token_is(t, "return") && token_is(t + 1, ";") != gives_nothing)
            return false;
        if (!can_await() && is_any(t, in_coroutines))
            return false;
        if (t->kind != TOKEN_NAME || token_is(t, "self") || is_any(t, of_c))
            continue;
        if (token_is(t - 1, "struct")) {
            if (!stands_before(t, item->end))
                return false;
        } else if (token_is(t - 1, "->") && token_is(t - 2, "self")) {
            const char *ours = type_of(t), *type = type_in(their_fields, t);
            if (!ours || !type || strcmp(ours, type) != 0)
                return false;
        } else if (is_only_of(their_source, t)) {
            return false;
        } else if (token_is(t + 1, "(")) {
            continue;
        } else if (isupper((unsigned char)*t->text)) {
            if (!is_known_here(their_source, t))
                return false;
        } else if (is_member(t) ? !allowed->any_member && !is_of_call(t) &&
                                      !stands_before(t, item->end)
                                : !is_name_here(t)) {
            return false;
        }
    }
    return awaits <= 1 && (awaits == 0 || can_await());
}

static bool is_collected(const struct unit *unit, const struct unit *all,
                         size_t count)
{
    const char *text = text_of(unit->first, unit->last);
    for (size_t i = 0; i < count; i++)
        if (strcmp(text_of(all[i].first, all[i].last), text) == 0)
            return true;
    return false;
}

static void collect_unit(const struct token *t, const struct token *previous)
{
    static const char *const others[] = {"for",  "while",   "do", "switch",
                                         "else", "case", "default", NULL};
    struct unit unit = {t, behind_statement(t) - 1, previous, is_here};
    if (unit_count == MOST_UNITS || unit.last - t > LONGEST_UNIT ||
        t->kind != TOKEN_NAME || is_any(t, others) || token_is(t + 1, ":") ||
        is_declaration(t) || is_frame_of_body(t) ||
        times_in(item, &unit) >= times_in(their_item, &unit) ||
        !can_stand_here(&unit))
        return;
    if (!is_collected(&unit, units, unit_count))
        units[unit_count++] = unit;
}

static void keep_condition(const struct token *first, const struct token *last)
{
    struct unit unit = {first, last, NULL, is_here};
    if (condition_count < MOST_CONDITIONS && last - first < LONGEST_UNIT &&
        last > first && !is_collected(&unit, conditions, condition_count) &&
        can_stand_here(&unit))
        conditions[condition_count++] = unit;
}

/* if (...) and while (...): what is between the brackets, and its parts. */
static void collect_condition(const struct token *t)
{
    if ((!token_is(t, "if") && !token_is(t, "while")) || !token_is(t + 1, "("))
        return;
    const struct token *part = t + 2, *close = closing(t + 1);
    keep_condition(part, close - 1);
    for (t = part; t < close && allowed->operands && is_here; t++) {
        if (is_open(t))
            t = closing(t);
        if (token_is(t + 1, "&&") || token_is(t + 1, "||") || t + 1 == close) {
            keep_condition(part, t);
            part = t + 2;
        }
    }
}

/* T name = value; */
static void collect_value(const struct token *t)
{
    const struct token *last = behind_statement(t) - 1;
    while (t < last && !token_is(t, "="))
        t++;
    struct unit unit = {t - 1, last - 1, NULL, is_here};
    if (allowed->their_values && is_here && t < last && !token_is(t + 1, "{") &&
        value_count < MOST_UNITS && can_stand_here(&unit) &&
        !is_collected(&unit, values, value_count))
        values[value_count++] = unit;
}

/* The statements of a body, at any depth. */
static void collect_units(const struct item *theirs)
{
    const struct token *last = NULL;
    for (const struct token *t = theirs->body; t + 1 < theirs->end; t++) {
        static const char *const ends[] = {";", "{", "}", ":", NULL};
        bool is_list = token_is(t, "{") &&
                       (token_is(t - 1, "=") || (token_is(t - 1, ")") &&
                                                 token_is(t - 3, "struct")));
        bool begins = (is_any(t, ends) && !is_list) ||
                      (token_is(t, ")") && t[1].kind == TOKEN_NAME) ||
                      token_is(t, "else");
        if (begins) {
            collect_unit(t + 1, last);
            collect_condition(t + 1);
            if (is_declaration(t + 1))
                collect_value(t + 1);
            last = t + 1;
        }
        if (token_is(t, "(") || is_list)
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
        their_item = theirs;
        is_here = same;
        their_fields = struct_of(right, theirs);
        collect_units(theirs);
    }
}

/* Those of the function that is called so, and then of others. */
void read_units(void)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    unit_count = condition_count = value_count = 0;
    for (int same = 1; same >= 0; same--)
        for (size_t i = 0; i < answers; i++)
            if (is_known(&right[i]))
                read_units_of(&right[i], same);
}

/* --- where they could stand ---------------------------------------------- */

/* Where the name is declared in this function: "int i", "struct stream *one";
 * NULL: it is not a local one. */
const struct token *declaration_of(const struct token *name)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (same_token(t, name) && is_declared_at(t))
            return t;
    return NULL;
}

/* Up to where is it known?  To the end of its block, or of its for. */
static const struct token *end_of_scope(const struct token *declared)
{
    const struct token *end = item->end;
    for (const struct token *t = item->body; t < declared; t++) {
        if (token_is(t, "{") && closing(t) > declared)
            end = closing(t);
        else if (token_is(t, "for") && closing(t + 1) > declared)
            end = behind_statement(t);
    }
    return end;
}

static const struct token *block_around(const struct token *declared)
{
    const struct token *block = item->body;
    for (const struct token *t = item->body; t < declared; t++)
        if (token_is(t, "{") && closing(t) > declared)
            block = t;
    return block;
}

bool is_declared_around(const struct token *place, const struct token *name)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (same_token(t, name) && is_declared_at(t) &&
            block_around(t) < place && end_of_scope(t) > place)
            return true;
    return false;
}

static bool is_in_loop(const struct token *place)
{
    static const char *const loops[] = {"for", "while", "do", "switch", NULL};
    for (const struct token *t = item->body; t < place; t++)
        if (is_any(t, loops) && behind_statement(t) > place)
            return true;
    return false;
}

/* Is there an await in front of it, whose result or failure it asks for? */
static bool is_asked_too_early(const struct unit *unit,
                               const struct token *place)
{
    static const char *const asks[] = {"awaited", "failure", "caught", NULL};
    for (const struct token *t = unit->first; t <= unit->last; t++)
        if (is_any(t, asks))
            return awaits_in(item->body, place) == 0;
    return false;
}

/* Are all its local names known at this place?  And is there what it breaks? */
static bool is_in_scope(const struct unit *unit, const struct token *place)
{
    for (const struct token *t = unit->first; t <= unit->last; t++) {
        if ((token_is(t, "break") || token_is(t, "continue")) &&
            !is_in_loop(place))
            return false;
        const struct token *declared =
            t->kind == TOKEN_NAME && !is_member(t) && !token_is(t, "self")
                ? declaration_of(t) : NULL;
        if (declared && (declared > place || end_of_scope(declared) <= place))
            return false;
    }
    return true;
}

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

/* self->found = as_text(...), and self->found = self->word */
static bool set_the_same(const struct token *one, const struct token *other)
{
    enum { LONGEST_NAME = 8 };
    for (int i = 0; i < LONGEST_NAME && same_token(&one[i], &other[i]); i++)
        if (token_is(&one[i], "="))
            return true;
    return false;
}

/* leave(room[0]): a function in small letters, and no macro. */
static bool calls_a_function(const struct token *t)
{
    return islower((unsigned char)*t->text) && token_is(t + 1, "(");
}

static bool ends_coroutine(const struct token *t)
{
    static const char *const words[] = {"RETURN", "RAISE", "RAISE_ERROR",
                                        "RERAISE", NULL};
    return is_any(t, words);
}

/* Of the function that is called so, nearly alike may be enough; and what is
 * awaited may be anything. */
static bool could_be(const struct unit *unit, const struct token *t)
{
    const struct token *theirs = unit->first;
    if (begin_alike(theirs, t) || (is_await(theirs) && same_token(theirs, t)) ||
        (unit->is_here && ends_coroutine(theirs) && ends_coroutine(t)))
        return true;
    if (unit->is_here && ((same_token(theirs, t) && calls_a_function(t)) ||
                          set_the_same(theirs, t)))
        return true;
    return allowed->nearly_theirs && unit->is_here && same_token(theirs, t) &&
           (token_is(t, "return") || same_token(theirs + 1, t + 1) ||
            token_is(t + 1, "->"));
}

/* What a right answer has there instead: it begins alike. */
void take_theirs(struct place *place)
{
    for (size_t i = 0; i < unit_count; i++) {
        const char *text = quote(units[i].first, units[i].last);
        if (could_be(&units[i], place->first) &&
            is_in_scope(&units[i], place->first))
            place_add(place, place->first->line, INSTEAD,
                      text_of(units[i].first, units[i].last),
                      strlen(text) <= SHORT ? textf("`%s` instead of it", text)
                                            : "what a right answer has there");
    }
}

/* Both, or one of the two, is enough. */
static void add_operand(struct place *place, const struct unit *unit)
{
    static const char *const connectives[] = {"&&", "||"};
    for (size_t i = 0; i < 2; i++)
        place_add(place, place->first->line, INSTEAD,
                  textf("(%s) %s (%s)", text_of(place->first, place->last),
                        connectives[i], text_of(unit->first, unit->last)),
                  textf("`%s %s` behind the condition", connectives[i],
                        quote(unit->first, unit->last)));
}

/* The condition of a right answer instead of this one, or with it. */
void take_their_condition(struct place *place)
{
    if (!allowed->operands && token_is(place->first - 1, ";"))
        return;                 /* a for counts; the condition of an if is
                                   another thing */
    for (size_t i = 0; i < condition_count; i++) {
        const struct unit *unit = &conditions[i];
        const char *text = quote(unit->first, unit->last);
        if (strcmp(text, quote(place->first, place->last)) == 0 ||
            !is_in_scope(unit, place->first))
            continue;
        place_add(place, place->first->line, INSTEAD,
                  text_of(unit->first, unit->last),
                  textf("`%s` as the condition", text));
        if (allowed->operands && unit->is_here)
            add_operand(place, unit);
    }
}

void take_their_value(struct place *place, const struct token *name)
{
    for (size_t i = 0; i < value_count; i++) {
        const struct token *first = values[i].first + 2;
        const char *text = quote(first, values[i].last);
        if (same_token(values[i].first, name) &&
            is_in_scope(&values[i], place->first))
            place_add(place, place->first->line, INSTEAD,
                      text_of(first, values[i].last),
                      strlen(text) <= SHORT
                          ? textf("`%s = %s`", token_text(name), text)
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
    if (token_is(name, "if")) {
        const struct token *then = closing(name + 1) + 1;
        return textf("if %s %s...%s", quote(name + 1, then - 1),
                     token_is(then, "{") ? "{ " : token_text(then),
                     token_is(then, "{") ? " }" : ";");
    }
    while (name < unit->last && !token_is(name + 1, "("))
        name++;
    return is_await(name)
               ? textf("%s(%s(...))", token_text(name), token_text(name + 2))
               : textf("%s%s(...)", quote(unit->first, name),
                       name->kind == TOKEN_NAME ? "" : " ");
}

/* Alone behind an if or a loop: two need them. */
static const char *and_braces(const struct token *t)
{
    bool is_alone = !token_is(t, "{") && (token_is(t - 1, ")") ||
                                          token_is(t - 1, "else"));
    return is_alone ? ", and braces around both" : "";
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
            bool is_unawaited =
                strcmp(usual[i].front, "AWAIT(") == 0 &&
                !find_tokens(item->body, item->end,
                             textf("AWAIT ( self -> %s", token_text(m)));
            place_add(
                place, place->first->line, is_unawaited ? MORE : MORE_ANYWHERE,
                textf("%s\n%s", statement, rest),
                textf("one more statement in front of it, `%s`%s", statement,
                      and_braces(place->first)));
        }
    }
    if (is_behind)
        place_add(
            place, place->first->line, MORE_ANYWHERE,
            textf("if (failure()) RERAISE;\n%s", rest),
            "one more statement in front of it, `if (failure()) RERAISE;`");
}

/* Only the brackets of its blocks are left of the function: without it, it would
 * give nothing. */
static bool is_last_of_all(const struct token *t)
{
    while (token_is(t, "}") && t < item->end)
        t++;
    return t == item->end;
}

/* Only on a condition that right answers have: most often what leaves. */
void make_conditional(struct place *place)
{
    const struct token *t = place->first;
    bool is_set = token_is(t + 1, "->") && find_tokens(t, place->last, "=");
    if (token_is(t, "return") && is_last_of_all(place->last + 1))
        return;
    for (size_t i = 0; i < condition_count; i++) {
        const struct unit *unit = &conditions[i];
        if (!is_in_scope(unit, t) || is_asked_too_early(unit, t))
            continue;
        /* What it had before would be right by luck, unless it is about that:
         * if (results) results[0] = ... */
        if (is_set && allowed->their_bodies &&
            find_tokens(t, place->last,
                        text_of(unit->first, unit->last) + 1) != t)
            continue;
        place_add(place, t->line, leaves(t) ? LESS : MORE_ANYWHERE,
                  textf("if (%s) %s", text_of(unit->first, unit->last),
                        text_of(t, place->last)),
                  textf("`if (%s)` in front of it",
                        quote(unit->first, unit->last)));
    }
}

/* AWAIT(x) and TRY_AWAIT(x): the second one would find it done. */
static bool wait_for_the_same(const struct token *one,
                              const struct token *other)
{
    if (!is_await(one) || !is_await(other))
        return false;
    const struct token *end = closing(++one);
    for (++other; one < end && same_token(one, other); other++)
        one++;
    return one == end && token_is(other, ")");
}

/* That would do all of it once more. */
static bool calls_itself(const struct unit *unit)
{
    return find_tokens(unit->first, unit->last,
                       textf("%s (", token_text(item->name))) != NULL;
}

/* Where what leaves can stand: nothing is behind it that would not be come to
 * any more. */
static bool is_end_of_block(const struct token *t)
{
    static const char *const ends[] = {"}", "END", "case", "default", NULL};
    return is_any(t, ends);
}

/* if (...) { ...; return ...; }: of what stands behind it little may be left. */
static bool is_another_way(const struct unit *unit)
{
    enum { LONG = 16 };
    return token_is(unit->first, "if") && unit->last - unit->first > LONG &&
           find_tokens(unit->first, unit->last, "return");
}

/* In front of this statement. */
void insert(struct place *place, const char *rest)
{
    if (can_await())
        insert_usual(place, rest);
    for (size_t i = 0; i < unit_count; i++) {
        if ((leaves(units[i].first) && !is_end_of_block(place->first)) ||
            calls_itself(&units[i]) ||
            !is_in_scope(&units[i], place->first) ||
            wait_for_the_same(units[i].first, place->first))
            continue;
        enum rank elsewhere =
            units[i].is_here ? MORE_ANYWHERE : allowed->from_others;
        place_add(
            place, place->first->line,
            fits(&units[i], place->first) && !is_another_way(&units[i])
                ? MORE : elsewhere,
            textf("%s\n%s", text_of(units[i].first, units[i].last), rest),
            textf("one more statement in front of it, `%s`%s",
                  in_short(&units[i]), and_braces(place->first)));
    }
}
