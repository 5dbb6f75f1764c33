/* wants: known mistake: other-job; has query() called with; All of them have it called with 1 */
#include "runtime.h"

struct coro ask_for_users(int first);

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

struct three_users {
    CORO;
    int first;
    struct value users[3];
    struct executor *pool;
};

ASYNC(three_users)
{
    BEGIN;
    self->pool = thread_pool(CONNECTIONS);
    AWAIT(gather(self->users,
                 run_in_executor(self->pool, query, self->first + 1),
                 run_in_executor(self->pool, query, self->first + 2),
                 run_in_executor(self->pool, query, self->first + 3)));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
