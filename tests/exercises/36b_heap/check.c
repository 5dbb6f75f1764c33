/* The check of exercise 36b: the heap. */
#define EXERCISE "36b"
#define SCENES "asked_36b.h"
#include "../../machine/check.h"

/* --- known mistakes ------------------------------------------------------ */

/* earlier() has stopped it, in one of the scenes with 100,000. */
static bool list_of_many(const struct run *run)
{
    unsigned asleep, tasks;
    const char *stopped = strstr(run->output, "(stopped: earlier() was asked");
    if (!stopped || sscanf(stopped, "(stopped: earlier() was asked %*u times, "
                           "with %u of %u tasks asleep)", &asleep, &tasks) != 2)
        return false;
    found("After 10,000,000 comparisons %u of %u tasks had been put to sleep. A "
          "heap needs at most 17 for each: 1,700,000.", asleep, tasks - 1);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "list-of-many", .made = list_of_many,
     .why = "The more there are, the more each new one costs: that is a list "
            "in which it looks for its place, or a heap in which somebody is "
            "searched for. One that climbs from parent to parent, and one "
            "that is removed by its slot, meet as few as the tree is high.",
     .read_on = "NOTES.md, chapter 36b"},
    {0},
};

const struct exercise exercise = {
    .cases = cases, .mistakes = mistakes, .by_hand = true};
