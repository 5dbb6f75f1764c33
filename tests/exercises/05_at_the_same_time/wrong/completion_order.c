/* wants: known mistake: order-of-completion; in the order in which they came; got "User 2, User 3, User 1" */
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
    struct as_completed *users;
    const char *text;
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] = create_task(coro(fetch_user, .id = self->i + 1));
    self->users = as_completed(self->tasks, 3, NO_LIMIT);
    self->text = "";
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(next_completed(self->users));
        self->text = textf("%s%s%s", self->text, self->i ? ", " : "",
                           as_text(awaited()));
    }
    RETURN(self->text);
    END;
}
