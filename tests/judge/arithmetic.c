/* arithmetic.c - what C computes otherwise than Python does. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "members.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

static const char *const integers[] = {"int",      "long",     "size_t",
                                       "unsigned", "int64_t",  "int32_t",
                                       "uint64_t", "uint32_t", NULL};

/* The type of a member, or of a variable of this coroutine, if it is for whole
 * numbers; NULL: it is not. */
static const char *whole_type(const struct item *item,
                              const struct item *fields,
                              const struct token *name)
{
    const struct token *from = is_of_self(name) ? fields->body : item->body;
    const struct token *end = is_of_self(name) ? fields->end : name + 1;
    for (const struct token *t = from; t < end; t++) {
        if (!is_any(t, integers) || t[1].kind != TOKEN_NAME)
            continue;
        for (const struct token *n = t + 1; n < end && !token_is(n, ";") &&
                                            !token_is(n, "="); n++)
            if (same_token(n, name))
                return token_text(t);
        if (token_is(t + 2, "=") && same_token(t + 1, name))
            return token_text(t);
    }
    return NULL;
}

/* 0.1: what would be left of it is not the same. */
static bool has_fraction(const struct token *t)
{
    double number = t->kind == TOKEN_NUMBER ? strtod(t->text, NULL) : 0;
    return number - floor(number) > 0;
}

/* A call of a function of the answer that is declared as a double. */
static bool gives_a_double(const struct token *t)
{
    return t->kind == TOKEN_NAME && token_is(t + 1, "(") &&
           find_tokens(sources()->answer.tokens.first, t,
                       textf("double %s (", token_text(t)));
}

/* int seconds = distance(self->city); */
static bool double_cut_off(const struct item *item, const struct item *fields)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        const char *type =
            token_is(t, "=") && gives_a_double(t + 1) &&
                    token_is(closing(t + 2) + 1, ";")
                ? whole_type(item, fields, t - 1) : NULL;
        if (!type)
            continue;
        point_at(answer_file(), t->line);
        found("%s() gives a double. %s%s, line %d, is of the type %s, which "
              "holds whole numbers only: what stands behind the point is cut "
              "off.", token_text(t + 1), is_of_self(t - 1) ? "self->" : "",
              token_text(t - 1), t->line, type);
        return true;
    }
    return false;
}

/* int pause; ... self->pause = 0.1; */
static bool fraction_lost(const struct run *run)
{
    static const char *const signs[] = {"=", "+=", NULL};
    const struct item *item, *fields;
    (void)run;
    for (size_t i = 0; (item = own_coroutine(&i, &fields));) {
        if (double_cut_off(item, fields))
            return true;
        for (const struct token *t = item->body; t < item->end; t++) {
            const char *type =
                is_any(t, signs) && has_fraction(t + 1) &&
                        (token_is(t + 2, ";") || token_is(t + 2, ","))
                    ? whole_type(item, fields, t - 1) : NULL;
            if (!type)
                continue;
            point_at(answer_file(), t->line);
            found("%s%s is of the type %s, which holds whole numbers only: of "
                  "the %s that line %d puts into it %s is left.",
                  is_of_self(t - 1) ? "self->" : "", token_text(t - 1), type,
                  token_text(t + 1), t->line,
                  textf("%g", floor(strtod(t[1].text, NULL))));
            return true;
        }
    }
    return false;
}

static bool is_whole(const struct token *t)
{
    return t->kind == TOKEN_NUMBER &&
           strspn(t->text, "0123456789") >= t->length;
}

/* self->limit = 1 / 2 * 4, of a double. */
static bool divided_to_nothing(const struct run *run)
{
    const struct item *item, *fields;
    (void)run;
    for (size_t i = 0; (item = own_coroutine(&i, &fields));)
        for (const struct token *t = item->body; t < item->end; t++) {
            if (!token_is(t, "=") || !is_whole(t + 1) || !token_is(t + 2, "/") ||
                !is_whole(t + 3) || whole_type(item, fields, t - 1))
                continue;
            long one = strtol(t[1].text, NULL, 10);
            long other = strtol(t[3].text, NULL, 10);
            if (other == 0 || one % other == 0)
                continue;
            point_at(answer_file(), t->line);
            found("Line %d: `%ld / %ld` divides whole numbers, and gives %ld.",
                  t->line, one, other, one / other);
            return true;
        }
    return false;
}

static bool right_ones_have(const char *spelling)
{
    size_t count;
    const struct source *right = right_sources(&count);
    for (size_t i = 0; i < count; i++)
        if (find_tokens(right[i].tokens.first, NULL, spelling))
            return true;
    return false;
}

/* 2 ^ n */
static bool xor_for_power(const struct run *run)
{
    const struct item *item, *fields;
    (void)run;
    for (size_t i = 0; (item = own_coroutine(&i, &fields));)
        for (const struct token *t = item->body; t < item->end; t++) {
            if (!token_is(t, "^") || t[-1].kind != TOKEN_NUMBER ||
                right_ones_have("^"))
                continue;
            long base = strtol(t[-1].text, NULL, 10);
            point_at(answer_file(), t->line);
            found("^ in line %d is no power: it compares bits (exclusive or), "
                  "so %ld ^ 0, %ld ^ 1, %ld ^ 2 are %ld, %ld, %ld.", t->line,
                  base, base, base, base ^ 0, base ^ 1, base ^ 2);
            return true;
        }
    return false;
}

/* The number with which all right answers end that coroutine, if it is a whole
 * one; false: there is none. */
static bool right_number(const char *name, double *number)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    bool is_there = false;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++) {
            const struct fact *fact = &all[i].fact[n];
            if (fact->kind != FACT_END || strcmp(fact->name, name) != 0)
                continue;
            if (fact->code || !*fact->data ||
                strspn(fact->data, "-0123456789") != strlen(fact->data))
                return false;
            *number = atof(fact->data);
            is_there = true;
        }
    return is_there;
}

/* RETURN(x) of a double, where a whole number is asked for. */
static bool real_for_whole(const struct run *run)
{
    double number;
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_RETURN ||
            end->value_kind != VALUE_REAL || !is_learners(end) ||
            !is_asked_for(end->in) || !right_number(end->in, &number))
            continue;
        point_at_act(end);
        found("What line %d returns is a real number, a double (%s): right "
              "answers return a whole one there, an int or int64_t.", end->line,
              end->value);
        return true;
    }
    return false;
}

/* strncpy(to, from, length) may be meant to take a part only. */
static bool is_meant_as_room(const struct act *cut)
{
    return strcmp(cut->name, "snprintf") == 0 ||
           strstr(cut->text, "sizeof") ||
           (*cut->text >= '0' && *cut->text <= '9');
}

/* sizeof self->text, of a char *text in that struct: where it is declared; NULL:
 * it is no pointer. */
static const struct token *sizeof_a_pointer(const struct act *cut)
{
    static const char letters[] = "_abcdefghijklmnopqrstuvwxyz";
    const char *self = strstr(cut->text, "self->");
    const char *name = self ? self + strlen("self->") : NULL;
    const struct item *fields =
        name ? item_named(&sources()->answer, cut->in, true) : NULL;
    if (!fields || !strstr(cut->text, "sizeof") || strchr(cut->text, '*') ||
        (size_t)cut->number != sizeof name)
        return NULL;
    const struct token *star =
        find_tokens(fields->body, fields->end,
                    textf("char * %.*s ;", (int)strspn(name, letters), name));
    return star ? star + 2 : NULL;
}

/* snprintf(self->name, sizeof self->name, ...) of a longer text; or
 * strncpy(). */
static bool text_cut(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_CUT || !is_learners(act) ||
            !is_meant_as_room(act))
            continue;
        const struct token *pointer = sizeof_a_pointer(act);
        point_at_act(act);
        if (pointer)
            found("'%s' in line %d is a pointer, and sizeof is the size of that, "
                  "not of what it points to: line %d has room for %g "
                  "characters, and the text has %u.", token_text(pointer),
                  pointer->line, act->line, act->number, (unsigned)act->what);
        else if (strcmp(act->name, "strncpy") == 0)
            found("Line %d copies %g of %u characters: what does not fit is "
                  "cut off.", act->line, act->number, (unsigned)act->what);
        else
            found("Line %d writes %u characters into an array of %g, and the 0 "
                  "behind them needs a place, too: what does not fit is cut "
                  "off.", act->line, (unsigned)act->what, act->number);
        return true;
    }
    return false;
}

static bool is_code(const struct token *t)
{
    bool is_capital = t->kind == TOKEN_NAME && *t->text == 'E' && t->length > 2;
    for (size_t i = 0; is_capital && i < t->length; i++)
        is_capital = t->text[i] >= 'A' && t->text[i] <= 'Z';
    return is_capital;
}

/* failure() == EDOM || ENOMEM: a number alone is true. */
static bool constant_alone(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (const struct token *t = answer->tokens.first; t->kind != TOKEN_END;
         t++) {
        if (!token_is(t, "||") || !is_code(t + 1) || !is_code(t - 1) ||
            !token_is(t - 2, "==") ||
            (!token_is(t + 2, ")") && !token_is(t + 2, "||")))
            continue;
        point_at(answer_file(), t->line);
        found("Line %d asks whether it is %s, or whether %s is not 0, which is "
              "always so: the comparison is for the first of the two alone.",
              t->line, token_text(t - 1), token_text(t + 1));
        return true;
    }
    return false;
}

/* json_array(self->all, sizeof self->all): the count, in bytes. */
static bool bytes_for_count(const struct run *run)
{
    static const char *const counts[] = {"json_array", "gather_array",
                                         "gather_array_return_exceptions", NULL};
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    for (; t->kind != TOKEN_END; t++) {
        if (!is_any(t, counts) || !token_is(t + 1, "(") ||
            line_is_given(t->line))
            continue;
        const struct token *close = closing(t + 1);
        const struct token *size = find_tokens(t, close, ", sizeof");
        if (!size || find_tokens(size, close, "/"))
            continue;
        point_at(answer_file(), size->line);
        found("sizeof in line %d is how many bytes there are; %s() is told how "
              "many values.", size->line, token_text(t));
        return true;
    }
    return false;
}

const struct mistake arithmetic_mistakes[] = {
    {.name = "bytes-for-count", .made = bytes_for_count, .broken_too = true,
     .why = "The size of all divided by the size of one is their number: sizeof "
            "x / sizeof x[0].",
     .python = "len(x)", .is_proven = true},
    {.name = "constant-alone", .made = constant_alone,
     .why = "Each of them is compared: x == A || x == B.",
     .python = "if code == EDOM or ENOMEM:     # always true, too\n"
               "if code in (EDOM, ENOMEM):",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "text-cut", .made = text_cut, .broken_too = true,
     .why = "textf() makes a text as long as it has to be, and it stays.",
     .python = "text = f\"...\"       # as long as it has to be",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "fraction-lost", .made = fraction_lost, .broken_too = true,
     .why = "Declare it as a double.",
     .python = "pause = 0.1        # a name has no type of its own",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "divided-to-nothing", .made = divided_to_nothing,
     .broken_too = true,
     .why = "Write one of them with a point: 1.0 / 2, or 0.5.",
     .python = "1 / 2              # 0.5; what C does is 1 // 2",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "xor-for-power", .made = xor_for_power, .broken_too = true,
     .why = "1 << n is 2 to the power of n; or multiply once in each round.",
     .python = "2 ** n             # 2 ^ n is the exclusive or there, too",
     .read_on = NULL},
    {.name = "real-for-whole", .made = real_for_whole,
     .why = "RETURN(x) and awaited() carry the kind of x along: as_int() of a "
            "real number is an error.",
     .python = "sum(parts)         # an int, as long as all parts are",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};
