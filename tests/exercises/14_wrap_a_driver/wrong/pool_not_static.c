/* wants: known mistake: more-than-one-pool; a static one stays */
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

static struct executor *the_pool(void)
{
    struct executor *pool = NULL;
    if (pool == NULL)
        pool = thread_pool(CONNECTIONS);    /* only once */
    return pool;
}

/* Is it open? */
bool open_driver(void)
{
    return the_pool() != NULL;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
};

ASYNC(three_users)
{
    struct awaitable queries[3];
    BEGIN;
    for (int i = 0; i < 3; i++)
        queries[i] = awaitable(run_in_executor(the_pool(), query, self->first + i));
    AWAIT(gather_array(self->users, 3, queries));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
