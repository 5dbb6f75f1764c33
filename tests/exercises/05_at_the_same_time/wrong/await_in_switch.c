/* wants: known mistake: await-in-switch; Use if and else around AWAIT */
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
    int id;
    const char *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    for (self->id = 1; self->id <= 3; self->id++)
        switch (self->id) {
        case 1:
            AWAIT(coro(fetch_user, .id = 1));
            self->one = as_text(awaited());
            break;
        case 2:
            AWAIT(coro(fetch_user, .id = 2));
            self->two = as_text(awaited());
            break;
        default:
            AWAIT(coro(fetch_user, .id = 3));
            self->three = as_text(awaited());
        }
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
