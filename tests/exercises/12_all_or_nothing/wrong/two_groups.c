/* wants: known mistake: left-by-itself; and a group is still open */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

struct dashboard {
    CORO;
    struct task *tasks[3];
    struct task_group *group, *other;
    struct error *error;
    int i;
};

ASYNC(dashboard)
{
    BEGIN;
    self->group = task_group();
    self->tasks[0] = group_create_task(self->group, coro(fetch, .what = "user"));
    self->other = task_group();
    self->tasks[1] = group_create_task(self->other, coro(fetch, .what = "orders"));
    self->tasks[2] = group_create_task(self->other, coro(fetch, .what = "news"));
    TRY_AWAIT(group_exit(self->other, NULL));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    TRY_AWAIT(group_exit(self->group, NULL));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", as_text(task_result(self->tasks[0])),
                 as_text(task_result(self->tasks[1])),
                 as_text(task_result(self->tasks[2]))));
    END;
}
