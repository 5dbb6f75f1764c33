/* nearly.c - a text that has the right words, and other marks between them; or
 * one word that is another. */
#include <ctype.h>
#include <string.h>

#include "facts.h"
#include "proven.h"
#include "seen.h"

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
 * is not; "": there are more, or it comes from elsewhere. */
static const char *other_word(const char *mine, const char *right, int line)
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
    const struct token *t = statement_begins(answer, line);
    for (int depth = 0; are_words && t->kind != TOKEN_END &&
                        (depth > 0 || !token_is(t, ";")); t++) {
        depth += token_is(t, "(") - token_is(t, ")");
        if (t->kind == TOKEN_TEXT && strstr(token_text(t), is) &&
            !strstr(token_text(t), wanted))
            return textf("`%s` stands in line %d, where `%s` belongs", is,
                         t->line, wanted);
    }
    return "";
}

static bool is_text(const char *data)
{
    size_t length = strlen(data);
    return length > 2 && data[0] == '"' && data[length - 1] == '"';
}

/* What is returned instead, in a right answer's run of this scene. */
static const char *marks_unlike(const struct fact *end)
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
                unlike = other_word(end->data, one->data, end->act->line);
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
        const char *unlike = marks_unlike(end);
        if (!*unlike)
            continue;
        point_at_act(end->act);
        found(strstr(unlike, " stands in ")
                  ? "What line %d returns is right but for one word: %s."
                  : "The words of what line %d returns are right: %s.",
              end->act->line, unlike);
        return true;
    }
    return false;
}

const struct mistake nearly_mistakes[] = {
    {.name = "other-marks", .made = nearly_the_text,
     .why = "The check looks at each character, also at spaces and commas.",
     .wants_trial = true},
    {0},
};
