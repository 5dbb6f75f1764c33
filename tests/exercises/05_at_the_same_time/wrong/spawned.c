/* also wants: known mistake: task-left-behind; made it with spawn(), which gives nothing that could be awaited */
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
    const char *names[3];
    int left;
};

struct one {
    CORO;
    struct three_users *whole;
    int id;
};

ASYNC(one)
{
    BEGIN;
    AWAIT(coro(fetch_user, .id = self->id));
    self->whole->names[self->id - 1] = as_text(awaited());
    self->whole->left--;
    END;
}

ASYNC(three_users)
{
    BEGIN;
    self->left = 3;
    for (int id = 1; id <= 3; id++)
        spawn(coro(one, .whole = self, .id = id));
    RETURN(textf("%s, %s, %s", self->names[0], self->names[1],
                 self->names[2]));
    END;
}
