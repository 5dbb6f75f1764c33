/* wants: known mistake: stopped-by-the-runtime */
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
};

ASYNC(three_users)
{
    BEGIN;
    self->first = create_task(coro(fetch_user, .id = 1));
    self->second = create_task(coro(fetch_user, .id = 2));
    self->third = create_task(coro(fetch_user, .id = 3));
    AWAIT(self->first);
    self->one = as_text(awaited());
    AWAIT(self->second);
    self->two = as_text(awaited());
    AWAIT(self->third);
    self->three = as_text(awaited());
    RETURN(as_int(value_of(self->one)));
    END;
}
