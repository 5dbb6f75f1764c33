/* The cashiers are the slots of a pool. */
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

static struct value serve(struct value customer)
{
    blocking_sleep(SERVE);
    return customer;
}

struct day {
    CORO;
    int cashiers;
    struct executor *pool;
    struct awaitable jobs[CUSTOMERS];
    struct value served[CUSTOMERS];
};

ASYNC(day)
{
    BEGIN;
    self->pool = thread_pool((unsigned)self->cashiers);
    for (int i = 0; i < CUSTOMERS; i++)
        self->jobs[i] = awaitable(run_in_executor(self->pool, serve, i));
    AWAIT(gather_array(self->served, CUSTOMERS, self->jobs));
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
