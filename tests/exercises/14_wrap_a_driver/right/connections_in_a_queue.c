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

/* Whoever asks takes a connection out, and puts it back. */
static struct async_queue connections;

bool open_driver(void)
{
    async_queue_init(&connections, CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++)
        if (async_queue_put_nowait(&connections, value_int(i)) != 0)
            return false;
    return true;
}

struct one_user {
    CORO;
    int id, connection;
};

ASYNC(one_user)
{
    BEGIN;
    AWAIT(async_queue_get(&connections));
    self->connection = (int)as_int(awaited());
    TRY_AWAIT(to_thread(query, self->id));
    (void)async_queue_put_nowait(&connections, value_int(self->connection));
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
};

ASYNC(three_users)
{
    BEGIN;
    AWAIT(gather(self->users, coro(one_user, .id = self->first),
                 coro(one_user, .id = self->first + 1),
                 coro(one_user, .id = self->first + 2)));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
