/* wants: known mistake: group-without-end; group_exit() stands nowhere */
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
    struct task_group *group;
    struct task *tasks[3];
    const char *users[3];
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    self->group = task_group();
    for (int i = 0; i < 3; i++)
        self->tasks[i] = group_create_task(self->group,
                                           coro(fetch_user, .id = i + 1));
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(self->tasks[self->i]);
        self->users[self->i] = as_text(awaited());
    }
    RETURN(textf("%s, %s, %s", self->users[0], self->users[1],
                 self->users[2]));
    END;
}
