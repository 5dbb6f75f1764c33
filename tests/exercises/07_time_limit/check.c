/* The check of exercise 07: a time limit. */
#include <string.h>

#include "exercise.h"
#include "seen.h"

struct coro fetch_in_time(struct coro operation);

/* --- the operations ------------------------------------------------------ */

struct operation {
    CORO;
    double seconds;
    double cleanup;             /* seconds that it takes to stop */
    const char *text;           /* NULL: it fails */
};

ASYNC(operation)
{
    BEGIN;
    TRY_AWAIT(async_sleep(self->seconds));
    if (failure()) {
        if (self->cleanup > 0)
            AWAIT(async_sleep(self->cleanup));
        RERAISE;
    }
    if (!self->text)
        RAISE(ECONNRESET, "the operation failed");
    RETURN(self->text);
    END;
}

/* --- who calls ----------------------------------------------------------- */

/* Waits for the fetch, or cancels it when the patience is over; then goes on
 * for a while, as programs do, so that what is left running is seen. */
struct caller {
    CORO;
    struct coro operation;
    double patience;            /* seconds; 0: it waits */
    struct task *fetch;
    struct error *error;
    struct value result;
};

ASYNC(caller)
{
    BEGIN;
    self->fetch = create_task(fetch_in_time(self->operation));
    if (self->patience > 0) {
        AWAIT(async_sleep(self->patience));
        task_cancel(self->fetch);
    }
    TRY_AWAIT(self->fetch);
    self->error = caught();
    self->result = awaited();
    note("seconds", loop_time());
    AWAIT(async_sleep(1.0));
    if (self->error)
        RAISE_ERROR(self->error);
    if (self->result.kind == VALUE_ERROR)       /* run() would raise it */
        RETURN(textf("the error as a result, not raised: %s",
                     error_to_text(self->result.error)));
    RETURN(self->result);
    END;
}

static void call(double seconds, const char *text, double patience)
{
    note("takes", seconds);
    note("patience", patience);
    play(coro(caller, .patience = patience,
              .operation = coro(operation, .seconds = seconds,
                                .text = text)));
}

static void too_slow(void)
{
    call(10.0, "Finally done!", 0);
}

static void slow_to_stop(void)
{
    note("takes", 10.0);
    note("patience", 0.0);
    play(coro(caller, .operation = coro(operation, .seconds = 10.0,
                                        .cleanup = 0.5,
                                        .text = "Finally done!")));
}

static void in_time(void)
{
    call(1.5, "Finally done!", 0);
}

static void quick(void)
{
    call(0.5, "Here already!", 0);
}

static void failing(void)
{
    call(1.0, NULL, 0);
}

static void cancelled(void)
{
    call(10.0, "Finally done!", 1.0);
}

static struct coro one_of_three(int n)
{
    static const double seconds[] = {10.0, 1.5, 1.0};
    return fetch_in_time(coro(operation, .seconds = seconds[n],
                              .text = n < 2 ? "Finally done!" : NULL));
}

static void three_at_once(void)
{
    play_at_once(one_of_three, 3, 0.4);
}

static bool each_its_own(const struct run *run)
{
    const char *asked = "\"Timed out; Finally done!; Connection reset by peer: "
                        "the operation failed\"";
    yours("%s", ending_text(run));
    return strcmp(ending_text(run), asked) == 0;
}

static const struct expectation for_three[] = {
    {"one is timed out, one done, and one fails", each_its_own},
    {0},
};

/* --- what is asked ------------------------------------------------------- */

/* When fetch_with_timeout() was over. */
static double ended(const struct run *run)
{
    return is_none(noted(run, "seconds")) ? run->seconds
                                          : as_real(noted(run, "seconds"));
}

static bool ended_at(const struct run *run, double seconds)
{
    yours("%.1f s", ended(run));
    return same_time(ended(run), seconds);
}

static bool after_2_0(const struct run *run)
{
    return ended_at(run, 2.0);
}

static bool after_2_5(const struct run *run)
{
    return ended_at(run, 2.5);
}

static bool after_1_5(const struct run *run)
{
    return ended_at(run, 1.5);
}

static bool after_1_0(const struct run *run)
{
    return ended_at(run, 1.0);
}

static bool after_0_5(const struct run *run)
{
    return ended_at(run, 0.5);
}

static bool timed_out(const struct run *run)
{
    return returned_text(run, "Timed out");
}

static bool finally_done(const struct run *run)
{
    return returned_text(run, "Finally done!");
}

static bool here_already(const struct run *run)
{
    return returned_text(run, "Here already!");
}

static bool reset(const struct run *run)
{
    return run->code == ECONNRESET;
}

static bool passed_on(const struct run *run)
{
    return run->code == ECANCELED;
}

/* The first task, the caller aside, that was still there; or 0. */
static uint32_t left_over(const struct run *run)
{
    size_t tasks = count_sights(run, EVENT_CREATED, 0);
    for (size_t n = 0; n < tasks; n++) {
        uint32_t task = nth_sight(run, EVENT_CREATED, 0, n)->task;
        double end = task_ended(run, task);
        if (task > 1 && (end < 0 || end > ended(run) + 1e-6))
            return task;
    }
    return 0;
}

static bool nothing_left(const struct run *run)
{
    yours("task %u goes on", left_over(run));
    return left_over(run) == 0;
}

#define ALL_STOPPED {"nothing is left running", nothing_left}

static const struct expectation for_too_slow[] = {
    {"\"Timed out\"", timed_out},
    {"after two seconds", after_2_0},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_slow_to_stop[] = {
    {"\"Timed out\"", timed_out},
    {"when it has put all away: after 2.5 s", after_2_5},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_in_time[] = {
    {"\"Finally done!\"", finally_done},
    {"as soon as it is there: 1.5 s", after_1_5},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_quick[] = {
    {"\"Here already!\"", here_already},
    {"as soon as it is there: 0.5 s", after_0_5},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_failing[] = {
    {"the failure of the operation, for the caller", reset},
    {"as soon as it is there: 1.0 s", after_1_0},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_cancelled[] = {
    {"CancelledError, for the caller", passed_on},
    {"at once: 1.0 s", after_1_0},
    ALL_STOPPED,
    {0},
};

static const struct play cases[] = {
    {"an operation of 10 s", too_slow, for_too_slow},
    {"an operation of 1.5 s", in_time, for_in_time},
    {"an operation of 0.5 s, with another result", quick, for_quick},
    {"an operation that fails after 1 s", failing, for_failing},
    {"cancelled by the caller after 1 s", cancelled, for_cancelled},
    {"three at the same time, 0.4 s apart", three_at_once, for_three},
    {"an operation of 10 s that takes 0.5 s to stop", slow_to_stop,
     for_slow_to_stop},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static double takes(const struct run *run)
{
    return as_real(noted(run, "takes"));
}

static bool was_cancelled(const struct run *run)
{
    return as_real(noted(run, "patience")) > 0;
}

/* The latest place of fetch_with_timeout's, up to its end; NULL: none. */
static const struct place *place_of_fetch(const struct run *run)
{
    const struct sight *wait, *latest = NULL;
    for (size_t n = 0; (wait = nth_suspension(run, "fetch_with_timeout", n));
         n++)
        latest = wait;
    return latest ? frame_of(latest, "fetch_with_timeout") : NULL;
}

static void point_at_fetch(const struct run *run)
{
    const struct place *place = place_of_fetch(run);
    if (place)
        point_at(place->file, place->line);
}

/* What it waits for has a limit, whatever that is. */
static bool is_limited(const struct run *run)
{
    const struct place *place = place_of_fetch(run);
    static const char *const limits[] = {"wait_for (", "timeout (", ", timeout"};
    for (size_t i = 0; place && i < sizeof limits / sizeof *limits; i++)
        if (statement_has(&sources()->answer, place->line, limits[i]))
            return true;
    return false;
}

static bool had_no_limit(const struct run *run)
{
    if (ended(run) < 10.0 || is_limited(run))
        return false;
    point_at_fetch(run);
    found("fetch_with_timeout ended after %.1f s, when the operation did.",
          ended(run));
    return true;
}

/* Caught, and then raised by the learner's own RAISE. */
static bool raises_it(const struct run *run)
{
    const struct act *raise = own_raise(run, ETIMEDOUT);
    if (run->code != ETIMEDOUT || !raise)
        return false;
    point_at_act(raise);
    found("The limit works: after %.1f s, line %d raises %s.", ended(run),
          raise->line, run->error);
    return true;
}

/* Caught, and asked for: then it is another reason that it goes on. */
static bool asks_for_it(void)
{
    const struct token *first = sources()->answer.tokens.first;
    return find_tokens(first, NULL, "TRY_AWAIT (") &&
           find_tokens(first, NULL, "ETIMEDOUT");
}

static bool not_caught(const struct run *run)
{
    if (run->code != ETIMEDOUT || raises_it(run) || asks_for_it())
        return false;
    point_at_fetch(run);
    found("The limit works: after %.1f s comes %s. It leaves your coroutine.",
          ended(run), run->error);
    return true;
}

static bool not_left(const struct run *run)
{
    if (run->code != ECANCELED || was_cancelled(run) ||
        !find_tokens(sources()->answer.tokens.first, NULL, "timeout ("))
        return false;
    point_at_fetch(run);
    found("After %.1f s comes CancelledError, and nobody had cancelled "
          "fetch_with_timeout but the limit.", ended(run));
    return true;
}

/* The line that has cancelled that task; 0: none. */
static int line_of_cancel(const struct run *run, uint32_t task)
{
    int line = 0;
    EACH_ACT(run, act)
        if (act->kind == ACT_CANCEL && act->what == task && is_learners(act))
            line = act->line;
    return line;
}

static bool cancelled_not_awaited(const struct run *run)
{
    uint32_t task = left_over(run);
    int line = line_of_cancel(run, task);
    if (task == 0 || line == 0)
        return false;
    point_at(answer_file(), line);
    found("Line %d cancels task %u, and fetch_with_timeout ended at once, at "
          "%.1f s; the task had to put things away, and ended at %.1f s.",
          line, task, ended(run), task_ended(run, task));
    return true;
}

/* RETURN("Timed out"); task_cancel(self->task); */
static bool cancel_not_come_to(const struct run *run)
{
    uint32_t task = left_over(run);
    const struct token *first = sources()->answer.tokens.first;
    const struct token *cancel = find_tokens(first, NULL, "task_cancel (");
    if (task == 0 || was_cancelled(run) || !cancel ||
        line_of_cancel(run, task) ||
        find_tokens(cancel + 1, NULL, "task_cancel ("))
        return false;
    point_at(answer_file(), cancel->line);
    found("fetch_with_timeout ended at %.1f s, and task %u was not done: "
          "task_cancel() stands in line %d, and was not come to.", ended(run),
          task, cancel->line);
    return true;
}

/* timeout_exit(self->limit, NULL), when something has happened. */
static bool exit_not_told(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    const struct act *failed = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && act->code && is_learners(act) && !failed)
            failed = act;
    t = find_tokens(t, NULL, "timeout_exit (");
    if (!t || !failed || !find_tokens(t, closing(t + 1) + 1, ", NULL )"))
        return false;
    point_at(answer_file(), t->line);
    found("Line %d failed at %s: %s. Line %d tells timeout_exit() that nothing "
          "has happened, NULL: so it is forgotten.", failed->line,
          seconds_of((double)failed->time / 1e9), failed->value, t->line);
    return true;
}

/* timeout_exit() in front of the await that it is to limit. */
static bool left_too_early(const struct run *run)
{
    const struct token *t = find_tokens(sources()->answer.tokens.first, NULL,
                                        "timeout_exit (");
    const struct act *exit = NULL, *behind = NULL;
    EACH_ACT(run, act) {
        if (act->kind != ACT_AWAIT || !is_learners(act) || !t)
            continue;
        if (act->line == t->line)
            exit = act;
        else if (exit)
            behind = behind ? behind : act;
        else
            return false;
    }
    if (!exit || !behind || find_tokens(t + 1, NULL, "timeout_exit ("))
        return false;
    point_at(answer_file(), exit->line);
    found("The block of timeout() ends in line %d, and the operation is awaited "
          "behind that, in line %d: there it has no limit any more.",
          exit->line, behind->line);
    return true;
}

/* RETURN(error_to_text(caught())) */
static bool text_of_the_error(const struct run *run)
{
    static const char *const ways[] = {"-> message", "error_to_text (",
                                       "error_name ("};
    const struct token *t = NULL;
    for (size_t i = 0; !t && i < sizeof ways / sizeof *ways; i++)
        t = find_tokens(sources()->answer.tokens.first, NULL, ways[i]);
    if (!t || run->code || !strstr(ending_text(run), "not done within 2 s"))
        return false;
    point_at(answer_file(), t->line);
    found("The limit works, and what is returned is what the error says, line "
          "%d. \"Timed out\" is what is asked for.", t->line);
    return true;
}

static bool left_running(const struct run *run)
{
    uint32_t task = left_over(run);
    if (task == 0)
        return false;
    point_at_fetch(run);
    found("fetch_with_timeout ended at %.1f s%s, and task %u was not done.",
          ended(run), was_cancelled(run) ? ", when somebody cancelled "
          "fetch_with_timeout" : "", task);
    return true;
}

static bool waited_out(const struct run *run)
{
    if (takes(run) >= 2.0 || !same_time(ended(run), 2.0) || timed_out(run))
        return false;
    point_at_fetch(run);
    found("The operation was done at %.1f s, and fetch_with_timeout returned "
          "at 2.0 s.", takes(run));
    return true;
}

/* wait_for(async_sleep(...), 2.0) */
static bool limit_of_a_sleep(const struct run *run)
{
    const struct token *t = find_tokens(sources()->answer.tokens.first, NULL,
                                        "wait_for ( async_sleep (");
    (void)run;
    if (!t)
        return false;
    point_at(answer_file(), t->line);
    found("The limit in line %d is around a sleep: the sleep is ended, and the "
          "operation has no limit.", t->line);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "limit-left-too-early", .made = left_too_early,
     .why = "What is to be limited stands between timeout() and timeout_exit(): "
            "await it there, with TRY_AWAIT, and hand caught() to "
            "timeout_exit().",
     .python = "async with asyncio.timeout(2):\n"
               "    result = await operation       # inside of the block",
     .read_on = "NOTES.md, chapter 7", .is_proven = true},
    {.name = "text-of-the-error", .made = text_of_the_error, .why = "",
     .python = "except asyncio.TimeoutError:\n"
               "    return \"Timed out\"         # not str(error)",
     .read_on = "NOTES.md, chapter 7", .is_proven = true},
    {.name = "limit-of-a-sleep", .made = limit_of_a_sleep, .is_proven = true,
     .why = "What is to end in two seconds is the first argument of wait_for(): "
            "self->operation.",
     .python = "await asyncio.wait_for(operation, 2)",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "no-limit", .made = had_no_limit, .show_timeline = true,
     .why = "AWAIT waits as long as it takes. wait_for(x, 2.0) waits for x and "
            "no longer than two seconds.",
     .python = "await operation                            # ten seconds\n"
               "await asyncio.wait_for(operation, 2.0)     # at most two",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "raised-not-returned", .made = raises_it,
     .why = "Whoever calls is to get a text as the result: RETURN gives one, "
            "RAISE makes them fail.",
     .python = "return \"Timed out\"         # not: raise TimeoutError(...)",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "timeout-not-caught", .made = not_caught,
     .why = "When the time is over, wait_for() raises TimeoutError. Behind "
            "TRY_AWAIT you can ask for it: failure() == ETIMEDOUT, not "
            "ECANCELED. AWAIT asks nobody and hands it on to your caller.",
     .python = "try:\n"
               "    return await asyncio.wait_for(operation, 2.0)\n"
               "except asyncio.TimeoutError:\n"
               "    return \"Timed out\"",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "exit-not-told", .made = exit_not_told, .is_proven = true,
     .why = "timeout_exit(limit, caught()) is the end of the block: it turns "
            "the limit's own cancellation into ETIMEDOUT, and hands on all "
            "other failures.",
     .python = "async with asyncio.timeout(2): ...     # its __aexit__() is told",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "limit-not-left", .made = not_left,
     .why = "timeout() is the beginning of a block. When the time is over it "
            "cancels what is awaited there, and timeout_exit(), the end of "
            "the block, turns that into ETIMEDOUT. Hand it caught().",
     .python = "async with asyncio.timeout(2):     # timeout(2.0)\n"
               "    result = await operation\n"
               "                                   # timeout_exit(...)",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "cancelled-not-awaited", .made = cancelled_not_awaited,
     .is_proven = true, .show_timeline = true,
     .why = "task_cancel() raises CancelledError in the task, and does not wait "
            "for its end. Await it behind that, with TRY_AWAIT, since it ends "
            "as cancelled.",
     .python = "task.cancel()\n"
               "await asyncio.wait({task})     # until it has ended",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "cancel-not-come-to", .made = cancel_not_come_to,
     .why = "To stop waiting for a task does not stop the task: whoever waits "
            "by hand has to cancel it, before the RETURN.",
     .python = "await asyncio.wait({task}, timeout=2)      # cancels nobody\n"
               "task.cancel()                              # this does",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "left-running", .made = left_running, .show_timeline = true,
     .why = "Nobody waits for it any more, and it goes on all the same: to "
            "stop waiting for a task does not stop the task. wait_for() "
            "cancels what it waits for, and when you are cancelled, it does so "
            "too. Whoever waits by hand, with wait_tasks() or shield(), has to "
            "call task_cancel().",
     .python = "await asyncio.wait({task}, timeout=2)      # cancels nobody\n"
               "await asyncio.wait_for(task, timeout=2)    # cancels task",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "limit-waited-out", .made = waited_out, .show_timeline = true,
     .why = "Sleeping as long as the limit and then looking is a limit from "
            "below, too. Wait for the operation itself, with a limit: "
            "wait_for() ends as soon as it is done.",
     .python = "await asyncio.sleep(2)         # always two seconds\n"
               "if task.done(): ...",
     .read_on = "NOTES.md, chapter 7"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
