/* The check of exercise 17: find the four. */
#include <string.h>

#include "exercise.h"
#include "given.h"

extern const struct coro_type report;

/* --- the case: a report, while a heart beats ----------------------------- */

static double most_late;

struct heartbeat {
    CORO;
    double due;
};

ASYNC(heartbeat)
{
    static const double BEAT = 0.05;
    BEGIN;
    while (!failure()) {
        self->due = loop_time() + BEAT;
        TRY_AWAIT(async_sleep(BEAT));
        if (loop_time() - self->due > most_late)
            most_late = loop_time() - self->due;
    }
    RERAISE;
    END;
}

struct asking {
    CORO;
    struct task *heart;
    struct value text;
};

ASYNC(asking)
{
    BEGIN;
    self->heart = create_task(coro(heartbeat));
    AWAIT(async_sleep(0));
    AWAIT(fresh(report));
    self->text = awaited();
    AWAIT(async_sleep(0));              /* the heart has its turn */
    AWAIT(async_sleep(0));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    RETURN(self->text);
    END;
}

static void a_report(void)
{
    play(coro(asking));
}

/* --- some that are cancelled --------------------------------------------- */

static struct coro one_to_cancel(void)
{
    return fresh(report);
}

static void cancelled(void)
{
    static const double seconds[] = {0.05, 0.15, 0.35, 0.55, 0.9, 0};
    play_cancelled(one_to_cancel, seconds);
}

/* --- two at the same time, one of which is cancelled --------------------- */

struct asking_two {
    CORO;
    struct task *one, *other;
};

ASYNC(asking_two)
{
    BEGIN;
    self->one = create_task(fresh(report));
    self->other = create_task(fresh(report));
    AWAIT(async_sleep(0.05));
    task_cancel(self->one);
    TRY_AWAIT(self->one);
    if (failure() == ENOSYS)
        RERAISE;
    AWAIT(self->other);
    RETURN(awaited());
    END;
}

static void two_at_once(void)
{
    note("at once", 2);
    play(coro(asking_two));
}

/* --- what is asked ------------------------------------------------------- */

static bool the_text(const struct run *run)
{
    yours("%s", ending_text(run));
    return returned_text(run, "Ada: 7 visits, rain, total 30");
}

static double late(const struct run *run)
{
    struct value noted_late = noted(run, "late");
    return is_none(noted_late) ? 0 : as_real(noted_late);
}

static bool in_time(const struct run *run)
{
    yours("%.1f s late", late(run));
    return same_time(late(run), 0);
}

static bool takes_its_time(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return run->seconds > 0.999 && run->seconds < 1.601;
}

static bool nothing_said(const struct run *run)
{
    const char *said = strstr(run->complaints, "handloop: ");
    if (said)
        yours("%.*s", (int)strcspn(said + 10, "\n"), said + 10);
    return !said;
}

static const struct expectation expectations[] = {
    {"Ada: 7 visits, rain, total 30", the_text},
    {"as long as its parts take: 1.0 s all at once, 1.6 s in sequence",
     takes_its_time},
    {"everybody else goes on: the heart beats in time", in_time},
    {"the runtime has nothing to say", nothing_said},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled", all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {0},
};

static const struct expectation of_the_other[] = {
    {"the other one: Ada: 7 visits, rain, total 30", the_text},
    {0},
};

static const struct play cases[] = {
    {"a report", a_report, expectations},
    {"five are cancelled, at 0.05 s to 0.9 s", cancelled, when_cancelled},
    {"two at the same time, one of which is cancelled", two_at_once,
     of_the_other},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* report's own call of run() or run_result(), or a helper's. */
static bool nested(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    static const char *const calls[] = {"run_result (", "run ("};
    for (size_t i = 0; i < answer->count; i++)
        for (size_t n = 0; n < sizeof calls / sizeof *calls; n++) {
            const struct item *item = &answer->items[i];
            const struct token *call =
                item->body ? find_tokens(item->body, item->end, calls[n])
                           : NULL;
            if (call)
                point_at(answer_file(), call->line);
        }
    return strstr(run->complaints, "run() inside a running loop");
}

static bool computes(const struct run *run)
{
    return kept_the_loop(run, 0.9);
}

static bool blocks(const struct run *run)
{
    return kept_the_loop(run, 0.2);
}

static bool did_not_work(const struct run *run)
{
    if (!the_text(run) || run->seconds > 0.999 || !is_none(noted(run, "at "
                                                                      "once")))
        return false;
    found("The text is right, and it was there after %.1f s; but add_up() "
          "alone computes for a second.", run->seconds);
    return true;
}

static bool not_taken(const struct run *run)
{
    return strstr(ending_text(run), "Ada: 0 visits") &&
           !strstr(run->complaints, "never awaited");
}

static const struct mistake mistakes[] = {
    {.name = "loop-in-the-loop", .made = nested,
     .why = "One of the four: a coroutine starts a loop of its own to wait for "
            "another one. A loop runs already; it is the one that is running "
            "you, and AWAIT(coro(fetch_name)) waits in it.",
     .python = "asyncio.run(fetch_name())  # RuntimeError: cannot be called\n"
               "                           # from a running event loop",
     .read_on = "NOTES.md, chapter 17"},
    {.name = "work-in-the-loop", .made = computes, .show_timeline = true,
     .why = "One of the four: a second of computing without an await in it. To "
            "wrap it in a coroutine, or in a task, changes nothing: it runs in "
            "the loop's thread.",
     .python = "async def add_up_async():\n"
               "    return add_up(4)           # async in name only",
     .read_on = "NOTES.md, chapter 17"},
    {.name = "library-blocks", .made = blocks, .show_timeline = true,
     .why = "One of the four: a library without async is called as if it were "
            "a quick function, and waits for the network in the loop's thread. "
            "To wrap it in a coroutine, or in a task, changes nothing; a "
            "thread of its own does.",
     .python = "weather = requests.get(url)    # everybody waits",
     .read_on = "NOTES.md, chapter 17"},
    {.name = "result-not-taken", .made = not_taken,
     .why = "It runs now, but its result goes nowhere. It is awaited, and what "
            "awaited() gives is kept right behind that await.",
     .python = "visits = await fetch_visits()  # the result has a name",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "work-left-out", .made = did_not_work,
     .why = "The report is to be made anew each time: visits, weather, name "
            "and total come from the four functions above, which stay as they "
            "are.",
     .read_on = "NOTES.md, chapter 17"},
    {0},
};

static bool has(const char *word)
{
    return find_tokens(sources()->answer.tokens.first, NULL, word) != NULL;
}

static const char *remark(void)
{
    if (has("process_pool"))
        return NULL;
    return "One thing is different in Python: add_up() computes, and threads "
           "that compute take turns at the interpreter there (the GIL). The "
           "loop would be free, and nothing quicker; for that it needs a "
           "process: ProcessPoolExecutor.";
}

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes,
                                  .remark = remark};
