/* The check of exercise 12: all or nothing. */
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "seen.h"

extern const struct coro_type dashboard, fetch;

/* --- what the exercise is given ------------------------------------------ */

enum { MAIN = 1, YOU };             /* tasks: ours, which makes yours */
#define HANG_UP 0.1                 /* seconds */

enum kind { ALL_COME = 1, ONE_FAILS, CANCELLED_BY_US };

struct part {
    const char *what;
    double seconds;
    const char *text;               /* NULL: it fails */
};

static struct scene {
    enum kind kind;
    struct part parts[3];
    const char *page;               /* what dashboard returns, */
    double seconds;                 /* and when; or when we cancel it */
} scene;

static const struct part *part_named(const char *what)
{
    for (int i = 0; i < 3; i++)
        if (what && strcmp(scene.parts[i].what, what) == 0)
            return &scene.parts[i];
    panic("there is no part \"%s\" to fetch", what ? what : "(null)");
}

struct fetch {
    CORO;
    const char *what;
};

ASYNC(fetch)
{
    const struct part *part = part_named(self->what);
    BEGIN;
    TRY_AWAIT(async_sleep(part->seconds));
    if (failure()) {
        AWAIT(async_sleep(HANG_UP));
        RERAISE;
    }
    if (!part->text)
        RAISE(ECONNREFUSED, "%s is down", self->what);
    RETURN(part->text);
    END;
}

/* --- the scenes ---------------------------------------------------------- */

/* Main lives on for a while, and so does whatever was left running. */
struct visiting {
    CORO;
    struct task *you;
    struct value page;
    struct error *error;
};

ASYNC(visiting)
{
    BEGIN;
    self->you = create_task_named(fresh(dashboard), "you");
    if (scene.kind == CANCELLED_BY_US) {
        AWAIT(async_sleep(scene.seconds));
        task_cancel(self->you);
    }
    TRY_AWAIT(self->you);
    self->page = awaited();
    self->error = caught();

    AWAIT(async_sleep(1.0));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}

static void play_scene(const struct scene *this)
{
    scene = *this;
    note("kind", (int)scene.kind);
    note("page", scene.page);
    note("seconds", scene.seconds);
    play(coro(visiting));
}

/* Two at the same time: the first is cancelled, and hangs up, while the orders
 * of the second fail. */
struct visiting_two {
    CORO;
    struct task *one, *other;
    bool cancelled;
};

ASYNC(visiting_two)
{
    BEGIN;
    self->one = create_task_named(fresh(dashboard), "one");
    self->other = create_task_named(fresh(dashboard), "other");
    AWAIT(async_sleep(0.25));
    task_cancel(self->one);
    TRY_AWAIT(self->one);
    if (failure() == ENOSYS)
        RERAISE;
    self->cancelled = failure() == ECANCELED;
    AWAIT(self->other);
    RETURN(textf("%s; %s", self->cancelled ? "cancelled" : "not cancelled",
                 value_to_text(awaited())));
    END;
}

static void two_at_once(void)
{
    scene = (struct scene){
        ONE_FAILS,
        {{"user", 1.0, "Ada"}, {"orders", 0.3, NULL}, {"news", 0.8, "rain"}},
        NULL, 0};
    note("at once", 2);
    play(coro(visiting_two));
}

static void user_last(void)
{
    play_scene(&(struct scene){
        ALL_COME,
        {{"user", 0.7, "Ada"}, {"orders", 0.3, "3 orders"},
         {"news", 0.5, "no news"}},
        "Ada, 3 orders, no news", 0.7});
}

static void news_last(void)
{
    play_scene(&(struct scene){
        ALL_COME,
        {{"user", 0.2, "Bob"}, {"orders", 0.4, "1 order"},
         {"news", 0.9, "sunshine"}},
        "Bob, 1 order, sunshine", 0.9});
}

static void orders_fail(void)
{
    play_scene(&(struct scene){
        ONE_FAILS,
        {{"user", 1.0, "Ada"}, {"orders", 0.3, NULL}, {"news", 0.8, "rain"}},
        "sorry: orders is down", 0.4});
}

/* The others have come by then. */
static void news_fail_last(void)
{
    play_scene(&(struct scene){
        ONE_FAILS,
        {{"user", 0.1, "Ada"}, {"orders", 0.2, "2 orders"},
         {"news", 0.4, NULL}},
        "sorry: news is down", 0.4});
}

static void orders_fail_behind_the_user(void)
{
    play_scene(&(struct scene){
        ONE_FAILS,
        {{"user", 0.1, "Ada"}, {"orders", 0.3, NULL}, {"news", 0.8, "rain"}},
        "sorry: orders is down", 0.4});
}

static void user_fails(void)
{
    play_scene(&(struct scene){
        ONE_FAILS,
        {{"user", 0.6, NULL}, {"orders", 0.2, "2 orders"},
         {"news", 0.9, "rain"}},
        "sorry: user is down", 0.7});
}

static void two_fail(void)
{
    play_scene(&(struct scene){
        ONE_FAILS,
        {{"user", 0.4, NULL}, {"orders", 0.9, "2 orders"}, {"news", 0.4, NULL}},
        "sorry: user is down", 0.5});
}

static void cancelled(void)
{
    play_scene(&(struct scene){
        CANCELLED_BY_US,
        {{"user", 1.3, "Ada"}, {"orders", 0.2, "no orders"},
         {"news", 1.1, "rain"}},
        "", 0.5});
}

/* --- what is asked ------------------------------------------------------- */

static enum kind kind_of(const struct run *run)
{
    return (enum kind)noted(run, "kind").integer;
}

static bool right_outcome(const struct run *run)
{
    yours("%s", ending_text(run));
    if (kind_of(run) == CANCELLED_BY_US)
        return run->code == ECANCELED;
    return returned_text(run, noted(run, "page").text);
}

static bool in_time(const struct run *run)
{
    yours("at %.1f s", task_ended(run, YOU));
    return same_time(task_ended(run, YOU), noted(run, "seconds").real);
}

/* Both fetches hang up at once; or one after the other, if you were waiting for
 * one of them when you were cancelled. */
static bool soon_enough(const struct run *run)
{
    double later = task_ended(run, YOU) - noted(run, "seconds").real;
    yours("%.1f s later", later);
    return same_time(later, HANG_UP) || same_time(later, 2 * HANG_UP);
}

/* When one of your tasks ended; later than any time if it never did. */
static double end_of(const struct run *run, uint32_t task)
{
    double ended = task_ended(run, task);
    return ended < 0 ? 1e9 : ended;
}

/* The first task that was still running when you ended; 0 if there is none. */
static uint32_t left_task(const struct run *run)
{
    for (size_t n = 0;; n++) {
        const struct sight *made = nth_sight(run, EVENT_CREATED, 0, n);
        if (!made)
            return 0;
        if (made->task > YOU &&
            end_of(run, made->task) > end_of(run, YOU) + 1e-6)
            return made->task;
    }
}

static bool nobody_left(const struct run *run)
{
    uint32_t left = left_task(run);
    yours("you ended at %.1f s, and task %u at %.1f s", task_ended(run, YOU),
          left, task_ended(run, left));
    return !left;
}

static const struct expectation when_all_come[] = {
    {"the parts, in the order asked for", right_outcome},
    {"as long as the slowest part takes", in_time},
    {"no fetch running when you end", nobody_left},
    {0},
};

static const struct expectation when_one_fails[] = {
    {"\"sorry: \" and the message of the failure", right_outcome},
    {"the end when all have hung up, 0.1 s after the failure", in_time},
    {"no fetch running when you end", nobody_left},
    {0},
};

static const struct expectation when_last_fails[] = {
    {"\"sorry: \" and the message of the failure", right_outcome},
    {"the end at once: all the others have come", in_time},
    {"no fetch running when you end", nobody_left},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"CancelledError", right_outcome},
    {"the end when both have hung up, 0.1 s later", soon_enough},
    {"no fetch running when you end", nobody_left},
    {0},
};

static bool each_its_own(const struct run *run)
{
    return returned_text(run, "cancelled; sorry: orders is down");
}

static const struct expectation for_two[] = {
    {"one is cancelled, the other says \"sorry: orders is down\"",
     each_its_own},
    {0},
};

static const struct play cases[] = {
    {"all come, the user last, at 0.7 s", user_last, when_all_come},
    {"all come, the news last, at 0.9 s", news_last, when_all_come},
    {"the orders fail at 0.3 s", orders_fail, when_one_fails},
    {"the user fails at 0.6 s", user_fails, when_one_fails},
    {"the user comes, then the orders fail at 0.3 s",
     orders_fail_behind_the_user, when_one_fails},
    {"the news fail last, at 0.4 s", news_fail_last, when_last_fails},
    {"the user and the news fail, both at 0.4 s", two_fail, when_one_fails},
    {"cancelled at 0.5 s", cancelled, when_cancelled},
    {"two at once: one is cancelled, the other's orders fail", two_at_once,
     for_two},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* Point at the line where you waited last. */
static void point_at_last_wait(const struct run *run)
{
    size_t count = count_sights(run, EVENT_SUSPENDED, YOU);
    if (count == 0)
        return;
    const struct sight *last = nth_sight(run, EVENT_SUSPENDED, YOU, count - 1);
    const struct place *place = own_place(last);
    point_at(place->file, place->line);
}

/* .what = "order" */
static bool no_such_part(const struct run *run)
{
    const char *name = strstr(run->complaints, "there is no part ");
    const struct token *t = sources()->answer.tokens.first;
    name = name ? name + strlen("there is no part ") : "";
    while (t->kind != TOKEN_END &&
           (t->kind != TOKEN_TEXT || strncmp(name, t->text, t->length) != 0))
        t++;
    if (!*name || t->kind == TOKEN_END)
        return false;
    point_at(answer_file(), t->line);
    found("Line %d names %s. The parts are called \"user\", \"orders\" and "
          "\"news\".", t->line, token_text(t));
    return true;
}

static bool one_after_the_other(const struct run *run)
{
    const struct sight *first = nth_suspension(run, "fetch", 0);
    const struct sight *second = nth_suspension(run, "fetch", 1);
    if (!first || !second || second->time < first->until)
        return false;
    const struct place *waits = caller_of(first, "fetch");
    if (waits)
        point_at(waits->file, waits->line);
    found("The first fetch lasts until %.1f s, and only then the second one "
          "begins.", clock_to_seconds(first->until));
    return true;
}

/* RETURN or RAISE in front of the group's end, which stands there. */
static bool left_by_itself(const struct run *run)
{
    const struct act *left = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->task == YOU && is_answer(act->file) &&
            strcmp(act->in, "dashboard") == 0)
            left = act;
    const struct token *exit =
        left ? find_tokens(line_ends(&sources()->answer, left->line), NULL,
                           "group_exit (") : NULL;
    if (!strstr(run->complaints, "left without group_exit()") || !exit ||
        (left->how != HOW_RETURN && left->how != HOW_RAISE))
        return false;
    point_at(left->file, left->line);
    found("Line %d leaves at %.1f s with %s, and a group is still open: its "
          "group_exit(), in line %d, is not come to.", left->line,
          task_ended(run, YOU), ending_text(run), exit->line);
    return true;
}

static bool left_the_group(const struct run *run)
{
    point_at_last_wait(run);
    found("Your function ended at %.1f s, in the middle of its group: %s.",
          task_ended(run, YOU), ending_text(run));
    return strstr(run->complaints, "left without group_exit()");
}

static bool group_message(const struct run *run)
{
    found("You returned %s.", ending_text(run));
    return run->code == 0 && run->result.kind == VALUE_TEXT &&
           run->result.text && strstr(run->result.text, "1 failed");
}

/* What the group raised is caught, and RERAISE hands it on. */
static bool failure_raised_again(const struct run *run)
{
    const struct act *caught = NULL, *end = NULL;
    EACH_ACT(run, act) {
        if (act->task != YOU || !is_learners(act))
            continue;
        if (act->kind == ACT_GAVE && act->code &&
            statement_has(&sources()->answer, act->line, "TRY_AWAIT"))
            caught = act;
        if (act->kind == ACT_END && act->how == HOW_RAISE)
            end = act;
    }
    if (kind_of(run) != ONE_FAILS || !caught || !end ||
        caught->code != run->code ||
        !statement_has(&sources()->answer, end->line, "RERAISE"))
        return false;
    point_at_act(end);
    found("Line %d catches it: %s. Line %d hands it on, and it came out of "
          "dashboard.", caught->line, caught->value, end->line);
    return true;
}

static bool failure_passed_on(const struct run *run)
{
    point_at_last_wait(run);
    found("A part failed, and %s came out of dashboard.", ending_text(run));
    return kind_of(run) == ONE_FAILS &&
           !statement_has(&sources()->answer, run->raised_at.line, "RAISE (") &&
           (run->code == EGROUP || run->code == ECONNREFUSED);
}

static bool has_holes(const struct run *run)
{
    found("A part failed, and you returned %s.", ending_text(run));
    return kind_of(run) == ONE_FAILS && run->code == 0 &&
           run->result.kind == VALUE_TEXT && run->result.text &&
           strncmp(run->result.text, "sorry", strlen("sorry")) != 0;
}

static bool failures_as_results(const struct run *run)
{
    return has_holes(run) &&
           find_tokens(sources()->answer.tokens.first, NULL,
                       "gather_return_exceptions (") != NULL;
}

static bool cancelled_in_time(const struct run *run, uint32_t task)
{
    const struct sight *cancel = nth_sight(run, EVENT_CANCEL, task, 0);
    return cancel && clock_to_seconds(cancel->time) <= end_of(run, YOU);
}

/* What a task fetches: "fetch(what = "news")". */
static const char *fetch_text(const struct run *run, uint32_t task)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_BEGIN && act->task == task &&
            strcmp(act->name, "fetch") == 0)
            return textf("fetch(%s)", act->arguments);
    }
    return textf("task %u", (unsigned)task);
}

/* The last task_cancel() of the learner's; NULL: there is none. */
static const struct act *last_cancel(const struct run *run)
{
    const struct act *last = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_CANCEL && is_learners(act))
            last = act;
    return last;
}

/* "fetch(what = "user") and fetch(what = "orders")": who was cancelled there. */
static const char *cancelled_text(const struct run *run)
{
    const char *text = "";
    EACH_ACT(run, act)
        if (act->kind == ACT_CANCEL && is_learners(act))
            text = textf("%s%s%s", text, *text ? " and " : "",
                         fetch_text(run, (uint32_t)act->what));
    return text;
}

static bool others_run_on(const struct run *run)
{
    uint32_t left = left_task(run);
    const struct act *cancel = last_cancel(run);
    found("You ended at %.1f s; %s runs on until %.1f s: %s.",
          task_ended(run, YOU), fetch_text(run, left), task_ended(run, left),
          cancel ? textf("task_cancel() was called for %s, and not for it",
                         cancelled_text(run))
                 : "nobody has cancelled it");
    if (cancel)
        point_at_act(cancel);
    return left && !cancelled_in_time(run, left);
}

static bool did_not_wait(const struct run *run)
{
    uint32_t left = left_task(run);
    found("You ended at %.1f s; task %u was cancelled, and hangs up until "
          "%.1f s.", task_ended(run, YOU), left, task_ended(run, left));
    return left && cancelled_in_time(run, left);
}

/* Cancels one and waits until it has hung up, and only then the next one. */
static bool cancels_in_turn(const struct run *run)
{
    const struct act *first = NULL, *last = last_cancel(run);
    EACH_ACT(run, act)
        if (!first && act->kind == ACT_CANCEL && is_learners(act))
            first = act;
    if (!first || last->time <= first->time || last->task != YOU)
        return false;
    point_at_act(last);
    found("Line %d cancels %s at %.1f s. Only when it has hung up, at %.1f s, "
          "line %d cancels %s.", first->line, fetch_text(run, first->what),
          clock_to_seconds(first->time), clock_to_seconds(last->time),
          last->line, fetch_text(run, last->what));
    return true;
}

/* Where a fetch failed, NULL: none did. */
static const struct act *failed_fetch(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->how == HOW_RAISE &&
            strcmp(act->in, "fetch") == 0)
            return act;
    return NULL;
}

/* What you were awaiting then, if it is a task, and another one. */
static const struct act *awaited_meanwhile(const struct run *run,
                                           const struct act *failed)
{
    const struct act *await = NULL;
    EACH_ACT(run, act)
        if (act < failed && act->task == YOU && act->kind == ACT_AWAIT)
            await = act;
    return await && await->what && await->what != failed->task &&
                   is_learners(await) ? await : NULL;
}

/* TRY_AWAIT(user), then TRY_AWAIT(orders): the second has failed long ago. */
static bool waited_for_another(const struct run *run)
{
    const struct act *failed = failed_fetch(run);
    const struct act *await = failed ? awaited_meanwhile(run, failed) : NULL;
    if (kind_of(run) != ONE_FAILS || !await ||
        task_ended(run, YOU) < noted(run, "seconds").real + 1e-6 ||
        count_sights(run, EVENT_CANCEL, 0) > 0)
        return false;
    point_at_act(await);
    found("%s failed at %.1f s. Line %d was waiting for %s then, until %.1f s: "
          "of the failure you hear only behind that, and nobody was "
          "cancelled.", fetch_text(run, failed->task),
          clock_to_seconds(failed->time), await->line,
          fetch_text(run, await->what), task_ended(run, await->what));
    return true;
}

static bool waited_for_all(const struct run *run)
{
    double asked = noted(run, "seconds").real;
    found("One part failed at %.1f s; nobody was cancelled, and you ended at "
          "%.1f s.", asked - HANG_UP, task_ended(run, YOU));
    return kind_of(run) == ONE_FAILS && task_ended(run, YOU) > asked + 1e-6 &&
           count_sights(run, EVENT_CANCEL, 0) == 0;
}

static bool made_no_group(const struct run *run)
{
    return strstr(run->complaints, "there is no task group") ||
           strstr(ending_text(run), "there is no task group");
}

static const struct mistake mistakes[] = {
    {.name = "no-such-part", .made = no_such_part, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 12"},
    {.name = "no-group", .made = made_no_group,
     .why = "The children were handed to a group that nobody has made: "
            "a pointer in a struct is NULL at first. The block begins with "
            "task_group(); keep what that gives.",
     .python = "async with asyncio.TaskGroup() as tg:  # this line is missing",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "one-after-the-other", .made = one_after_the_other,
     .show_timeline = true,
     .why = "Nobody of the three waits for another. In a group each child runs "
            "by itself: make all three with group_create_task(), then wait "
            "for the end of the group.",
     .python = "user = await fetch(\"user\")             # the same picture\n"
               "user = tg.create_task(fetch(\"user\"))    # at the same time",
     .read_on = "NOTES.md, chapters 5 and 12"},
    {.name = "left-by-itself", .made = left_by_itself,
     .why = "group_exit() waits for the tasks of its group, and a failure "
            "cancels those of the same group only. All that belongs together "
            "goes into one group, which has one end.",
     .python = "async with asyncio.TaskGroup() as tg:   # one for all three",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "group-left-without-its-end", .made = left_the_group,
     .why = "When a child fails, the group cancels the block as well, so that "
            "an await in it ends; a plain AWAIT then leaves the function, and "
            "nobody waits for the children. Either await nothing inside, and "
            "ask task_result() behind group_exit(); or use TRY_AWAIT there and "
            "hand caught() to group_exit().",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    ...            # the end of the block cannot be skipped",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "message-of-the-group", .made = group_message,
     .why = "What comes out of a group is one error that stands for all of "
            "them, and its message only says how many. The failures themselves "
            "are its members: caught()->members[0]->message.",
     .python = "except ExceptionGroup as group:\n"
               "    group                  # unhandled errors in a TaskGroup\n"
               "    group.exceptions[0]    # the first of them",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "failure-raised-again", .made = failure_raised_again,
     .why = "Here you are to turn it into a sentence: when failure() is EGROUP, "
            "behind the TRY_AWAIT.",
     .python = "except ExceptionGroup as group:\n"
               "    return f\"sorry: {group.exceptions[0]}\"",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "failure-not-caught", .made = failure_passed_on,
     .why = "AWAIT lets a failure travel on to your caller. Here you are to "
            "turn it into a sentence: TRY_AWAIT hands it to you, failure() is "
            "its code, and that of a group is EGROUP.",
     .python = "try:\n"
               "    async with asyncio.TaskGroup() as tg: ...\n"
               "except ExceptionGroup as group:\n"
               "    return f\"sorry: {group.exceptions[0]}\"",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "a-part-of-the-page", .made = failures_as_results,
     .why = "All or nothing: a page with a hole in it is not what was asked "
            "for. gather_return_exceptions() hands failures over as if they "
            "were results, and leaves it to you to look. A group raises them.",
     .python = "await asyncio.gather(..., return_exceptions=True)\n"
               "async with asyncio.TaskGroup() as tg: ...     # all or nothing",
     .read_on = "NOTES.md, chapters 6 and 12"},
    {.name = "not-sorry", .made = has_holes,
     .why = "All or nothing: when a part fails, the whole page is \"sorry: "
            "...\" with the message of that failure.",
     .python = "except ExceptionGroup as group:\n"
               "    return f\"sorry: {group.exceptions[0]}\"",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "others-run-on", .made = others_run_on, .show_timeline = true,
     .why = "A failure ends only the task in which it happens. The others run "
            "on, unwatched, until somebody cancels them: each of them, and "
            "waits for each. A task group does both.",
     .python = "for task in tasks:             # every one\n"
               "    task.cancel()\n"
               "async with asyncio.TaskGroup() as tg: ... # does it by itself",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "cancelled-and-not-awaited", .made = did_not_wait,
     .show_timeline = true,
     .why = "task_cancel() only asks, and hanging up takes a while. Wait until "
            "the tasks have ended: TRY_AWAIT each of them, or let a task group "
            "do both.",
     .python = "task.cancel()                  # a request\n"
               "await asyncio.wait([task])     # until it has ended",
     .read_on = "NOTES.md, chapters 10 and 12"},
    {.name = "cancels-in-turn", .made = cancels_in_turn, .is_proven = true,
     .show_timeline = true,
     .why = "Cancel all of them first, and then wait for each: so they hang up "
            "at the same time.",
     .python = "for task in tasks:\n"
               "    task.cancel()              # a request: it does not wait\n"
               "await asyncio.wait(tasks)",
     .read_on = "NOTES.md, chapters 10 and 12"},
    {.name = "waits-for-another", .made = waited_for_another,
     .show_timeline = true,
     .why = "Who awaits tasks one after the other hears of a failure when its "
            "turn comes. Wait for all of them at once, and cancel the others "
            "when one has failed: a task group does both.",
     .python = "await user                     # whatever happens to orders\n"
               "async with asyncio.TaskGroup() as tg: ...  # hears of each",
     .read_on = "NOTES.md, chapters 6 and 12"},
    {.name = "waits-for-the-others", .made = waited_for_all,
     .show_timeline = true,
     .why = "Once a part has failed, the page is lost, and the others are "
            "fetched for nothing. Cancel them; a task group does that as soon "
            "as a child fails.",
     .python = "await asyncio.gather(..., return_exceptions=True)  # waits\n"
               "async with asyncio.TaskGroup() as tg: ...      # cancels",
     .read_on = "NOTES.md, chapters 6 and 12"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
