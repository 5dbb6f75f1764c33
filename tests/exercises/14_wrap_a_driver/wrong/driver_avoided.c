/* wants: known mistake: driver-avoided; query() is given, and is never called */
#include "runtime.h"

bool open_driver(void);                     /* the check calls this, */
struct coro ask_for_users(int first);       /* and then that */

/* --- the driver ---------------------------------------------------------- */

enum { CONNECTIONS = 2, LAST_USER = 9 };

static struct value query(struct value user_id)
{
    blocking_sleep(0.5);
    if (as_int(user_id) > LAST_USER)
        return job_raise(ENOENT, "no user %d", (int)as_int(user_id));
    return value_text(textf("user %d", (int)as_int(user_id)));
}

/* --- yours --------------------------------------------------------------- */

bool open_driver(void)
{
    return true;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
};

ASYNC(three_users)
{
    BEGIN;
    (void)query;
    AWAIT(async_sleep(0.5));
    for (int i = 0; i < 3; i++)
        if (self->first + i > LAST_USER)
            RAISE(ENOENT, "no user %d", self->first + i);
    AWAIT(async_sleep(0.5));
    RETURN(textf("user %d, user %d, user %d", self->first, self->first + 1,
                 self->first + 2));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
