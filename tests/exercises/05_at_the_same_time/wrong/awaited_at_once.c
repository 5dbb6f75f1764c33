/* wants: known mistake: task-awaited-at-once; before the second one is made */
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
    struct task *task;
    const char *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    self->task = create_task(coro(fetch_user, .id = 1));
    AWAIT(self->task);
    self->one = as_text(awaited());
    self->task = create_task(coro(fetch_user, .id = 2));
    AWAIT(self->task);
    self->two = as_text(awaited());
    self->task = create_task(coro(fetch_user, .id = 3));
    AWAIT(self->task);
    self->three = as_text(awaited());
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
