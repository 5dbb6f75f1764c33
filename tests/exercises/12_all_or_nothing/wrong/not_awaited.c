/* wants: known mistake: cancelled-and-not-awaited; task 3 was cancelled, and hangs up until 0.4 s; hanging up takes a while */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;
};

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
    struct value parts[3];
    struct task *user, *orders, *news;
};

ASYNC(dashboard)
{
    BEGIN;
    self->user = create_task(coro(fetch, .what = "user"));
    self->orders = create_task(coro(fetch, .what = "orders"));
    self->news = create_task(coro(fetch, .what = "news"));
    TRY_AWAIT(gather(self->parts, self->user, self->orders, self->news));
    if (failure()) {
        task_cancel(self->user);
        task_cancel(self->orders);
        task_cancel(self->news);
    }
    if (failure() == ECANCELED)
        RERAISE;
    if (failure())
        RETURN(textf("sorry: %s", caught()->message));
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
