/* wants: known mistake: not-sorry; you returned "Ada, Connection refused: orders is down, rain"; All or nothing */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;
};

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
    struct task *tasks[3];
    struct value parts[3];
    int i;
};

ASYNC(dashboard)
{
    static const char *const names[] = {"user", "orders", "news"};
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] =
            create_task(coro(fetch, .what = names[self->i]));
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(self->tasks[self->i]);
        self->parts[self->i] = failure() ? value_text(error_to_text(caught()))
                                         : awaited();
    }
    RETURN(textf("%s, %s, %s", value_to_text(self->parts[0]),
                 value_to_text(self->parts[1]),
                 value_to_text(self->parts[2])));
    END;
}
