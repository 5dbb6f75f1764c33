/* wants: known mistake: others-run-on; You ended at 0.3 s; task 3 runs on until 1.0 s; A failure ends only the task in which it happens */
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
