/* wants: known mistake: gone-with-it; gives back self->out, and that is another one */
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
    struct semaphore *in, *out;
};

ASYNC(visit)
{
    BEGIN;
    AWAIT(semaphore_acquire(self->in));
    AWAIT(async_sleep(SERVE));
    semaphore_release(self->out);
    END;
}

struct day {
    CORO;
    int cashiers;
    struct semaphore in, out;
    struct task *c[CUSTOMERS];
    int i;
};

ASYNC(day)
{
    BEGIN;
    semaphore_init(&self->in, self->cashiers);
    semaphore_init(&self->out, self->cashiers);
    for (int i = 0; i < CUSTOMERS; i++)
        self->c[i] = create_task(coro(visit, .in = &self->in, .out = &self->out));
    for (self->i = 0; self->i < CUSTOMERS; self->i++)
        AWAIT(self->c[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
