/* wants: known mistake: one-after-the-other; The first fetch lasts until 0.7 s; In a group each child runs by itself */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;
};

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
    const char *user, *orders, *news;
};

ASYNC(dashboard)
{
    BEGIN;
    TRY_AWAIT(coro(fetch, .what = "user"));
    if (failure())
        goto sorry;
    self->user = as_text(awaited());
    TRY_AWAIT(coro(fetch, .what = "orders"));
    if (failure())
        goto sorry;
    self->orders = as_text(awaited());
    TRY_AWAIT(coro(fetch, .what = "news"));
    if (failure())
        goto sorry;
    self->news = as_text(awaited());
    RETURN(textf("%s, %s, %s", self->user, self->orders, self->news));
sorry:
    if (failure() == ECANCELED)
        RERAISE;
    RETURN(textf("sorry: %s", caught()->message));
    END;
}
