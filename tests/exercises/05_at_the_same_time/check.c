/* The check of exercise 05: at the same time. */
#include <string.h>

#include "exercise.h"
#include "seen.h"
#include "statements.h"

extern const struct coro_type three_users;

static void all_three(void)
{
    play(fresh(three_users));
}

/* --- what is asked ------------------------------------------------------- */

static bool in_order(const struct run *run)
{
    return returned_text(run, "User 1, User 2, User 3");
}

static bool at_the_same_time(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 1.0);
}

/* How many fetches begin at once, and how many of them take so long: that tells
 * which user it is.  (What a trial runs has no acts.) */
static size_t fetched_at_once(const struct run *run, double seconds)
{
    const struct sight *fetch;
    size_t count = 0;
    for (size_t n = 0; (fetch = nth_suspension(run, "fetch_user", n)); n++)
        count += fetch->time == 0 &&
                 (seconds < 0 ||
                  same_time(clock_to_seconds(fetch->until), seconds));
    return count;
}

/* Who takes longest may hide that another one began late. */
static bool all_begin(const struct run *run)
{
    static const double takes[] = {1.0, 0.4, 0.6};
    size_t count = 0, all = fetched_at_once(run, -1);
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        count += fetched_at_once(run, takes[i]) > 0;
    yours("%zu of 3%s", count,
          all > count ? textf(", and %zu more", all - count) : "");
    return count == 3 && all == 3;
}

/* A text that is made up, "User %d", is right by chance: no line reads a
 * result. */
static bool reads_results(const struct run *run)
{
    static const char *const reads[] = {"awaited", "task_result",
                                        "task_outcome", NULL};
    const struct token *t = sources()->answer.tokens.first;
    bool is_made_up = false;
    (void)run;
    for (; t->kind != TOKEN_END; t++) {
        if (is_any(t, reads) || strncmp(t->text, "gather", 6) == 0)
            return true;
        if (t->kind != TOKEN_TEXT || line_is_given(t->line) ||
            strncmp(t->text, "\"User", 5) != 0)
            continue;
        is_made_up = true;
        yours("no line reads one of them; line %d makes it up", t->line);
    }
    return !is_made_up;
}

/* A group that was opened, and no group_exit() of it was come to; NULL: none. */
static const struct act *group_not_left(const struct run *run)
{
    EACH_ACT(run, group) {
        bool is_left = group->kind != ACT_GROUP || !is_learners(group);
        for (const struct act *act = group; act < group_end; act++)
            is_left = is_left || (act->kind == ACT_EXIT &&
                                  act->object == group->object);
        if (!is_left)
            return group;
    }
    return NULL;
}

/* Who opens a group waits for its end: what fails, or is cancelled, in it is
 * told there. */
static bool leaves_its_group(const struct run *run)
{
    const struct act *left = group_not_left(run);
    if (left)
        yours("line %d opens one, and no group_exit() of it is come to",
              left->line);
    return !left;
}

static const struct expectation expectations[] = {
    {"all three are fetched from 0.0 s on", all_begin},
    {"one text: \"User 1, User 2, User 3\"", in_order},
    {"as long as the slowest takes: 1.0 s", at_the_same_time},
    {"it is made of what the three calls give", reads_results},
    {"a task group, if there is one, is waited for", leaves_its_group},
    {0},
};

static struct coro one_to_cancel(void)
{
    return fresh(three_users);
}

static void cancelled(void)
{
    static const double seconds[] = {0.2, 0.5, 0.8, 0};
    play_cancelled(one_to_cancel, seconds);
}

static struct coro one_of_two(int n)
{
    (void)n;
    return fresh(three_users);
}

static void two_at_once(void)
{
    play_at_once(one_of_two, 2, 0.3);
}

static bool both_texts(const struct run *run)
{
    return returned_text(run, "User 1, User 2, User 3; User 1, User 2, User 3");
}

static const struct expectation for_two[] = {
    {"each of the two returns \"User 1, User 2, User 3\"", both_texts},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled, wherever it waits",
     all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {0},
};

static const struct play cases[] = {
    {"three users", all_three, expectations},
    {"two at once, 0.3 s apart", two_at_once, for_two},
    {"cancelled somewhere on the way", cancelled, when_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* When the n-th fetch began, and by which task; false if there were fewer. */
static const struct sight *fetch(const struct run *run, size_t n)
{
    return nth_suspension(run, "fetch_user", n);
}

/* Did the second fetch begin when the first one was over?  (One that takes no
 * time tells nothing.) */
static bool one_after_the_other(const struct run *run)
{
    const struct sight *first = fetch(run, 0), *second = fetch(run, 1);
    return first && second && second->time >= first->until &&
           second->time > first->time;
}

/* self->task = create_task(...); twice in a row. */
static bool overwritten(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    for (; (t = find_tokens(t, NULL, "= create_task (")); t++) {
        const struct token *end = closing(t + 2) + 2, *name = t - 1;
        while (end < t + 200 && !token_is(end, "=") && !token_is(end, ";") &&
               !token_is(end, "("))
            end++;
        if (!token_is(end, "=") || !token_is(end + 1, "create_task") ||
            !same_token(end - 1, name) || token_is(name, "]"))
            continue;
        point_at(answer_file(), end->line);
        found("Line %d puts another task into %s: the one of line %d cannot be "
              "awaited any more.", end->line, token_text(name), t->line);
        return true;
    }
    return false;
}

static bool in_sequence(const struct run *run)
{
    const struct sight *first = fetch(run, 0);
    if (!one_after_the_other(run) || first->task != fetch(run, 1)->task)
        return false;
    const struct place *waits = caller_of(first, "fetch_user");
    const struct place *next = caller_of(fetch(run, 1), "fetch_user");
    if (!waits || !next)
        return false;
    point_at(waits->file, waits->line);
    found("Each user is fetched when the one before is there: line %d waits "
          "for the first, and only then line %d makes the second.",
          waits->line, next->line);
    return true;
}

static bool awaited_at_once(const struct run *run)
{
    const struct sight *first = fetch(run, 0);
    if (!one_after_the_other(run) || first->task == fetch(run, 1)->task)
        return false;
    for (size_t n = 0;; n++) {
        const struct sight *wait = nth_sight(run, EVENT_SUSPENDED, 0, n);
        if (!wait)
            return false;
        if (wait->awaits != first->task)
            continue;
        const struct place *place = own_place(wait);
        point_at(place->file, place->line);
        found("The first task is awaited at line %d, before the second one is "
              "made.", place->line);
        return true;
    }
}

static bool as_they_came(const struct run *run)
{
    return returned_text(run, "User 2, User 3, User 1");
}

/* The same user in more than one place. */
static bool last_for_all(const struct run *run)
{
    const char *text = ending_text(run);
    const char *first = strstr(text, "User ");
    if (run->code || !first || !strstr(first + 1, textf("%.6s", first)) ||
        !left_a_result_unread(run))
        return false;
    if (!reads_again(run))
        found("%.6s stands there more than once.", first);
    return true;
}

static bool group_is_left_too_early(const struct run *run)
{
    const struct act *group = group_not_left(run);
    const struct token *end =
        find_tokens(sources()->answer.tokens.first, NULL, "group_exit (");
    if (!group || !end || run->code)
        return false;
    point_at(answer_file(), end->line);
    found("Line %d opens a group, and its group_exit(), line %d, is never come "
          "to.", group->line, end->line);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "group-not-left", .made = group_is_left_too_early,
     .is_proven = true,
     .why = "It waits for all of the group's tasks, and raises what failed: "
            "AWAIT it behind the last group_create_task(), in front of the "
            "RETURN.",
     .python = "async with asyncio.TaskGroup() as group: ...\n"
               "return one, two, three         # behind its end",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "task-overwritten", .made = overwritten,
     .why = "A variable holds one task. Three that are to be awaited need "
            "three.",
     .python = "first = asyncio.create_task(fetch_user(1))\n"
               "second = asyncio.create_task(fetch_user(2))",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "awaits-in-sequence", .made = in_sequence, .show_timeline = true,
     .why = "AWAIT of a coroutine object runs it as a part of you, and you go "
            "on when it is done. create_task() lets it run by itself: make all "
            "three tasks first, then await them.",
     .python = "one = await fetch_user(1)      # the same picture\n"
               "two = await fetch_user(2)",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "task-awaited-at-once", .made = awaited_at_once,
     .show_timeline = true,
     .why = "A task that is awaited as soon as it is made is no faster than "
            "the coroutine itself: while you wait for it, the next one does "
            "not even exist. Make all of them first, then await.",
     .is_proven = true,
     .python = "one = await asyncio.create_task(fetch_user(1))\n"
               "two = await asyncio.create_task(fetch_user(2))",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "order-of-completion", .made = as_they_came, .show_timeline = true,
     .why = "The users stand in the order in which they came. Tasks finish in "
            "an order of their own; what is asked for is the order of the "
            "calls. Await the tasks in the order in which you made them: those "
            "that are done already cost no time.",
     .python = "for task in asyncio.as_completed(tasks):   # as they come\n"
               "one, two = await asyncio.gather(a, b)      # as they are "
               "called",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "awaited-too-late", .made = last_for_all, .is_proven = true,
     .why = "awaited() is the result of the latest AWAIT only. Take each result "
            "right behind its AWAIT, and keep it in self.",
     .python = "one = await first              # each result has a name\n"
               "two = await second",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};

/* Is self->name made by create_task() and read by task_result(), and nothing
 * else?  A group waits for its own; and whatever else names it may do so. */
static bool is_made_and_read_only(const char *name)
{
    const struct token *at = sources()->answer.tokens.first;
    for (; (at = find_tokens(at, NULL, textf("self -> %s", name))); at++)
        if (!find_tokens(at, at + 5, textf("self -> %s = create_task", name)) &&
            !token_is(at - 2, "task_result"))
            return false;
    return true;
}

/* A result that is there by luck. */
static const char *remark(void)
{
    const struct token *read = find_tokens(sources()->answer.tokens.first, NULL,
                                           "task_result ( self ->");
    if (!read || !is_made_and_read_only(token_text(read + 4)))
        return NULL;
    const char *name = token_text(read + 4);
    return textf("Line %d reads the result of self->%s, and no line awaits "
                 "that task. Its result is there already, since another one "
                 "takes longer. If it were not, the program would stop there: "
                 "InvalidStateError. AWAIT(self->%s) costs nothing if it is "
                 "done.",
                 read->line, name, name);
}

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes, .remark = remark};
