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
    pool = thread_pool(2);
    return pool != NULL;
}

/* Asks, and hands on the text so far with one more. */
struct three_users {
    CORO;
    struct future *jobs[3];
    int first, i;
    const char *text;
};

ASYNC(three_users)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->jobs[i] = run_in_executor(pool, query, self->first + i);
    while (self->i < 3) {
        TRY_AWAIT(self->jobs[self->i]);
        if (failure())
            RERAISE;
        self->text = self->i++ == 0 ? textf("%s", as_text(awaited()))
                                    : textf("%s, %s", self->text, as_text(awaited()));
    }
    RETURN(self->text);
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
