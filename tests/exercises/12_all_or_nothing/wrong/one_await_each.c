/* wants: known mistake: waits-for-another; was waiting for fetch(what = "user") then, until 1.0 s */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

struct dashboard {
    CORO;
    struct task *all[3];
    struct error *error;
    int n;
};

ASYNC(dashboard)
{
    BEGIN;
    self->all[0] = create_task(coro(fetch, .what = "user"));
    self->all[1] = create_task(coro(fetch, .what = "orders"));
    self->all[2] = create_task(coro(fetch, .what = "news"));
    for (self->n = 0; self->n < 3; self->n++) {
        TRY_AWAIT(self->all[self->n]);
        if (failure() == ECANCELED)
            RERAISE;
        if (failure())
            RETURN(textf("sorry: %s", caught()->message));
    }
    RETURN(textf("%s, %s, %s", as_text(task_result(self->all[0])),
                 as_text(task_result(self->all[1])), as_text(task_result(self->all[2]))));
    END;
}
