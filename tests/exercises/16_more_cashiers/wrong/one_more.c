/* wants: known mistake: too-many-at-a-time; With 1 cashier it took 6.0 s: 2 were served */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {
    12.0,       /* 1 cashier */
    6.0,        /* 2 cashiers */
    4.0,        /* 3 */
    4.0,        /* 4 */
    2.0,        /* 6 */
};

/* --- 2: the place -------------------------------------------------------- */

enum { CUSTOMERS = 6 };

static const double SERVE = 2.0;

struct visit {
    CORO;
    struct semaphore *cashiers;
};

ASYNC(visit)
{
    BEGIN;
    AWAIT(semaphore_acquire(self->cashiers));
    AWAIT(async_sleep(SERVE));
    semaphore_release(self->cashiers);
    END;
}

struct day {
    CORO;
    int cashiers;
    struct semaphore line;
    struct task *customers[CUSTOMERS];
    int i;
};

ASYNC(day)
{
    BEGIN;
    semaphore_init(&self->line, self->cashiers + 1);
    for (int i = 0; i < CUSTOMERS; i++)
        self->customers[i] = create_task(coro(visit, .cashiers = &self->line));
    for (self->i = 0; self->i < CUSTOMERS; self->i++)
        AWAIT(self->customers[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
