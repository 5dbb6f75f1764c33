/* wants: known mistake: parts; three_users() fails: ExceptionGroup */
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

struct ask { CORO; int id; };
ASYNC(ask)
{
    BEGIN;
    AWAIT(run_in_executor(pool, query, self->id));
    RETURN(awaited());
    END;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
    struct task_group *group;
    struct task *tasks[3];
};

ASYNC(three_users)
{
    BEGIN;
    self->group = task_group();
    for (int i = 0; i < 3; i++)
        self->tasks[i] = group_create_task(
            self->group, coro(ask, .id = self->first + i));
    TRY_AWAIT(group_exit(self->group, NULL));
    if (failure() == ECANCELED)
        RAISE_ERROR(caught()->members[0]);
    if (failure())
        RERAISE;
    for (int i = 0; i < 3; i++)
        self->users[i] = task_result(self->tasks[i]);
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
