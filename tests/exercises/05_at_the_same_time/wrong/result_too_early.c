/* wants: known mistake: read-unawaited; No line awaits self->first; is read before it is there */
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

extern const struct coro_type three_users;

struct three_users {
    CORO;
    struct task *first, *second, *third;
    const char *one, *two, *three;
};

ASYNC(three_users)
{
    BEGIN;
    self->first = create_task(coro(fetch_user, .id = 1));
    self->second = create_task(coro(fetch_user, .id = 2));
    self->third = create_task(coro(fetch_user, .id = 3));
    self->one = as_text(task_result(self->first));
    self->two = as_text(task_result(self->second));
    self->three = as_text(task_result(self->third));
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
