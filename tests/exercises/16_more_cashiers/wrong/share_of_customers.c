/* wants: known mistake: not-all-served; and 4 were served; what is left over is lost */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {
    12.0,       /* 1 cashier */
    6.0,
    4.0,
    4.0,
    2.0,
};

/* --- 2: the place -------------------------------------------------------- */

enum { CUSTOMERS = 6 };

static const double SERVE = 2.0;

struct visit {
    CORO;
    int customers;
    int i;
};

ASYNC(visit)
{
    BEGIN;
    for (self->i = 0; self->i < self->customers; self->i++)
        AWAIT(async_sleep(SERVE));
    END;
}

struct day {
    CORO;
    int cashiers;
    struct semaphore line;
    struct lock lock;
    struct task *customers[CUSTOMERS];
    int i;
    int left;
};

ASYNC(day)
{
    BEGIN;
    for (int i = 0; i < self->cashiers; i++)
        self->customers[i] =
            create_task(coro(visit, .customers = CUSTOMERS / self->cashiers));
    for (self->i = 0; self->i < self->cashiers; self->i++)
        AWAIT(self->customers[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
