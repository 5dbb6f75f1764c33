/* wants: known mistake: no-such-part; names "order" */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

static const char *text_of(struct task *task)
{
    return as_text(task_result(task));
}

struct dashboard {
    CORO;
    struct task_group *page;
    struct task *part[3];
};

ASYNC(dashboard)
{
    BEGIN;
    static const char *const names[] = {"user", "order", "news"};
    self->page = task_group();
    for (int p = 0; p < 3; p++)
        self->part[p] =
            group_create_task(self->page, coro(fetch, .what = names[p]));
    TRY_AWAIT(group_exit(self->page, NULL));
    if (failure() && failure() != EGROUP)
        RERAISE;
    if (failure())
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    RETURN(textf("%s, %s, %s", text_of(self->part[0]), text_of(self->part[1]),
                 text_of(self->part[2])));
    END;
}
