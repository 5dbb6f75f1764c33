/* wants: known mistake: waited-for-the-first; ALL_COMPLETED waits for all of them */
#include "runtime.h"

struct fetch_user {
    CORO;
    int id;
};

ASYNC(fetch_user)
{
    static const double takes[] = {0, 1.0, 0.4, 0.6};
    BEGIN;
    AWAIT(async_sleep(takes[self->id]));
    RETURN(textf("User %d", self->id));
    END;
}

extern const struct coro_type three_users;    /* the check makes one */

struct three_users {
    CORO;
    struct task *t[3];
};

ASYNC(three_users)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->t[i] = create_task(coro(fetch_user, .id = i + 1));
    AWAIT(wait_tasks(self->t, 3, FIRST_COMPLETED, NO_LIMIT));
    RETURN(textf("%s, %s, %s", as_text(task_result(self->t[0])),
                 as_text(task_result(self->t[1])),
                 as_text(task_result(self->t[2]))));
    END;
}
