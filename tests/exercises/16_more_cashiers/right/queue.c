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

struct cashier {
    CORO;
    struct async_queue *line;
};

ASYNC(cashier)
{
    BEGIN;
    while (true) {
        AWAIT(async_queue_get(self->line));
        AWAIT(async_sleep(SERVE));
        async_queue_task_done(self->line);
    }
    END;
}

struct day {
    CORO;
    int cashiers;
    struct async_queue line;
    struct task *at_work[CUSTOMERS];
    struct error *error;
    int i;
};

ASYNC(day)
{
    BEGIN;
    async_queue_init(&self->line, 0);
    for (int i = 0; i < CUSTOMERS; i++)
        async_queue_put_nowait(&self->line, i);
    for (int i = 0; i < self->cashiers; i++)
        self->at_work[i] = create_task(coro(cashier, .line = &self->line));
    TRY_AWAIT(async_queue_join(&self->line));
    self->error = caught();
    for (self->i = 0; self->i < self->cashiers; self->i++) {
        task_cancel(self->at_work[self->i]);
        TRY_AWAIT(self->at_work[self->i]);
    }
    if (self->error)
        RAISE_ERROR(self->error);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
