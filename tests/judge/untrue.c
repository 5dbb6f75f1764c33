/* untrue.c - two conditions that are unlike: when is the one true, and the
 * other not?  See unlike.h. */
#include <stdlib.h>
#include <string.h>

#include <runtime.h>

#include "given.h"
#include "statements.h"
#include "unlike.h"

/* --- what comes of it ---------------------------------------------------- */

/* Does a part of this condition decide alone, if it is true, or false? */
static bool decides(const struct token *part, const struct token *head,
                    bool is_true)
{
    const struct token *close = closing(head + 1);
    return bracket_around(part) == head + 1 && !find_tokens(head, close, "?") &&
           !find_tokens(head, close, is_true ? "&&" : "||");
}

/* What comes of it that a part of a condition is true, or false, and should not
 * be. */
static const char *what_comes_of(const struct token *part, bool is_true)
{
    const struct token *head = head_around(part);
    if (head && !decides(part, head, is_true))
        head = NULL;
    if (head && token_is(head, "if"))
        return is_true ? "what it guards is done all the same"
                       : "what it guards is left out";
    if (head)
        return is_true ? "the loop goes on all the same"
                       : "the loop is over already";
    return is_true ? "it has to be false" : "it has to be true";
}

/* --- one operator -------------------------------------------------------- */

static bool is_order(const struct token *t)
{
    static const char *const orders[] = {"<", "<=", ">", ">=", NULL};
    return is_any(t, orders);
}

static const char *of_equality(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    bool same = token_is(mine, "==");
    if (!same && !token_is(mine, "!="))
        return "";
    const char *left = quoted(side_before(mine));
    const char *right = quoted(side_behind(mine));
    if (!*left || !*right)
        return "";
    return textf("As it stands, it asks whether %s is %s%s; it has to ask "
                 "whether it is%s.", left, same ? "" : "not ", right,
                 same ? " not" : "");
}

static const char *of_order(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (!is_order(mine) || !is_order(right))
        return "";
    const char *left = quoted(side_before(mine));
    const char *limit = quoted(side_behind(mine));
    if (!*left || !*limit)
        return "";
    if (*mine->text != *right->text)
        return textf("As it stands it is true when %s is %s than %s: that is "
                     "the wrong way round.", left,
                     *mine->text == '<' ? "less" : "more", limit);
    bool holds = mine->length == 2;
    return textf("When %s is %s, `%s` is %s: %s.", left, limit,
                 token_text(mine), holds ? "true" : "false",
                 what_comes_of(mine, holds));
}

/* && or || */
static const char *of_connective(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    bool both = token_is(mine, "&&");
    if (!both && !token_is(mine, "||"))
        return "";
    return textf("When one side of `%s` is true and the other is not, it is "
                 "%s: %s.", token_text(mine), both ? "false" : "true",
                 what_comes_of(mine, !both));
}

/* --- its limit ----------------------------------------------------------- */

/* A time, or another number that need not be whole? */
static bool is_measured(struct words_of words)
{
    const struct token *all = sources()->answer.tokens.first;
    for (const struct token *t = words.first; t < words.end; t++)
        if (t->kind == TOKEN_NAME &&
            (strstr(token_text(t), "time") || token_is(t, "now") ||
             find_tokens(all, NULL, textf("double %s", token_text(t)))))
            return true;
    return false;
}

/* > 1 or > 0: for which numbers is that not the same? */
static const char *of_limits(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    const struct token *operator = mine - 1;
    static const char *const goes_on[] = {"+", "-", "*", "/", NULL};
    if (!is_integer(mine) || !is_integer(right))
        return "";
    long a = strtol(mine->text, NULL, 0), b = strtol(right->text, NULL, 0);
    long low = a < b ? a : b, high = a < b ? b : a;
    const char *left = quoted(side_before(operator));
    if (!is_order(operator) || !*left || is_any(mine + 1, goes_on) ||
        is_measured(side_before(operator)))
        return "";
    if (token_is(operator, ">") || token_is(operator, "<="))
        low++;
    else
        high--;
    bool holds = (*operator->text == '<') == (a > b);
    const char *when = low == high ? textf("%ld", low)
                                   : textf("%ld to %ld", low, high);
    return textf("When %s is %s, `%s` is %s: %s.", left, when,
                 quote(operator, mine), holds ? "true" : "false",
                 what_comes_of(mine, holds));
}

/* 2, or PENDING */
static bool is_value(const struct token *t)
{
    return t->kind == TOKEN_NUMBER ||
           (t->kind == TOKEN_NAME && *t->text >= 'A' && *t->text <= 'Z');
}

/* != 2 or == 0; == FAILED or != RETURNED */
static const char *of_one_and_others(const struct unlike *unlike)
{
    struct words_of mine = unlike->mine, theirs = unlike->theirs;
    if (mine.end - mine.first != 2 || theirs.end - theirs.first != 2 ||
        !is_value(&mine.first[1]) || !is_value(&theirs.first[1]))
        return "";
    const char *a = token_text(&mine.first[1]);
    const char *b = token_text(&theirs.first[1]);
    if (token_is(mine.first, "!=") && token_is(theirs.first, "=="))
        return textf("`!= %s` is true for anything but %s; it has to be true "
                     "for %s alone.", a, a, b);
    if (token_is(mine.first, "==") && token_is(theirs.first, "!="))
        return textf("`== %s` is true for %s alone; it has to be true for "
                     "anything but %s.", a, a, b);
    return "";
}

/* --- a part more, or less ------------------------------------------------ */

/* && c: left out, or put in. */
static const char *of_operand(const struct unlike *unlike)
{
    bool is_more = is_empty(unlike->mine);
    struct words_of part = is_more ? unlike->theirs : unlike->mine;
    const struct token *at = unlike->mine.first;
    if (is_empty(part) || !is_empty(is_more ? unlike->mine : unlike->theirs))
        return "";
    bool first = token_is(part.first, "&&") || token_is(part.first, "||");
    const struct token *connective = first ? part.first : part.end - 1;
    bool both = token_is(connective, "&&");
    if (!both && !token_is(connective, "||"))
        return "";
    if (first)
        part.first++;
    else
        part.end--;
    if (!*quoted(part))
        return "";
    return textf(is_more
                     ? "As it stands, `%s` is not asked for: when it is %s, %s."
                     : "`%s` decides as well: when it is %s, %s.",
                 quoted(part), both ? "false" : "true",
                 what_comes_of(at, is_more == both));
}

/* failure() == ECANCELED, or failure() */
static const char *of_failures(const struct unlike *unlike)
{
    bool is_more = is_empty(unlike->mine);
    struct words_of part = is_more ? unlike->theirs : unlike->mine;
    if (part.first + 2 != part.end || !token_is(part.first, "==") ||
        !is_empty(is_more ? unlike->mine : unlike->theirs) ||
        !token_is(unlike->mine.first - 3, "failure"))
        return "";
    return textf(is_more ? "`failure()` is true for any failure, not for %s "
                           "alone."
                         : "`failure() == %s` is true for that one only; "
                           "`failure()` for any.", token_text(part.end - 1));
}

static const char *of_negation(const struct unlike *unlike)
{
    bool is_more = is_empty(unlike->mine);
    const struct token *mark = only(is_more ? unlike->theirs : unlike->mine);
    if (!mark || !token_is(mark, "!") ||
        !is_empty(is_more ? unlike->mine : unlike->theirs))
        return "";
    const struct token *at = is_more ? unlike->mine.first : mark + 1;
    const char *what = quoted((struct words_of){at, side_behind(at - 1).end});
    return *what ? textf("As it stands, it asks whether `%s` is %s; it has to "
                         "ask whether it is %s.", what,
                         is_more ? "true" : "false",
                         is_more ? "false" : "true") : "";
}

/* --- what comes out ------------------------------------------------------ */

/* return true;, or false: when? */
static const char *of_answers(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine), *when = NULL;
    bool is_yes = token_is(mine, "true");
    if ((!is_yes && !token_is(mine, "false")) ||
        !token_is(mine - 1, "return") || !unlike->in)
        return "";
    for (const struct token *t = unlike->in->body; t < mine; t++)
        if (token_is(t, "if") && behind_statement(closing(t + 1) + 1) > mine)
            when = t;
    const char *condition =
        when ? quoted((struct words_of){when + 2, closing(when + 1)}) : "";
    return *condition
               ? textf("%s() says %s when `%s`; it has to say %s then.",
                       token_text(unlike->in->name), token_text(mine),
                       condition, is_yes ? "false" : "true")
               : "";
}

/* c ? a : b, the other way round. */
static const char *of_choice(const struct unlike *unlike)
{
    const struct token *t = unlike->mine.first, *colon;
    while (t > unlike->all.first && !token_is(t, "?"))
        t--;
    if (!token_is(t, "?"))
        return "";
    for (colon = t + 1; colon < unlike->all.end && !token_is(colon, ":");
         colon++)
        colon = is_open(colon) ? closing(colon) : colon;
    const char *condition = quoted(side_before(t));
    const char *yes = quoted((struct words_of){t + 1, colon});
    struct words_of other = side_behind(colon);
    const char *no = quoted(other);
    const struct token *there = unlike->right.first + (t - unlike->all.first);
    if (!*condition || !*yes || !*no ||
        find_words(there, unlike->right.end, other) != there + 1)
        return "";
    return textf("As it stands, it is `%s` when `%s` is true, and `%s` when it "
                 "is not: that is the wrong way round.", yes, condition, no);
}

/* --- all of them --------------------------------------------------------- */

const char *words_of_conditions(const struct unlike *unlike)
{
    static sentence *const of_one[] = {of_equality, of_order, of_connective,
                                       of_limits, of_answers, NULL};
    static sentence *const of_more[] = {of_one_and_others, of_operand,
                                        of_failures, of_negation, of_choice,
                                        NULL};
    const char *text = are_single(unlike) ? first_sentence(of_one, unlike) : "";
    return *text ? text : first_sentence(of_more, unlike);
}
