/* One coroutine raises the group, another one says sorry. */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;
};

struct whole_page {
    CORO;
    struct task_group *group;
    struct task *parts[3];
    int i;
};

ASYNC(whole_page)
{
    static const char *const names[] = {"user", "orders", "news"};
    BEGIN;
    self->group = task_group();
    for (self->i = 0; self->i < 3; self->i++)
        self->parts[self->i] = group_create_task(
            self->group, coro(fetch, .what = names[self->i]));
    AWAIT(group_exit(self->group, NULL));
    RETURN(textf("%s, %s, %s", as_text(task_result(self->parts[0])),
                 as_text(task_result(self->parts[1])),
                 as_text(task_result(self->parts[2]))));
    END;
}

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
};

ASYNC(dashboard)
{
    BEGIN;
    TRY_AWAIT(coro(whole_page));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}
