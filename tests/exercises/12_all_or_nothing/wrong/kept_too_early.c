/* wants: known mistake: failure-raised-again; hands it on, and it came out of dashboard */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

struct dashboard {
    CORO;
    struct task_group *tg;
    struct task *user, *orders, *news;
    struct error *what;
};

ASYNC(dashboard)
{
    BEGIN;
    self->tg = task_group();
    self->user = group_create_task(self->tg, coro(fetch, .what = "user"));
    self->orders = group_create_task(self->tg, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->tg, coro(fetch, .what = "news"));
    self->what = caught();
    TRY_AWAIT(group_exit(self->tg, NULL));
    if (self->what)
        RETURN(textf("sorry: %s", self->what->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", as_text(task_result(self->user)),
                 as_text(task_result(self->orders)),
                 as_text(task_result(self->news))));
    END;
}

