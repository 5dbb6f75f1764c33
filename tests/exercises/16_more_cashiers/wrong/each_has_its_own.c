/* wants: known mistake: each-its-own; member of struct visit */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {
    12.0,       /* 1 cashier */
    6.0,
    4.0,
    3.0,
    2.0,
};

/* --- 2: the place -------------------------------------------------------- */

enum { CUSTOMERS = 6 };

static const double SERVE = 2.0;

struct visit {
    CORO;
    int cashiers;
    struct semaphore line;
};

ASYNC(visit)
{
    BEGIN;
    semaphore_init(&self->line, self->cashiers);
    AWAIT(semaphore_acquire(&self->line));
    AWAIT(async_sleep(SERVE));
    semaphore_release(&self->line);
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
        self->customers[i] =
            create_task(coro(visit, .cashiers = self->cashiers));
    for (self->i = 0; self->i < CUSTOMERS; self->i++)
        AWAIT(self->customers[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
