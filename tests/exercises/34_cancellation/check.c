/* The check of exercise 34: cancellation. */
#define EXERCISE "34"
#define SCENES "asked_34.h"
#include "../../machine/check.h"

/* --- known mistakes ------------------------------------------------------ */

static bool sleeps_on(const struct run *run)
{
    return prints(run,
        "[  0.0s] A begins\n"
        "[  0.5s] cancel: yes\n"
        "[  0.5s] main goes on; A is not done\n"
        "[ 10.0s] A: CancelledError\n"
        "[ 10.0s] main: CancelledError; A is cancelled\n"
        "[ 10.0s] cancel: no\n"
        "[ 10.5s] and A's sleep is over, too: it is not 10.0\n");
}

static bool unbegun_one_begins(const struct run *run)
{
    return prints(run,
        "[  0.0s] A begins\n"
        "[ 10.0s] A: slept well\n"
        "[ 10.0s] main: CancelledError; A is cancelled\n");
}

static bool result_wins(const struct run *run)
{
    return prints(run,
        "[  0.1s] both are ready; cancel A: yes\n"
        "[  0.1s] A: the result\n"
        "[  0.1s] B: the result\n"
        "[  0.2s] A, later: slept well\n"
        "[  0.2s] B, later: slept well\n");
}

static bool not_handed_on(const struct run *run)
{
    return prints(run,
        "[  0.1s] main has asked the one who waits for all others\n"
        "[ 10.0s] link 1: Success\n"
        "[ 10.0s] link 2: Success\n"
        "[ 10.0s] link 3: CancelledError\n"
        "[ 10.0s] it is cancelled\n");
}

static bool later_one_forgotten(const struct run *run)
{
    return prints_first(run,
        "[  0.1s] main ends\n"
        "[  0.1s] heir: CancelledError\n"
        "[  0.1s] the heir's begins\n") &&
           !strstr(run->output, "the heir's: CancelledError");
}

static const struct mistake mistakes[] = {
    {.name = "sleeps-on", .made = sleeps_on,
     .why = "A was cancelled at 0.5 s, and its sleep ended at 10.0 s all the "
            "same. Who sleeps is taken out of the sleepers (timer_remove()) "
            "and made ready; the error is raised in its turn.",
     .read_on = "NOTES.md, chapter 34"},
    {.name = "unbegun-one-begins", .made = unbegun_one_begins,
     .why = "A was cancelled before it had begun, and its first line ran. In "
            "await_gives(), if task->begun is false, its frames are dropped: "
            "stack_drop(&task->stack).",
     .read_on = "NOTES.md, chapter 34"},
    {.name = "result-wins", .made = result_wins,
     .why = "A was ready, with a result, when it was cancelled; it got the "
            "result, and the request came to nothing. What task->raises says "
            "comes instead of what the future told.",
     .read_on = "NOTES.md, chapter 34"},
    {.name = "not-handed-on", .made = not_handed_on,
     .why = "Link 3 waits for link 2, and link 2 for link 1, who sleeps; the "
            "request has not reached link 1 first. What a task waits for is "
            "asked first, by its kind->cancel(); if that takes the request, "
            "the task itself waits on.",
     .read_on = "NOTES.md, chapter 34"},
    {.name = "later-one-forgotten", .made = later_one_forgotten,
     .why = "The heir made a task while it was ending, and that one was not "
            "cancelled. As long as there is somebody in loop.tasks, the same "
            "again: cancel them all, and wait for them.",
     .read_on = "NOTES.md, chapter 34"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
