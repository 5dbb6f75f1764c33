/* wants: known mistake: awaits-in-sequence; got 2.0 s; make all three tasks first */
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
    const char *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    AWAIT(coro(fetch_user, .id = 1));
    self->one = as_text(awaited());
    AWAIT(coro(fetch_user, .id = 2));
    self->two = as_text(awaited());
    AWAIT(coro(fetch_user, .id = 3));
    self->three = as_text(awaited());
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
