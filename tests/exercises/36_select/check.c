/* The check of exercise 36: select(). */
#define EXERCISE "36"
#define SCENES "asked_36.h"
#include "../../machine/check.h"

/* --- known mistakes ------------------------------------------------------ */

static bool starved(const struct run *run)
{
    return prints(run,
        "[  0.0s] spinner has ended\n"
        "[  0.0s] reader: CancelledError\n");
}

static bool other_set(const struct run *run)
{
    return prints(run,
        "[  0.0s] writer waits for room\n"
        "[  1.0s] it still waits; now the pipe is emptied\n");
}

static const struct mistake mistakes[] = {
    {.name = "starved", .made = starved,
     .why = "A byte was there from the beginning, and was read only when the "
            "spinner had ended, after 1000 turns. Somebody is always ready "
            "here, so idle() is always called with a patience of 0: that "
            "means not to wait, but to look.",
     .read_on = "NOTES.md, chapter 36"},
    {.name = "other-set", .made = other_set,
     .why = "The pipe was emptied at 1.0 s, and the writer has not been "
            "woken. Who waits for WANT_WRITABLE stands in the set of those "
            "who write, when select() is asked and when it has answered.",
     .read_on = "NOTES.md, chapter 36"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
