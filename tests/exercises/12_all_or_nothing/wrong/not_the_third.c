/* also wants: known mistake: others-run-on; fetch(what = "news") runs on; fetch(what = "user") and fetch(what = "orders"), and not for it */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

struct dashboard {
    CORO;
    struct value parts[3];
    struct task *user, *orders, *news;
    struct error *error;
};

ASYNC(dashboard)
{
    BEGIN;
    self->user = create_task(coro(fetch, .what = "user"));
    self->orders = create_task(coro(fetch, .what = "orders"));
    self->news = create_task(coro(fetch, .what = "news"));
    TRY_AWAIT(gather(self->parts, self->user, self->orders, self->news));
    self->error = caught();
    if (self->error) {
        task_cancel(self->user);
        task_cancel(self->orders);
        TRY_AWAIT(self->user);
        TRY_AWAIT(self->orders);
        if (self->error->code == ECANCELED)
            RAISE_ERROR(self->error);
        RETURN(textf("sorry: %s", self->error->message));
    }
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
