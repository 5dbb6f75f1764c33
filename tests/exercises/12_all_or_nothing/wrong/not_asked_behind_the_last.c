/* wants: in line 36 failed: CancelledError; Ask failure() in between */
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
    const char *words[3];
};

ASYNC(dashboard)
{
    BEGIN;
    self->group = task_group();
    self->user = group_create_task(self->group, coro(fetch, .what = "user"));
    self->orders =
        group_create_task(self->group, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->group, coro(fetch, .what = "news"));
    TRY_AWAIT(self->user);
    if (failure())
        goto end;
    self->words[0] = as_text(awaited());
    TRY_AWAIT(self->orders);
    if (failure())
        goto end;
    self->words[1] = as_text(awaited());
    TRY_AWAIT(self->news);
    ;

    self->words[2] = as_text(awaited());
end:
    TRY_AWAIT(group_exit(self->group, caught()));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", self->words[0], self->words[1],
                 self->words[2]));
    END;
}
