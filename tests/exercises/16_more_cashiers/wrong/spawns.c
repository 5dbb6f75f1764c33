/* wants: known mistake: crashed-behind-its-maker */
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
    struct semaphore *line;
};

ASYNC(visit)
{
    BEGIN;
    AWAIT(semaphore_acquire(self->line));
    AWAIT(async_sleep(SERVE));
    semaphore_release(self->line);
    END;
}

struct day {
    CORO;
    int cashiers;
    struct semaphore line;
};

ASYNC(day)
{
    BEGIN;
    semaphore_init(&self->line, (unsigned)self->cashiers);
    for (int i = 0; i < CUSTOMERS; i++)
        spawn(coro(visit, .line = &self->line));
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
