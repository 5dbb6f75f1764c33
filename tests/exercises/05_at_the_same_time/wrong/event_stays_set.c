/* wants: known mistake: event-stays-set; set the event at 0.4 s, and it stays set */
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

/* Tells when the user is there. */
struct told_fetch {
    CORO;
    int id;
    struct event *told;
};

ASYNC(told_fetch)
{
    BEGIN;
    AWAIT(coro(fetch_user, .id = self->id));
    event_set(self->told);
    RETURN(awaited());
    END;
}

extern const struct coro_type three_users;

struct three_users {
    CORO;
    struct event told;
    struct task *users[3];
};

static bool are_all_there(struct task *const *users)
{
    return task_done(users[0]) && task_done(users[1]) && task_done(users[2]);
}

ASYNC(three_users)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->users[i] = create_task(
            coro(told_fetch, .id = i + 1, .told = &self->told));
    while (!are_all_there(self->users))
        AWAIT(event_wait(&self->told));
    RETURN(textf("%s, %s, %s", as_text(task_result(self->users[0])),
                 as_text(task_result(self->users[1])),
                 as_text(task_result(self->users[2]))));
    END;
}
