/* The check of exercise 33: gather. */
#define EXERCISE "33"
#define SCENES "asked_33.h"
#include "../../machine/check.h"

/* --- known mistakes ------------------------------------------------------ */

static bool order_of_arrival(const struct run *run)
{
    return prints(run,
        "[  0.0s] A begins\n"
        "[  0.0s] B begins\n"
        "[  0.0s] C begins\n"
        "[  0.1s] B is done\n"
        "[  0.2s] C is done\n"
        "[  0.3s] A is done\n"
        "[  0.3s] results: B, C, A\n");
}

static bool nothing_is_never_done(const struct run *run)
{
    return is_scene(run, "of_nothing") &&
           prints(run, "run() ended with Deadlock\n");
}

static bool error_waits_for_all(const struct run *run)
{
    return is_scene(run, "first_error") && prints_first(run,
        "[  0.0s] A begins\n"
        "[  0.0s] B begins\n"
        "[  0.0s] C begins\n"
        "[  0.3s] A is done\n");
}

static bool second_error_reported(const struct run *run)
{
    return prints_first(run,
        "[  0.0s] A begins\n"
        "[  0.0s] B begins\n"
        "[  0.0s] C begins\n"
        "[  0.1s] main: B has failed\n"
        "[  0.2s] reported: Task exception was never retrieved:, C "
        "has failed\n");
}

static bool writes_afterwards(const struct run *run)
{
    return prints(run,
        "[  0.0s] A begins\n"
        "[  0.0s] B begins\n"
        "[  0.0s] forgetful ends\n"
        "[  0.1s] B is done\n"
        "[  0.2s] A is done\n"
        "[  0.2s] who awaits the gather goes on: no error\n"
        "[  1.0s] my numbers: A, B\n");
}

static const struct mistake mistakes[] = {
    {.name = "order-of-arrival", .made = order_of_arrival,
     .why = "B came first, then C, then A, and so the results stand. Each has "
            "its place: that of its job in gather->children.",
     .read_on = "NOTES.md, chapter 33"},
    {.name = "nothing-is-never-done", .made = nothing_is_never_done,
     .why = "Nobody tells a gather that has no children, so it was never "
            "done. With a count of 0 it is done when it is made.",
     .read_on = "NOTES.md, chapter 33"},
    {.name = "error-waits-for-all", .made = error_waits_for_all,
     .why = "B failed at 0.1 s, and main heard nothing of it then. Without "
            "return_exceptions the first child whose state is not RETURNED "
            "finishes the gather, in that moment.",
     .read_on = "NOTES.md, chapter 33"},
    {.name = "second-error-reported", .made = second_error_reported,
     .why = "C's error was reported as one that nobody asked for. The gather "
            "has been told of it: child->asked = true, also when it is done "
            "already.",
     .read_on = "NOTES.md, chapter 33"},
    {.name = "writes-afterwards", .made = writes_afterwards,
     .why = "A child was done after the frame with the results had ended, and "
            "its result was written over the numbers of somebody else. "
            "gather_let_go() is called when that frame ends: from then on "
            "there is no place for results.",
     .read_on = "NOTES.md, chapter 33"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
