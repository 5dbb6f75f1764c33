/* wants: known mistake: goes-on-cancelled; in line 31, which catches that; sleeps in line 32 */
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
    TRY_AWAIT(semaphore_acquire(self->cashiers));
    TRY_AWAIT(async_sleep(SERVE));
    semaphore_release(self->cashiers);
    if (failure())
        RERAISE;
    END;
}

struct day {
    CORO;
    int cashiers;
    struct semaphore line;
    struct value gone[CUSTOMERS];
};

ASYNC(day)
{
    BEGIN;
    semaphore_init(&self->line, (unsigned)self->cashiers);
    AWAIT(gather(self->gone, coro(visit, .cashiers = &self->line),
                 coro(visit, .cashiers = &self->line),
                 coro(visit, .cashiers = &self->line),
                 coro(visit, .cashiers = &self->line),
                 coro(visit, .cashiers = &self->line),
                 coro(visit, .cashiers = &self->line)));
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
