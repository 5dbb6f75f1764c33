/* The check of exercise 36b: the heap. */
#define EXERCISE "36b"
#define SCENES "asked_36b.h"
#include "../../machine/check.h"
#include "given.h"

/* --- known mistakes ------------------------------------------------------ */

/* earlier() has stopped it, in one of the scenes with 20,000. */
static bool too_many_comparisons(const struct run *run)
{
    unsigned asleep, tasks;
    const char *stopped = strstr(run->output, "(stopped: earlier() was asked");
    if (!stopped || sscanf(stopped, "(stopped: earlier() was asked %*u times, "
                           "with %u of %u tasks asleep)", &asleep, &tasks) != 2)
        return false;
    found("After 2,000,000 comparisons %u of %u tasks had been put to sleep. "
          "To climb in a heap of 20,000 takes at most 14.", asleep, tasks - 1);
    return true;
}

/* Equal ones came in another order, and the rank that tells them apart is set
 * nowhere. */
static bool rank_never_set(const struct run *run)
{
    const struct token *first = sources()->answer.tokens.first;
    const struct token *read = find_tokens(first, NULL, "-> order");
    if (!strstr(run->output, "woke before") || !read ||
        find_tokens(first, NULL, "-> order =") ||
        find_tokens(first, NULL, ". order ="))
        return false;
    point_at(answer_file(), read->line);
    found("order is read in line %d, and no line sets it: all have the same "
          "rank.", read->line);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "rank-never-set", .made = rank_never_set,
     .why = "A heap does not keep the order of equal deadlines. timer_add() "
            "gives each its rank, one more than the one before, whoever has "
            "left meanwhile.",
     .read_on = "NOTES.md, chapter 36b"},
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
