/* neighbours.c - what right answers have in such a place: between the same two
 * tokens, if one more beside them is the same as well.
 *
 *      the answer      i < gather -> missing ;
 *      a right one     i < gather -> count   ;     `count` instead of `missing`
 *
 * Something else, nothing, or something more.
 */
#include <ctype.h>
#include <stdlib.h>

#include "changing.h"
#include "given.h"
#include "likely.h"
#include "statements.h"

/* A source as words, see likely.h; they are asked for again and again. */
struct text {
    const struct token *first;
    uint64_t *word;
};

static struct text read_text(const struct tokens *tokens)
{
    struct text text = {tokens->first, malloc((tokens->count + 1) *
                                              sizeof *text.word)};
    for (size_t i = 0; text.word && i <= tokens->count; i++)
        text.word[i] = word_of(&tokens->first[i]);
    return text;
}

static struct text ours, theirs;

/* A place in the answer, and one in a right one. */
struct pair {
    const struct token *here, *there;
};

static bool is_alike(struct pair at, int further)
{
    return ours.word[at.here - ours.first + further] ==
           theirs.word[at.there - theirs.first + further];
}

/* Two tokens before, two behind: the near ones are the same, and one of those
 * far away. */
static bool fits(struct pair before, struct pair behind)
{
    return is_alike(before, 0) && is_alike(behind, 0) &&
           (is_alike(before, -1) || is_alike(behind, 1));
}

static bool is_operand(const struct token *t)
{
    return t->kind == TOKEN_NUMBER ||
           (t->kind == TOKEN_NAME && !is_chosen(t) && !is_control(t) &&
            !is_frame_of_body(t));
}

static bool is_variable(const struct token *t)
{
    return t->kind == TOKEN_NAME && islower((unsigned char)*t->text) &&
           !token_is(t - 1, "->") && !token_is(t - 1, ".") &&
           !token_is(t - 1, "struct") && !token_is(t + 1, "(");
}

/* Is it known in the answer as well?  A variable has to be in this function, a
 * member anywhere. */
static bool is_here(const struct token *t)
{
    const struct token *all = sources()->answer.tokens.first;
    if (t->kind != TOKEN_NAME || token_is(t + 1, "("))
        return true;
    if (!is_variable(t))
        return find_tokens(all, NULL, token_text(t));
    for (const struct token *one = item->first; one < item->end; one++)
        if (same_token(one, t) && is_variable(one))
            return true;
    return false;
}

static bool is_operator(const struct token *t)
{
    static const char *const others[] = {";", "{", "}", ":", "?", ",", "(", ")",
                                         "[", "]", "->", ".", "=", NULL};
    return t->kind == TOKEN_MARK && !is_any(t, others);
}

/* Both compare, or neither does: == is no &&. */
static bool are_of_one_kind(const struct token *one, const struct token *other)
{
    static const char *const compare[] = {"==", "!=", "<", "<=", ">", ">=",
                                          NULL};
    static const char *const join[] = {"&&", "||", NULL};
    return is_operator(one) && is_operator(other) &&
           is_any(one, compare) == is_any(other, compare) &&
           is_any(one, join) == is_any(other, join);
}

/* f(); for g();, where f(); is there already: it would be done twice then, and
 * what g() does not at all. */
static bool is_done_already(struct pair at)
{
    const char *statement = textf("%s ( ) ;", token_text(at.there));
    return token_is(at.here + 2, ")") && token_is(at.here + 3, ";") &&
           find_tokens(item->body, item->end, statement);
}

/* A name for a name; a call for a call, where all around it is the same. */
static bool is_as_good(struct pair at)
{
    const struct token *here = at.here, *there = at.there;
    bool is_call = token_is(here + 1, "(");
    if (here->kind != there->kind || is_call != token_is(there + 1, "("))
        return false;
    if (is_operator(here) || is_operator(there))
        return are_of_one_kind(here, there);
    return is_operand(here) && is_operand(there) && is_here(there) &&
           (!is_call || (is_alike(at, -2) && is_alike(at, 2) &&
                         !is_done_already(at)));
}

/* now(), 1, x: up to where? */
static const struct token *end_of_operand(const struct token *t)
{
    bool is_call = token_is(t + 1, "(") && token_is(t + 2, ")");
    return !is_operand(t) ? NULL : is_call ? t + 2 : t;
}

/* !, or + 1, or now() +: so that an expression stays one without it. */
static bool is_part(const struct token *first, const struct token *last)
{
    const struct token *end = end_of_operand(first);
    if (first == last)
        return token_is(first, "!");
    return (is_operator(first) && end_of_operand(first + 1) == last) ||
           (end && end + 1 == last && is_operator(last));
}

static size_t before_it;        /* changes, when this place was begun */

static void add_once(struct place *place, const struct token *from,
                     const struct token *to, const char *new,
                     const char *words)
{
    const char *text = text_with(place->first, place->last, from, to, new);
    if (!is_added(before_it, text))
        place_add(place, from->line, WORD, text, words);
}

/* async_sleep(distance(city) + 0.2): what comes at the right time with that
 * comes so by luck. */
static bool is_how_long(const struct token *t)
{
    static const char *const sleeps[] = {"async_sleep", "blocking_sleep",
                                         "compute_for", NULL};
    const struct token *open = bracket_around(t);
    return open && is_any(open - 1, sleeps);
}

enum { LONGEST = 4 };           /* tokens left out, or put in */
enum { MOST_RIGHT = 40 };       /* answers that are looked at */

/* One instead of this one; or it, and what is behind it, is too much; or there
 * is not enough in front of it. */
static void take_from(const struct token *t, const struct token *there,
                      const struct token *end, struct place *place)
{
    struct pair before = {t - 1, there - 1};
    if (!is_alike(before, 0) || (token_is(t, "!") && token_is(there, "&")))
        return;                 /* an address is always true: no condition */
    if (!is_alike((struct pair){t, there}, 0) &&
        is_as_good((struct pair){t, there}) &&
        fits(before, (struct pair){t + 1, there + 1}))
        add_once(place, t, t, token_text(there),
                 textf("`%s` instead of %s", token_text(there),
                       quote_in_line(t, t)));
    for (const struct token *last = t;
         last < t + LONGEST && last < place->last && t > place->first; last++)
        if (is_part(t, last) &&
            fits(before, (struct pair){last + 1, there}))
            add_once(place, t, last, "",
                     textf("%s left out", quote_in_line(t, last)));
    for (const struct token *last = there;
         last < there + LONGEST && last + 2 < end && t > place->first; last++)
        if (is_part(there, last) && is_here(there) && is_here(last) &&
            !(last->kind == TOKEN_NUMBER && is_how_long(t)) &&
            fits(before, (struct pair){t, last + 1}))
            add_once(place, t, t,
                     textf("%s %s", text_of(there, last), token_text(t)),
                     textf("`%s` in front of %s", quote(there, last),
                           quote_in_line(t, t)));
}

/* first->deadline, which in right answers is first->deadline - now(): there is
 * not enough behind it. */
static void take_what_follows(const struct token *t, const struct token *there,
                              const struct token *end, struct place *place)
{
    static const char *const binary[] = {"+", "-", "*", "/", "%", NULL};
    bool is_member = token_is(t - 1, "->") || token_is(t - 1, ".");
    if (!is_member || t->kind != TOKEN_NAME || t <= place->first ||
        !is_alike((struct pair){t, there}, 0) ||
        !is_alike((struct pair){t, there}, -1) || is_operator(t + 1) ||
        !is_any(there + 1, binary) || there + 3 >= end)
        return;
    const struct token *last = end_of_operand(there + 2);
    if (last && last < end && is_here(there + 2))
        add_once(place, t, t,
                 textf("%s %s", token_text(t), text_of(there + 1, last)),
                 textf("`%s` behind %s", quote(there + 1, last),
                       quote_in_line(t, t)));
}

static void take_from_item(const struct item *one, struct place *place)
{
    for (const struct token *t = place->first; t <= place->last; t++)
        for (const struct token *there = one->body + 2; there + 1 < one->end;
             there++) {
            take_from(t, there, one->end, place);
            take_what_follows(t, there, one->end, place);
        }
}

void change_by_neighbours(struct place *place, size_t added_before)
{
    static struct text right_texts[MOST_RIGHT];     /* of those that are known */
    static bool has_read;
    size_t answers;
    const struct source *right = right_sources(&answers);
    if (place->kind == MACRO)   /* its tokens are not those of the answer */
        return;
    if (!has_read) {
        ours = read_text(&sources()->answer.tokens);
        for (size_t i = 0; i < answers && i < MOST_RIGHT; i++)
            if (is_known(&right[i]))
                right_texts[i] = read_text(&right[i].tokens);
        has_read = true;
    }
    before_it = added_before;
    for (size_t i = 0; ours.word && i < answers && i < MOST_RIGHT; i++) {
        theirs = right_texts[i];
        for (size_t n = 0; theirs.word && n < right[i].count; n++)
            if (is_theirs(&right[i].items[n]))
                take_from_item(&right[i].items[n], place);
    }
}
