/* also wants: known mistake: local-behind-an-await; 'jobs' in line 28 is a local array */
#include "runtime.h"

struct fetch_user {
    CORO;
    int id;
};

ASYNC(fetch_user)
{
    static const double takes[] = {0, 1.0, 0.4, 0.6};
    BEGIN;
    AWAIT(async_sleep(takes[self->id]));
    RETURN(textf("User %d", self->id));
    END;
}

extern const struct coro_type three_users;    /* the check makes one */

struct three_users {
    CORO;
    const char *names[3];
    int k;
};

ASYNC(three_users)
{
    struct task *jobs[3] = {NULL};
    BEGIN;
    for (int id = 1; id <= 3; id++)
        jobs[id - 1] = create_task(coro(fetch_user, .id = id));
    for (self->k = 0; self->k < 3; self->k++) {
        AWAIT(jobs[self->k]);
        self->names[self->k] = as_text(awaited());
    }
    RETURN(textf("%s, %s, %s", self->names[0], self->names[1],
                 self->names[2]));
    END;
}
