#include "runtime.h"

struct coro ask_for_users(int first);

/* --- the driver ------------------------------------------------------------- */

enum { CONNECTIONS = 2, LAST_USER = 9 };

static struct value query(struct value user_id)
{
    blocking_sleep(0.5);
    if (as_int(user_id) > LAST_USER)
        return job_raise(ENOENT, "no user %d", (int)as_int(user_id));
    return value_text(textf("user %d", (int)as_int(user_id)));
}

/* --- yours --------------------------------------------------------------------- */

struct two_users {
    CORO;
    int first;
    struct value *users;
};

ASYNC(two_users)
{
    BEGIN;
    AWAIT(to_thread(query, self->first));
    self->users[0] = awaited();
    AWAIT(to_thread(query, self->first + 1));
    self->users[1] = awaited();
    END;
}

struct four_users {
    CORO;
    int first;
    struct value users[4];
    struct task *one, *other;
};

ASYNC(four_users)
{
    BEGIN;
    self->one = create_task(coro(two_users, .first = self->first,
                                 .users = self->users));
    self->other = create_task(coro(two_users, .first = self->first + 2,
                                   .users = self->users + 2));
    AWAIT(self->one);
    AWAIT(self->other);
    RETURN(textf("%s, %s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2]),
                 as_text(self->users[3])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(four_users, .first = first);
}
