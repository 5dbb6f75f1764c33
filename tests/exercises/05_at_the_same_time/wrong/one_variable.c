/* wants: known mistake: task-overwritten */
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
    struct task *task;
    const char *text;
};

ASYNC(three_users)
{
    BEGIN;
    self->task = create_task(coro(fetch_user, .id = 1));
    self->task = create_task(coro(fetch_user, .id = 2));
    self->task = create_task(coro(fetch_user, .id = 3));
    AWAIT(self->task);
    self->text = as_text(awaited());
    AWAIT(self->task);
    self->text = textf("%s, %s", self->text, as_text(awaited()));
    AWAIT(self->task);
    RETURN(textf("%s, %s", self->text, as_text(awaited())));
    END;
}
