/* web.c - asking the app that an exercise is about, while a heart beats. */
#include "web.h"

#include <math.h>
#include <string.h>

#define BEAT 0.05       /* seconds */

/* --- the heart ---------------------------------------------------------- */

static double most_late;

struct web_heart {
    CORO;
    double due;
};

ASYNC(web_heart)
{
    BEGIN;
    for (;;) {
        self->due = loop_time() + BEAT;
        AWAIT(async_sleep(BEAT));
        most_late = fmax(most_late, loop_time() - self->due);
    }
    END;
}

/* --- the requests ------------------------------------------------------- */

struct web_client {
    CORO;
    struct app *app;
    int count;
    const char *path, *behind;
    struct task *heart, *last;
    struct future *all;
    struct value answers[MOST_AT_ONCE];
    double began;
};

ASYNC(web_client)
{
    struct awaitable requests[MOST_AT_ONCE];
    BEGIN;
    AWAIT(app_ask(self->app, "GET", "/", NULL));    /* now all is set up */
    self->heart = create_task(coro(web_heart));
    AWAIT(async_sleep(BEAT / 5));
    self->began = loop_time();
    for (int i = 0; i < self->count; i++)
        requests[i] = awaitable(app_ask(self->app, "GET", self->path, NULL));
    self->all = gather_array(self->answers, (size_t)self->count, requests);
    if (self->behind)
        self->last = create_task(app_ask_timed(self->app, 0, self->behind));
    AWAIT(self->all);
    note("took", loop_time() - self->began);
    note("answer", self->answers[self->count - 1]);
    if (self->count > 1)
        note("first answer", self->answers[0]);
    if (self->behind) {
        AWAIT(self->last);
        note("behind", awaited());
    }
    AWAIT(async_sleep(BEAT * 1.2));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    RETURN(self->answers[self->count - 1]);
    END;
}

struct coro ask_at_once(struct app *app, int count, const char *path,
                        const char *behind)
{
    return coro(web_client, .app = app, .count = count, .path = path,
                .behind = behind);
}

/* --- one behind the other ------------------------------------------------ */

struct web_staggered {
    CORO;
    struct app *app;
    const char *path;
    struct task *first;
    struct value second;
};

ASYNC(web_staggered)
{
    BEGIN;
    AWAIT(app_ask(self->app, "GET", "/", NULL));    /* now all is set up */
    self->first = create_task(app_ask(self->app, "GET", self->path, NULL));
    AWAIT(async_sleep(0.5));
    AWAIT(app_ask(self->app, "GET", self->path, NULL));
    self->second = awaited();
    AWAIT(self->first);
    RETURN(textf("%s; %s", value_to_text(awaited()),
                 value_to_text(self->second)));
    END;
}

struct coro ask_staggered(struct app *app, const char *path)
{
    return coro(web_staggered, .app = app, .path = path);
}

struct web_hurried {
    CORO;
    struct app *app;
    const char *path;
};

ASYNC(web_hurried)
{
    BEGIN;
    AWAIT(app_ask(self->app, "GET", self->path, NULL));
    RETURN(awaited());
    END;
}

struct coro ask_within(struct app *app, double limit, const char *path)
{
    app->server.answer_limit = limit;
    return coro(web_hurried, .app = app, .path = path);
}

/* --- what the app reports ----------------------------------------------- */

static void hear(void *arg, const char *message, const struct error *error)
{
    (void)arg;
    if (error && error->code == ENOSYS)
        not_done_yet();
    fprintf(stderr, "handloop: %s\n", message);
    if (error)
        error_print(stderr, error);
}

void hear_the_app(void)
{
    loop_set_exception_handler(hear, NULL);
}

/* --- judging ------------------------------------------------------------ */

double noted_seconds(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return is_none(value) ? -1 : as_real(value);
}

const char *noted_text(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return value.kind == VALUE_TEXT ? value.text : "";
}

bool nearly(double a, double b)
{
    return fabs(a - b) < 0.011;
}

bool answer_has(const struct run *run, const char *words)
{
    const char *answer = noted_text(run, "answer");
    yours("%s", *answer ? answer : ending_text(run));
    return strstr(answer, words) != NULL;
}

bool answered_after(const struct run *run, double seconds)
{
    double took = noted_seconds(run, "took");
    yours("%s", took < 0 ? "never asked" : textf("%.1f s", took));
    return nearly(took, seconds);
}

const char *standstill_text(const struct run *run)
{
    return textf("nobody else could run for %.1f s",
                 noted_seconds(run, "late") + BEAT);
}

bool others_went_on(const struct run *run)
{
    double late = noted_seconds(run, "late");
    yours("%s", late < 0 ? "never asked" : standstill_text(run));
    return late >= 0 && late < BEAT;
}
