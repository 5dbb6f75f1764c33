/* The check of exercise 21: under load. */
#include <math.h>
#include <string.h>

#include "web.h"

extern const struct route routes[6];
extern const double predicted[4];

enum { TWO, WRAP, BAD, PING };          /* the predictions */
enum { AT_ONCE = 10 };

/* --- the cases ----------------------------------------------------------- */

struct asking {
    CORO;
    const char *path, *behind;
    int count;
};

ASYNC(asking)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    AWAIT(ask_at_once(&app, self->count, self->path, self->behind));
    RETURN(awaited());
    END;
}

/* What was foreseen; -1 as it is shipped. */
static void foresee(const char *key, int which)
{
    note(key, predicted[which]);
    if (predicted[which] < 0)
        not_done_yet();
}

static void many(void)
{
    note("case", "many");
    play(coro(asking, .path = "/async/await-many", .count = 1));
}

static void wrap(void)
{
    play_only_once();       /* a pool of one's own may last as long as the loop */
    note("case", "wrap");
    foresee("predicted", WRAP);
    play(coro(asking, .path = "/async/wrap-blocking", .count = AT_ONCE));
}

static void two(void)
{
    note("case", "two");
    foresee("predicted", TWO);
    play(coro(asking, .path = "/async/await-one", .count = 1,
              .behind = "/sync/noawait"));
}

static void bad(void)
{
    note("case", "bad");
    foresee("predicted", BAD);
    foresee("predicted behind", PING);
    play(coro(asking, .path = "/async/bad-blocking", .count = AT_ONCE,
              .behind = "/ping"));
}

/* --- what is asked ------------------------------------------------------- */

static bool all_slept(const struct run *run)
{
    return answer_has(run, "200 {\"slept\":[0.5,1.0,1.5]}");
}

static bool ran_in_a_thread(const struct run *run)
{
    return answer_has(run, "200 {\"ran in\":\"slot ") &&
           answer_has(run, " of thread pool ");
}

static bool the_longest(const struct run *run)
{
    return answered_after(run, 1.5);
}

static bool one_second(const struct run *run)
{
    return answered_after(run, 1.0);
}

static bool was_predicted(double foreseen, double seconds)
{
    yours("you predicted %.1f s, it was %.1f s", foreseen, seconds);
    return nearly(foreseen, seconds);
}

static bool as_predicted(const struct run *run)
{
    return was_predicted(noted_seconds(run, "predicted"),
                         noted_seconds(run, "took"));
}

static bool both_predicted(const struct run *run)
{
    return was_predicted(noted_seconds(run, "predicted"),
                         fmax(noted_seconds(run, "took"),
                              noted_seconds(run, "behind")));
}

static bool ping_predicted(const struct run *run)
{
    return was_predicted(noted_seconds(run, "predicted behind"),
                         noted_seconds(run, "behind"));
}

static const struct expectation of_many[] = {
    {"an answer of {\"slept\":[0.5,1.0,1.5]}", all_slept},
    {"as long as the longest of the three: 1.5 s", the_longest},
    {0},
};

static const struct expectation of_wrap[] = {
    {"an answer from a thread", ran_in_a_thread},
    {"the last one is answered after 1.0 s", one_second},
    {"the loop never stands still", others_went_on},
    {"ten times wrap-blocking, as predicted", as_predicted},
    {0},
};

static const struct expectation of_two[] = {
    {"both answered, as predicted", both_predicted},
    {0},
};

static const struct expectation of_bad[] = {
    {"ten times bad-blocking, as predicted", as_predicted},
    {"/ping behind them, as predicted", ping_predicted},
    {0},
};

static const struct play cases[] = {
    {"await-many, alone", many, of_many},
    {"wrap-blocking, ten at once", wrap, of_wrap},
    {"await-one and noawait, at the same time", two, of_two},
    {"bad-blocking, ten at once, and a ping", bad, of_bad},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool is_case(const struct run *run, const char *name)
{
    return strcmp(noted_text(run, "case"), name) == 0;
}

static bool is_theirs(const struct run *run)
{
    return is_case(run, "many") || is_case(run, "wrap");
}

static bool blocks(const struct run *run)
{
    found("While %s was answered, %s.",
          is_case(run, "many") ? "await-many" : "wrap-blocking",
          standstill_text(run));
    return is_theirs(run) && !others_went_on(run);
}

static bool in_sequence(const struct run *run)
{
    return is_case(run, "many") && noted_seconds(run, "took") > 1.6;
}

static bool one_by_one(const struct run *run)
{
    return is_case(run, "wrap") && noted_seconds(run, "took") > 1.1;
}

static bool too_early(const struct run *run)
{
    if (!is_theirs(run) || !answer_has(run, "200 "))
        return false;
    found("The answer was there after %.1f s.", noted_seconds(run, "took"));
    return noted_seconds(run, "took") < (is_case(run, "many") ? 1.4 : 0.9);
}

static bool other_answer(const struct run *run)
{
    found("The answer was %.60s.", noted_text(run, "answer"));
    return (is_case(run, "many") || is_case(run, "wrap")) &&
           strstr(noted_text(run, "answer"), "null") != NULL;
}

static bool departs(const struct run *run)
{
    if (is_case(run, "many"))
        return false;           /* nothing was foreseen of that one */
    if (is_case(run, "wrap"))
        found("The ten calls have ten threads of the pool's forty: they sleep at "
              "the same time.");
    else if (is_case(run, "two"))
        found("await-one waits on the loop, noawait in a thread: neither keeps "
              "the other, and together they take as long as one.");
    else if (!as_predicted(run))
        found("The ten calls have one thread, the loop's: each begins when the "
              "one before it is done.");
    else
        found("/ping itself takes no time. But it is the loop that has to read "
              "it, and the loop is kept until the tenth call is done.");
    return true;
}

/* {"slept":"[0.5,1.0,1.5]"}: a text that looks like a list. */
static bool list_in_a_text(const struct run *run)
{
    found("The answer was %.60s. The list stands in quotes: it is a text, and a "
          "text is quoted when it becomes JSON.", noted_text(run, "answer"));
    return strstr(noted_text(run, "answer"), "\"[") != NULL;
}

static const struct mistake mistakes[] = {
    {.name = "list-in-a-text", .made = list_in_a_text,
     .why = "json_list() makes a list of the three results.",
     .python = "return {\"slept\": results}    # a list, not str(results)",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "blocks-the-loop", .made = blocks, .show_timeline = true,
     .why = "The handler is async def, so it runs on the loop, and what it calls "
            "blocks there. Give the call to the app's pool: "
            "run_in_threadpool(); or await what can be awaited.",
     .python = "async def wrap_blocking():\n"
               "    blocking_call()            # that is bad-blocking",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "one-call-after-the-other", .made = in_sequence,
     .show_timeline = true,
     .why = "The three calls wait one after the other: the sum, 3.0 s. None of "
            "them needs the result of another; start them together, and wait "
            "for all.",
     .python = "await service(0.5)\nawait service(1.0)            # begins at 0.5",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "pool-too-small", .made = one_by_one, .show_timeline = true,
     .why = "The loop goes on, but the calls stand in line for too few threads. "
            "The app's own pool has 40.",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "answered-too-early", .made = too_early, .show_timeline = true,
     .why = "So something was not waited for: a call that was not made, or one "
            "that was begun and not awaited. Who starts three calls waits for "
            "three, and who sends one to a thread waits for that.",
     .python = "loop.run_in_executor(None, blocking_call)     # and no await",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "another-answer", .made = other_answer,
     .why = "await_many answers with the three results, in order; wrap_blocking "
            "with what blocking_call gave: awaited(), right behind the await. "
            "null there is None: nothing was awaited that has a result.",
     .python = "return {\"ran in\": await run_in_threadpool(blocking_call, 1.0)}",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "prediction-departs", .made = departs, .show_timeline = true,
     .why = "Your endpoints are right; a prediction is not. Look at the picture: "
            "who runs when, and behind whom does a request stand?",
     .read_on = "NOTES.md, chapter 21"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
