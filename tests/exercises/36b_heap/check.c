/* The check of exercise 36b: the heap. */
#define EXERCISE "36b"
#define SCENES "asked_36b.h"
#include "../../machine/check.h"

/* --- known mistakes ------------------------------------------------------ */

/* earlier() has stopped it, in one of the scenes with 100,000. */
static bool too_many_comparisons(const struct run *run)
{
    unsigned asleep, tasks;
    const char *stopped = strstr(run->output, "(stopped: earlier() was asked");
    if (!stopped || sscanf(stopped, "(stopped: earlier() was asked %*u times, "
                           "with %u of %u tasks asleep)", &asleep, &tasks) != 2)
        return false;
    found("After 10,000,000 comparisons %u of %u tasks had been put to sleep. "
          "To climb in a heap of 100,000 takes at most 17.", asleep, tasks - 1);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "too-many-comparisons", .made = too_many_comparisons,
     .why = "A new one may meet only as many as the tree is high: it climbs "
            "from parent to parent. When the first one leaves, the last one "
            "goes down from its place, from child to child. One that is "
            "removed is found by its slot.",
     .read_on = "NOTES.md, chapter 36b"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .by_hand = true,
                                  .is_free = true};
