/* wants: known mistake: failure-not-caught; and Connection refused: orders is down came out; TRY_AWAIT hands it to you */
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
    AWAIT(gather(self->parts, coro(fetch, .what = "user"),
                              coro(fetch, .what = "orders"),
                              coro(fetch, .what = "news")));
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
