/* wants: known mistake: handed-another */
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
    struct lock *cashier;
};

ASYNC(visit)
{
    BEGIN;
    AWAIT(lock_acquire(self->cashier));
    AWAIT(async_sleep(SERVE));
    lock_release(self->cashier);
    END;
}

struct day {
    CORO;
    int cashiers;
    struct lock cashier[CUSTOMERS];
    struct task *customers[CUSTOMERS];
    int i;
};

ASYNC(day)
{
    BEGIN;
    for (int i = 0; i < CUSTOMERS; i++)
        self->customers[i] = create_task(coro(visit,
                              .cashier = &self->cashier[i % CUSTOMERS]));
    for (self->i = 0; self->i < CUSTOMERS; self->i++)
        AWAIT(self->customers[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
