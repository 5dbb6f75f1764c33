/* wants: known mistake: else-of-another; belongs to that of line */
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
};

ASYNC(dashboard)
{
    BEGIN;
    self->tg = task_group();
    self->user = group_create_task(self->tg, coro(fetch, .what = "user"));
    self->orders = group_create_task(self->tg, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->tg, coro(fetch, .what = "news"));
    TRY_AWAIT(group_exit(self->tg, NULL));
    if (failure())
        if (failure() != EGROUP)
            RERAISE;
    else
        RETURN(textf("%s, %s, %s", as_text(task_result(self->user)),
                     as_text(task_result(self->orders)),
                     as_text(task_result(self->news))));
    RETURN(textf("sorry: %s", caught()->members[0]->message));
    END;
}
