/* wants: TRY_AWAIT of the gather() in line; and then nothing is written */
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

static struct executor *pool;

bool open_driver(void)
{
    pool = thread_pool(CONNECTIONS);
    return pool;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
    struct future *queries[3];
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    TRY_AWAIT(gather(self->users,
                 run_in_executor(pool, query, self->first),
                 run_in_executor(pool, query, self->first + 1),
                 run_in_executor(pool, query, self->first + 2)));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
