/* The check of exercise 19: def or async def? */
#include <string.h>

#include "app.h"
#include "exercise.h"

extern const struct route routes[6];

/* --- the cases: four requests at once, while a heart beats ------------------- */

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
    const char *path;
    struct app app;
    struct task *heart;
    struct value answers[4];
    double began;
};

ASYNC(asking)
{
    BEGIN;
    self->app = (struct app){.routes = routes, .route_count = 6,
                             .pool_size = 4};
    AWAIT(app_ask(&self->app, "GET", "/nothing", NULL));    /* all is set up */
    self->heart = create_task(coro(heartbeat));
    AWAIT(async_sleep(0.01));
    self->began = loop_time();
    AWAIT(gather(self->answers, app_ask(&self->app, "GET", self->path, NULL),
                 app_ask(&self->app, "GET", self->path, NULL),
                 app_ask(&self->app, "GET", self->path, NULL),
                 app_ask(&self->app, "GET", self->path, NULL)));
    note("took", loop_time() - self->began);
    note("answer", self->answers[3]);
    AWAIT(async_sleep(0.06));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    END;
}

static void ask(int which, const char *path)
{
    if (!routes[which].plain && !routes[which].coro)
        not_done_yet();
    else
        play(coro(asking, .path = path));
}

#define CASE(which, name)                                                    \
    static void play_##name(void)                                            \
    {                                                                        \
        note("path", "/" #name);                                             \
        ask(which, "/" #name);                                               \
    }
CASE(0, users)
CASE(1, stock)
CASE(2, report)
CASE(3, digest)
CASE(4, login)
CASE(5, version)

/* --- what is asked ----------------------------------------------------------- */

static double taken(const struct run *run)
{
    struct value took_value = noted(run, "took");
    return is_none(took_value) ? -1 : as_real(took_value);
}

static double late(const struct run *run)
{
    struct value late_value = noted(run, "late");
    return is_none(late_value) ? 0 : as_real(late_value);
}

static const char *answer(const struct run *run)
{
    struct value text = noted(run, "answer");
    return text.kind == VALUE_TEXT ? text.text : "";
}

static bool answered(const struct run *run)
{
    yours("%s", answer(run)[0] ? answer(run) : ending_text(run));
    return strncmp(answer(run), "200 ", 4) == 0;
}

static bool loop_goes_on(const struct run *run)
{
    yours("nobody else could run for %.1f s", late(run) + 0.05);
    return late(run) < 0.04;
}

static bool within(const struct run *run, double seconds)
{
    yours("%.1f s", taken(run));
    return taken(run) > seconds - 0.01 && taken(run) < seconds + 0.01;
}

#define TAKES(name, seconds)                                                 \
    static bool name##_in_time(const struct run *run)                        \
    {                                                                        \
        return within(run, seconds);                                         \
    }                                                                        \
    static const struct expectation name##_asked[] = {                       \
        {"an answer", answered},                                             \
        {"the loop never stands still", loop_goes_on},                       \
        {"four requests at once: " #seconds " s", name##_in_time}, {0}}
TAKES(users, 0.3);
TAKES(stock, 0.2);
TAKES(report, 0.5);
TAKES(digest, 0.4);
TAKES(login, 0.4);
TAKES(version, 0.0);

static const struct play cases[] = {
    {"/users", play_users, users_asked},
    {"/stock", play_stock, stock_asked},
    {"/report", play_report, report_asked},
    {"/digest", play_digest, digest_asked},
    {"/login", play_login, login_asked},
    {"/version", play_version, version_asked},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool not_answered(const struct run *run)
{
    if (!answer(run)[0] || strncmp(answer(run), "200", 3) == 0)
        return false;
    found("%s was answered with %.60s.", as_text(noted(run, "path")),
          answer(run));
    return true;
}

static bool blocks(const struct run *run)
{
    if (late(run) < 0.04)
        return false;
    found("%s keeps the loop: nobody else could run for %.1f s.",
          as_text(noted(run, "path")), late(run) + 0.05);
    return true;
}

static bool takes_a_thread(const struct run *run)
{
    if (late(run) >= 0.04 || taken(run) < 0.25)
        return false;
    found("%s took %.1f s.", as_text(noted(run, "path")), taken(run));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "not-answered", .made = not_answered,
     .why = "Every path has a row in the table, spelled as it was given.",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "blocks-the-loop", .made = blocks, .show_timeline = true,
     .why = "async def runs on the loop, and this handler blocks or computes "
            "there: all other requests wait, the four of them for each other "
            "too. The framework gives def functions a thread each.",
     .python = "async def handler():\n"
               "    time.sleep(0.5)            # the server stands still",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "takes-a-thread", .made = takes_a_thread, .show_timeline = true,
     .why = "A def function does one thing after the other, and keeps one of the "
            "pool's threads while it waits. What can be awaited can be awaited "
            "at the same time: look at the async version.",
     .python = "await asyncio.gather(a(), b(), c())    # in the time of one",
     .read_on = "NOTES.md, chapter 19"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
