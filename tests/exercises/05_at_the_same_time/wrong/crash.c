/* also wants: known mistake: crash; in 'three_users'; Segmentation fault */
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
    struct task *first, *second, *third;
    const char *one, *two, *three;
    const char **users;
};

ASYNC(three_users)
{
    BEGIN;
    self->first = create_task(coro(fetch_user, .id = 1));
    self->second = create_task(coro(fetch_user, .id = 2));
    self->third = create_task(coro(fetch_user, .id = 3));
    AWAIT(self->first);
    self->users[0] = as_text(awaited());
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
