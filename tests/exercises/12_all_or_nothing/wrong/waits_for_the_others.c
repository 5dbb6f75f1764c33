/* wants: known mistake: waits-for-the-others; One part failed at 0.3 s; you ended at 1.0 s; are fetched for nothing */
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
    int i;
};

ASYNC(dashboard)
{
    BEGIN;
    AWAIT(gather_return_exceptions(self->parts, coro(fetch, .what = "user"),
                                   coro(fetch, .what = "orders"),
                                   coro(fetch, .what = "news")));
    for (self->i = 0; self->i < 3; self->i++)
        if (is_error(self->parts[self->i]))
            RETURN(textf("sorry: %s",
                         as_error(self->parts[self->i])->message));
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
