/* Loops over the parts. */
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

static const char *text_of(struct task *task)
{
    return as_text(task_result(task));
}

ASYNC(dashboard)
{
    static const char *const parts[] = {"user", "orders", "news"};
    BEGIN;
    self->group = task_group();
    for (int i = 0; i < 3; i++)
        self->tasks[i] = group_create_task(self->group,
                                           coro(fetch, .what = parts[i]));
    TRY_AWAIT(group_exit(self->group, NULL));
    self->error = caught();
    if (!self->error)
        RETURN(textf("%s, %s, %s", text_of(self->tasks[0]),
                     text_of(self->tasks[1]), text_of(self->tasks[2])));
    if (self->error->code != EGROUP)
        RERAISE;
    RETURN(textf("sorry: %s", self->error->members[0]->message));
    END;
}
