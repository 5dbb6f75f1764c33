/* The check of exercise 19: def or async def? */
#include <string.h>

#include "given.h"
#include "web.h"

enum { PATHS = 6, AT_ONCE = 4 };

extern const struct route routes[PATHS];

/* --- the cases: four requests at once, while a heart beats --------------- */

struct asking {
    CORO;
    const char *path;
};

ASYNC(asking)
{
    static struct app app;
    BEGIN;
    app = (struct app)app_of(routes);
    hear_the_app();
    app.pool_size = AT_ONCE;
    AWAIT(ask_at_once(&app, AT_ONCE, self->path, NULL));
    RETURN(awaited());
    END;
}

static bool is_empty(const struct route *route)
{
    return !route->plain && !route->coro;
}

static bool as_shipped(void)
{
    for (int i = 0; i < PATHS; i++)
        if (!is_empty(&routes[i]))
            return false;
    return true;
}

/* A row that is left out is all 0; PATHS: all are there. */
static int row_left_out(void)
{
    int row = 0;
    while (row < PATHS && routes[row].path && routes[row].method)
        row++;
    return row;
}

static bool has_no_handler(const char *path)
{
    for (int i = 0; i < PATHS; i++)
        if (routes[i].path && strcmp(routes[i].path, path) == 0)
            return is_empty(&routes[i]);
    return false;
}

static void ask(const char *path, double seconds)
{
    note("path", path);
    note("asked", seconds);
    if (as_shipped())
        not_done_yet();
    else if (row_left_out() < PATHS)
        note("rows", row_left_out());
    else if (has_no_handler(path))
        note("empty", 1);
    else
        play(coro(asking, .path = path));
}

/* --- what is asked ------------------------------------------------------- */

static const char *path_of(const struct run *run)
{
    return noted_text(run, "path");
}

static bool is_one_of_the_paths(const char *path)
{
    static const char *const paths[PATHS] = {"/users",  "/stock", "/report",
                                             "/digest", "/login", "/version"};
    for (int i = 0; path && i < PATHS; i++)
        if (strcmp(paths[i], path) == 0)
            return true;
    return false;
}

/* /users, or users */
static bool is_meant(const char *path, const char *wanted)
{
    return path && (strcmp(path, wanted) == 0 || strcmp(path, wanted + 1) == 0);
}

/* Its row in the table; or that of a path which nobody asks for. */
static void about_path(const struct run *run)
{
    for (size_t i = 0; i < PATHS; i++)
        if (is_meant(routes[i].path, path_of(run))) {
            about_row("routes", i);
            return;
        }
    for (size_t i = 0; i < PATHS; i++)
        if (!is_one_of_the_paths(routes[i].path))
            about_row("routes", i);
}

static bool is_answered(const struct run *run)
{
    return !is_none(noted(run, "answer")) && answer_has(run, "200 ");
}

/* {"users": ... for /users */
static bool as_given(const struct run *run)
{
    const char *answer = noted_text(run, "answer");
    yours("%s", *answer ? answer : "no handler");
    about_path(run);
    return strstr(answer, textf("200 {\"%s\":", path_of(run) + 1)) != NULL;
}

static bool others_go_on(const struct run *run)
{
    about_path(run);
    return others_went_on(run);
}

static bool in_time(const struct run *run)
{
    about_path(run);
    return answered_after(run, noted_seconds(run, "asked"));
}

#define CASE(name, seconds)                                                  \
    static void play_##name(void)                                            \
    {                                                                        \
        ask("/" #name, seconds);                                             \
    }                                                                        \
    static const struct expectation name##_asked[] = {                       \
        {"the answer of a handler of /" #name, as_given},                    \
        {"the loop never stands still", others_go_on},                     \
        {"four requests at once: " #seconds " s", in_time}, {0}}
CASE(users, 0.3);
CASE(stock, 0.2);
CASE(report, 0.5);
CASE(digest, 0.4);
CASE(login, 0.4);
CASE(version, 0.0);

static const struct play cases[] = {
    {"/users", play_users, users_asked},
    {"/stock", play_stock, stock_asked},
    {"/report", play_report, report_asked},
    {"/digest", play_digest, digest_asked},
    {"/login", play_login, login_asked},
    {"/version", play_version, version_asked},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool row_missing(const struct run *run)
{
    struct value rows = noted(run, "rows");
    if (is_none(rows))
        return false;
    found("The table has room for %d rows, and row %d is empty: a path, or its "
          "method, is missing.", PATHS, (int)as_int(rows) + 1);
    return true;
}

static bool no_handler(const struct run *run)
{
    found("%s has no handler yet.", path_of(run));
    return !is_none(noted(run, "empty"));
}

static bool not_answered(const struct run *run)
{
    found("%s was answered with %.60s.", path_of(run),
          noted_text(run, "answer"));
    return !is_answered(run);
}

static bool another_handler(const struct run *run)
{
    found("%s was answered with %.60s.", path_of(run),
          noted_text(run, "answer"));
    return !as_given(run);
}

static bool blocks(const struct run *run)
{
    found("%s keeps the loop: %s.", path_of(run), standstill_text(run));
    return !others_went_on(run);
}

static bool one_by_one(const struct run *run)
{
    found("%s took %.1f s.", path_of(run), noted_seconds(run, "took"));
    return noted_seconds(run, "took") > noted_seconds(run, "asked");
}

static const struct mistake mistakes[] = {
    {.name = "row-missing", .made = row_missing,
     .why = "Each of the six paths has a row: {\"GET\", \"/version\", ...}.",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "no-handler", .made = no_handler,
     .why = "Each row needs one of the two: def(...) with the name of the "
            "function, or async_def(...) with that of the coroutine.",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "not-answered", .made = not_answered,
     .why = "Every path has a row in the table, with GET, and spelled as it "
            "was given.",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "another-handler", .made = another_handler,
     .why = "That is what a handler of another path gives. The choice is "
            "between the two that stand under the same heading.",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "blocks-the-loop", .made = blocks, .show_timeline = true,
     .why = "async def runs on the loop, and this handler keeps it: all other "
            "requests wait, the four of them for each other too. An await "
            "somewhere in it does not help the rest of it. The framework gives "
            "def functions a thread each.",
     .python = "async def handler():\n"
               "    time.sleep(0.5)            # the server stands still",
     .read_on = "NOTES.md, chapter 19"},
    {.name = "takes-a-thread", .made = one_by_one, .show_timeline = true,
     .why = "A def function does one thing after the other, and keeps one of "
            "the pool's threads while it waits. What can be awaited can be "
            "awaited at the same time: look at the async version.",
     .python = "await asyncio.gather(a(), b(), c())    # in the time of one",
     .read_on = "NOTES.md, chapter 19"},
    {0},
};

static bool is_chosen(const char *words)
{
    return find_tokens(sources()->answer.tokens.first, NULL, words);
}

/* def(digest): in the pool's threads. */
static const char *remark(void)
{
    if (is_chosen("def ( users )") || is_chosen("def ( version )"))
        return "For /users and /version both are right; async_def() needs no "
               "thread for them.";
    if (!is_chosen("def ( digest )"))
        return NULL;
    return "One thing is different in Python: digest() computes, and its "
           "threads take turns at the interpreter (the GIL). Four requests at "
           "once keep the loop free, but take four times as long as one.";
}

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes,
                                  .remark = remark};
