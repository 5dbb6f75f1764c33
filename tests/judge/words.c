/* words.c - changes in a statement or condition: another number, operator,
 * member, and so on.  See changing.h. */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "changing.h"
#include "facts.h"
#include "given.h"
#include "proofs.h"
#include "statements.h"

/* --- what right answers have --------------------------------------------- */

/* Do we know what it did?  (Those who test this leave some out.) */
bool is_known(const struct source *right)
{
    const char *place = strstr(right->file, "solutions/");
    if (!place)
        place = strstr(right->file, "right/");
    return place && facts_know(right_facts_file(),
                               textf("%.*s", (int)strcspn(place, "."), place));
}

enum { MOST_WORDS = 24 };

struct words {
    const struct token *word[MOST_WORDS];
    size_t count;
};

static void collect(struct words *words, const struct token *t)
{
    for (size_t i = 0; i < words->count; i++)
        if (same_token(words->word[i], t))
            return;
    if (words->count < MOST_WORDS)
        words->word[words->count++] = t;
}

bool is_constant(const struct token *t)
{
    if (t->kind != TOKEN_NAME || t->length < 3 || token_is(t + 1, "("))
        return false;
    for (size_t i = 0; i < t->length; i++)
        if (!isupper((unsigned char)t->text[i]) && t->text[i] != '_')
            return false;
    return !token_is(t, "BEGIN") && !token_is(t, "END") &&
           !token_is(t, "RERAISE") && !token_is(t, "NULL");
}

static struct words numbers, constants, texts;

/* Does it stand in an enum, or in a #define, of its own? */
static bool is_own_name(const struct source *source, const struct token *name)
{
    const struct token *t = source->tokens.first;
    for (; t && t->kind != TOKEN_END; t++) {
        if (token_is(t, "enum") && token_is(t + 1, "{") &&
            find_tokens(t, closing(t + 1), token_text(name)))
            return true;
        if (t->kind == TOKEN_DIRECTIVE &&
            strstr(token_text(t), token_text(name)))
            return true;
    }
    return false;
}

bool is_known_here(const struct source *right, const struct token *name)
{
    return !is_frame_of_body(name) &&
           (!is_own_name(right, name) ||
            find_tokens(sources()->answer.tokens.first, NULL,
                        token_text(name)));
}

static void collect_words(const struct source *right, const struct item *theirs)
{
    for (const struct token *t = theirs->body; t && t < theirs->end; t++) {
        if (t->kind == TOKEN_NUMBER)
            collect(&numbers, t);
        else if (t->kind == TOKEN_TEXT)
            collect(&texts, t);
        else if (is_constant(t) && is_known_here(right, t))
            collect(&constants, t);
    }
}

void read_right_answers(void)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    for (size_t i = 0; i < answers; i++)
        for (size_t n = 0; is_known(&right[i]) && n < right[i].count; n++)
            if (is_theirs(&right[i].items[n]))
                collect_words(&right[i], &right[i].items[n]);
}

/* --- members ------------------------------------------------------------- */

const struct item *struct_of(const struct source *source,
                             const struct item *one)
{
    if (one->is_coroutine)
        return item_named(source, token_text(one->name), true);
    for (const struct token *t = one->name; is_function(one) && t < one->end;
         t++)
        if (token_is(t, "self") && token_is(t - 1, "*") &&
            token_is(t - 3, "struct"))
            return item_named(source, token_text(t - 2), true);
    return NULL;
}

/* The type and the stars of a member, as text; NULL: it is none. */
const char *type_in(const struct item *record, const struct token *name)
{
    const struct token *t = record ? record->body + 1 : NULL, *first = t;
    for (; t && t < record->end; t++) {
        if (token_is(t, ";")) {
            first = t + 1;
            continue;
        }
        bool is_name = t->kind == TOKEN_NAME && t > first &&
                       (token_is(t + 1, ";") || token_is(t + 1, ",") ||
                        token_is(t + 1, "["));
        if (!is_name || !same_token(t, name))
            continue;
        const char *type = token_text(first);
        if (token_is(first, "struct") || token_is(first, "const"))
            type = text_of(first, first + 1);
        return textf("%s%s%s", type, token_is(t - 1, "*") ? "*" : "",
                     token_is(t + 1, "[") ? "[]" : "");
    }
    return NULL;
}

const char *type_of(const struct token *name)
{
    return type_in(fields, name);
}

/* --- words --------------------------------------------------------------- */

/* The opposite may be right where nothing looks closely: a number is tried
 * before.  `<=` for `<` is a slip, `>` for `<` is the opposite. */
static bool is_opposite(const struct token *t, const char *other)
{
    return token_is(t, "==") || token_is(t, "!=") ||
           ((*t->text == '<' || *t->text == '>') && *other != *t->text);
}

/* for (...; i++) total += part[i] + part[i + 1]: each round takes two. */
static bool takes_two_at_once(const struct token *counts)
{
    const struct token *head = bracket_around(counts);
    return head && find_tokens(counts, behind_statement(head - 1),
                               textf("%s + 1", token_text(counts - 1)));
}

static void change_operator(struct place *place, const struct token *t)
{
    static const char *const others[][3] = {{"<", "<=", ">"},
                                            {"<=", "<", ">="},
                                            {">", ">=", "<"},
                                            {">=", ">", "<="},
                                            {"==", "!=", NULL},
                                            {"!=", "==", NULL},
                                            {"&&", "||", NULL},
                                            {"||", "&&", NULL},
                                            {"++", "--", NULL},
                                            {"--", "++", NULL},
                                            {"+=", "-=", NULL},
                                            {"-=", "+=", NULL},
                                            {"*=", "/=", NULL},
                                            {"/=", "*=", NULL},
                                            {"+", "-", NULL},
                                            {"-", "+", NULL},
                                            {"/", "%", "*"},
                                            {"%", "/", NULL},
                                            {"*", "/", NULL},
                                            {"is_none", "is_error", NULL},
                                            {"is_error", "is_none", NULL},
                                            {"true", "false", NULL},
                                            {"false", "true", NULL},
                                            {"break", "continue", NULL},
                                            {"continue", "break", NULL}};
    bool is_unary = (t[-1].kind == TOKEN_MARK && !token_is(t - 1, ")") &&
                     !token_is(t - 1, "]")) ||
                    token_is(t - 1, "return") || token_is(t - 1, "sizeof") ||
                    token_is(t + 1, ")") || t == place->first;
    bool counts = (token_is(t, "++") || token_is(t, "--")) &&
                  find_tokens(place->first, place->last, "(");
    if (token_is(t, "!") || counts)
        place_add(place, t->line, counts ? WORD : CONDITION,
                  text_with(place->first, place->last, t, t, ""),
                  textf("%s left out", quote_in_line(t, t)));
    if (is_unary && t->kind == TOKEN_MARK && t->length == 1)
        return;
    /* For i > n instead of i < n a loop is not run at all. */
    bool in_for = place->kind == EXPRESSION &&
                  token_is(place->first - 1, ";") && *t->text == '<';
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (size_t n = 1; token_is(t, others[i][0]) && n < (in_for ? 2 : 3);
             n++)
            if (others[i][n])
                place_replace(place,
                              is_opposite(t, others[i][n]) ? CONDITION : WORD,
                              t, t, others[i][n]);
    if (token_is(t, "++") && place->kind == EXPRESSION && t > place->first &&
        t == place->last && takes_two_at_once(t))
        place_replace(place, WORD, t, t, "+= 2");
}

/* self->count, count: is it a number? */
static bool is_number(const struct token *name)
{
    static const char *const numbers_[] = {
        "int",   "long",    "double",  "float",    "size_t",   "unsigned",
        "short", "int64_t", "int32_t", "uint64_t", "uint32_t", NULL};
    bool is_member = fields && token_is(name - 1, "->");
    const char *type = is_member ? type_of(name) : NULL;
    for (size_t i = 0; numbers_[i]; i++)
        if (type ? strcmp(type, numbers_[i]) == 0
                 : !is_member &&
                       find_tokens(item->first, name,
                                   textf("%s %s", numbers_[i],
                                         token_text(name))))
            return true;
    return false;
}

/* self->count = n: or is it added? */
static void change_assignment(struct place *place, const struct token *t)
{
    if (token_is(t, "=") && t > place->first && !token_is(t + 1, "0") &&
        t[-1].kind == TOKEN_NAME && is_number(t - 1))
        place_replace(place, WORD, t, t, "+=");
}

static bool is_among(const struct words *words, const char *spelling)
{
    for (size_t i = 0; i < words->count; i++)
        if (token_is(words->word[i], spelling))
            return true;
    return false;
}

static bool is_integer(const struct token *number)
{
    return !memchr(number->text, '.', number->length);
}

/* x + 1, x / 1000: or x?  1000: or 1?  [0], (0, or 0): or a variable of this
 * function? */
static void change_to_nearby(struct place *place, const struct token *t,
                             long number)
{
    static const char *const wholes[] = {"size_t", "int", "int64_t",
                                         "unsigned", NULL};
    static const char *const before[] = {"[", "(", ",", NULL};
    static const char *const binary[] = {"+", "-", "*", "/", NULL};
    if (is_any(t - 1, binary) && t > place->first)
        place_add(place, t->line, WORD,
                  text_with(place->first, place->last, t - 1, t, ""),
                  textf("%s left out", quote_in_line(t - 1, t)));
    if (number >= 1000 && number % 1000 == 0)
        place_replace(place, WORD, t, t, textf("%ld", number / 1000));
    for (const struct token *name = item->first; number == 0 && name < t;
         name++)
        if (is_any(name - 1, wholes) && name->kind == TOKEN_NAME &&
            is_any(t - 1, before) && !token_is(name + 1, "("))
            place_replace(place, WORD, t, t, token_text(name));
}

/* self->users[2]: as many places as the array has; of no index, any number. */
static long places_for(const struct token *t)
{
    const struct token *name = t - 2;
    if (!token_is(t - 1, "[") || !token_is(t + 1, "]"))
        return LONG_MAX;
    for (const struct token *m = fields ? fields->body : NULL;
         m && m < fields->end; m++)
        if (same_token(m, name) && token_is(m + 1, "["))
            return m[2].kind == TOKEN_NUMBER ? strtol(m[2].text, NULL, 10)
                                             : LONG_MAX;
    return LONG_MAX;
}

/* slot / 2: or (slot - 1) / 2?  heap[count]: or heap[count - 1]? */
static void change_by_one(struct place *place, const struct token *t)
{
    static const char *const parts[] = {"/", "*", "%", NULL};
    bool is_index = token_is(t - 1, "[") && token_is(t + 1, "]");
    bool is_part = is_any(t + 1, parts) && !token_is(t + 2, ")");
    if (allowed->operands && t->kind == TOKEN_NAME && (is_index || is_part) &&
        !token_is(t - 1, "->") && !token_is(t - 1, "struct"))
        for (int n = 0; n < 2; n++)
            place_replace(place, WORD, t, t,
                          textf("(%s %s 1)", token_text(t), n ? "+" : "-"));
}

/* A number instead of this one, NULL: it cannot be.  An enum has whole ones
 * only; of a constant, 2 and 2.0 are the same. */
static const char *written_here(const struct place *place,
                                const struct token *t,
                                const struct token *number)
{
    if (place->kind == STATEMENT || is_integer(t) == is_integer(number))
        return token_text(number);
    if (place->kind == EXPRESSION)
        return NULL;
    double value = strtod(number->text, NULL);
    bool is_whole = value < INT_MAX && value == (int)value;
    if (is_integer(t) && is_whole)
        return textf("%d", (int)value);
    return token_is(item->first, "enum") ? NULL : token_text(number);
}

/* How many times as large, or as small? */
static double times_apart(const struct token *one, const struct token *other)
{
    double a = strtod(one->text, NULL), b = strtod(other->text, NULL);
    if (a <= 0 || b <= 0)
        return a == b ? 1 : HUGE_VAL;
    return a > b ? a / b : b / a;
}

/* Those of right answers, what comes near to this one first: that is what is
 * meant, if several would do. */
static struct words numbers_near(const struct token *t)
{
    struct words near = numbers;
    for (size_t i = 1; i < near.count; i++) {
        const struct token *one = near.word[i];
        size_t n = i;
        for (; n > 0 && times_apart(near.word[n - 1], t) > times_apart(one, t);
             n--)
            near.word[n] = near.word[n - 1];
        near.word[n] = one;
    }
    return near;
}

/* != 2: or == 1? */
static void change_comparison(struct place *place, const struct token *t,
                              long number)
{
    bool is_equal = token_is(t - 1, "==");
    if (!is_equal && !token_is(t - 1, "!="))
        return;
    for (long other = number < 2 ? 0 : number - 2; other <= number + 1; other++)
        if (other != number)
            place_replace(place, CONDITION, t - 1, t,
                          textf("%s %ld", is_equal ? "!=" : "==", other));
}

/* for (i = 0; i < 3; ...): with 3 nothing would be done at all; and with 10 what
 * comes before would be passed over. */
static bool would_end_at_once(const struct place *place, const char *number)
{
    enum { MOST_FIRST = 2 };
    const struct token *open = place->first - 1;
    return token_is(open, "(") && token_is(open - 1, "for") &&
           (find_tokens(place->last, closing(open), textf("< %s", number)) ||
            (token_is(place->last, "0") &&
             strtol(number, NULL, 10) > MOST_FIRST));
}

static void change_number(struct place *place, const struct token *t)
{
    long number = strtol(token_text(t), NULL, 10), places = places_for(t);
    bool is_whole = is_integer(t);
    const char *other_text;
    struct words near = numbers_near(t);
    for (size_t i = 0; allowed->their_numbers && i < near.count; i++) {
        bool is_no_sleep = token_is(t - 2, "async_sleep") &&
                           atof(near.word[i]->text) == 0;
        if (!same_token(t, near.word[i]) && !is_no_sleep &&
            strtol(near.word[i]->text, NULL, 10) < places &&
            (other_text = written_here(place, t, near.word[i])) &&
            !would_end_at_once(place, other_text))
            place_replace(place, WORD, t, t, other_text);
    }
    for (long other = number - 1; is_whole && other <= number + 1; other += 2)
        if (other >= 0 && other < places &&
            !(allowed->their_numbers &&
              is_among(&numbers, textf("%ld", other))))
            place_replace(place, WORD, t, t, textf("%ld", other));
    if (!allowed->their_numbers)
        change_to_nearby(place, t, number);
    else if (is_whole && place->kind == EXPRESSION)
        change_comparison(place, t, number);
    if (is_whole && token_is(t + 1, "/"))       /* 1 / 10 is 0 */
        place_replace(place, WORD, t, t, textf("%ld.0", number));
}

/* Alike but for the middle of one to three letters, or for three anywhere. */
static bool is_near(const struct token *one, const struct token *other)
{
    enum { MIDDLE = 3 };
    size_t least = one->length < other->length ? one->length : other->length;
    size_t most = one->length + other->length - least, front = 0, back = 0;
    while (front < least && one->text[front] == other->text[front])
        front++;
    while (back < least - front && one->text[one->length - 1 - back] ==
                                       other->text[other->length - 1 - back])
        back++;
    return most - front - back <= MIDDLE ||
           distance(one->text, one->length, other->text, other->length) <=
               MIDDLE;
}

/* CANCELLED and ECANCELED are near, too. */
static void change_constant(struct place *place, const struct token *t)
{
    for (size_t i = 0; is_constant(t) && i < constants.count; i++)
        if (!same_token(t, constants.word[i]) &&
            (allowed->their_constants ||
             *t->text == *constants.word[i]->text ||
             is_near(t, constants.word[i])))
            place_replace(place, WORD, t, t, token_text(constants.word[i]));
}

/* .what = "user", and .what = "orders" */
static bool have_one_name(const struct token *one, const struct token *other)
{
    return token_is(one - 1, "=") && token_is(other - 1, "=") &&
           token_is(one - 3, ".") && token_is(other - 3, ".") &&
           same_token(one - 2, other - 2);
}

/* The same argument of two calls: param_int(request, "count") and, of a right
 * one, param_int(request, "rows"). */
static bool stand_in_one_call(const struct token *one, const struct token *other)
{
    const struct token *open = bracket_around(one);
    const struct token *there = bracket_around(other);
    return open && there && token_is(open, "(") && token_is(there, "(") &&
           open[-1].kind == TOKEN_NAME && same_token(open - 1, there - 1) &&
           same_tokens(open, one, there, other);
}

static void change_text(struct place *place, const struct token *t)
{
    for (size_t i = 0; i < texts.count; i++)
        if (!same_token(t, texts.word[i]) &&
            (is_near(t, texts.word[i]) || have_one_name(t, texts.word[i]) ||
             stand_in_one_call(t, texts.word[i])))
            place_replace(place, WORD, t, t, token_text(texts.word[i]));
}

/* as_text(awaited()) behind a TRY_AWAIT: value_to_text() would make a text of
 * the failure, too, which nobody reads then. */
static bool is_of_failure(const struct token *t)
{
    return token_is(t, "as_text") && token_is(t + 2, "awaited") &&
           find_tokens(item->body, t, "TRY_AWAIT");
}

static void change_call(struct place *place, const struct token *t)
{
    static const char *const others[][2] = {
        {"AWAIT", "TRY_AWAIT"},
        {"TRY_AWAIT", "AWAIT"},
        {"gather_return_exceptions", "gather"},
        {"gather", "gather_return_exceptions"},
        {"as_int", "as_real"},
        {"as_real", "as_int"},
        {"as_text", "value_to_text"},
        {"thread_pool", "process_pool"},
        {"process_pool", "thread_pool"},
        {"event_set", "event_clear"},
        {"event_clear", "event_set"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (token_is(t, others[i][0]) && token_is(t + 1, "("))
            place_replace(place,
                          is_of_failure(t) ? MORE_ANYWHERE : WORD, t, t,
                          others[i][1]);
    if (token_is(t, "NULL") && token_is(t + 1, ")") &&
        token_is(bracket_around(t) - 1, "async_queue_get_nowait"))
        place_replace(place, WORD, t, t, "&(struct value){0}");
}

/* Any failure, or a certain one?  Or always, where a failure could be? */
static void change_failure(struct place *place, const struct token *t)
{
    static const char *const compared[] = {"==", "!=", NULL};
    static const char *const always[] = {"1", "true", NULL};
    bool is_always = is_any(t, always) && place->kind == EXPRESSION &&
                     place->first == place->last && can_await();
    if (!is_always && (!token_is(t, "failure") || is_any(t + 3, compared)))
        return;
    bool is_not = token_is(t - 1, "!");
    const struct token *last = is_always ? t : t + 2;
    for (size_t i = 0; i < constants.count; i++)
        if (token_is(constants.word[i] - 1, compared[0]) ||
            token_is(constants.word[i] - 1, compared[1]))
            for (int n = 0; n < 2; n++)
                place_replace(place, CONDITION, is_not ? t - 1 : t, last,
                              textf("failure() %s %s", compared[n],
                                    token_text(constants.word[i])));
}

void change_words(struct place *place)
{
    size_t added_before = changes_by_now();
    for (const struct token *t = place->first; t <= place->last; t++)
        if (t->kind == TOKEN_NAME)
            change_their_member(place, t);
    for (const struct token *t = place->first; t <= place->last; t++) {
        if (t->kind == TOKEN_NUMBER) {
            change_number(place, t);
            change_index(place, t);
            change_to_unread(place, t);
            change_failure(place, t);
        } else if (t->kind == TOKEN_TEXT) {
            change_text(place, t);
        } else {
            change_operand(place, t);
            change_operator(place, t);
            change_assignment(place, t);
            change_constant(place, t);
            change_to_unread(place, t);
            change_member(place, t);
            change_null(place, t);
            change_call(place, t);
            change_failure(place, t);
            change_returned(place, t);
            change_choice(place, t);
            change_by_one(place, t);
            change_counting(place, t);
        }
    }
    change_by_neighbours(place, added_before);
}
