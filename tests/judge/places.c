/* places.c - what can be something else in an answer.  See places.h. */
#include "places.h"

#include <stdio.h>
#include <string.h>

#include <runtime.h>

#include "given.h"
#include "likely.h"
#include "looking.h"
#include "statements.h"

enum { MOST_TOKENS = 6000 };

/* What is written in front of each token of the answer, and behind it. */
static const char *before[MOST_TOKENS], *behind[MOST_TOKENS];

static struct change *list;
static size_t count;
static bool any_number;         /* can be switched on, several at a time */

bool places_begin(struct change *changes, bool any_of_them)
{
    any_number = any_of_them;
    memset(before, 0, sizeof before);
    memset(behind, 0, sizeof behind);
    list = changes;
    count = 0;
    return sources()->answer.tokens.first &&
           sources()->answer.tokens.count < MOST_TOKENS;
}

static size_t index_of(const struct token *t)
{
    return (size_t)(t - sources()->answer.tokens.first);
}

static void write_before(const struct token *t, const char *text)
{
    const char *there = before[index_of(t)];
    before[index_of(t)] = there ? textf("%s%s", there, text) : text;
}

static void write_behind(const struct token *t, const char *text)
{
    const char *there = behind[index_of(t)];
    behind[index_of(t)] = there ? textf("%s%s", text, there) : text;
}

/* --- choices ------------------------------------------------------------- */

/* Its number, from 1; 0: there is no room for more. */
size_t change_new(int line, enum rank rank, const char *words)
{
    if (count == MOST_CHANGES)
        return 0;
    list[count].line = line;
    list[count].words = words;
    list[count].rank = rank;
    list[count].text = "";
    list[count].first = NULL;
    return ++count;
}

/* What is of a #define has tokens of its own, which are gone soon. */
static void note_place(const struct place *place, struct change *change)
{
    const struct tokens *tokens = &sources()->answer.tokens;
    bool is_ours = place->first >= tokens->first &&
                   place->last < tokens->first + tokens->count;
    change->first = is_ours ? place->first : NULL;
    change->last = is_ours ? place->last : NULL;
}

static const char *is_on(size_t number)
{
    return textf(any_number ? "act_is_on(%zu)" : "act_change == %zu", number);
}

/* if (...) and while (...): as true or false it is known in its own line whether
 * it can be compiled, and not only where all of them come together. */
static bool is_asked(const struct place *place)
{
    const struct token *head = place->first - 2;
    return token_is(head + 1, "(") &&
           (token_is(head, "if") || token_is(head, "while"));
}

/* Two awaits need two lines: a line of their own keeps them apart. */
void place_choice(struct place *place, size_t number, const char *text)
{
    int line = place->first->line;
    if (number == 0)
        return;
    list[number - 1].text = text;
    if (strcmp(text, ";") != 0 || !list[number - 1].first)
        note_place(place, &list[number - 1]);
    list[number - 1].has_own_line = place->kind == STATEMENT;
    if (list[number - 1].is_impossible)
        return;
    list[number - 1].is_likely |= !any_number && is_likely(place, text);
    if (place->kind == STATEMENT)
        place->choices =
            textf("%sif (%s) {\n#line %zu\n%s\n#line %d\n} else ",
                  place->choices, is_on(number),
                  number * LINES_APART + (size_t)line, text, line);
    else if (place->kind == MACRO)
        place->choices =
            textf("%s%s ? (%s) : ", place->choices, is_on(number), text);
    else
        place->choices = textf("%s%s ?\n#line %zu\n%s(%s)\n#line %d\n: ",
                               place->choices, is_on(number),
                               number * LINES_APART + (size_t)line,
                               is_asked(place) ? "!!" : "", text, line);
    place->count++;
}

void place_add(struct place *place, int line, enum rank rank, const char *text,
               const char *words)
{
    place_choice(place, change_new(line, rank, words), text);
}

void place_replace(struct place *place, enum rank rank,
                   const struct token *from, const struct token *to,
                   const char *new)
{
    place_add(place, from->line, rank,
              text_with(place->first, place->last, from, to, new),
              textf("`%s` instead of %s", new, quote_in_line(from, to)));
}

size_t changes_by_now(void)
{
    return count;
}

/* (The impossible ones as well: each is to have the same number again.) */
bool is_added(size_t of, const char *text)
{
    for (size_t i = of; i < count; i++)
        if (list[i].text && strcmp(list[i].text, text) == 0)
            return true;
    return false;
}

void place_finish(const struct place *place)
{
    if (place->count == 0)
        return;
    bool is_statement = place->kind == STATEMENT;
    write_before(place->first,
                 textf(is_statement ? "{ %s { " : "(%s (", place->choices));
    write_behind(place->last, is_statement ? " } }" : "))");
}

/* In front of END, which closes brackets, nothing may be open. */
void place_finish_in_front(const struct place *place)
{
    if (place->count > 0)
        write_before(place->first, textf("%s{ } ", place->choices));
}

/* With lines of its own, so that what cannot be compiled of it is known. */
static const char *own_lines(const struct token *t, size_t number,
                             const char *text)
{
    return textf("\n#line %zu\n%s\n#line %d\n",
                 number * LINES_APART + (size_t)t->line, text, t->line);
}

void place_text(const struct token *t, size_t number, const char *text)
{
    if (number == 0)
        return;
    list[number - 1].has_own_line = true;
    if (!list[number - 1].is_impossible)
        write_before(t, own_lines(t, number, text));
}

void place_else(const struct token *last, size_t number, const char *text)
{
    if (number > 0 && !list[number - 1].is_impossible)
        write_behind(last, textf(" else if (%s) {%s}", is_on(number),
                                 own_lines(last, number, text)));
}

void place_braces(const struct token *first, const struct token *last)
{
    write_before(first, "{ ");
    write_behind(last, " }");
}

void place_finish_as_macro(const struct place *place, const struct token *name,
                           const struct token *end, const char *text)
{
    if (place->count > 0)
        write_behind(end, textf("\n#undef %s\n#define %s (%s%s)\n#line %d\n",
                                token_text(name), token_text(name),
                                place->choices, text, end->line));
}

void place_outside(const struct token *first, const char *in_front,
                   const struct token *last, const char *text)
{
    const char **front = first ? &before[index_of(first)] : NULL;
    const char **end = &behind[index_of(last)];
    if (first)
        *front = textf("%s%s", in_front, *front ? *front : "");
    *end = textf("%s%s", *end ? *end : "", text);
}

/* --- writing it ---------------------------------------------------------- */

size_t places_write(FILE *out)
{
    const struct tokens *tokens = &sources()->answer.tokens;
    const char *from = tokens->source;
    if (is_free_answer())
        look_into_functions();
    fprintf(out, "extern int act_change;\n_Bool act_is_on(int);\n"
                 "#line 1 \"%s\"\n", answer_file());
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *t = &tokens->first[i];
        fwrite(from, 1, (size_t)(t->text - from), out);
        fputs(before[i] ? before[i] : "", out);
        fwrite(t->text, 1, t->length, out);
        fputs(behind[i] ? behind[i] : "", out);
        from = t->text + t->length;
    }
    fputs(from, out);
    return count;
}
