/* wants: known mistake: others-run-on; fetch(what = "user") runs on until 1.0 s */
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
};

ASYNC(dashboard)
{
    BEGIN;
    TRY_AWAIT(gather(self->parts, coro(fetch, .what = "user"),
                              coro(fetch, .what = "orders"),
                              coro(fetch, .what = "news")));
    if (failure() == ECANCELED)
        RERAISE;
    if (failure())
        RETURN(textf("sorry: %s", caught()->message));
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
