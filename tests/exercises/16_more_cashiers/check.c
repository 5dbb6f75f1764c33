/* The check of exercise 16: more cashiers. */
#include <errno.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "seen.h"

extern const double predicted[5];
struct coro open_for_a_day(int cashiers);

enum { CUSTOMERS = 6 };

static const int numbers[] = {1, 2, 3, 4, 6};
static const double times[] = {12.0, 6.0, 4.0, 4.0, 2.0};

struct whole_day {
    CORO;
    int which;
};

ASYNC(whole_day)
{
    BEGIN;
    note("which", self->which);
    note("predicted", predicted[self->which]);
    AWAIT(open_for_a_day(numbers[self->which]));
    RETURN(loop_time());
    END;
}

static void with_1(void)
{
    play(coro(whole_day, .which = 0));
}

static void with_2(void)
{
    play(coro(whole_day, .which = 1));
}

static void with_3(void)
{
    play(coro(whole_day, .which = 2));
}

static void with_4(void)
{
    play(coro(whole_day, .which = 3));
}

static void with_6(void)
{
    play(coro(whole_day, .which = 4));
}

/* --- two places at the same time ------------------------------------------ */

struct two_places {
    CORO;
    struct task *one, *other;
};

ASYNC(two_places)
{
    BEGIN;
    self->one = create_task(open_for_a_day(2));
    self->other = create_task(open_for_a_day(3));
    AWAIT(self->other);
    note("other", loop_time());
    AWAIT(self->one);
    RETURN(loop_time());
    END;
}

static void two_at_once(void)
{
    note("at once", 2);
    note("which", 1);
    note("predicted", predicted[1]);
    play(coro(two_places));
}

/* --- some that are closed early ------------------------------------------- */

static struct coro one_to_cancel(void)
{
    return open_for_a_day(2);
}

static void cancelled(void)
{
    static const double seconds[] = {1.0, 3.0, 5.0, 0};
    note("cancelled", 1);
    play_cancelled(one_to_cancel, seconds);
}

/* --- what is asked ------------------------------------------------------- */

static int which(const struct run *run)
{
    return (int)as_int(noted(run, "which"));
}

static bool the_place(const struct run *run)
{
    yours("%s", run->code ? ending_text(run) : textf("%.1f s", run->seconds));
    return !run->code && took(run, times[which(run)]);
}

static bool the_prediction(const struct run *run)
{
    double expected = as_real(noted(run, "predicted"));
    yours("you predicted %.1f s", expected);
    about_row("predicted", (size_t)which(run));
    return same_time(expected, times[which(run)]);
}

static bool all_awaited(const struct run *run)
{
    bool lost = strstr(run->complaints, "never awaited");
    yours("%s", lost ? "one was never awaited" : "all were");
    return !lost;
}

/* Who serves sleeps: how long in all, and how many tasks beside the day's own. */
static double slept(const struct run *run, int *customers)
{
    const struct sight *wait, *before;
    double seconds = 0;
    *customers = 0;
    for (size_t n = 0; (wait = nth_sight(run, EVENT_SUSPENDED, 0, n)); n++) {
        bool is_new = wait->task > 1;
        if (wait->want != WANT_SLEEP)
            continue;
        for (size_t i = 0; i < n; i++) {
            before = nth_sight(run, EVENT_SUSPENDED, 0, i);
            is_new = is_new && (before->task != wait->task ||
                                before->want != WANT_SLEEP);
        }
        *customers += is_new;
        seconds += clock_to_seconds(wait->until - wait->time);
    }
    return seconds;
}

/* In threads nobody sleeps on the loop. */
static bool six_are_served(const struct run *run)
{
    int customers;
    double seconds = slept(run, &customers);
    if (customers > CUSTOMERS)
        yours("%d customers", customers);
    else
        yours("%.1f s of service in all", seconds);
    return seconds <= 0 ||
           (customers <= CUSTOMERS && seconds > 2.0 * CUSTOMERS - 1e-6);
}

#define EXPECTED(name, seconds)                                              \
    static const struct expectation name[] = {                               \
        {"a day of " seconds, the_place},                                    \
        {"a prediction that says how long it takes", the_prediction},        \
        {"six customers are served, for 2.0 s each", six_are_served},        \
        {"what is called is awaited", all_awaited}, {0}}

EXPECTED(one, "12.0 s, one after the other");
EXPECTED(two, "as many rounds as it takes");
EXPECTED(more, "as many rounds as it takes");

static bool the_other_place(const struct run *run)
{
    struct value other = noted(run, "other");
    yours("%s", is_none(other) ? "never" : textf("%.1f s", as_real(other)));
    return !is_none(other) && same_time(as_real(other), 4.0);
}

static const struct expectation of_two[] = {
    {"a day of 6.0 s with 2 cashiers", the_place},
    {"a day of 4.0 s with 3, at the same time", the_other_place},
    {0},
};

/* Where a task sleeps that had been cancelled; NULL: nowhere. */
static const struct sight *served_all_the_same(const struct run *run)
{
    const struct sight *cancel, *wait;
    for (size_t n = 0; (cancel = nth_sight(run, EVENT_CANCEL, 0, n)); n++)
        for (size_t i = 0; (wait = nth_sight(run, EVENT_SUSPENDED,
                                             cancel->task, i)); i++)
            if (wait > cancel && wait->want == WANT_SLEEP &&
                wait->until > wait->time)
                return wait;
    return NULL;
}

static bool serves_no_more(const struct run *run)
{
    const struct sight *wait = served_all_the_same(run);
    if (wait)
        yours("'%s' was cancelled at %.1f s, and sleeps on",
              own_place(wait)->coro, clock_to_seconds(wait->time));
    return !wait;
}

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled", all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {"and nobody is served any more then", serves_no_more},
    {0},
};

static const struct play cases[] = {
    {"1 cashier", with_1, one},   {"2 cashiers", with_2, two},
    {"3 cashiers", with_3, more}, {"4 cashiers", with_4, more},
    {"6 cashiers", with_6, more},
    {"two places, with 2 and with 3 cashiers", two_at_once, of_two},
    {"three are cancelled, at 1.0 s, 3.0 s and 5.0 s", cancelled,
     when_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static int tasks_that(const struct run *run, int state)
{
    int count = 0;
    const struct sight *done;
    for (size_t n = 0; (done = nth_sight(run, EVENT_DONE, 0, n)); n++)
        count += done->state == state;
    return count;
}

/* The day has come to its end, and all customers to theirs. */
static bool all_served(const struct run *run)
{
    return run->code == 0 && tasks_that(run, CANCELLED) == 0 &&
           !kept_the_loop(run, 0.1);
}

static bool always_twelve(const struct run *run)
{
    return which(run) > 0 && took(run, 12.0) && all_served(run);
}

/* The await of day's own that the second customer waits for: it begins only
 * when the first one has been served.  NULL: it comes at once. */
static const struct act *await_between(const struct run *run)
{
    const struct act *first = NULL, *await = NULL;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_AWAIT && first && is_answer(act->file) &&
            strcmp(act->in, "day") == 0)
            await = act;
        if (act->kind != ACT_BEGIN || strcmp(act->name, "visit") != 0)
            continue;
        if (first)
            return act->time >= clock_from_seconds(2.0) ? await : NULL;
        first = act;
    }
    return NULL;
}

static bool one_customer(const struct run *run)
{
    if (!always_twelve(run) || count_sights(run, EVENT_CREATED, 0) >= 3)
        return false;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_AWAIT && is_answer(act->file) &&
            strcmp(act->in, "day") == 0) {
            point_at(act->file, act->line);
            break;
        }
    }
    return true;
}

static bool next_comes_late(const struct run *run)
{
    const struct act *await = always_twelve(run) ? await_between(run) : NULL;
    if (!await)
        return false;
    point_at(await->file, await->line);
    found("The second customer comes only at 2.0 s: until then day waits in "
          "line %d for the first one.", await->line);
    return true;
}

static bool one_lock(const struct run *run)
{
    const struct token *lock = find_tokens(sources()->answer.tokens.first, NULL,
                                           "lock_acquire");
    if (!always_twelve(run) || !lock)
        return false;
    point_at(answer_file(), lock->line);
    return true;
}

/* The first act of a kind in that frame, behind another one; NULL: none. */
static const struct act *next_act(const struct run *run,
                                  const struct act *behind, enum act_kind kind)
{
    const struct act *end = run->acts->act + act_count(run->acts);
    for (const struct act *act = behind + 1; act < end; act++)
        if (act->kind == kind && act->task == behind->task &&
            strcmp(act->in, behind->in) == 0)
            return act;
    return NULL;
}

static const struct act *first_act(const struct run *run, enum act_kind kind)
{
    for (size_t i = 0; i < act_count(run->acts); i++)
        if (run->acts->act[i].kind == kind)
            return &run->acts->act[i];
    return NULL;
}

/* How many customers were served: each for two seconds. */
static int served(const struct run *run)
{
    int count = 0;
    EACH_ACT(run, act)
        count += act->kind == ACT_SLEEP && same_time(act->number, 2.0);
    return count;
}

static bool no_line(const struct run *run)
{
    return which(run) < 4 && took(run, 2.0) && all_served(run) &&
           served(run) == CUSTOMERS && !first_act(run, ACT_TAKES);
}

static bool more_than_six(const struct run *run)
{
    const struct token *fewer = find_tokens(sources()->answer.tokens.first,
                                            NULL, "< self -> cashiers");
    int customers;
    slept(run, &customers);
    if (customers <= CUSTOMERS || run->code || !fewer)
        return false;
    point_at(answer_file(), fewer->line);
    found("With %d cashiers %d customers were served, and six come. The loop of "
          "line %d makes as many as there are cashiers, each time that it is "
          "come to.", numbers[which(run)], customers, fewer->line);
    return true;
}

/* The day sleeps, and nobody comes. */
static bool nobody_comes(const struct run *run)
{
    int customers;
    double seconds = slept(run, &customers);
    const struct act *sleeps = first_act(run, ACT_SLEEP);
    if (customers || run->code || seconds <= 0 || !sleeps ||
        seconds > 2.0 * CUSTOMERS - 1e-6)
        return false;
    point_at_act(sleeps);
    found("The day takes %.1f s, and nobody is served in it: no task but the "
          "day's own sleeps, %.1f s in all, and six customers for 2.0 s each "
          "are 12.0 s.", run->seconds, seconds);
    return true;
}

/* CUSTOMERS / self->cashiers, of which the rest is lost. */
static bool some_not_served(const struct run *run)
{
    const struct token *divided =
        find_tokens(sources()->answer.tokens.first, NULL, "CUSTOMERS /");
    if (!all_served(run) || served(run) == 0 || served(run) >= CUSTOMERS)
        return false;
    const struct token *fewer = find_tokens(sources()->answer.tokens.first,
                                            NULL, "< self -> cashiers");
    if (divided || fewer)
        point_at(answer_file(), (divided ? divided : fewer)->line);
    found("Six customers come, and %d %s served.%s", served(run),
          served(run) == 1 ? "was" : "were", divided ? textf(" In line %d C divides whole numbers: what is left "
                          "over is lost.", divided->line) : "");
    return true;
}

static bool released_too_early(const struct run *run)
{
    const struct act *takes = first_act(run, ACT_TAKES);
    const struct act *gives = takes ? next_act(run, takes, ACT_GIVES) : NULL;
    const struct act *serves = takes ? next_act(run, takes, ACT_SLEEP) : NULL;
    if (!gives || !serves || gives > serves)
        return false;
    point_at(gives->file, gives->line);
    found("Line %d gives the cashier back, and only then come the %.1f s of "
          "line %d: it is released before the customer is served.", gives->line,
          serves->number, serves->line);
    return true;
}

/* Who has taken it gives it back at the same moment, each time. */
static bool held_for_nothing(const struct run *run)
{
    const struct act *takes = first_act(run, ACT_TAKES), *gives = NULL;
    if (!takes || !all_served(run))
        return false;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind != ACT_TAKES)
            continue;
        gives = next_act(run, act, ACT_GIVES);
        if (!gives || gives->time != act->time)
            return false;
    }
    point_at(gives->file, gives->line);
    found("Line %d takes one, and line %d gives it back at the same moment: no "
          "customer is served in between.", takes->line, gives->line);
    return true;
}

static bool nobody_serves(const struct run *run)
{
    if (run->code != EDEADLK ||
        !find_tokens(sources()->answer.tokens.first, NULL, "semaphore_acquire"))
        return false;
    found("At %.1f s all who are left wait for a cashier, and none will come. "
          "Served until then: %d.", run->seconds, tasks_that(run, RETURNED));
    return true;
}

/* How many were served at one time, at most. */
static int most_at_work(const struct run *run)
{
    int most = 0;
    const struct act *acts = run->acts->act;
    for (size_t i = 0; i < act_count(run->acts); i++) {
        int now = 0;
        for (size_t n = 0; n < act_count(run->acts); n++)
            now += acts[n].kind == ACT_SLEEP && acts[n].number > 0 &&
                   acts[n].time <= acts[i].time &&
                   acts[i].time < acts[n].time +
                                      clock_from_seconds(acts[n].number);
        most = now > most ? now : most;
    }
    return most;
}

/* It serves for two seconds, and sleeps besides, in a loop. */
static bool looks_now_and_then(const struct run *run)
{
    static const char *const looks[] = {"semaphore_locked (", "lock_locked ("};
    const struct token *t = NULL;
    for (size_t i = 0; !t && i < sizeof looks / sizeof *looks; i++)
        t = find_tokens(sources()->answer.tokens.first, NULL, looks[i]);
    EACH_ACT(run, act) {
        if (act->kind != ACT_SLEEP || same_time(act->number, 2.0) || !t ||
            !is_learners(act) || served(run) == 0)
            continue;
        point_at_act(act);
        found("Line %d asks whether a cashier is free, and line %d sleeps for "
              "%g s before it asks again: who becomes free in between stands "
              "idle until then.", t->line, act->line, act->number);
        return true;
    }
    return false;
}

static bool other_service(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind != ACT_SLEEP || act->number <= 0 ||
            same_time(act->number, 2.0) || !is_answer(act->file))
            continue;
        point_at(act->file, act->line);
        found("Line %d sleeps for %g s (%s), and each customer keeps a cashier "
              "for 2.0 s.", act->line, act->number, act->text);
        return true;
    }
    return false;
}

static bool too_many_or_few(const struct run *run)
{
    int most = most_at_work(run);
    if (!all_served(run) || run->seconds < 2.0 || the_place(run) ||
        most == numbers[which(run)])
        return false;
    found("With %d cashier%s it took %.1f s: %d %s served at the same time.",
          numbers[which(run)], which(run) ? "s" : "", run->seconds, most,
          most == 1 ? "was" : "were");
    return true;
}

/* What a semaphore begins with, and that is not what day was given. */
static bool other_number(const struct run *run)
{
    const struct token *permits = find_tokens(sources()->answer.tokens.first,
                                              NULL, "semaphore_init (");
    if (!permits || !too_many_or_few(run) ||
        statement_has(&sources()->answer, permits->line, "cashiers"))
        return false;
    point_at(answer_file(), permits->line);
    return true;
}

static bool divided(const struct run *run)
{
    double expected = as_real(noted(run, "predicted"));
    return the_place(run) && same_time(expected, 12.0 / numbers[which(run)]);
}

/* 6 / 4 * 2.0: what is lost there, in words. */
static const char *divided_whole(void)
{
    const struct token *table = find_tokens(sources()->answer.tokens.first,
                                            NULL, "predicted [ 5 ] = {");
    for (const struct token *t = table; t && !token_is(t, "}"); t++) {
        bool is_whole = token_is(t, "/") && t[-1].kind == TOKEN_NUMBER &&
                        t[1].kind == TOKEN_NUMBER && t[-1].length == 1 &&
                        t[1].length == 1;
        int sum = is_whole ? *t[-1].text - '0' : 0;
        int share = is_whole ? *t[1].text - '0' : 1;
        if (share > 0 && sum % share)
            return textf(" `%d / %d` in line %d divides whole numbers, and gives "
                         "%d.", sum, share, t->line, sum / share);
    }
    return "";
}

static bool departs(const struct run *run)
{
    double expected = as_real(noted(run, "predicted"));
    if (!the_place(run))
        return false;
    if (same_time(expected, 0))
        found("You have predicted nothing for %d cashiers; they took %.1f s.",
              numbers[which(run)], run->seconds);
    else
        found("With %d cashier%s you expected %.1f s, and the place that you "
              "built took %.1f s.%s", numbers[which(run)],
              which(run) ? "s" : "", expected, run->seconds,
              same_time(expected, 1000 * run->seconds)
                  ? " That is a thousand times as much: what is predicted is "
                    "seconds." : divided_whole());
    return true;
}

/* Those whom day has made use what is in its struct, and it is gone. */
static bool day_is_gone(const struct run *run)
{
    const struct sight *step = running_at_the_end(run);
    const struct place *place = step ? own_place(step) : NULL;
    if (run->ending != DIED || is_none(noted(run, "cancelled")) || !place ||
        strcmp(place->coro, "day") == 0 ||
        nth_sight(run, EVENT_DONE, 2, 0) == NULL)
        return false;
    point_at(place->file, place->line);
    found("day was cancelled at %.1f s, and ended; '%s', which it had made, "
          "went on, and crashed. What it uses was in day's struct, and is "
          "gone.", 1.0,
          place->coro);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "nobody-comes", .made = nobody_comes,
     .why = "A formula is a second prediction. The place is to show how long it "
            "takes: six visits, and a semaphore of so many permits.",
     .python = "async def visit(cashiers):\n    async with cashiers:\n"
               "        await asyncio.sleep(2)",
     .read_on = "NOTES.md, chapter 18", .is_proven = true},
    {.name = "more-than-six", .made = more_than_six,
     .why = "Each of the six is a visit of its own: make all six, and let the "
            "semaphore say how many are served at a time.",
     .python = "visits = [visit(cashiers) for _ in range(6)]\n"
               "await asyncio.gather(*visits)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "day-is-gone", .made = day_is_gone, .broken_too = true,
     .why = "Whoever lends something of its own to a task stays until that "
            "task has ended: TRY_AWAIT what it waits for, task_cancel() and "
            "await those it has made, and RERAISE if there was a failure(). A "
            "task_group does just that.",
     .python = "async with asyncio.TaskGroup() as tg:    # nobody is left "
               "behind",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "one-customer-at-a-time", .made = one_customer,
     .show_timeline = true,
     .why = "The next customer comes in only when the one before has gone: "
            "AWAIT of a coroutine object runs it as a part of you. Then more "
            "cashiers help nobody. Let the six come at the same moment, as "
            "tasks.",
     .python = "for i in range(6):\n    await visit(cashiers)",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "next-customer-comes-late", .made = next_comes_late,
     .show_timeline = true,
     .why = "Then more cashiers help nobody. The six come at the same moment: "
            "make a task of each, and wait when all six are there.",
     .python = "tasks = [asyncio.create_task(visit(c)) for i in range(6)]\n"
               "for task in tasks:\n    await task",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "one-cashier", .made = one_lock, .show_timeline = true,
     .why = "Six tasks, and all of them stand in one line for one cashier. A "
            "lock is for one at a time; what lets so many at a time pass is a "
            "semaphore.",
     .python = "asyncio.Lock()             # one\n"
               "asyncio.Semaphore(number)  # so many",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "no-line", .made = no_line, .show_timeline = true,
     .why = "All six were served at the same time, by fewer cashiers than "
            "that, and nobody asked for a semaphore or a lock before. Somebody "
            "has to stand in line: acquire before, release behind, of one "
            "semaphore for all, which day makes once.",
     .python = "async with cashiers:       # one semaphore for all\n"
               "    await asyncio.sleep(2)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "released-too-early", .made = released_too_early,
     .show_timeline = true,
     .why = "Acquire before the service, release after it.",
     .python = "async with cashiers:\n"
               "    await asyncio.sleep(2)     # inside",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "held-for-nothing", .made = held_for_nothing,
     .show_timeline = true,
     .why = "A customer keeps a cashier as long as the service takes: acquire "
            "before it, release behind it, in visit.",
     .python = "async with cashiers:\n"
               "    await asyncio.sleep(2)     # inside",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "nobody-serves", .made = nobody_serves, .show_timeline = true,
     .why = "A semaphore has as many permits as semaphore_init() gives it, and "
            "none before that. Who has taken one gives it back behind the "
            "service with semaphore_release(), or the next in line waits for "
            "ever.",
     .python = "cashiers = asyncio.Semaphore(number)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "not-all-served", .made = some_not_served,
     .why = "Each of the six is a visit of its own; who serves whom is decided "
            "when a cashier is free, not beforehand.",
     .python = "visits = [visit(cashiers) for i in range(6)]   # all six",
     .read_on = "NOTES.md, chapter 16"},
    {.name = "looks-now-and-then", .made = looks_now_and_then,
     .why = "semaphore_acquire() waits by itself, and goes on at the very "
            "moment when one is given back: no loop around it.",
     .python = "async with cashiers:       # not while cashiers.locked()",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "other-service", .made = other_service,
     .why = "Two cashiers do not serve one customer in half the time: they "
            "serve two, each for as long as it takes.",
     .python = "async with cashiers:\n    await asyncio.sleep(2)",
     .read_on = "NOTES.md, chapter 16"},
    {.name = "other-number-of-cashiers", .made = other_number,
     .show_timeline = true,
     .why = "How many there are is the argument of day, self->cashiers: so "
            "many permits, each given back once, by who has taken it.",
     .python = "cashiers = asyncio.Semaphore(number)",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "too-many-at-a-time", .made = too_many_or_few,
     .show_timeline = true,
     .why = "As many as day was told, self->cashiers, are served at the same "
            "time while somebody waits: no more, and no fewer.",
     .read_on = "NOTES.md, chapter 16"},
    {.name = "divided-customers", .made = divided, .show_timeline = true,
     .is_proven = true,
     .why = "Your place is right. Twelve seconds of work divided by the "
            "cashiers would be it if a customer could be shared; but each "
            "keeps one cashier for two seconds, and in the last round some "
            "cashiers have nobody. Count the rounds.",
     .read_on = "NOTES.md, chapter 16"},
    {.name = "prediction-departs", .made = departs, .show_timeline = true,
     .is_proven = true,
     .why = "Your place is right. Count the rounds, correct the number, and "
            "see whether the next one is as you thought.",
     .read_on = "NOTES.md, chapter 16"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
