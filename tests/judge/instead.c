/* instead.c - a call, or a mark, where another one belongs: what the one does, and
 * what the other.  See unlike.h. */
#include <runtime.h>

#include "given.h"
#include "statements.h"
#include "unlike.h"

/* --- one for the other --------------------------------------------------- */

/* What these do, in pairs: each is wrong where the other one is right. */
static const struct {
    const char *one, *other, *of_one, *of_other;
} pairs[] = {
    {"gather", "gather_return_exceptions",
     "gather() raises the first failure, and what the others gave is lost",
     "gather_return_exceptions() makes a failure a result like any other"},
    {"gather_array", "gather_array_return_exceptions",
     "gather_array() raises the first failure, and what the others gave is "
     "lost",
     "gather_array_return_exceptions() makes a failure a result like any "
     "other"},
    {"sizeof", "strlen",
     "sizeof is how many bytes the variable takes, 8 for any pointer",
     "strlen() is how many letters a text has"},
    {"thread_pool", "process_pool",
     "thread_pool() works in this very process",
     "process_pool() works in processes of its own"},
    {"is_none", "is_error", "is_none() is true for None, not for a failure",
     "is_error() is true for a failure"},
    {"run_job", "make_ready", "run_job() runs it at once, in this very moment",
     "make_ready() puts it behind all that are ready, for its own turn"},
    {"create_task", "group_create_task",
     "create_task() makes a task that belongs to no group",
     "group_create_task() puts it into the group, which waits for it"},
    {"as_text", "value_to_text", "as_text() takes a value that is a text",
     "value_to_text() makes a text of any value"},
    {"ECANCELED", "ETIMEDOUT",
     "ECANCELED is the failure of whoever was cancelled",
     "ETIMEDOUT is that of a limit that has struck"},
    {"FIRST_COMPLETED", "ALL_COMPLETED",
     "FIRST_COMPLETED is over as soon as one of them is done",
     "ALL_COMPLETED is over when all of them are done"},
    {"break", "continue", "`break` leaves the loop",
     "`continue` goes on with its next round"},
    {"if", "while", "`if` does it once at most",
     "`while` does it again and again, as long as that is true"},
    {"++", "--", "`++` counts up", "`--` counts down"},
    {"+=", "-=", "`+=` adds to it", "`-=` takes from it"},
    {"*=", "/=", "`*=` multiplies", "`/=` divides"},
    {"/", "%", "`/` is how many times it fits", "`%` is what is left over"},
    {"async_sleep", "blocking_sleep",
     "async_sleep() only makes something to be awaited",
     "blocking_sleep() keeps the whole loop while it sleeps"},
    {"semaphore_acquire", "semaphore_release",
     "semaphore_acquire() takes a place", "semaphore_release() gives one back"},
};

static const char *of_pairs(const struct unlike *unlike)
{
    const struct token *mine = only(unlike->mine);
    const struct token *right = only(unlike->theirs);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (token_is(mine, pairs[i].one) && token_is(right, pairs[i].other))
            return textf("%s; %s.", pairs[i].of_one, pairs[i].of_other);
        if (token_is(mine, pairs[i].other) && token_is(right, pairs[i].one))
            return textf("%s; %s.", pairs[i].of_other, pairs[i].of_one);
    }
    return "";
}

/* --- several words ------------------------------------------------------- */

static const struct token *call_in(struct words_of words, const char *name)
{
    return find_tokens(words.first, words.end, textf("%s (", name));
}

/* async_sleep(0.5), where a coroutine belongs that gives something. */
static const char *of_sleeps(const struct unlike *unlike)
{
    const struct token *theirs = call_in(unlike->right, "coro");
    if (!call_in(unlike->all, "async_sleep") || !theirs ||
        call_in(unlike->all, "coro") ||
        call_in(unlike->right, "async_sleep"))
        return "";
    return textf("async_sleep() waits, and gives None; coro(%s, ...) waits, too, "
                 "and gives what %s() has for a RETURN.",
                 token_text(theirs + 2), token_text(theirs + 2));
}

/* strcmp(page, word) == 0 is no search. */
static const char *of_searching(const struct unlike *unlike)
{
    if (!call_in(unlike->all, "strcmp") || !call_in(unlike->right, "strstr"))
        return "";
    return "strcmp() is 0 when two texts are the same, from the first letter to "
           "the last; strstr() looks for the second one anywhere in the first.";
}

/* The place in there, but not in those words, where this name is counted up;
 * NULL: there is none. */
static const struct token *counted_in(const struct item *in, const char *name,
                                      struct words_of but)
{
    const char *const forms[] = {textf("%s ++", name), textf("++ %s", name),
                                 textf("++ self -> %s", name),
                                 textf("%s += 1", name)};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (const struct token *t = in->body;
             t && (t = find_tokens(t, in->end, forms[i])); t++)
            if (t < but.first || t >= but.end)
                return t;
    return NULL;
}

/* The name that is counted up there: n++, ++n, ++self->n; NULL: none is. */
static const struct token *counted_by(const struct token *mark)
{
    if (mark[-1].kind == TOKEN_NAME)
        return mark - 1;
    return token_is(mark + 1, "self") ? mark + 3 : mark + 1;
}

static const char *with_self(const struct token *name)
{
    return textf("%s%s", token_is(name - 1, "->") ? "self->" : "",
                 token_text(name));
}

/* Counted up once more, or not at all. */
static const char *of_counting(const struct unlike *unlike)
{
    const struct token *mine =
        find_tokens(unlike->mine.first, unlike->mine.end, "++");
    const struct token *theirs =
        find_tokens(unlike->theirs.first, unlike->theirs.end, "++");
    if (!unlike->in || !unlike->in->body || (mine != NULL) == (theirs != NULL))
        return "";
    const struct token *name = counted_by(mine ? mine : theirs);
    const struct token *also =
        counted_in(unlike->in, token_text(name), unlike->all);
    if (name->kind != TOKEN_NAME)
        return "";
    if (mine)
        return also ? textf("Line %d counts %s up, and line %d does so, too: "
                            "that is two in each round.", mine->line,
                            with_self(name), also->line) : "";
    return also ? "" : textf("No line of %s() counts %s up.",
                             token_text(unlike->in->name), with_self(name));
}

/* --- all of them --------------------------------------------------------- */

const char *words_of_calls(const struct unlike *unlike)
{
    static sentence *const of_more[] = {of_sleeps, of_searching, of_counting,
                                        NULL};
    const char *text = are_single(unlike) ? of_pairs(unlike) : "";
    return *text ? text : first_sentence(of_more, unlike);
}
