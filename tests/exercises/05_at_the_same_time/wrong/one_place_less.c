/* wants: known mistake: behind-the-array; self->users has 2 places, line 23: from 0 to 1; index 2 */
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
    struct task *tasks[3];
    const char *users[2];
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] = create_task(coro(fetch_user, .id = self->i + 1));
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(self->tasks[self->i]);
        self->users[self->i] = as_text(awaited());
    }
    RETURN(textf("%s, %s, %s", self->users[0], self->users[1], self->users[2]));
    END;
}
