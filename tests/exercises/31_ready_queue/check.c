/* The check of exercise 31: the ready queue. */
#define EXERCISE "31"
#define SCENES "asked_31.h"
#define NOTHING_BEFORE
#include "../../machine/check.h"

/* --- known mistakes ------------------------------------------------------ */

static bool last_in_first_out(const struct run *run)
{
    return prints(run,
        "[  0.0s] all are made, none has begun\n"
        "[  0.0s] main again\n"
        "[  0.0s] C ends\n"
        "[  0.0s] B ends\n"
        "[  0.0s] A ends\n");
}

static bool runs_at_once(const struct run *run)
{
    return prints(run,
        "[  0.0s] A ends\n"
        "[  0.0s] B ends\n"
        "[  0.0s] C ends\n"
        "[  0.0s] all are made, none has begun\n"
        "[  0.0s] main again\n");
}

static bool turn_without_end(const struct run *run)
{
    return prints(run,
        "[  0.1s] busy 1\n"
        "[  0.2s] busy 2\n"
        "[  0.3s] busy 3\n"
        "[  0.4s] busy 4\n"
        "[  0.4s] main, due at 0.2\n");
}

static bool order_of_asking(const struct run *run)
{
    return prints(run,
        "[  2.0s] three\n"
        "[  2.0s] one\n"
        "[  2.0s] two\n");
}

static bool equal_ones_turned(const struct run *run)
{
    return prints(run,
        "[  0.2s] D\n"
        "[  0.5s] D again\n"
        "[  0.5s] B\n"
        "[  0.5s] C\n"
        "[  0.5s] A\n"
        "[  1.5s] A again\n"
        "[  1.5s] C again\n"
        "[  1.6s] B again\n");
}

static const struct mistake mistakes[] = {
    {.name = "last-in-first-out", .made = last_in_first_out,
     .why = "C was made last and ran first, A was made first and ran last: a "
            "stack. make_ready() puts a job at the end of loop.ready, and "
            "queue_pop() takes the first one out: run them in that order.",
     .read_on = "NOTES.md, chapter 31"},
    {.name = "runs-at-once", .made = runs_at_once,
     .why = "A, B and C ran before main had made all three. create_task() "
            "runs nothing: it makes the task ready, and main goes on.",
     .read_on = "NOTES.md, chapter 31"},
    {.name = "turn-without-end", .made = turn_without_end,
     .why = "Main's deadline was 0.2 s, and it woke when nobody else was "
            "ready any more, at 0.4 s. Sleepers are woken before each turn, "
            "also if others are ready; and a turn runs what was ready when it "
            "began, so that it has an end although busy makes itself ready in "
            "each step.",
     .read_on = "NOTES.md, chapter 31"},
    {.name = "order-of-asking", .made = order_of_asking,
     .why = "They woke in the order in which they went to sleep, and some of "
            "them too late: three at 0.3 s, and one and two no earlier. The "
            "first of the list must be the one whose deadline is first; "
            "timer_first() gives that one.",
     .read_on = "NOTES.md, chapter 31"},
    {.name = "equal-ones-turned", .made = equal_ones_turned,
     .why = "At 0.5 s four were due, and who had gone to sleep last woke "
            "first. A new one belongs behind all whose deadline is not later "
            "than its own, also behind equal ones.",
     .read_on = "NOTES.md, chapter 31"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
