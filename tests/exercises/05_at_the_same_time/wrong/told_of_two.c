/* also wants: known mistake: none-in-the-array; is told of 2 calls */
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
    struct value all[3];
};

ASYNC(three_users)
{
    struct awaitable list[3];
    BEGIN;
    for (int k = 0; k < 3; k++)
        list[k] = awaitable(coro(fetch_user, .id = k + 1));
    AWAIT(gather_array(self->all, 2, list));
    RETURN(textf("%s, %s, %s", as_text(self->all[0]), as_text(self->all[1]),
                 as_text(self->all[2])));
    END;
}
