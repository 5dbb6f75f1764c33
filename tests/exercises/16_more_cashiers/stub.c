/* Exercise 16: more cashiers.
 *
 * The place with cashiers who cook: each customer keeps one of them for two
 * seconds.  Six customers come at the same moment.  In Python:
 *
 *      async def visit(cashiers):
 *          async with cashiers:                # stand in line
 *              await asyncio.sleep(2)
 *
 *      async def day(number):
 *          cashiers = asyncio.Semaphore(number)
 *          ...                                 # six visits at the same time
 *
 * To write, in this order:
 *      1. predicted: how many seconds the day takes with 1, 2, 3, 4 and 6
 *         cashiers.  Write it down before you run anything; 1 is there already.
 *      2. day: the place, so that it has so many cashiers.  It ends when the
 *         last customer has gone.
 * The check runs your place, and compares it with your predictions.
 *
 * Check it: make exercise-16        Stuck: make hint-16, lesson 16
 */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {
    12.0,       /* 1 cashier */
    0,          /* 2 cashiers */
    0,          /* 3 */
    0,          /* 4 */
    0,          /* 6 */
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
    struct lock cashier;                    /* there is only one */
    struct task *customers[CUSTOMERS];
    int i;
};

ASYNC(day)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, and add cashiers */
    for (int i = 0; i < CUSTOMERS; i++)
        self->customers[i] =
            create_task(coro(visit, .cashier = &self->cashier));
    for (self->i = 0; self->i < CUSTOMERS; self->i++)
        AWAIT(self->customers[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
