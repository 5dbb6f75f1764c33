/* unlike.c - what is unlike in two expressions or statements.  See unlike.h. */
#include "unlike.h"

#include <string.h>

#include <runtime.h>

#include "given.h"
#include "statements.h"

enum { LONGEST_QUOTE = 60 };

bool is_empty(struct words_of words)
{
    return words.first >= words.end;
}

const struct token *only(struct words_of words)
{
    return words.first + 1 == words.end ? words.first : NULL;
}

bool are_single(const struct unlike *unlike)
{
    return only(unlike->mine) && only(unlike->theirs);
}

const char *quoted(struct words_of words)
{
    const char *text =
        is_empty(words) ? "" : quote(words.first, words.end - 1);
    return strlen(text) <= LONGEST_QUOTE ? text : "";
}

const struct token *find_words(const struct token *first,
                               const struct token *end, struct words_of words)
{
    for (const struct token *t = first; t < end; t++) {
        const struct token *one = words.first;
        for (; one < words.end && t + (one - words.first) < end &&
               same_token(one, t + (one - words.first)); one++)
            ;
        if (one == words.end)
            return t;
    }
    return NULL;
}

struct unlike unlike_of(struct words_of all, struct words_of right)
{
    struct unlike unlike = {item_at(&sources()->answer, all.first->line), all,
                            right, all, right};
    struct words_of *a = &unlike.mine, *b = &unlike.theirs;
    while (!is_empty(*a) && !is_empty(*b) && same_token(a->first, b->first)) {
        a->first++;
        b->first++;
    }
    while (!is_empty(*a) && !is_empty(*b) &&
           same_token(a->end - 1, b->end - 1)) {
        a->end--;
        b->end--;
    }
    return unlike;
}

/* --- around it ----------------------------------------------------------- */

const struct token *head_around(const struct token *t)
{
    static const char *const heads[] = {"if", "while", "for", NULL};
    while ((t = bracket_around(t)))
        if (is_any(t - 1, heads))
            return t - 1;
    return NULL;
}

const struct token *loop_around(const struct token *t)
{
    static const char *const loops[] = {"while", "for", "ASYNC_FOR", "do",
                                        NULL};
    const struct item *in = item_at(&sources()->answer, t->line);
    const struct token *loop = NULL;
    for (const struct token *one = in ? in->body : t; one && one < t; one++)
        if (is_any(one, loops) && behind_statement(one) > t)
            loop = one;
    return loop;
}

static const char *const borders[] = {
    "&&", "||", "?",  ":",  "=", ",", ";", "(",      "[", "{",
    "}",  "+=", "-=", "*=", "!", "case", "else", "return", NULL};

struct words_of side_before(const struct token *operator)
{
    const struct token *t = operator;
    for (int depth = 0; depth > 0 || !is_any(t - 1, borders); t--) {
        depth += token_is(t - 1, ")") || token_is(t - 1, "]");
        depth -= token_is(t - 1, "(") || token_is(t - 1, "[");
    }
    return (struct words_of){t, operator};
}

struct words_of side_behind(const struct token *operator)
{
    static const char *const ends[] = {"&&", "||", "?", ":", ",",
                                       ";",  ")",  "]", "}", NULL};
    const struct token *t = operator + 1;
    while (!is_any(t, ends))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return (struct words_of){operator + 1, t};
}

/* --- what is set --------------------------------------------------------- */

static bool sets_it(const struct token *t)
{
    static const char *const marks[] = {"=",  "+=", "-=", "*=",
                                        "/=", "++", "--", NULL};
    return is_any(t, marks);
}

const char *what_is_set(struct words_of statement)
{
    const struct token *t = statement.first;
    if (is_control(t) || is_declaration(t))
        return "";
    while (t < statement.end && !sets_it(t))
        t = is_open(t) && !token_is(t, "(") ? closing(t) + 1 : t + 1;
    if (t >= statement.end || t == statement.first ||
        find_tokens(statement.first, t, "("))
        return "";
    return quoted((struct words_of){statement.first, t});
}

int line_that_sets(const struct token *first, const struct token *end,
                   const char *what)
{
    struct tokens words = tokens_of(what);
    struct words_of name = {words.first, words.first + words.count};
    int line = 0;
    for (const struct token *t = first; !line && t && t < end; t++) {
        t = find_words(t, end, name);
        if (!t)
            break;
        if (sets_it(t + words.count))
            line = t->line;
    }
    tokens_free(&words);
    return line;
}

/* coro(find_price, .order = ...): that is another one's. */
static bool is_argument(const struct token *name)
{
    return token_is(name - 1, ".") &&
           (token_is(name - 2, ",") || token_is(name - 2, "("));
}

bool may_set(const struct token *first, const struct token *end,
             const char *what)
{
    struct tokens words = tokens_of(what);
    bool found = false;
    for (size_t i = 0; i < words.count; i++) {
        const struct token *name = &words.first[i];
        if (name->kind != TOKEN_NAME || i == 0)
            continue;
        for (const struct token *t = first; t < end; t++)
            found = found || (same_token(t, name) && !is_argument(t) &&
                              (sets_it(t + 1) || token_is(t - 3, "&")));
    }
    tokens_free(&words);
    return found;
}

/* --- in words ------------------------------------------------------------ */

const char *first_sentence(sentence *const *sentences,
                           const struct unlike *unlike)
{
    const char *text = "";
    for (; *sentences && !*text; sentences++)
        text = (*sentences)(unlike);
    return text;
}

const char *words_of_unlike(const struct unlike *unlike)
{
    static sentence *const all[] = {words_of_conditions, words_of_amounts,
                                    words_of_handed, words_of_calls,
                                    words_of_names, NULL};
    return first_sentence(all, unlike);
}
