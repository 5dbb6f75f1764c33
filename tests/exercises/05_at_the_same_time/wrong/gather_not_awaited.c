/* wants: known mistake: gather-not-awaited */
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
    struct value users[3];
    struct future *all;
};

ASYNC(three_users)
{
    BEGIN;
    self->all = gather(self->users, coro(fetch_user, .id = 1),
                       coro(fetch_user, .id = 2), coro(fetch_user, .id = 3));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}
