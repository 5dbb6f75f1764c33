/* gather_array() of an array, joined by a helper. */
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
};

static const char *join(const struct value *parts, int count)
{
    const char *all = as_text(parts[0]);
    for (int i = 1; i < count; i++)
        all = textf("%s, %s", all, as_text(parts[i]));
    return all;
}

ASYNC(three_users)
{
    BEGIN;
    struct awaitable fetches[3];
    for (int i = 0; i < 3; i++)
        fetches[i] = awaitable(coro(fetch_user, .id = i + 1));
    AWAIT(gather_array(self->users, 3, fetches));
    RETURN(join(self->users, 3));
    END;
}
