/* wants: known mistake: other-marks; behind `1` it has `,` */
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
    return pool != NULL;
}

struct three_users {
    CORO;
    int first;
    struct future *f[3];
    const char *all;
    int i;
};

ASYNC(three_users)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->f[i] = run_in_executor(pool, query, self->first + i);
    self->all = "";
    for (; self->i < 3; self->i++) {
        AWAIT(self->f[self->i]);
        self->all = textf("%s%s,", self->all, as_text(awaited()));
    }
    RETURN(self->all);
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
