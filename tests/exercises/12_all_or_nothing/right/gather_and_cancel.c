/* What a group does, by hand: gather, cancel, wait. */
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
    struct task *tasks[3];
    struct error *error;
    int i;
};

ASYNC(dashboard)
{
    BEGIN;
    self->tasks[0] = create_task(coro(fetch, .what = "user"));
    self->tasks[1] = create_task(coro(fetch, .what = "orders"));
    self->tasks[2] = create_task(coro(fetch, .what = "news"));
    TRY_AWAIT(gather(self->parts, self->tasks[0], self->tasks[1],
                     self->tasks[2]));
    self->error = caught();
    if (!self->error)
        goto all_there;

    for (self->i = 0; self->i < 3; self->i++)
        task_cancel(self->tasks[self->i]);
    for (self->i = 0; self->i < 3; self->i++)
        TRY_AWAIT(self->tasks[self->i]);
    if (self->error->code == ECANCELED)
        RAISE_ERROR(self->error);
    RETURN(textf("sorry: %s", self->error->message));

all_there:
    RETURN(textf("%s, %s, %s", as_text(self->parts[0]),
                 as_text(self->parts[1]), as_text(self->parts[2])));
    END;
}
