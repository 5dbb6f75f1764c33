/* The check of exercise 21: under load. */
#include <string.h>

#include "app.h"
#include "exercise.h"

extern const struct route routes[4];
extern const double predicted[3];

enum { AT_ONCE = 10 };

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

/* What the app reports; the stub's error says that it is the stub. */
static void hear(void *arg, const char *message, const struct error *error)
{
    (void)arg;
    if (error && error->code == ENOSYS)
        not_done_yet();
    fprintf(stderr, "handloop: %s\n", message);
    if (error)
        error_print(stderr, error);
}

struct timed_request {
    CORO;
    struct app *app;
    const char *path;
};

ASYNC(timed_request)
{
    BEGIN;
    AWAIT(app_ask(self->app, "GET", self->path, NULL));
    note("answer", awaited());
    RETURN(loop_time());
    END;
}

struct asking {
    CORO;
    const char *path;
    int count;
    struct app app;
    struct task *heart, *ping;
    struct awaitable requests[AT_ONCE];
    struct value ends[AT_ONCE];
    double began;
};

ASYNC(asking)
{
    BEGIN;
    loop_set_exception_handler(hear, NULL);
    self->app = (struct app){.routes = routes, .route_count = 4};
    AWAIT(app_ask(&self->app, "GET", "/ping", NULL));       /* all is set up */
    self->heart = create_task(coro(heartbeat));
    AWAIT(async_sleep(0.01));
    self->began = loop_time();
    for (int i = 0; i < self->count; i++)
        self->requests[i] = awaitable(coro(timed_request, .app = &self->app,
                                           .path = self->path));
    self->ping = create_task(coro(timed_request, .app = &self->app,
                                  .path = "/ping"));
    AWAIT(gather_array(self->ends, (size_t)self->count, self->requests));
    note("took", loop_time() - self->began);
    AWAIT(self->ping);
    note("ping", as_real(awaited()) - self->began);
    AWAIT(async_sleep(0.06));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    END;
}

static void many(void)
{
    play(coro(asking, .path = "/async/await-many", .count = 1));
}

static void wrap(void)
{
    note("predicted", predicted[0]);
    play(coro(asking, .path = "/async/wrap-blocking", .count = AT_ONCE));
}

static void bad(void)
{
    note("predicted", predicted[1]);
    note("predicted ping", predicted[2]);
    play(coro(asking, .path = "/async/bad-blocking", .count = AT_ONCE));
}

/* --- what is asked ----------------------------------------------------------- */

static double number(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return is_none(value) ? 0 : as_real(value);
}

static bool near(double a, double b)
{
    return a > b - 0.011 && a < b + 0.011;
}

static bool takes(const struct run *run, double seconds)
{
    yours("%.1f s", number(run, "took"));
    return near(number(run, "took"), seconds);
}

static bool the_longest(const struct run *run)
{
    return takes(run, 1.5);
}

static bool one_second(const struct run *run)
{
    return takes(run, 1.0);
}

static bool loop_goes_on(const struct run *run)
{
    yours("nobody else could run for %.1f s", number(run, "late") + 0.05);
    return number(run, "late") < 0.04;
}

static bool as_predicted(const struct run *run)
{
    yours("you predicted %.1f s, it was %.1f s", number(run, "predicted"),
          number(run, "took"));
    return near(number(run, "predicted"), number(run, "took"));
}

static bool ping_predicted(const struct run *run)
{
    yours("you predicted %.1f s, it was %.1f s", number(run, "predicted ping"),
          number(run, "ping"));
    return near(number(run, "predicted ping"), number(run, "ping"));
}

static const struct expectation of_many[] = {
    {"as long as the longest of the three: 1.5 s", the_longest},
    {0},
};

static const struct expectation of_wrap[] = {
    {"the last one is answered after 1.0 s", one_second},
    {"the loop never stands still", loop_goes_on},
    {"ten times wrap-blocking, as predicted", as_predicted},
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
    {"bad-blocking, ten at once, and a ping", bad, of_bad},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool in_sequence(const struct run *run)
{
    return near(number(run, "took"), 3.0);
}

static bool wraps(const struct run *run)
{
    return !is_none(noted(run, "predicted")) &&
           is_none(noted(run, "predicted ping"));
}

static bool blocks(const struct run *run)
{
    if (!wraps(run) || number(run, "late") < 0.5)
        return false;
    found("Nobody else could run for %.1f s.", number(run, "late") + 0.05);
    return true;
}

static bool one_by_one(const struct run *run)
{
    return wraps(run) && number(run, "took") > 1.5;
}

static bool departs(const struct run *run)
{
    return !is_none(noted(run, "predicted")) &&
           (!as_predicted(run) || !is_none(noted(run, "predicted ping")));
}

static const struct mistake mistakes[] = {
    {.name = "one-call-after-the-other", .made = in_sequence,
     .show_timeline = true,
     .why = "The three calls wait one after the other: the sum, 3.0 s. None of "
            "them needs the result of another; start them together, and wait "
            "for all.",
     .python = "await service(0.5)\nawait service(1.0)            # begins at 0.5",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "blocks-the-loop", .made = blocks, .show_timeline = true,
     .why = "The handler is async def, so it runs on the loop, and the call "
            "blocks there. Give the call to the app's pool: "
            "run_in_threadpool().",
     .python = "async def wrap_blocking():\n"
               "    blocking_call()            # that is bad-blocking",
     .read_on = "NOTES.md, chapter 21"},
    {.name = "pool-too-small", .made = one_by_one, .show_timeline = true,
     .why = "The loop goes on, but the calls stand in line for too few threads. "
            "The app's own pool has 40.",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "prediction-departs", .made = departs, .show_timeline = true,
     .why = "Your endpoints are right; a prediction is not. Look at the picture: "
            "who runs when, and behind whom does the request stand that you had "
            "in mind? Everything that arrives while the loop is kept, waits.",
     .read_on = "NOTES.md, chapter 21"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
