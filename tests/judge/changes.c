/* changes.c - an answer with many small changes in it.  See changes.h.
 *
 * A statement is followed by itself with another token in it; a condition,
 * which may be in front of a block, is an expression with several values.  The
 * changes are those by which answers differ from right ones: a number, an
 * operator, a member, AWAIT or TRY_AWAIT; two statements or arguments the
 * other way round; one too many; one that right answers have, and this one has
 * not.
 */
#include "changes.h"

#include <string.h>

#include "changing.h"
#include "given.h"
#include "indented.h"
#include "series.h"
#include "spelling.h"
#include "statements.h"

const struct item *item, *fields;
const struct allowed *allowed;

static const struct allowed in_an_answer = {
    .their_numbers = true, .their_constants = true,
    .from_others = MORE_ANYWHERE,
};
static const struct allowed in_a_machine = {
    .any_member = true, .any_arguments = true, .operands = true,
    .their_values = true, .their_bodies = true, .nearly_theirs = true,
    .from_others = FROM_AFAR,
};

void look_into(const struct item *one)
{
    item = one;
    fields = struct_of(&sources()->answer, one);
    allowed =
        is_free_answer() && !can_await() ? &in_a_machine : &in_an_answer;
}

/* --- functions ----------------------------------------------------------- */

bool is_function(const struct item *one)
{
    return one->body && one->name && token_is(one->body - 1, ")");
}

bool is_ours(const struct item *one)
{
    return is_function(one) && !line_is_given(one->name->line);
}

/* Is it the learner's part of a right answer? */
bool is_theirs(const struct item *theirs)
{
    return is_function(theirs) && !is_given(token_text(theirs->name));
}

/* --- statements ---------------------------------------------------------- */

/* The same as the statement in front of it? */
static bool stands_twice(const struct place *place)
{
    return latest && latest < place->first && is_simple(latest) &&
           strcmp(text_of(latest, behind_statement(latest) - 1),
                  text_of(place->first, place->last)) == 0;
}

static void leave_out(struct place *place)
{
    place_add(place, place->first->line, stands_twice(place) ? SLIP : LESS,
              ";", "this statement left out");
}

/* The next one, of the same block, the other way round. */
static void swap_with(struct place *place, struct place *next)
{
    size_t number = change_new(
        place->first->line, ORDER,
        textf("this statement behind that of line %d", next->first->line));
    place_choice(place, number,
                 textf("%s\n%s", text_of(next->first, next->last),
                       text_of(place->first, place->last)));
    place_choice(next, number, ";");
}

/* Asks, and does not wait. */
static bool is_question(const struct token *t, const struct token *end)
{
    return token_is(t, "if") && !has_label(t, end - 1) &&
           awaits_in(t, end - 1) == 0 && !find_tokens(t, end, "else");
}

/* Two that ask, one after the other: the second one first.  Gives the number of
 * that change, which the next one is asked for; 0: there is none. */
static size_t swap_questions(const struct token *t, size_t before)
{
    const struct token *next = behind_statement(t);
    const struct token *end = behind_statement(next);
    struct place place = {t, next - 1, STATEMENT, "", 0};
    size_t number = 0;
    place_choice(&place, before, ";");
    if (is_question(t, next) && is_question(next, end)) {
        number = change_new(t->line, ORDER,
                            textf("this if behind that of line %d",
                                  next->line));
        place_choice(&place, number, textf("%s\n%s", text_of(next, end - 1),
                                           text_of(t, next - 1)));
    }
    place_finish(&place);
    return number;
}

/* --- walking through a body ---------------------------------------------- */

/* name: that of the variable which begins with it, or NULL. */
static void change_expression(const struct token *first,
                              const struct token *last, bool is_condition,
                              const struct token *name)
{
    struct place place = {first, last, EXPRESSION, "", 0};
    if (first > last)
        return;
    if (is_free_answer())
        swap_arguments(&place);
    change_words(&place);
    if (is_condition) {
        change_condition(&place);
        take_their_condition(&place);
    }
    if (name)
        take_their_value(&place, name);
    place_finish(&place);
}

/* for (first; condition; step) */
static void change_for(const struct token *open)
{
    const struct token *part = open + 1, *close = closing(open);
    for (int i = 0; i < 3; i++) {
        const struct token *end = part, *value = part;
        while (end < close && !token_is(end, ";"))
            end = is_open(end) ? closing(end) + 1 : end + 1;
        if (i == 0 && is_declaration(part))
            while (value < end && !token_is(value++, "="))
                ;
        change_expression(value, end - 1, i == 1, NULL);
        part = end + 1;
    }
}

/* The case of this switch with that number, NULL: it has none. */
static const struct token *case_of(const struct token *t, long number)
{
    for (const struct token *end = behind_statement(t); t < end; t++)
        if (token_is(t, "case") && token_is(t + 1, textf("%ld", number)))
            return t + 1;
    return NULL;
}

/* The next label of this switch that is one token, NULL: there is none. */
static const struct token *next_label(const struct token *t,
                                      const struct token *end)
{
    for (t++; t < end; t++)
        if (token_is(t, "case") && token_is(t + 2, ":"))
            return t + 1;
    return NULL;
}

/* case ECONNREFUSED: and case 0: the other way round. */
static void swap_cases(struct place *place, const struct token *t,
                       const char *value)
{
    const struct token *end = behind_statement(t);
    for (const struct token *one = t; (one = next_label(one, end));)
        for (const struct token *other = one;
             (other = next_label(other, end));) {
            const char *a = token_text(one), *b = token_text(other);
            place_add(place, one->line, WORD,
                      textf("(%s) == %s ? %s : (%s) == %s ? %s : (%s)", value,
                            a, b, value, b, a, value),
                      textf("`case %s` and `case %s` (line %d) the other way "
                            "round", a, b, other->line));
        }
}

/* case 2: or case 1?  A label is where it is, but what is looked for is told by
 * the value in front: who looks for 1 finds 2, and who looks for 2 nothing. */
static void change_switch(const struct token *t)
{
    enum { MOST_CASES = 4, NO_CASE = -4711 };
    const struct token *first = t + 2, *last = closing(t + 1) - 1, *label;
    struct place place = {first, last, EXPRESSION, "", 0};
    const char *value = text_of(first, last);
    change_words(&place);
    for (long number = 0; number < MOST_CASES; number++)
        for (long other = 0; other < MOST_CASES; other++)
            if ((label = case_of(t, number)) && !case_of(t, other))
                place_add(&place, label->line, WORD,
                          textf("(%s) == %ld ? %ld : (%s) == %ld ? %d : (%s)",
                                value, other, number, value, number, NO_CASE,
                                value),
                          textf("`case %ld` instead of `case %ld`", other,
                                number));
    swap_cases(&place, t, value);
    place_finish(&place);
}

/* The next one, the other way round. */
static void swap_values(struct place *one, struct place *next)
{
    const char *text = text_of(one->first, one->last);
    const char *other = text_of(next->first, next->last);
    size_t number =
        change_new(one->first->line, ORDER,
                   textf("the values `%s` and `%s` the other way round",
                         quote(one->first, one->last),
                         quote(next->first, next->last)));
    place_choice(one, number, other);
    place_choice(next, number, text);
}

/* struct range part = {1, n}: each of the values, and two of them. */
static void change_values(const struct token *open)
{
    const struct token *close = closing(open), *end;
    struct place last = {.first = NULL};
    for (const struct token *t = open + 1; t < close; t = end + 1) {
        end = end_of_argument(t, close);
        if (token_is(t, ".") && token_is(t + 2, "="))
            t += 3;
        struct place place = {t, end - 1, EXPRESSION, "", 0};
        if (t >= end || token_is(t, "{") || token_is(t, "["))
            break;
        change_words(&place);
        if (last.first) {
            swap_values(&last, &place);
            place_finish(&last);
        }
        last = place;
    }
    if (last.first)
        place_finish(&last);
}

static void change_declaration(const struct token *t, const struct token *last)
{
    bool is_static = token_is(t, "static");
    while (t < last && !token_is(t, "="))
        t++;
    const struct token *end = end_of_argument(t + 1, last);
    if (t < last && token_is(t + 1, "{") && !is_static)
        change_values(t + 1);
    if (t == last || token_is(t + 1, "{"))
        return;
    if (!is_static)
        change_expression(t + 1, end - 1, false, t - 1);
    else if (end == last)
        change_static(t - 1, end);
}

static const struct token *change_statement(const struct token *t,
                                            struct place *place);

static const struct token *change_body(const struct token *t)
{
    struct place place = {.first = NULL};
    const struct token *end = change_statement(t, &place);
    if (place.first)
        place_finish(&place);
    return end;
}

/* In front of what is not simple, or of the end of a block. */
static void insert_in_front(const struct token *t)
{
    static const char *const words[] = {"if", "for",  "while",   "ASYNC_FOR",
                                        "do", "case", "default", "}",
                                        NULL};
    struct place place = {t, t, STATEMENT, "", 0};
    if (!is_any(t, words) || token_is(t - 2, "END") ||
        (latest && (token_is(latest, "END") || token_is(latest, "RETURN"))))
        return;
    if (token_is(t, "case") || token_is(t, "default"))
        place_add(&place, t->line, MORE, "break;",
                  "one more statement in front of it, `break;`");
    insert(&place, "");
    place_finish_in_front(&place);
}

/* What stands behind an if or a loop, in front of it.  Gives the number of that
 * change, 0: there is none. */
static size_t pull_up(const struct token *t, const struct token *close)
{
    static const char *const words[] = {"if", "for", "while", "do", NULL};
    const struct token *next = is_any(t, words) ? behind_statement(t) : close;
    struct place place = {t, t, true, "", 0};
    if (next >= close || is_control(next) || !is_simple(next) ||
        token_is(next, "RETURN"))
        return 0;
    size_t number =
        change_new(next->line, ORDER,
                   textf("this statement in front of that of line %d",
                         t->line));
    place_choice(&place, number, text_of(next, behind_statement(next) - 1));
    place_finish_in_front(&place);
    return number;
}

/* The statement in front of an if, behind it; or that one, or the one behind
 * it, as its else. */
struct joined {
    size_t moved, before, behind;   /* the numbers of these changes, 0: none */
};

static struct joined join(const struct token *t, const struct token *close,
                          const struct place *last)
{
    struct joined joined = {0, 0, 0};
    const struct token *next = behind_statement(t);
    struct place whole = {t, next - 1, true, "", 0};
    if (!token_is(t, "if") || awaits_in(t, next - 1) > 1 ||
        has_label(t, next - 1) || find_tokens(t, next, "else") ||
        find_tokens(t + 1, next, "if"))
        return joined;
    if (last->first && is_simple(last->first)) {
        joined.moved =
            change_new(last->first->line, ORDER,
                       textf("this statement behind that of line %d", t->line));
        place_choice(&whole, joined.moved,
                     textf("%s\n%s", text_of(t, next - 1),
                           text_of(last->first, last->last)));
        joined.before =
            change_new(last->first->line, ORDER,
                       textf("this statement as the else of line %d", t->line));
        place_choice(&whole, joined.before,
                     textf("%s\nelse %s", text_of(t, next - 1),
                           text_of(last->first, last->last)));
    }
    if (next < close && !is_control(next) && is_simple(next)) {
        joined.behind = change_new(next->line, ORDER, "`else` in front of it");
        place_choice(&whole, joined.behind,
                     textf("%s\nelse %s", text_of(t, next - 1),
                           text_of(next, behind_statement(next) - 1)));
    }
    place_finish(&whole);
    return joined;
}

static const char *words_of_braces(int first, int last)
{
    return first == last ? textf("braces around line %d", first)
                         : textf("braces around lines %d %s %d", first,
                                 last == first + 1 ? "and" : "to", last);
}

/* Braces around an if, so that the else behind it is that of the one around. */
static void put_in_braces_before_else(const struct token *t)
{
    struct place place = {t, behind_statement(t) - 1, STATEMENT, "", 0};
    const struct token *other = else_of_another(t);
    const struct token *inner = closing(t + 1) + 1;
    if (!other || has_label(t, place.last))
        return;
    place_add(&place, t->line, SLIP,
              textf("%s {\n%s\n}\n%s", text_of(t, inner - 1),
                    text_of(inner, other - 1), text_of(other, place.last)),
              words_of_braces(inner->line, other[-1].line));
    place_finish(&place);
}

/* Braces around what is indented as if there were some.  Gives the number of
 * that change, 0: there is none; *end: behind what they would take in. */
static size_t put_in_braces(const struct token *t, const struct token **end)
{
    struct indented it;
    struct place place = {t, behind_statement(t) - 1, STATEMENT, "", 0};
    const char *text;
    if (!token_is(t, "if") && !token_is(t, "for") && !token_is(t, "while"))
        return 0;
    put_in_braces_before_else(t);
    if (!is_indented_behind(t, &it) || has_label(t, it.end - 1))
        return 0;
    text = textf("%s {\n%s\n", text_of(t, it.body - 1),
                 text_of(it.body, it.first - 1));
    for (*end = it.first; *end < it.end; *end = behind_statement(*end)) {
        if (!is_simple(*end))
            return 0;
        text = textf("%s%s\n", text, text_of(*end, behind_statement(*end) - 1));
    }
    size_t number =
        change_new(t->line, SLIP,
                   words_of_braces(it.body->line, (it.end - 1)->line));
    place_choice(&place, number, textf("%s}", text));
    place_finish(&place);
    return number;
}

/* All statements of a block: each knows the next one. */
static void change_block(const struct token *open)
{
    const struct token *t = open + 1, *close = closing(open), *in_braces = t;
    struct place last = {.first = NULL};
    size_t pulled = 0, behind = 0;      /* what is elsewhere is not here */
    size_t asked_before = 0, braces = 0;
    while (t < close) {
        struct place place = {.first = NULL};
        size_t taken_in = t < in_braces ? braces : 0;
        if (!taken_in)
            braces = put_in_braces(t, &in_braces);
        size_t pulls = pull_up(t, close);
        move_over_loop(t, last.first);
        if (last.first)
            leave_its_place(&last);
        insert_in_front(t);
        asked_before = swap_questions(t, asked_before);
        struct joined joined = join(t, close, &last);
        if (last.first) {
            place_choice(&last, joined.moved, ";");
            place_choice(&last, joined.before, ";");
        }
        t = change_statement(t, &place);
        if (place.first) {
            place_choice(&place, pulled, ";");
            place_choice(&place, behind, ";");
            place_choice(&place, taken_in, ";");
            leave_its_place(&place);
        }
        pulled = pulls;
        behind = joined.behind;
        if (last.first && place.first && !token_is(last.first, "RETURN") &&
            !leaves(place.first))
            swap_with(&last, &place);
        if (last.first)
            place_finish(&last);
        last = place;
    }
    if (last.first)
        place_finish(&last);
    insert_in_front(close);
}

/* What would leave another loop then. */
static bool leaves_a_loop(const struct token *first, const struct token *last)
{
    return find_tokens(first, last, "break") ||
           find_tokens(first, last, "continue");
}

/* if (x) flag = true: or flag = x? */
static void set_by_condition(struct place *place)
{
    const struct token *close = closing(place->first + 1), *set = place->last;
    while (set > close && !token_is(set, "="))
        set--;
    bool is_yes = token_is(set + 1, "true") || token_is(set + 1, "1");
    if (set == close || !is_yes ||
        set + 2 != place->last || token_is(close + 1, "{"))
        return;
    const char *flag = quote(close + 1, set - 1);
    const char *condition = quote(place->first + 2, close - 1);
    place_add(place, place->first->line, WORD,
              textf("%s = %s;", flag, condition),
              textf("`%s = %s;` instead of this if", flag, condition));
}

/* if (...) one else other: without the other; or both, one after the other. */
static void change_else(struct place *place)
{
    const struct token *t = place->first, *one = closing(t + 1) + 1;
    const struct token *end = behind_statement(one), *other = end + 1;
    if (!token_is(t, "if") || !token_is(end, "else") || token_is(other, "if"))
        return;
    place_add(place, end->line, LESS, text_of(t, end - 1),
              "this else, with what belongs to it, left out");
    place_add(place, t->line, ORDER,
              textf("if %s {\n%s\n%s\n}", text_of(t + 1, one - 1),
                    text_of(one, end - 1), text_of(other, place->last)),
              "what its else does behind the rest of it, and no else");
}

/* if and while: once, or again and again; or not at all, as any loop. */
static void change_whole(const struct token *t)
{
    struct place place = {t, behind_statement(t) - 1, STATEMENT, "", 0};
    bool is_if = token_is(t, "if");
    bool is_for = token_is(t, "for");
    if ((!is_if && !is_for && !token_is(t, "while")) ||
        awaits_in(t, place.last) > 1 || has_label(t, place.last))
        return;
    if (find_tokens(t, place.last, "else")) {
        change_else(&place);
        place_finish(&place);
        return;
    }
    if (is_if)
        set_by_condition(&place);
    leave_out(&place);
    if (!is_for && !leaves_a_loop(t, place.last))
        place_replace(&place, LESS, t, t, is_if ? "while" : "if");
    place_finish(&place);
}

/* Control words, with what is inside of them. */
static const struct token *change_control(const struct token *t)
{
    if (token_is(t, "{")) {
        change_block(t);
        return closing(t) + 1;
    }
    if (token_is(t, "case") || token_is(t, "default") ||
        token_is(t + 1, ":")) {
        while (!token_is(t, ":"))
            t++;
        return t + 1;
    }
    if (token_is(t, "else"))
        return change_body(t + 1);
    if (token_is(t, "do")) {
        t = change_body(t + 1);
        change_expression(t + 2, closing(t + 1) - 1, true, NULL);
        return closing(t + 1) + 2;
    }
    const struct token *close = closing(t + 1);
    change_whole(t);
    if (token_is(t, "for"))
        change_for(t + 1);
    else if (token_is(t, "switch"))
        change_switch(t);
    else if (!token_is(t, "ASYNC_FOR"))
        change_expression(t + 2, close - 1, true, NULL);
    return change_body(close + 1);
}

/* What is simple is left open, in place, for the one who knows the next. */
static const struct token *change_statement(const struct token *t,
                                            struct place *place)
{
    if (is_control(t)) {
        latest = t;
        return change_control(t);
    }
    const struct token *end = behind_statement(t);
    if (is_declaration(t))
        change_declaration(t, end - 1);
    if (is_frame_of_body(t) && token_is(t, "BEGIN"))
        latest = t;
    if ((!is_simple(t) && !token_is(t, ";")) || end[-1].kind == TOKEN_END) {
        if (!token_is(t, "END") || line_is_given(t->line))
            return end;
        struct place last = {t, end - 1, STATEMENT, "", 0};
        insert(&last, "");
        place_finish_in_front(&last);
        return end;
    }
    *place = (struct place){t, end - 1, STATEMENT, "", 0};
    if (token_is(t, ";")) {
        insert(place, "");
        return end;
    }
    change_words(place);
    swap_arguments(place);
    change_waiting(place);
    change_when(place);
    change_ending(place);
    take_theirs(place);
    insert(place, text_of(t, end - 1));
    continue_row(place);
    leave_out(place);
    make_conditional(place);
    latest = t;
    return end;
}

/* As it was in the stub, and as the solution leaves it. */
static bool is_as_it_was(const struct item *one)
{
    const char *name = token_text(one->name);
    const struct item *stub = item_named(&sources()->stub, name, false);
    const struct item *ours = item_named(&sources()->solution, name, false);
    return stub && ours && same_item(one, stub) && same_item(one, ours);
}

static bool is_learners_own(const struct item *one)
{
    return is_function(one) && !line_is_given(one->name->line) &&
           !is_as_it_was(one);
}

static void change_all(void)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        if (!is_learners_own(&answer->items[i]))
            continue;
        look_into(&answer->items[i]);
        read_units();
        read_returns();
        forget_moves();
        latest = NULL;
        if (allowed->their_bodies)
            take_their_body();
        change_block(item->body);
    }
}

/* --- writing it ---------------------------------------------------------- */

size_t write_changes(const char *file, struct change *changes)
{
    FILE *out = places_begin(changes, false) ? fopen(file, "w") : NULL;
    if (!out)
        return 0;
    spell_as_here();
    read_right_answers();
    forget_rows();
    change_constants();
    change_all();
    size_t count = places_write(out);
    fclose(out);
    return count;
}
