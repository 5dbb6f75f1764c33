/* The check of exercise 20: a session that always closes. */
#include <string.h>

#include "app.h"
#include "exercise.h"

extern const struct route routes[2];
void log_step(const char *step);

static char steps[400];
static double disconnected;

void log_step(const char *step)
{
    if (strlen(steps) + strlen(step) + 3 > sizeof steps)
        return;
    strcat(steps, steps[0] ? ", " : "");
    strcat(steps, step);
    disconnected = loop_time();
}

/* --- the cases ------------------------------------------------------------------ */

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

struct asking {
    CORO;
    const char *path;
    double limit;
    struct app app;
    struct value answer;
};

ASYNC(asking)
{
    BEGIN;
    loop_set_exception_handler(hear, NULL);
    self->app = (struct app)app_of(routes);
    if (self->limit > 0)
        self->app.server.answer_limit = self->limit;
    AWAIT(app_ask(&self->app, "GET", self->path, NULL));
    self->answer = awaited();
    AWAIT(async_sleep(1.0));            /* what is torn down, is torn down */
    note("steps", textf("%s", steps));
    RETURN(self->answer);
    END;
}

static void goes_well(void)
{
    play(coro(asking, .path = "/buy"));
}

static void fails(void)
{
    play(coro(asking, .path = "/buy?broken=1"));
}

static void too_slow(void)
{
    play(coro(asking, .path = "/buy", .limit = 0.3));
}

/* --- what is asked ----------------------------------------------------------- */

static const char *done(const struct run *run)
{
    struct value text = noted(run, "steps");
    return text.kind == VALUE_TEXT ? text.text : "";
}

static bool steps_are(const struct run *run, const char *asked)
{
    yours("%s", done(run)[0] ? done(run) : "nothing");
    return strcmp(done(run), asked) == 0;
}

static bool committed(const struct run *run)
{
    return steps_are(run, "connect, commit, disconnect");
}

static bool rolled_back(const struct run *run)
{
    return steps_are(run, "connect, roll back, disconnect");
}

static bool sold(const struct run *run)
{
    return returned_text(run, "200 {\"bought with\":\"db\"}");
}

static bool refused(const struct run *run)
{
    return strncmp(ending_text(run) + 1, "500 ", 4) == 0;
}

static bool not_answered_well(const struct run *run)
{
    return strncmp(ending_text(run) + 1, "200 ", 4) != 0;
}

static const struct expectation well[] = {
    {"200 {\"bought with\":\"db\"}", sold},
    {"connect, commit, disconnect", committed},
    {0},
};

static const struct expectation badly[] = {
    {"an answer of 500", refused},
    {"connect, roll back, disconnect", rolled_back},
    {0},
};

static const struct expectation slowly[] = {
    {"no answer of 200", not_answered_well},
    {"connect, roll back, disconnect", rolled_back},
    {0},
};

static const struct play cases[] = {
    {"a request that goes well", goes_well, well},
    {"a handler that fails", fails, badly},
    {"a handler that takes too long", too_slow, slowly},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool nothing_handed_out(const struct run *run)
{
    return strstr(ending_text(run), "null") != NULL;
}

static bool closed_before(const struct run *run)
{
    return strncmp(done(run), "connect, disconnect", 19) == 0 &&
           nth_suspension(run, "db_step", 0) && nth_suspension(run, "buy", 0) &&
           nth_suspension(run, "db_step", 0)->time <
               nth_suspension(run, "buy", 0)->time;
}

static bool wrong_order(const struct run *run)
{
    return strncmp(done(run), "connect, disconnect, ", 21) == 0;
}

static bool never_closed(const struct run *run)
{
    return strcmp(done(run), "connect") == 0 && sold(run);
}

static bool only_when_well(const struct run *run)
{
    return strcmp(done(run), "connect") == 0 && !sold(run);
}

static bool commits_failure(const struct run *run)
{
    return committed(run) && !sold(run);
}

static const struct mistake mistakes[] = {
    {.name = "nothing-handed-out", .made = nothing_handed_out,
     .why = "session ran to its end and handed out nothing: the dependency has "
            "no value, and the handler got null. YIELD is the place at "
            "which the request happens; what is in front of it is the set-up, "
            "what is behind it the teardown.",
     .python = "yield db                   # without it: a function, no more",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "closed-before", .made = closed_before, .show_timeline = true,
     .why = "The connection was closed before the handler began to use it. The "
            "handler runs inside YIELD: what must be open for it is closed "
            "behind it.",
     .python = "await disconnect(db)\nyield db                   # too late",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "wrong-order", .made = wrong_order, .show_timeline = true,
     .why = "The transaction was ended after the connection was closed. Tear "
            "down in the reverse order of the set-up: first what was begun "
            "last.",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "never-closed", .made = never_closed,
     .why = "Nothing stands behind YIELD, so nothing is torn down: the "
            "connection stays open, and after some requests there are no more.",
     .python = "yield db                   # and then?",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "closed-only-when-well", .made = only_when_well,
     .why = "When all goes well it is closed, and when the handler fails it is "
            "not: an error behind YIELD left the coroutine before the rest could "
            "run. Ask failure(), clean up, and only then let it go on, if you "
            "must: the request fails all the same.",
     .python = "except Exception:\n    raise                      # and finally?",
     .read_on = "NOTES.md, chapter 20"},
    {.name = "commits-a-failure", .made = commits_failure,
     .why = "The handler failed, and half of its work was committed. YIELD hands "
            "over how the request ended: failure() is its code.",
     .python = "yield db\nawait commit(db)           # whatever happened",
     .read_on = "NOTES.md, chapter 20"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
