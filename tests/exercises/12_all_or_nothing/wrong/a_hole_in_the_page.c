/* wants: known mistake: a-part-of-the-page; you returned "Ada, Connection refused: orders is down, rain"; a page with a hole in it */
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
    AWAIT(gather_return_exceptions(self->parts, coro(fetch, .what = "user"),
                              coro(fetch, .what = "orders"),
                              coro(fetch, .what = "news")));
    RETURN(textf("%s, %s, %s", value_to_text(self->parts[0]),
                 value_to_text(self->parts[1]),
                 value_to_text(self->parts[2])));
    END;
}
