/* wants: known mistake: nobody-comes; AWAIT(async_sleep(SERVE)) */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {12.0, 6.0, 4.0, 4.0, 2.0};

/* --- 2: the place -------------------------------------------------------- */

enum { CUSTOMERS = 6 };

static const double SERVE = 2.0;

struct day {
    CORO;
    int cashiers;
    int rounds;
};

ASYNC(day)
{
    BEGIN;
    self->rounds = (CUSTOMERS + self->cashiers - 1) / self->cashiers;
    while (self->rounds-- > 0)
        AWAIT(async_sleep(SERVE));
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
