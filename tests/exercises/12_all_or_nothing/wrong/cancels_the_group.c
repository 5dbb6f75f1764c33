/* wants: known mistake: cancelled-and-read; cancels all tasks of the group */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

static const char *const names[] = {"user", "orders", "news"};

static const char *sorry(const struct error *group)
{
    return textf("sorry: %s", error_words(group->members[0]));
}

struct dashboard {
    CORO;
    struct task *part[3];
    struct task_group *all;
};

ASYNC(dashboard)
{
    BEGIN;
    self->all = task_group();
    for (int i = 0; i < 3; i++)
        self->part[i] = group_create_task(self->all,
                                          coro(fetch, .what = names[i]));
    group_cancel(self->all);
    TRY_AWAIT(group_exit(self->all, caught()));
    if (caught() && caught()->code == EGROUP)
        RETURN(sorry(caught()));
    if (caught())
        RERAISE;
    const char *page = as_text(task_result(self->part[0]));
    for (int i = 1; i < 3; i++)
        page = textf("%s, %s", page, as_text(task_result(self->part[i])));
    RETURN(page);
    END;
}
