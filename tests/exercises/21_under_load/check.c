/* The check of exercise 21: under load. */
#include <math.h>
#include <string.h>

#include "given.h"
#include "pools/work.h"
#include "seen.h"
#include "web.h"

extern const struct route routes[6];
extern const double predicted[4];

enum { TWO, WRAP, BAD, PING };          /* the predictions */
enum { AT_ONCE = 10 };

/* The slots of the loop's own pool, as with four processors: what is right does
 * not depend on the machine. */
enum { DEFAULT_SLOTS = 8 };

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
    work_default_pool = thread_pool(DEFAULT_SLOTS);
    AWAIT(ask_at_once(&app, self->count, self->path, self->behind));
    RETURN(awaited());
    END;
}

/* The same, the second one half a second later. */
struct asking_later {
    CORO;
    const char *path;
};

ASYNC(asking_later)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    AWAIT(ask_staggered(&app, self->path));
    RETURN(awaited());
    END;
}

/* One whose time is over. */
struct asking_in_a_hurry {
    CORO;
    const char *path;
};

ASYNC(asking_in_a_hurry)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    AWAIT(ask_within(&app, 0.7, self->path));
    note("answer", awaited());
    RETURN(awaited());
    END;
}

static void two_behind(void)
{
    note("at once", 2);
    play(coro(asking_later, .path = "/async/await-many"));
}

static void many_over(void)
{
    note("over", 1);
    play(coro(asking_in_a_hurry, .path = "/async/await-many"));
}

static void wrap_over(void)
{
    play_only_once();
    note("over", 1);
    play(coro(asking_in_a_hurry, .path = "/async/wrap-blocking"));
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
    play_only_once();       /* one's own pool may last as long as the loop */
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

/* (None: where a change is tried out, they are not noted.) */
static bool three_calls(const struct run *run)
{
    int calls = 0;
    EACH_ACT(run, act)
        calls += act->kind == ACT_BEGIN && strcmp(act->name, "service") == 0;
    yours("%d", calls);
    return calls == 3 || calls == 0;
}

static bool one_second(const struct run *run)
{
    return answered_after(run, 1.0);
}

static bool is_case(const struct run *run, const char *name)
{
    return strcmp(noted_text(run, "case"), name) == 0;
}

static bool was_predicted(size_t which, double foreseen, double seconds)
{
    about_row("predicted", which);
    yours("you predicted %.1f s, it was %.1f s", foreseen, seconds);
    return nearly(foreseen, seconds);
}

static bool as_predicted(const struct run *run)
{
    return was_predicted(is_case(run, "wrap") ? WRAP : BAD,
                         noted_seconds(run, "predicted"),
                         noted_seconds(run, "took"));
}

static bool both_predicted(const struct run *run)
{
    return was_predicted(TWO, noted_seconds(run, "predicted"),
                         fmax(noted_seconds(run, "took"),
                              noted_seconds(run, "behind")));
}

static bool ping_predicted(const struct run *run)
{
    return was_predicted(PING, noted_seconds(run, "predicted behind"),
                         noted_seconds(run, "behind"));
}

static const struct expectation of_many[] = {
    {"an answer of {\"slept\":[0.5,1.0,1.5]}", all_slept},
    {"as long as the longest of the three: 1.5 s", the_longest},
    {"three calls of service, no more", three_calls},
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

static bool slept_twice(const struct run *run)
{
    return returned_text(run, "200 {\"slept\":[0.5,1.0,1.5]}; "
                              "200 {\"slept\":[0.5,1.0,1.5]}");
}

static bool took_too_long(const struct run *run)
{
    return answer_has(run, "503 ");
}

static const struct expectation of_two_behind[] = {
    {"both: 200 {\"slept\":[0.5,1.0,1.5]}", slept_twice},
    {0},
};

static const struct expectation when_over[] = {
    {"503: the answer took too long", took_too_long},
    {0},
};

static const struct play cases[] = {
    {"await-many, alone", many, of_many},
    {"wrap-blocking, ten at once", wrap, of_wrap},
    {"await-many twice, the second 0.5 s later", two_behind, of_two_behind},
    {"await-many, cancelled at 0.7 s: its time is over", many_over, when_over},
    {"wrap-blocking, cancelled at 0.7 s", wrap_over, when_over},
    {"await-one and noawait, at the same time", two, of_two},
    {"bad-blocking, ten at once, and a ping", bad, of_bad},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool many_blocks(const struct run *run)
{
    if (!is_case(run, "many") || others_went_on(run))
        return false;
    point_at_own_block(run);
    found("While await-many was answered, %s.", standstill_text(run));
    return true;
}

static bool wrap_blocks(const struct run *run)
{
    if (!is_case(run, "wrap") || others_went_on(run))
        return false;
    point_at_own_block(run);
    found("While wrap-blocking was answered, %s.", standstill_text(run));
    return true;
}

/* In a coroutine, or a task, of the learner's own that the handler waits for. */
static bool coroutine_blocks(const struct run *run)
{
    if (!wrap_blocks(run))
        return false;
    const struct item *in = point_at_own_block(run);
    found("While wrap-blocking was answered, %s: blocking_call() is called in "
          "%s(), a coroutine.", standstill_text(run),
          in ? token_text(in->name) : "");
    return in && in->is_coroutine && !token_is(in->name, "wrap_blocking");
}

static bool in_sequence(const struct run *run)
{
    if (!is_case(run, "many") || !nearly(noted_seconds(run, "took"), 3.0))
        return false;
    point_at_second_await(run, "await_many");
    return true;
}

static const struct act *first_job(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++)
        if (run->acts->act[i].kind == ACT_JOB)
            return &run->acts->act[i];
    return NULL;
}

static bool one_by_one(const struct run *run)
{
    const struct token *made =
        find_tokens(sources()->answer.tokens.first, NULL, "thread_pool (");
    if (!is_case(run, "wrap") || noted_seconds(run, "took") < 1.1 || !made ||
        !first_job(run) || !first_job(run)->object)
        return false;
    point_at(answer_file(), made->line);
    found("The ten calls took %.1f s: they stand in line for the threads of a "
          "pool of your own.", noted_seconds(run, "took"));
    return true;
}

static bool default_pool(const struct run *run)
{
    const struct act *job = first_job(run);
    if (!is_case(run, "wrap") || noted_seconds(run, "took") < 1.1 || !job ||
        job->object)
        return false;
    point_at(job->file, job->line);
    found("Line %d gives the call to the loop's own pool, which has as many "
          "threads as there are processors, and four: %d on a machine with "
          "four. The ten calls stand in line for them: %.1f s.", job->line,
          DEFAULT_SLOTS, noted_seconds(run, "took"));
    return true;
}

/* The same task asks again. */
static bool called_twice(const struct run *run)
{
    const struct act *first = first_job(run);
    if (!is_case(run, "wrap") || !first)
        return false;
    EACH_ACT(run, act) {
        if (act->kind != ACT_JOB || act == first || act->task != first->task)
            continue;
        point_at_act(act);
        found("Each request gives %s() to the pool twice, in line%s %d%s: "
              "%.1f s.", act->name, act->line == first->line ? "" : "s",
              first->line, act->line == first->line
                               ? "" : textf(" and %d", act->line),
              noted_seconds(run, "took"));
        return true;
    }
    return false;
}

static bool no_job(const struct run *run)
{
    if (!is_case(run, "wrap") || first_job(run) || ran_in_a_thread(run))
        return false;
    found("No call was given to a pool: nobody calls blocking_call().");
    return true;
}

static bool job_not_awaited(const struct run *run)
{
    const struct act *job = first_job(run);
    if (!is_case(run, "wrap") || !job || ran_in_a_thread(run))
        return false;
    const struct act *end = run->acts->act + act_count(run->acts);
    for (const struct act *act = job; act < end; act++)
        if (act->kind == ACT_AWAIT && act->task == job->task)
            return false;
    point_at(job->file, job->line);
    found("Line %d gives the call to the pool, and nobody awaits it: the "
          "answer was there after %.1f "
          "s.", job->line, noted_seconds(run, "took"));
    return true;
}

static bool in_milliseconds(const struct run *run)
{
    int which = is_case(run, "wrap") ? WRAP : is_case(run, "two") ? TWO : BAD;
    if (!is_case(run, "wrap") && !is_case(run, "two") && !is_case(run, "bad"))
        return false;
    if (predicted[which] < 500)
        return false;
    found("You predicted %g, and a prediction is in seconds.",
          predicted[which]);
    return true;
}

static bool departs(const struct run *run)
{
    if (!is_case(run, "wrap") && !is_case(run, "two") && !is_case(run, "bad"))
        return false;           /* nothing was foreseen of that one */
    if (is_case(run, "wrap") && !(ran_in_a_thread(run) && one_second(run) &&
                                  others_went_on(run)))
        return false;
    if (is_case(run, "wrap"))
        found("The ten calls have ten threads of the pool's forty: they sleep "
              "at the same time.");
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
    found("The answer was %.60s. The list stands in quotes: it is a text, and "
          "a text is quoted when it becomes JSON.", noted_text(run, "answer"));
    return strstr(noted_text(run, "answer"), "\"[") != NULL;
}

static const struct mistake mistakes[] = {
    {.name = "list-in-a-text", .made = list_in_a_text,
     .why = "json_list() makes a list of the three results.",
     .python = "return {\"slept\": results}    # a list, not str(results)",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "many-blocks", .made = many_blocks, .show_timeline = true,
     .why = "The handler is async def, so it runs on the loop, and what it "
            "calls blocks there. service() can be awaited: gather() has three "
            "of them wait at the same time.",
     .python = "await asyncio.gather(service(0.5), service(1.0), service(1.5))",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "coroutine-blocks", .made = coroutine_blocks,
     .show_timeline = true,
     .why = "A coroutine is no thread, and a task of one is none either: the "
            "loop runs all of them, one at a time, and what blocks in one of "
            "them blocks all. AWAIT(run_in_threadpool(self->request, "
            "blocking_call, 1.0)) calls it in a thread of the app's pool.",
     .python = "asyncio.create_task(f())       # on the loop\n"
               "await run_in_threadpool(f)     # in a thread",
     .read_on = "NOTES.md, chapters 8 and 21"},
    {.name = "blocks-the-loop", .made = wrap_blocks, .show_timeline = true,
     .why = "The handler is async def, so it runs on the loop, and what it "
            "calls blocks there. Give the call to the app's pool: "
            "AWAIT(run_in_threadpool(self->request, blocking_call, 1.0)).",
     .python = "async def wrap_blocking():\n"
               "    blocking_call()            # that is bad-blocking",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "one-call-after-the-other", .made = in_sequence,
     .show_timeline = true,
     .why = "The three calls wait one after the other: the sum, 3.0 s. None of "
            "them needs the result of another; start them together, and wait "
            "for all.",
     .python = "await service(0.5)\nawait service(1.0)            # begins at "
               "0.5",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "pool-too-small", .made = one_by_one, .show_timeline = true,
     .why = "The app's own pool has 40: run_in_threadpool().",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "default-pool", .made = default_pool, .show_timeline = true,
     .why = "The app has a pool of its own, of 40, in which its def functions "
            "run, too: run_in_threadpool(self->request, ...).",
     .python = "await run_in_threadpool(blocking_call, 1.0)   # AnyIO's 40\n"
               "await asyncio.to_thread(blocking_call, 1.0)   # cpus + 4",
     .read_on = "NOTES.md, chapters 14 and 21"},
    {.name = "called-twice", .made = called_twice, .show_timeline = true,
     .why = "One request, one call.",
     .python = "return {\"ran in\": await run_in_threadpool(...)}    # once",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "no-job", .made = no_job,
     .why = "AWAIT(run_in_threadpool(self->request, blocking_call, 1.0)) calls "
            "it in a thread.",
     .python = "return {\"ran in\":\n"
               "        await run_in_threadpool(blocking_call, 1.0)}",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "job-not-awaited", .made = job_not_awaited,
     .why = "AWAIT it; awaited(), right behind, is what blocking_call() gave.",
     .python = "loop.run_in_executor(None, blocking_call)     # and no await",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "in-milliseconds", .made = in_milliseconds,
     .why = "1.0 is a second, and so much does each of these calls take, alone.",
     .python = "time.sleep(1.0)            # seconds, too",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "prediction-departs", .made = departs, .show_timeline = true,
     .why = "Your endpoints are right; a prediction is not.",
     .read_on = "NOTES.md, chapter 21"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
