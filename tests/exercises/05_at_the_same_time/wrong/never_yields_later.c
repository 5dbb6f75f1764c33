/* wants: known mistake: never-yields; 'three_users' did not come back */
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

static volatile int counted;

static void count_to_three(void)
{
    for (int i = 0; i < 3000; i++)
        counted++;
}

static void count_to_four(void)
{
    for (int i = 0; i < 4000; i++)
        counted++;
}

static void count_down(void)
{
    for (int i = 3000; i > 0; i--)
        counted--;
}

static void count_back(void)
{
    for (int i = 4000; i > 0; i--)
        counted--;
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
    AWAIT(self->second);
    while (!task_done(self->first)) {
        count_to_three();
        count_to_four();
        count_down();
        count_back();
    }
    AWAIT(self->first);
    self->one = as_text(awaited());
    AWAIT(self->second);
    self->two = as_text(awaited());
    AWAIT(self->third);
    self->three = as_text(awaited());
    RETURN(textf("%s, %s, %s", self->one, self->two, self->three));
    END;
}
