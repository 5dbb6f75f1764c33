/* A group that gathers its children: both kinds of waiting. */
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
    struct value parts[3];
};

ASYNC(dashboard)
{
    BEGIN;
    self->group = task_group();
    self->user = group_create_task(self->group, coro(fetch, .what = "user"));
    self->orders =
        group_create_task(self->group, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->group, coro(fetch, .what = "news"));
    TRY_AWAIT(gather(self->parts, self->user, self->orders, self->news));
    TRY_AWAIT(group_exit(self->group, caught()));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
