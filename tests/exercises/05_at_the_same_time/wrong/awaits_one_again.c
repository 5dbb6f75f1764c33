/* wants: known mistake: awaited-again; has made is awaited by no line */
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
    struct task *a, *b, *c;
    const char *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    self->a = create_task(coro(fetch_user, .id = 1));
    self->b = create_task(coro(fetch_user, .id = 2));
    self->c = create_task(coro(fetch_user, .id = 3));
    AWAIT(self->a);
    self->one = as_text(awaited());
    AWAIT(self->a);
    self->two = as_text(awaited());
    AWAIT(self->a);
    self->three = as_text(awaited());
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
