/* nearly.c - a text that has the right words, and other marks between them; or
 * one word that is another; or its parts the other way round. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* 1.5 and -1 are words, too. */
static bool is_in_word(const char *c)
{
    return isalnum((unsigned char)*c) || (unsigned char)*c >= 0x80 ||
           ((*c == '.' || *c == '-') && isdigit((unsigned char)c[1])) ||
           *c == '%' || *c == '_' || *c == '\\';
}

static const char *marks_end(const char *c)
{
    while (*c && !is_in_word(c))
        c++;
    return c;
}

static const char *word_end(const char *c)
{
    while (*c && is_in_word(c))
        c++;
    return c;
}

static bool same_part(const char *a, const char *a_end, const char *b,
                      const char *b_end)
{
    return a_end - a == b_end - b && strncmp(a, b, (size_t)(a_end - a)) == 0;
}

static const char *in_quotes(const char *c, const char *end)
{
    return c == end ? "nothing" : textf("`%.*s`", (int)(end - c), c);
}

/* Where the marks of two texts first differ that have the same words; "": they
 * do nowhere, or the words are others.  Both stand in quotes. */
static const char *other_marks(const char *mine, const char *right)
{
    const char *difference = "", *words = "", *words_end = words;
    const char *last = mine + strlen(mine) - 1;
    const char *right_last = right + strlen(right) - 1;
    for (mine++, right++; mine < last || right < right_last;) {
        const char *end = marks_end(mine), *right_end = marks_end(right);
        if (end > last)
            end = last;
        if (right_end > right_last)
            right_end = right_last;
        if (!*difference && !same_part(mine, end, right, right_end))
            difference = textf("%s it has %s, and %s belongs there",
                               words == words_end
                                   ? "at its beginning"
                                   : textf("behind `%.*s`",
                                           (int)(words_end - words), words),
                               in_quotes(mine, end),
                               in_quotes(right, right_end));
        words = end;
        mine = words_end = word_end(end);
        right = word_end(right_end);
        if (!same_part(words, words_end, right_end, right))
            return "";
    }
    return difference;
}

/* The only word that is another one, in a text of that line, where the right one
 * is not; sets the line to where it stands.  "": there are more, or it comes
 * from elsewhere. */
static const char *other_word(const char *mine, const char *right, int *line)
{
    size_t front = 0, back = 0;
    size_t length = strlen(mine), right_length = strlen(right);
    while (mine[front] && mine[front] == right[front])
        front++;
    while (back < length - front && back < right_length - front &&
           mine[length - 1 - back] == right[right_length - 1 - back])
        back++;
    while (front > 0 && is_in_word(mine + front - 1))
        front--;
    while (back > 0 && is_in_word(mine + length - back))
        back--;
    const char *is = textf("%.*s", (int)(length - front - back), mine + front);
    const char *wanted = textf("%.*s", (int)(right_length - front - back),
                               right + front);
    bool are_words = strlen(is) > 2 && *wanted && !is[strcspn(is, " \"")] &&
                     !wanted[strcspn(wanted, " \"")];
    const struct source *answer = &sources()->answer;
    const struct token *t = statement_begins(answer, *line);
    for (int depth = 0; are_words && t->kind != TOKEN_END &&
                        (depth > 0 || !token_is(t, ";")); t++) {
        depth += token_is(t, "(") - token_is(t, ")");
        if (t->kind == TOKEN_TEXT && strstr(token_text(t), is) &&
            !strstr(token_text(t), wanted)) {
            *line = t->line;
            return textf("`%s` stands in line %d, where `%s` belongs", is,
                         t->line, wanted);
        }
    }
    return "";
}

static bool is_text(const char *data)
{
    size_t length = strlen(data);
    return length > 2 && data[0] == '"' && data[length - 1] == '"';
}

/* What is returned instead, in a right answer's run of this scene. */
static const char *marks_unlike(const struct fact *end, int *line)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    const char *unlike = "";
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++) {
            const struct fact *one = &all[i].fact[n];
            if (one->kind != FACT_END || strcmp(one->name, end->name) != 0 ||
                !is_text(one->data))
                continue;
            if (strcmp(one->data, end->data) == 0)
                return "";
            if (!*unlike)
                unlike = other_marks(end->data, one->data);
            if (!*unlike)
                unlike = other_word(end->data, one->data, line);
        }
    return unlike;
}

static bool nearly_the_text(const struct run *run)
{
    struct facts facts = facts_of(run->acts);
    for (size_t i = 0; i < facts.count; i++) {
        const struct fact *end = &facts.fact[i];
        if (end->kind != FACT_END || end->code || !is_text(end->data) ||
            !end->act || !is_learners(end->act) || !is_asked_for(end->name))
            continue;
        int line = end->act->line;
        const char *unlike = marks_unlike(end, &line);
        if (!*unlike)
            continue;
        point_at(answer_file(), line);
        found(strstr(unlike, " stands in ")
                  ? "What line %d returns is right but for one word: %s."
                  : "The words of what line %d returns are right: %s.",
              end->act->line, unlike);
        return true;
    }
    return false;
}

/* --- the other way round ------------------------------------------------- */

enum { MOST_PARTS = 20 };

/* "one, two, three": where each part begins, and behind the last one. */
static size_t parts_of(const char *text, const char **parts)
{
    size_t count = 0;
    const char *end = text + strlen(text) - 1;
    for (text++; text && count < MOST_PARTS; count++) {
        parts[count] = text;
        text = strstr(text, ", ");
        text = text ? text + 2 : NULL;
    }
    parts[count] = end + 2;
    return count;
}

static bool is_reversed(const char *mine, const char *right)
{
    const char *ours[MOST_PARTS + 1], *theirs[MOST_PARTS + 1];
    size_t count = parts_of(mine, ours), other = parts_of(right, theirs);
    if (count != other || count < 3 || strcmp(mine, right) == 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!same_part(ours[i], ours[i + 1] - 2, theirs[count - 1 - i],
                       theirs[count - i] - 2))
            return false;
    return true;
}

/* gather(self->all, one[2], one[1], one[0]) */
static bool has_falling_numbers(const struct token *open)
{
    size_t count = 0;
    long last = 0;
    for (const struct token *t = open; t < closing(open); t++) {
        if (t->kind != TOKEN_NUMBER || (!token_is(t - 1, "[") &&
                                        !token_is(t - 1, "=")))
            continue;
        long number = strtol(t->text, NULL, 10);
        if (count++ > 0 && number != last - 1)
            return false;
        last = number;
    }
    return count >= 3;
}

/* self->text = textf("%s, %s", one, self->text) */
static bool puts_in_front(const struct token *call)
{
    const struct token *close = closing(call + 1), *sets = close - 1;
    while (!token_is(sets, "=") && !token_is(sets, ";") &&
           !token_is(sets, "{") && !token_is(sets, "}"))
        sets--;
    return token_is(sets, "=") && token_is(close - 4, ",") &&
           same_token(sets - 1, close - 1) && token_is(close - 2, "->");
}

/* A loop that counts down, and whose rounds have to do with texts. */
static bool counts_texts_down(const struct token *loop)
{
    static const char *const texts[] = {"textf", "as_text", "awaited",
                                        "strcat", NULL};
    const struct token *end = behind_statement(loop);
    const struct token *head = token_is(loop, "for") ? closing(loop + 1) : end;
    if ((!token_is(loop, "for") && !token_is(loop, "while")) ||
        !find_tokens(loop, head, "--"))
        return false;
    for (const struct token *t = loop; t < end; t++)
        if (is_any(t, texts))
            return true;
    return false;
}

/* What turns the order round, in words, with its line; "": it is not known. */
static const char *what_turns_round(const struct item *item, int *line)
{
    const struct token *t = item ? item->body : NULL;
    for (; t && t < item->end; t++) {
        *line = t->line;
        if (counts_texts_down(t))
            return textf("line %d counts down, so that the last one comes "
                         "first", t->line);
        if (token_is(t, "textf") && puts_in_front(t))
            return textf("line %d puts each new text in front of those that "
                         "are there already", t->line);
        if (t->kind == TOKEN_NAME && token_is(t + 1, "(") &&
            !is_await(t) && !is_control(t) && has_falling_numbers(t + 1))
            return textf("line %d names the last one first", t->line);
    }
    return "";
}

static bool other_way_round(const struct run *run)
{
    struct facts facts = facts_of(run->acts);
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; count && i < facts.count; i++) {
        const struct fact *end = &facts.fact[i];
        if (end->kind != FACT_END || end->code || !is_text(end->data) ||
            !end->act || !is_learners(end->act) || !is_asked_for(end->name))
            continue;
        for (size_t n = 0; n < all[0].count; n++) {
            const struct fact *one = &all[0].fact[n];
            if (one->kind != FACT_END || strcmp(one->name, end->name) != 0 ||
                !is_text(one->data) || !is_reversed(end->data, one->data))
                continue;
            int line = end->act->line;
            const char *turns = what_turns_round(
                item_named(&sources()->answer, end->name, false), &line);
            point_at(answer_file(), *turns ? line : end->act->line);
            found("All parts of the text are there, in the opposite order%s%s.",
                  *turns ? ": " : "", turns);
            return true;
        }
    }
    return false;
}

/* --- in capitals --------------------------------------------------------- */

/* A text of the answer's with this part of another one, NULL: there is none. */
static const struct token *text_with_part(const char *part)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t->kind != TOKEN_END; t++)
        if (t->kind == TOKEN_TEXT && !line_is_given(t->line) &&
            strstr(token_text(t), part))
            return t;
    return NULL;
}

/* The word in which the first letter stands that is unlike. */
static const char *word_at(const char *text, size_t place)
{
    size_t first = place;
    while (first > 0 && is_in_word(text + first - 1))
        first--;
    return textf("%.*s", (int)(word_end(text + first) - (text + first)),
                 text + first);
}

/* "Timed Out" for "Timed out" */
static bool other_letters(const struct fact *end, const struct fact *right)
{
    size_t place = 0;
    if (strcmp(end->data, right->data) == 0 ||
        strcasecmp(end->data, right->data) != 0)
        return false;
    while (end->data[place] == right->data[place])
        place++;
    const char *is = word_at(end->data, place);
    const struct token *t = text_with_part(is);
    if (!t)
        return false;
    point_at(answer_file(), t->line);
    found("What line %d returns is right but for capitals and small letters: "
          "`%s` stands in line %d, where `%s` belongs.", end->act->line, is,
          t->line, word_at(right->data, place));
    return true;
}

static bool in_other_letters(const struct run *run)
{
    struct facts facts = facts_of(run->acts);
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; count && i < facts.count; i++) {
        const struct fact *end = &facts.fact[i];
        if (end->kind != FACT_END || end->code || !is_text(end->data) ||
            !end->act || !is_learners(end->act) || !is_asked_for(end->name))
            continue;
        for (size_t n = 0; n < all[0].count; n++)
            if (all[0].fact[n].kind == FACT_END &&
                strcmp(all[0].fact[n].name, end->name) == 0 &&
                other_letters(end, &all[0].fact[n]))
                return true;
    }
    return false;
}

const struct mistake nearly_mistakes[] = {
    {.name = "other-letters", .made = in_other_letters, .is_proven = true,
     .why = "The check looks at each character."},
    {.name = "other-marks", .made = nearly_the_text,
     .why = "The check looks at each character, also at spaces and commas.",
     .wants_trial = true},
    {.name = "other-way-round", .made = other_way_round, .why = "",
     .wants_trial = true},
    {0},
};
