/* wants: known mistake: limit-for-each-call; after 1.0 s */
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

struct one_user {
    CORO;
    struct semaphore *connections;
    int id;
};

ASYNC(one_user)
{
    BEGIN;
    AWAIT(semaphore_acquire(self->connections));
    TRY_AWAIT(to_thread(query, self->id));
    semaphore_release(self->connections);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
    struct semaphore connections;
};

ASYNC(three_users)
{
    BEGIN;
    semaphore_init(&self->connections, CONNECTIONS);
    AWAIT(gather(self->users,
        coro(one_user, .connections = &self->connections, .id = self->first),
        coro(one_user, .connections = &self->connections, .id = self->first + 1),
        coro(one_user, .connections = &self->connections, .id = self->first + 2)));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
