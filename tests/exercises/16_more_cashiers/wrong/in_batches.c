/* wants: known mistake: more-than-six; With 4 cashiers 8 customers */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {12.0, 6.0, 4.0, 4.0, 2.0};

/* --- 2: the place -------------------------------------------------------- */

enum { CUSTOMERS = 6 };

static const double SERVE = 2.0;

struct visit {
    CORO;
};

ASYNC(visit)
{
    BEGIN;
    AWAIT(async_sleep(SERVE));
    END;
}

struct day {
    CORO;
    int cashiers;
    int done;
};

ASYNC(day)
{
    BEGIN;
    while (self->done < CUSTOMERS) {
        for (int i = 0; i < self->cashiers; i++) {
            spawn(coro(visit));
            self->done++;
        }
        AWAIT(async_sleep(SERVE));
    }
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
