/* wants: known mistake: read-unawaited; No line awaits self->three */
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
    struct task *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    self->one = create_task(coro(fetch_user, .id = 1));
    self->two = create_task(coro(fetch_user, .id = 2));
    self->three = create_task(coro(fetch_user, .id = 3));
    AWAIT(self->two);
    RETURN(textf("%s, %s, %s", as_text(task_result(self->one)),
                 as_text(task_result(self->two)),
                 as_text(task_result(self->three))));
    END;
}
