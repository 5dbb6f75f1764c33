/* wants: known mistake: never-awaited; Coroutine 'fetch_user' was never awaited; only makes an object */
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
    struct coro first, second, third;
};

ASYNC(three_users)
{
    BEGIN;
    self->first = coro(fetch_user, .id = 1);
    self->second = coro(fetch_user, .id = 2);
    self->third = coro(fetch_user, .id = 3);
    AWAIT(async_sleep(1.0));
    RETURN("User 1, and I do not know the others");
    END;
}
