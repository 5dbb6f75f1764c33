/* wants: known mistake: await-in-switch; Inside a switch of your own */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;
};

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
    struct value parts[3];
    int i;
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
    TRY_AWAIT(group_exit(self->group, NULL));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    for (self->i = 0; self->i < 3; self->i++)
        switch (self->i) {
        case 0:
            AWAIT(self->user);
            self->parts[0] = awaited();
            break;
        case 1:
            AWAIT(self->orders);
            self->parts[1] = awaited();
            break;
        default:
            AWAIT(self->news);
            self->parts[2] = awaited();
        }
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
