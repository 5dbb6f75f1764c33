/* also wants: known mistake: crashed-at-members; members[0]; chapter 12 */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

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
    self->orders = group_create_task(self->group, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->group, coro(fetch, .what = "news"));
    TRY_AWAIT(group_exit(self->group, NULL));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[1]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", as_text(task_result(self->user)),
                 as_text(task_result(self->orders)),
                 as_text(task_result(self->news))));
    END;
}
