/* wants: known mistake: each-its-own; struct async_queue free; nobody sees what another one puts there */
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
    struct async_queue free;
    int many;
    int n;
};

ASYNC(visit)
{
    BEGIN;
    async_queue_init(&self->free, 0);
    for (self->n = 0; self->n < self->many; self->n++)
        AWAIT(async_queue_put(&self->free, self->n));
    AWAIT(async_queue_get(&self->free));
    AWAIT(async_sleep(SERVE));
    AWAIT(async_queue_put(&self->free, 1));
    END;
}

struct day {
    CORO;
    int cashiers;
    struct task *customers[CUSTOMERS];
    int i;
};

ASYNC(day)
{
    BEGIN;
    for (int i = 0; i < CUSTOMERS; i++)
        self->customers[i] = create_task(coro(visit, .many = self->cashiers));
    for (self->i = 0; self->i < CUSTOMERS; self->i++)
        AWAIT(self->customers[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
