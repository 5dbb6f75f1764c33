/* wants: known mistake: group-not-left; is never come to */
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

extern const struct coro_type three_users;

struct three_users {
    CORO;
    struct task_group *group;
    struct task *users[3];
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    self->group = task_group();
    for (self->i = 0; self->i < 3; self->i++)
        self->users[self->i] = group_create_task(
            self->group, coro(fetch_user, .id = self->i + 1));
    for (self->i = 0; self->i < 3; self->i++)
        AWAIT(self->users[self->i]);
    RETURN(textf("%s, %s, %s", as_text(task_result(self->users[0])),
                 as_text(task_result(self->users[1])),
                 as_text(task_result(self->users[2]))));
    AWAIT(group_exit(self->group, NULL));
    END;
}
