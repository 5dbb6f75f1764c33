/* grafts.c - all that a right answer has otherwise.  See grafts.h.
 *
 * What differs becomes a change: a statement instead of another, one more, one
 * less, or at another place; another condition.  What a statement of theirs
 * needs, a member or a helper, is there in any case.
 */
#include "grafts.h"

#include <stdio.h>
#include <string.h>

#include "changing.h"
#include "differ.h"
#include "given.h"
#include "needed.h"
#include "patch.h"
#include "spelling.h"
#include "statements.h"

static const struct source *right;

/* --- theirs as text ------------------------------------------------------ */

static struct differences found;
static size_t numbers[MOST_DIFFERENCES];

/* How what is declared begins, which is the next difference; NULL: it has no
 * value yet. */
static const struct difference *beginning_of(const struct difference *edit)
{
    const struct difference *next = edit + 1;
    return next < found.list + found.count && next->how == IN_FRONT &&
                   next->theirs == edit->their_last
               ? next : NULL;
}

/* bool taken = false: it may be read where nothing has set it. */
static bool begins_with_constant(const struct difference *edit)
{
    static const char *const constants[] = {"true", "false", "NULL", NULL};
    const struct difference *begins = beginning_of(edit);
    const struct token *value = begins ? begins->theirs + 2 : NULL;
    return value && value == begins->their_last &&
           (value->kind == TOKEN_NUMBER || is_any(value, constants));
}

/* Any other value is set behind it: what is constant there is not so here. */
static const char *declaration(const struct difference *edit, bool with_value)
{
    bool is_constant = token_is(edit->type, "const") &&
                       edit->theirs->kind == TOKEN_NAME;
    const struct token *last =
        with_value ? beginning_of(edit)->their_last : edit->their_last;
    return textf("%s %s;",
                 quote(edit->type + is_constant,
                       first_declarator(edit->type) - 1),
                 quote_declarator(edit->theirs, last));
}

static const char *declaration_text(const struct difference *edit)
{
    return declaration(edit, begins_with_constant(edit));
}

/* Is there a variable of that name already? */
static bool is_declared(const struct difference *edit)
{
    look_into(item_at(&sources()->answer, edit->first->line));
    return is_declared_around(edit->first, name_in(edit->theirs));
}

static bool ends_by_itself(const struct difference *edit)
{
    return edit->how == EXPRESSION_IS || token_is(edit->their_last, ";") ||
           token_is(edit->their_last, "}");
}

static const char *text_of_theirs(const struct difference *edit)
{
    return textf("%s%s", text_in_lines(edit->theirs, edit->their_last),
                 ends_by_itself(edit) ? "" : ";");
}

static const char *quote_theirs(const struct difference *edit)
{
    return textf("%s%s", quote(edit->theirs, edit->their_last),
                 ends_by_itself(edit) ? "" : ";");
}

/* --- in words ------------------------------------------------------------ */

/* What differs of the two, without what they begin and end with alike. */
static struct difference only_what_differs(const struct difference *edit)
{
    struct difference part = *edit;
    while (part.first <= part.last && part.theirs <= part.their_last &&
           same_token(part.first, part.theirs))
        part.first++, part.theirs++;
    while (part.last >= part.first && part.their_last >= part.theirs &&
           same_token(part.last, part.their_last))
        part.last--, part.their_last--;
    return part;
}

/* A few tokens with all the brackets that open in them, and of one operand. */
static bool is_a_part(const struct token *first, const struct token *last)
{
    enum { LONGEST = 9 };
    static const char *const others[] = {")",  "]",     "}",   ",",      ":",
                                         ";",  "=",     "if",  "while",  "for",
                                         "do", "return", NULL};
    if (first == last && token_is(first, "="))
        return true;
    for (const struct token *t = first; t <= last; t++) {
        if (is_open(t))
            t = closing(t);
        else if (is_any(t, others))
            return false;
        if (t > last)
            return false;
    }
    return first <= last && last - first < LONGEST;
}

/* Another expression or statement, of which only a part is another? */
static bool is_told_in_part(const struct difference *edit)
{
    if (edit->how != EXPRESSION_IS && edit->how != STATEMENT_IS)
        return false;
    struct difference part = only_what_differs(edit);
    return is_a_part(part.first, part.last) &&
           (part.theirs > part.their_last ||
            is_a_part(part.theirs, part.their_last));
}

static int line_of(const struct difference *edit)
{
    return is_told_in_part(edit) ? only_what_differs(edit).first->line
                                 : edit->first->line;
}

/* `+=` instead of `=`, `!` left out: if it is a part of its own. */
static const char *words_of_another(const struct difference *edit,
                                    const char *whole)
{
    struct difference part = only_what_differs(edit);
    if (is_told_in_part(edit) && part.theirs <= part.their_last)
        return textf("`%s` instead of %s",
                     quote(part.theirs, part.their_last),
                     quote_in_line(part.first, part.last));
    if (is_told_in_part(edit))
        return textf("%s left out", quote_in_line(part.first, part.last));
    return textf(whole, quote_theirs(edit));
}

static const char *words_of(const struct difference *edit)
{
    switch (edit->how) {
    case EXPRESSION_IS:
        return words_of_another(edit, "`%s` there");
    case STATEMENT_IS:
        return words_of_another(edit, "`%s` instead of it");
    case IN_FRONT:
        return textf("one more statement in front of it, `%s`",
                     quote_theirs(edit));
    case ELSE:
        return textf("`else %s` behind it", quote_theirs(edit));
    case LEFT_OUT:
        return "this statement left out";
    case DECLARED:
        break;
    }
    return "";
}

enum { TOO_MUCH = 1000, LITTLE = 2 };

/* With it, what stands behind it is not come to: that is not changed, but all
 * of it is another thing then. */
static bool hides_the_rest(const struct difference *edit)
{
    const struct token *t = edit->theirs, *rest = edit->first;
    if (edit->how == STATEMENT_IS && leaves(t) && !leaves(rest))
        rest = edit->last + 1;
    else if (edit->how != IN_FRONT)
        return false;
    if (token_is(rest, "}") || token_is(rest, "END"))
        return false;
    if (token_is(t, "for") || token_is(t, "while") || token_is(t, "do"))
        return find_tokens(t, edit->their_last, "RETURN") ||
               find_tokens(t, edit->their_last, "return");
    return leaves(t);
}

/* A whole loop in one line, which nobody can read. */
static bool is_hard_to_read(const struct difference *edit)
{
    enum { READABLE = 24 };
    return find_tokens(edit->theirs, edit->their_last, "{") &&
           find_tokens(edit->theirs, edit->their_last, ";") &&
           edit->their_last - edit->theirs > READABLE;
}

/* So many tokens. */
static int size_of(const struct difference *edit)
{
    if (edit->how == LEFT_OUT)
        return LITTLE;
    if (is_hard_to_read(edit) || needs_much(edit->theirs, edit->their_last) ||
        hides_the_rest(edit))
        return TOO_MUCH;
    if (edit->how == IN_FRONT || edit->how == ELSE)
        return (int)(edit->their_last - edit->theirs) + 1;
    struct difference part = only_what_differs(edit);
    return (int)(part.last - part.first + part.their_last - part.theirs) + 2;
}

/* --- written ------------------------------------------------------------- */

static bool is_in_one_function(const struct difference *one,
                               const struct difference *other)
{
    const struct source *answer = &sources()->answer;
    return item_at(answer, one->first->line) ==
           item_at(answer, other->first->line);
}

/* The same statement is left out here and put in there: it is at another place.
 * Gives where it is left out, or the end of the list. */
static size_t place_left(const struct difference *edit)
{
    size_t i = 0;
    while (i < found.count &&
           (edit->how != IN_FRONT || found.list[i].how != LEFT_OUT ||
            numbers[i] || !is_in_one_function(edit, &found.list[i]) ||
            !same_tokens(found.list[i].first, found.list[i].last + 1,
                         edit->theirs, edit->their_last + 1)))
        i++;
    return i;
}

/* A declaration is there in any case. */
static enum rank rank_of(const struct difference *edit, bool is_move)
{
    return edit->how == DECLARED              ? BODY
           : edit->how == LEFT_OUT            ? LESS
           : edit->how != IN_FRONT            ? INSTEAD
           : is_move                          ? ORDER
                                              : MORE;
}

/* from: where what is moved is left out, or the end of the list. */
static void number_change(struct change *changes, size_t i, size_t from)
{
    const struct difference *edit = &found.list[i];
    bool is_move = from < found.count;
    const char *words =
        is_move ? textf("this statement in front of line %d",
                        edit->first->line)
                : words_of(edit);
    int line = is_move ? found.list[from].first->line : line_of(edit);
    numbers[i] = change_new(line, rank_of(edit, is_move), words);
    if (is_move)
        numbers[from] = numbers[i];
    if (numbers[i] == 0)
        return;
    changes[numbers[i] - 1].size = is_move ? LITTLE : size_of(edit);
}

/* The for in whose head this stands; NULL: in none. */
static const struct token *for_around(const struct token *t)
{
    for (; !token_is(t, "{") && !token_is(t, "}"); t--)
        if (token_is(t, "for") && token_is(t + 1, "("))
            return t;
    return NULL;
}

/* From 1 and up to 3, or from 0 and below 3: half of it is out of an array.
 * Gives the number that another part of the same head has; 0: none has. */
static size_t number_of_head(size_t i)
{
    const struct difference *edit = &found.list[i];
    const struct token *head =
        edit->how == EXPRESSION_IS ? for_around(edit->first) : NULL;
    for (size_t k = 0; head && k < i; k++)
        if (found.list[k].how == EXPRESSION_IS &&
            for_around(found.list[k].first) == head)
            return numbers[k];
    return 0;
}

/* What is moved first: its two places have one number. */
static void number_changes(struct change *changes)
{
    memset(numbers, 0, sizeof numbers);
    for (int moves = 1; moves >= 0; moves--)
        for (size_t i = 0; i < found.count; i++) {
            size_t from = place_left(&found.list[i]), head = 0;
            if (numbers[i] || (from < found.count) != moves)
                continue;
            if (!moves && (head = number_of_head(i)) > 0) {
                numbers[i] = head;
                changes[head - 1].size += size_of(&found.list[i]);
            } else {
                number_change(changes, i, from);
            }
        }
}

static void write_change(const struct difference *edit, size_t number)
{
    struct place place = {edit->first, edit->last,
                          edit->how == EXPRESSION_IS ? EXPRESSION : STATEMENT,
                          "", 0};
    const char *text = edit->how == LEFT_OUT   ? ";"
                       : edit->how == DECLARED ? declaration_text(edit)
                                               : text_of_theirs(edit);
    if (edit->how == DECLARED && !is_declared(edit))
        place_text(edit->first, number, text);
    else if (edit->how == ELSE)
        place_else(edit->last, number, text);
    if (edit->how == DECLARED || edit->how == ELSE)
        return;
    place_choice(&place, number, text);
    if (edit->how == IN_FRONT)
        place_finish_in_front(&place);
    else
        place_finish(&place);
}

/* What is moved has two, of which the new one counts; the head of a loop may
 * have several. */
static void forget_shared_places(struct change *changes)
{
    for (size_t i = 0; i < found.count; i++)
        for (size_t k = 0; k < i; k++) {
            if (!numbers[i] || numbers[i] != numbers[k])
                continue;
            struct change *change = &changes[numbers[i] - 1];
            bool is_move = change->rank == ORDER;
            size_t new = found.list[i].how == IN_FRONT ? i : k;
            change->first = is_move ? found.list[new].first : NULL;
            change->last = change->first;
        }
}

/* --- as a patch ---------------------------------------------------------- */

/* Alone behind an if or a loop. */
static bool is_alone(const struct token *t)
{
    return !token_is(t, "{") && !token_is(t, "}") &&
           (token_is(t - 1, ")") || token_is(t - 1, "else"));
}

static const char *code_of_theirs(const struct difference *edit)
{
    return textf("%s%s", code_of(edit->theirs, edit->their_last),
                 ends_by_itself(edit) ? "" : ";");
}

static void add_to_patch(const struct difference *edit)
{
    switch (edit->how) {
    case EXPRESSION_IS:
    case STATEMENT_IS:
        patch_instead(edit->first, edit->last, code_of_theirs(edit));
        break;
    case IN_FRONT:
        if (is_alone(edit->first))
            patch_instead(edit->first, behind_statement(edit->first) - 1,
                          textf("{ %s %s }", quote_theirs(edit),
                                quote(edit->first,
                                      behind_statement(edit->first) - 1)));
        else
            patch_in_front(edit->first, code_of_theirs(edit));
        break;
    case ELSE:
        patch_behind(edit->last, textf("else %s", code_of_theirs(edit)));
        break;
    case LEFT_OUT:
        if (token_is(edit->first - 1, "else"))
            patch_instead(edit->first - 1, edit->last, "");
        else
            patch_instead(edit->first, edit->last,
                          token_is(edit->first - 1, ")") ? "{ }" : "");
        break;
    case DECLARED:
        break;
    }
}

bool graft_needs_more(int number)
{
    size_t expressions = 0;
    for (size_t k = 0; k < found.count; k++) {
        if (numbers[k] != (size_t)number)
            continue;
        expressions += found.list[k].how == EXPRESSION_IS;
        if (expressions > 1 ||
            needs_more(found.list[k].theirs, found.list[k].their_last))
            return true;
    }
    return false;
}

/* What is declared, and what it is set to at once, is one line. */
static bool is_set_at_once(size_t k)
{
    return k > 0 && found.list[k - 1].how == DECLARED &&
           beginning_of(&found.list[k - 1]) == &found.list[k] &&
           need_line(name_in(found.list[k - 1].theirs),
                     declaration(&found.list[k - 1], true));
}

const char *grafts_as_patch(const int *told, int count, int columns)
{
    patch_begin();
    for (size_t k = 0; k < found.count; k++)
        for (int i = 0; i < count; i++)
            if (numbers[k] == (size_t)told[i] && is_set_at_once(k)) {
                patch_needed(found.list[k - 1].theirs,
                             found.list[k - 1].their_last,
                             found.list[k].first);
            } else if (numbers[k] == (size_t)told[i]) {
                patch_needed(found.list[k].theirs, found.list[k].their_last,
                             found.list[k].first);
                add_to_patch(&found.list[k]);
            }
    return patch_text(columns);
}

/* --- a whole answer ------------------------------------------------------ */

/* Those of their functions that this answer has, too, or only the one of that
 * name. */
static void compare_answers(const char *only)
{
    const struct source *answer = &sources()->answer;
    found.count = 0;
    found.is_too_much = false;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *ours = &answer->items[i];
        const struct item *theirs =
            is_ours(ours) && (!only || token_is(ours->name, only))
                ? item_named(right, token_text(ours->name), false) : NULL;
        if (theirs && is_theirs(theirs) && !same_item(ours, theirs))
            add_differences(&found, ours, theirs);
    }
}

/* So many tokens; -1: it is too far from one to the other. */
static int how_far(void)
{
    int tokens = 0;
    for (size_t i = 0; i < found.count; i++) {
        const struct difference *edit = &found.list[i];
        tokens += 2 + (int)(edit->last - edit->first);
        if (edit->theirs)
            tokens += (int)(edit->their_last - edit->theirs);
    }
    return found.is_too_much || found.count == 0 ? -1 : tokens;
}

/* The names that are declared in functions. */
static void declare_needed(void)
{
    for (size_t i = 0; i < found.count; i++)
        if (found.list[i].how == DECLARED && !is_declared(&found.list[i]))
            need(name_in(found.list[i].theirs), found.list[i].first,
                 declaration_text(&found.list[i]));
}

enum { MOST_RIGHT = 40 };

static struct near {
    const struct source *source;
    int apart;
} nearest[MOST_RIGHT];
static size_t near_count;

static void look_for_the_nearest(const char *only)
{
    size_t answers;
    const struct source *all = right_sources(&answers);
    near_count = 0;
    for (size_t i = 0; i < answers && i < MOST_RIGHT; i++) {
        right = &all[i];
        size_t n = near_count;
        if (!is_known(right))
            continue;
        compare_answers(only);
        int apart = how_far();
        if (apart < 0)
            continue;
        for (; n > 0 && nearest[n - 1].apart > apart; n--)
            nearest[n] = nearest[n - 1];
        nearest[n] = (struct near){right, apart};
        near_count++;
    }
}

bool is_graft(const struct change *change)
{
    return change->rank != BODY;
}

bool write_graft(const char *file, const char *only, size_t which,
                 struct change *changes, size_t *count)
{
    spell_as_here();
    if (which == 0)
        look_for_the_nearest(only);
    if (which >= near_count || !places_begin(changes, true))
        return false;
    right = nearest[which].source;
    compare_answers(only);
    write_needed(right);
    declare_needed();
    number_changes(changes);
    for (size_t i = 0; i < found.count; i++)
        write_change(&found.list[i], numbers[i]);
    forget_shared_places(changes);
    FILE *out = fopen(file, "w");
    if (!out)
        return false;
    *count = places_write(out);
    fclose(out);
    return true;
}
