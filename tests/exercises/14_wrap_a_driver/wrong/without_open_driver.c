/* wants: known mistake: none-in-the-array; users[2] is None */
#include "runtime.h"

struct coro ask_for_users(int first);       /* the check calls this */

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
    struct future *jobs[3];
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    self->pool = thread_pool(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++)
        self->jobs[i] = run_in_executor(self->pool, query, self->first + i);
    for (self->i = 0; self->i < CONNECTIONS; self->i++) {
        AWAIT(self->jobs[self->i]);
        self->users[self->i] = awaited();
    }
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
