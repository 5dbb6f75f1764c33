/* wants: known mistake: sets-its-own; makes another variable 'pool' */
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

/* Is it open? */
bool open_driver(void)
{
    struct executor *pool = thread_pool(CONNECTIONS);
    (void)pool;
    return true;
}

struct one_user {
    CORO;
    int number;
};

ASYNC(one_user)
{
    BEGIN;
    AWAIT(run_in_executor(pool, query, value_int(self->number)));
    RETURN(awaited());
    END;
}

struct three_users {
    CORO;
    int first;
    int k;
    const char *all;
    struct task *tasks[3];
};

ASYNC(three_users)
{
    BEGIN;
    for (int k = 0; k < 3; k++)
        self->tasks[k] = create_task(coro(one_user, .number = self->first + k));
    for (self->k = 0; self->k < 3; self->k++) {
        AWAIT(self->tasks[self->k]);
        self->all = self->all ? textf("%s, %s", self->all, as_text(awaited()))
                              : as_text(awaited());
    }
    RETURN(self->all);
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
