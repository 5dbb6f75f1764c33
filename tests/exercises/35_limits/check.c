/* The check of exercise 35: limits. */
#define EXERCISE "35"
#define SCENES "asked_35.h"
#include "../../machine/check.h"

#include "given.h"

/* --- known mistakes ------------------------------------------------------ */

static bool limit_stays(const struct run *run)
{
    return prints(run,
        "[  0.5s] limit 2: the result\n"
        "[  1.0s] limit 2: work has failed\n"
        "[  2.0s] work: CancelledError\n"
        "[  2.0s] no limit: None\n"
        "[  2.0s] no limit has struck since\n"
        "and run() has not waited for one\n");
}

static bool result_thrown_away(const struct run *run)
{
    return prints(run,
        "[  1.0s] work: CancelledError\n"
        "[  1.0s] limit 1: TimeoutError\n"
        "[  2.0s] work: CancelledError\n"
        "[  2.5s] work has cleaned up\n"
        "[  2.5s] limit 1: TimeoutError\n"
        "[  3.5s] work: CancelledError\n"
        "[  3.5s] limit 1: TimeoutError\n"
        "[  4.5s] work: CancelledError\n"
        "[  4.5s] limit 1: TimeoutError\n"
        "[  5.5s] main sleeps undisturbed\n");
}

static bool somebody_else_too(const struct run *run)
{
    return prints(run,
        "[  0.5s] work: CancelledError\n"
        "[  1.0s] work has cleaned up\n"
        "[  1.0s] limit 2: CancelledError\n"
        "[  1.0s] main: CancelledError\n"
        "[  2.0s] work: CancelledError\n"
        "[  2.2s] the limit has struck; now it is cancelled, too\n"
        "[  2.2s] limit 1: TimeoutError\n"
        "[  2.2s] main: TimeoutError\n");
}

/* When it has asked itself already, its own request is one of them. */
static const struct token *counted_too_late(void)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *count = find_tokens(first, NULL, "task_cancelling (");
    const struct item *item =
        count ? item_at(&sources()->answer, count->line) : NULL;
    return item && find_tokens(item->first, count, "task_cancel (") ? count
                                                                   : NULL;
}

static bool counts_too_late(const struct run *run)
{
    const struct token *count = counted_too_late();
    if (!count || !somebody_else_too(run))
        return false;
    point_at(answer_file(), count->line);
    found("The limit had struck, and then main cancelled as well; what came "
          "out was TimeoutError, and main's request was lost. Line %d counts "
          "the requests behind task_cancel(): the limit's own is one of them "
          "by then.", count->line);
    return true;
}

static bool every_cancellation(const struct run *run)
{
    return prints(run,
        "[  0.5s] work: CancelledError\n"
        "[  1.0s] work has cleaned up\n"
        "[  1.0s] limit 2: TimeoutError\n"
        "[  1.0s] main: TimeoutError\n"
        "[  2.0s] work: CancelledError\n"
        "[  2.2s] the limit has struck; now it is cancelled, too\n"
        "[  2.2s] limit 1: TimeoutError\n"
        "[  2.2s] main: TimeoutError\n");
}

/* An object of the scene's, which wait_for() was given. */
static bool object_left_open(const struct run *run)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *leaves = find_tokens(first, NULL, "RAISE ( ETIMEDOUT");
    if (!is_scene(run, "no_time") ||
        !strstr(run->output, "'labour' was never awaited"))
        return false;
    if (leaves && !find_tokens(first, NULL, "coro_close ("))
        point_at(answer_file(), leaves->line);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "object-left-open", .made = object_left_open,
     .why = "With no time left the coroutine is not begun, and nobody else has "
            "its object: whoever was given it and does not await it closes it, "
            "coro_close((struct coro){self->inner}).",
     .read_on = "NOTES.md, chapter 35", .wants_trial = true},
    {.name = "limit-stays", .made = limit_stays,
     .why = "The result came in time, and the limit was left where it was: it "
            "struck later, when nobody was waiting for that any more. "
            "call_cancel() takes it away as soon as the await is over.",
     .read_on = "NOTES.md, chapter 35"},
    {.name = "result-thrown-away", .made = result_thrown_away,
     .why = "The work returned a result although it had been cancelled, and "
            "wait_for() raised TimeoutError. Only a CancelledError that the "
            "limit has caused becomes one.",
     .read_on = "NOTES.md, chapter 35"},
    {.name = "counts-too-late", .made = counts_too_late,
     .why = "How many there were before is to be noted before the limit asks: "
            "where the wait begins.",
     .read_on = "NOTES.md, chapter 35", .is_proven = true},
    {.name = "somebody-else-too", .made = somebody_else_too,
     .why = "The limit had struck, and then main cancelled as well; what came "
            "out was TimeoutError, and main's request was lost. "
            "task_uncancel() takes back the limit's own; if more are left "
            "than there were before, it stays a CancelledError.",
     .read_on = "NOTES.md, chapter 35"},
    {.name = "every-cancellation", .made = every_cancellation,
     .why = "Main cancelled at 0.5 s, long before the limit, and that became "
            "a TimeoutError. It is one only if the limit has struck.",
     .read_on = "NOTES.md, chapter 35"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
