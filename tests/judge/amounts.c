/* amounts.c - numbers that are unlike: where a loop begins, how far a step is,
 * too much or too little.  See unlike.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <runtime.h>

#include "statements.h"
#include "unlike.h"

bool is_integer(const struct token *t)
{
    return t->kind == TOKEN_NUMBER && !memchr(t->text, '.', t->length);
}

/* for (i = 1; ...): it begins with another one. */
static const char *of_beginning(const struct token *mine,
                                const struct token *right)
{
    const struct token *head = head_around(mine);
    long a = strtol(mine->text, NULL, 0), b = strtol(right->text, NULL, 0);
    if (!head || !token_is(head, "for") || !token_is(mine - 1, "=") ||
        !find_tokens(mine, closing(head + 1), "++"))
        return "";
    if (a < b)
        return textf("The loop begins with %s = %ld: %s too much.",
                     quoted(side_before(mine - 1)), a,
                     b == a + 1 ? textf("the round with %ld is", a)
                                : textf("the rounds up to %ld are", b - 1));
    return textf("The loop begins with %s = %ld, so %s is left out.",
                 quoted(side_before(mine - 1)), a,
                 a == b + 1 ? textf("%ld", b) : textf("%ld to %ld", b, a - 1));
}

/* 1 / 2 is 0. */
static const char *of_division(const struct unlike *unlike)
{
    const struct token *right = only(unlike->theirs);
    const struct token *mark = unlike->mine.first - 1;
    while (mark < unlike->mine.end + 1 && !token_is(mark, "/"))
        mark++;
    const struct token *one = mark - 1, *other = mark + 1;
    if (!right || right->kind != TOKEN_NUMBER || is_integer(right) ||
        !token_is(mark, "/") || !is_integer(one) || !is_integer(other) ||
        strtol(other->text, NULL, 0) == 0)
        return "";
    return textf("`%s / %s` divides whole numbers, and gives %ld.",
                 token_text(one), token_text(other),
                 strtol(one->text, NULL, 0) / strtol(other->text, NULL, 0));
}

/* (i + 1) / 2, where (i + 1.0) / 2 is right. */
static const char *of_cut_off(const struct token *mine,
                              const struct token *right)
{
    const struct token *mark = mine;
    while (mark[-1].line == mine->line)
        mark--;
    while (mark->line == mine->line && !token_is(mark, "/"))
        mark++;
    if (!is_integer(mine) || is_integer(right) || !token_is(mark, "/") ||
        mark->line != mine->line ||
        strtod(mine->text, NULL) != strtod(right->text, NULL))
        return "";
    return textf("`/` stands between whole numbers there: what would be behind "
                 "the point is cut off. %s is a real number.",
                 token_text(right));
}

/* x + 2: or x + 1? */
static const char *of_summand(const struct token *mine,
                              const struct token *right)
{
    static const char *const factors[] = {"*", "/", "%", NULL};
    long less = strtol(right->text, NULL, 0) - strtol(mine->text, NULL, 0);
    bool is_added = token_is(mine - 1, "+") || token_is(mine + 1, "+");
    bool is_taken = token_is(mine - 1, "-") && mine[-2].kind != TOKEN_MARK;
    if ((!is_added && !is_taken) || is_any(mine + 1, factors))
        return "";
    if (is_taken)
        less = -less;
    return textf("As it stands, it is %ld %s than it has to be.", labs(less),
                 less > 0 ? "less" : "more");
}

/* Seconds for milliseconds, and the like. */
static const char *of_size(const struct token *mine, const struct token *right)
{
    double a = strtod(mine->text, NULL), b = strtod(right->text, NULL);
    double times = a > b ? a / b : b / a;
    bool are_whole = is_integer(mine) && is_integer(right);
    if (a <= 0 || b <= 0 || times < 10 || are_whole ||
        fabs(times - round(times)) > 1e-6)
        return "";
    return a > b ? textf("%s is %.0f times as much.", token_text(mine), times)
                 : textf("%s is only 1/%.0f of that.", token_text(mine), times);
}

static const char *of_numbers(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    if (mine->kind != TOKEN_NUMBER || right->kind != TOKEN_NUMBER)
        return "";
    const char *cut = of_cut_off(mine, right);
    if (*cut)
        return cut;
    if (is_integer(mine) && is_integer(right)) {
        const char *text = of_beginning(mine, right);
        if (!*text)
            text = of_summand(mine, right);
        if (*text)
            return text;
        if (token_is(mine - 1, "%"))
            return textf("`%% %s` is 0 for every %sth only, `%% %s` for "
                         "every %sth.", token_text(mine), token_text(mine),
                         token_text(right), token_text(right));
        if (token_is(mine - 1, "+=") && token_is(right, "1") &&
            loop_around(mine))
            return textf("In each round %s grows by %s there: what is between "
                         "is passed over.", quoted(side_before(mine - 1)),
                         token_text(mine));
    }
    return of_size(mine, right);
}

/* + 1, * 1000, now() +: more than a number, or less. */
static const char *of_sum(const struct unlike *unlike)
{
    bool is_more = is_empty(unlike->mine);
    struct words_of part = is_more ? unlike->theirs : unlike->mine;
    if (part.first + 1 >= part.end ||
        !is_empty(is_more ? unlike->mine : unlike->theirs))
        return "";
    const struct token *last = part.end - 1;
    bool behind = part.first + 2 == part.end && part.first->kind == TOKEN_MARK;
    const struct token *number = behind ? last : part.first;
    const struct token *sign = behind ? part.first : last;
    if (number->kind == TOKEN_NUMBER && part.first + 2 == part.end) {
        if (token_is(sign, "*") || token_is(sign, "/"))
            return textf(token_is(sign, "*") == is_more
                             ? "As it stands, it is only 1/%s of what it has "
                               "to be."
                             : "As it stands, it is %s times as much as it has "
                               "to be.", token_text(number));
        if (token_is(sign, "+"))
            return textf(is_more ? "As it stands, it is %s less than it has to "
                                   "be." : "As it stands, it is %s too many.",
                         token_text(number));
    }
    if (is_more && part.end - part.first == 4 && token_is(sign, "+") &&
        token_is(part.first, "now"))
        return textf("%s alone is how long it is to be; the moment at which "
                     "that is over is now() + that.",
                     token_text(unlike->mine.first));
    if (is_more && part.end - part.first == 4 && token_is(part.first, "-") &&
        token_is(part.first + 1, "now"))
        return textf("%s is a moment; how long it is until then is that "
                     "- now().", token_text(unlike->mine.first - 1));
    return "";
}

const char *words_of_amounts(const struct unlike *unlike)
{
    const char *text = of_division(unlike);
    if (!*text && are_single(unlike))
        text = of_numbers(unlike);
    return *text ? text : of_sum(unlike);
}
