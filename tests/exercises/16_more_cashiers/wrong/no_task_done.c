/* wants: known mistake: join-without-task-done; | AWAIT(async_queue_join(&self->line)); */
#include "runtime.h"

extern const double predicted[5];           /* the check looks at these, */
struct coro open_for_a_day(int cashiers);   /* and calls this */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[5] = {
    12.0,       /* 1 cashier */
    6.0,        /* 2 cashiers */
    4.0,        /* 3 */
    4.0,        /* 4: two rounds */
    2.0,        /* 6 */
};

/* --- 2: the place -------------------------------------------------------- */

enum { CUSTOMERS = 6 };

static const double SERVE = 2.0;

/* A cashier takes one customer after the other out of the line. */
struct work {
    CORO;
    struct async_queue *line;
};

ASYNC(work)
{
    BEGIN;
    while (true) {
        TRY_AWAIT(async_queue_get(self->line));
        if (failure() == EPIPE)
            break;                      /* the place is closed */
        if (failure())
            RERAISE;
        AWAIT(async_sleep(SERVE));
    }
    END;
}

struct day {
    CORO;
    int cashiers;
    struct async_queue line;
    struct task *staff[CUSTOMERS];
    int i;
};

ASYNC(day)
{
    BEGIN;
    async_queue_init(&self->line, 0);
    for (int c = 0; c < self->cashiers && c < CUSTOMERS; c++)
        self->staff[c] = create_task(coro(work, .line = &self->line));
    for (int c = 1; c <= CUSTOMERS; c++)
        async_queue_put_nowait(&self->line, c);
    AWAIT(async_queue_join(&self->line));       /* all have been served */
    async_queue_close(&self->line);
    for (self->i = 0; self->i < CUSTOMERS && self->staff[self->i]; self->i++)
        AWAIT(self->staff[self->i]);
    END;
}

struct coro open_for_a_day(int cashiers)
{
    return coro(day, .cashiers = cashiers);
}
