/* The check of exercise 04: in sequence. */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "seen.h"

enum { NOT_FOUND = USER_ERROR };

struct coro last_order_of(const char *name);

static void ada(void)
{
    note("user", 1);
    play(last_order_of("Ada"));
}

static void grace(void)
{
    note("user", 2);
    play(last_order_of("Grace"));
}

static void edsger(void)
{
    note("user", 3);
    play(last_order_of("Edsger"));
}

static void nobody(void)
{
    note("user", 0);
    play(last_order_of("Nobody"));
}

/* --- what is asked ------------------------------------------------------- */

static bool soup(const struct run *run)
{
    return returned_text(run, "user 1: soup, 4 euros");
}

static bool burgers(const struct run *run)
{
    return returned_text(run, "user 2: two burgers, 11 euros");
}

static bool tea(const struct run *run)
{
    return returned_text(run, "user 3: tea, 3 euros");
}

static bool one_second(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 1.0);
}

static bool not_found(const struct run *run)
{
    return run->code == NOT_FOUND && run->error &&
           strstr(run->error, "there is no Nobody");
}

static bool half_a_second(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 0.5);
}

#define THREE_ANSWERS {"three answers, one after the other: 1.0 s", one_second}

static const struct expectation for_ada[] = {
    {"\"user 1: soup, 4 euros\"", soup}, THREE_ANSWERS, {0}};

static const struct expectation for_grace[] = {
    {"\"user 2: two burgers, 11 euros\"", burgers}, THREE_ANSWERS, {0}};

static const struct expectation for_edsger[] = {
    {"\"user 3: tea, 3 euros\"", tea}, THREE_ANSWERS, {0}};

static const struct expectation for_nobody[] = {
    {"the error of find_user: there is no Nobody", not_found},
    {"and no further questions: 0.5 s", half_a_second},
    {0},
};

static struct coro one_to_cancel(void)
{
    return last_order_of("Ada");
}

static void cancelled(void)
{
    static const double seconds[] = {0.2, 0.6, 0.9, 0};
    play_cancelled(one_to_cancel, seconds);
}

static struct coro one_of_three(int n)
{
    static const char *const names[] = {"Ada", "Nobody", "Grace"};
    return last_order_of(names[n]);
}

static void three_at_once(void)
{
    play_at_once(one_of_three, 3, 0.2);
}

static bool each_its_own(const struct run *run)
{
    return returned_text(run, "user 1: soup, 4 euros; Error 2000: there is no "
                              "Nobody; user 2: two burgers, 11 euros");
}

static const struct expectation for_three[] = {
    {"each its own: Ada's order, there is no Nobody, Grace's order",
     each_its_own},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled, wherever it waits",
     all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {0},
};

static const struct play cases[] = {
    {"Ada", ada, for_ada},
    {"Grace", grace, for_grace},
    {"Edsger", edsger, for_edsger},
    {"Nobody, who is not there", nobody, for_nobody},
    {"Ada, Nobody and Grace, 0.2 s apart", three_at_once, for_three},
    {"cancelled somewhere on the way", cancelled, when_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* Where a coroutine was awaited first; if it is a task of its own, where main
 * waited first. */
static void point_at_call(const struct run *run, const char *coro)
{
    const struct sight *sight = nth_suspension(run, coro, 0);
    const struct sight *wait = nth_sight(run, EVENT_SUSPENDED, 1, 0);
    const struct place *place = sight ? caller_of(sight, coro) : NULL;
    if (!place && wait)
        place = own_place(wait);
    if (place)
        point_at(place->file, place->line);
}

static bool asked_too_early(const struct run *run)
{
    const struct sight *user = nth_suspension(run, "find_user", 0);
    const struct sight *order = nth_suspension(run, "find_order", 0);
    if (!user || !order || order->time >= user->until)
        return false;
    const struct token *made = find_tokens(sources()->answer.tokens.first, NULL,
                                           "create_task ( coro ( find_order");
    point_at_call(run, "find_order");
    if (made)
        point_at(answer_file(), made->line);
    found("find_order was called at %.1f s, before find_user has answered.",
          clock_to_seconds(order->time));
    return true;
}

static bool awaited_too_late(const struct run *run)
{
    const char *sentence = strstr(run->complaints, "this value is");
    const struct sight *made = nth_sight(run, EVENT_CREATED, 0, 0);
    if (run->ending != DIED || !sentence || !made ||
        strstr(sentence, "this value is none"))
        return false;
    const char *message = textf("%.*s", (int)strcspn(sentence, "\n"), sentence);
    int line = atoi(strrchr(message, ':') + 1);
    if (!statement_has(&sources()->answer, line, "awaited ("))
        return false;
    point_at(made->outermost.file, line);
    found("T%s.", message + 1);
    return true;
}

static bool is_about_nobody(const struct run *run)
{
    return as_int(noted(run, "user")) == 0;
}

static bool asked_on(const struct run *run)
{
    if (!is_about_nobody(run) || !nth_suspension(run, "find_order", 0))
        return false;
    point_at_call(run, "find_order");
    found("find_user failed at 0.5 s, and find_order ran all the same.");
    return true;
}

static bool sets_before_begin(void)
{
    const struct item *item =
        item_named(&sources()->answer, "last_order", false);
    const struct token *begin =
        item ? find_tokens(item->body, item->end, "BEGIN") : NULL;
    return begin && find_tokens(item->body, begin, "=");
}

/* find_order runs before find_user has been asked at all. */
static bool order_of_questions(const struct run *run)
{
    const struct act *order = NULL, *user = NULL;
    EACH_ACT(run, act) {
        if (act->kind != ACT_AWAIT || !is_answer(act->file) || !act->name)
            continue;
        if (!order && strcmp(act->name, "find_order") == 0)
            order = act;
        if (!user && strcmp(act->name, "find_user") == 0)
            user = act;
    }
    const struct token *t = sources()->answer.tokens.first;
    while ((t = find_tokens(t, NULL, "coro ( find_user")) && order &&
           t->line <= order->line)
        t++;
    if (!order || (user && user < order) || !t)
        return false;
    point_at(order->file, order->line);
    found("Line %d asks for the order of a user whose number nobody knows yet: "
          "find_user comes only in line %d, behind it.", order->line, t->line);
    return true;
}

/* Did somebody read what find_user gave, right behind it? */
static bool is_user_read(const struct run *run)
{
    const struct act *gave = NULL;
    EACH_ACT(run, act) {
        if (act->kind == ACT_GAVE && is_learners(act))
            gave = gave || act->value_kind != VALUE_INT ? NULL : act;
        if (act->kind == ACT_READ && gave)
            return true;
    }
    return false;
}

static bool not_kept(const struct run *run)
{
    if (is_about_nobody(run) || sets_before_begin() ||
        (run->error && is_user_read(run)))
        return false;           /* that is another mistake */
    point_at_call(run, "find_order");
    if (run->error)
        found("%s: that is what find_order was called with.", run->error);
    else
        found("Your text begins with user 0: the number has not been kept.");
    return run->error ? strstr(run->error, "there is no user 0") != NULL
                      : strncmp(ending_text(run), "\"user 0", 7) == 0 &&
                            !strstr(ending_text(run), "(null)");
}

/* Was find_user asked for somebody else?  Then the rest is a consequence. */
static bool asked_for_another(const struct run *run, int64_t user)
{
    static const char *const names[] = {"", "Ada", "Grace", "Edsger"};
    EACH_ACT(run, act)
        if (act->kind == ACT_BEGIN && strcmp(act->name, "find_user") == 0 &&
            user >= 1 && user <= 3 && !strstr(act->arguments, names[user]))
            return true;
    return false;
}

static bool of_another_user(const struct run *run)
{
    static const char *const orders[] = {"", "soup", "two burgers", "tea"};
    int64_t user = as_int(noted(run, "user"));
    if (run->code || run->result.kind != VALUE_TEXT || !run->result.text ||
        asked_for_another(run, user))
        return false;
    for (int other = 1; other <= 3; other++) {
        if (other == user || !strstr(run->result.text, orders[other]))
            continue;
        point_at_call(run, "find_order");
        found("Your text has the order of user %d.  This was about user %d.",
              other, (int)user);
        return true;
    }
    return false;
}

static const struct mistake mistakes[] = {
    {.name = "asked-too-early", .made = asked_too_early, .show_timeline = true,
     .why = "Each question needs the answer to the one before: they cannot run "
            "at the same time. Here one second is right; AWAIT the first, take "
            "its result, and only then make the next.",
     .python = "user, order = await asyncio.gather(\n"
               "    find_user(name), find_order(user))     # which user?",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "awaited-too-late", .made = awaited_too_late, .broken_too = true,
     .why = "awaited() is the result of the latest await only: the next AWAIT "
            "puts its own in that place. Take each result right behind its "
            "AWAIT, a number with as_int(), a text with as_text(), and keep "
            "in self what is needed further down.",
     .python = "user = await find_user(name)       # each result has a name\n"
               "order = await find_order(user)",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "asks-on-after-a-failure", .made = asked_on, .show_timeline = true,
     .why = "TRY_AWAIT catches a failure and goes on: what comes next has to "
            "look at failure(). AWAIT does what is asked for here by itself: "
            "it ends last_order with the error of find_user.",
     .python = "try:\n"
               "    user = await find_user(name)\n"
               "except LookupError:\n"
               "    pass                       # and then, with which user?\n"
               "order = await find_order(user)",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "order-of-questions", .made = order_of_questions,
     .why = "Each question needs the answer to the one before: first the user, "
            "then the order, then the price.",
     .python = "user = await find_user(name)\n"
               "order = await find_order(user)",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "result-not-kept", .made = not_kept,
     .why = "AWAIT runs find_user and puts nothing into your struct: awaited() "
            "is what it gave. Take it right behind the AWAIT, as a number: "
            "(int)as_int(awaited()).",
     .python = "await find_user(name)          # the result is dropped\n"
               "user = await find_user(name)   # the result has a name",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "another-user", .made = of_another_user,
     .why = "What find_user gives must be handed on to find_order, and what "
            "that gives to find_price: the results are the arguments.",
     .python = "order = await find_order(user)     # not find_order(1)",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
