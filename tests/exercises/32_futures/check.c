/* The check of exercise 32: futures. */
#define EXERCISE "32"
#define SCENES "asked_32.h"
#include "../../machine/check.h"
#include "given.h"

/* --- known mistakes ------------------------------------------------------ */

static bool done_one_yields(const struct run *run)
{
    return prints_first(run,
        "[  0.0s] A begins\n"
        "[  0.1s] B begins\n");
}

static bool runs_who_waits(const struct run *run)
{
    return prints(run,
        "[  0.0s] A begins\n"
        "[  0.0s] main: A is done, and so are they who were ready "
        "before me\n"
        "[  0.0s] B begins\n"
        "[  0.0s] C begins\n");
}

static bool first_one_only(const struct run *run)
{
    return prints(run,
        "[  0.0s] A begins\n"
        "[  0.5s] first gets the result of A\n");
}

static bool errors_are_results(const struct run *run)
{
    return prints(run,
        "[  0.0s] A: not done\n"
        "[  0.0s] A begins\n"
        "[  0.0s] B begins\n"
        "[  0.0s] C begins\n"
        "[  0.0s] D begins\n"
        "[  0.1s] A: the result of A, B: Error 2000: B has failed, "
        "C: CancelledError: C has failed, D: not done\n");
}

/* future == &task->future: then something else is wrong. */
static bool compares_with_itself(void)
{
    const struct token *first = sources()->answer.tokens.first;
    return find_tokens(first, NULL, "== & task -> future") ||
           find_tokens(first, NULL, "& task -> future ==");
}

static bool waits_for_itself(const struct run *run)
{
    return is_scene(run, "itself") && !compares_with_itself() &&
           prints(run, "run() ended with Deadlock\n");
}

static const struct mistake mistakes[] = {
    {.name = "done-one-yields", .made = done_one_yields,
     .why = "B ran before main went on, so the await of a task that was done "
            "has waited. Its outcome is there: put it into task->stack.value "
            "and return false, and the same step goes on.",
     .read_on = "NOTES.md, chapter 32"},
    {.name = "runs-who-waits", .made = runs_who_waits,
     .why = "Main went on before B and C had begun, though both were ready "
            "before A ended. Who waits is made ready, and has its turn behind "
            "them; future_finish() runs nobody.",
     .read_on = "NOTES.md, chapter 32"},
    {.name = "first-one-only", .made = first_one_only,
     .why = "The first one got the result, and the others are waiting still. "
            "All jobs in future->waiters have waited for this: make them all "
            "ready.",
     .read_on = "NOTES.md, chapter 32"},
    {.name = "errors-are-results", .made = errors_are_results,
     .why = "B and C have raised an error, and count as returned. The "
            "outcome's kind is VALUE_RAISED then, and the state FAILED, or "
            "CANCELLED if the error's code is ECANCELED.",
     .read_on = "NOTES.md, chapter 32"},
    {.name = "waits-for-itself", .made = waits_for_itself,
     .why = "The task stood among its own waiters, and nobody else can finish "
            "it. Compare the future with &task->future before it waits; it "
            "gets an EDEADLK.",
     .read_on = "NOTES.md, chapter 32"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
