/* wants: known mistake: group-without-end; group_exit() stands nowhere */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;
};

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
    struct task_group *group;
    struct task *user, *orders, *news;
};

ASYNC(dashboard)
{
    BEGIN;
    self->group = task_group();
    self->user = group_create_task(self->group, coro(fetch, .what = "user"));
    self->orders =
        group_create_task(self->group, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->group, coro(fetch, .what = "news"));
    RETURN(textf("%s, %s, %s", as_text(task_result(self->user)),
                 as_text(task_result(self->orders)),
                 as_text(task_result(self->news))));
    END;
}
