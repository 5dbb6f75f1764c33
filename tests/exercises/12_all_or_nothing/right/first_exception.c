/* The same with wait_tasks(), which waits for the first failure. */
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
    struct error *error;
    int i;
};

ASYNC(dashboard)
{
    BEGIN;
    self->tasks[0] = create_task(coro(fetch, .what = "user"));
    self->tasks[1] = create_task(coro(fetch, .what = "orders"));
    self->tasks[2] = create_task(coro(fetch, .what = "news"));
    TRY_AWAIT(wait_tasks(self->tasks, 3, FIRST_EXCEPTION, NO_LIMIT));
    self->error = caught();
    for (self->i = 0; self->i < 3; self->i++)
        task_cancel(self->tasks[self->i]);
    AWAIT(wait_tasks(self->tasks, 3, ALL_COMPLETED, NO_LIMIT));
    if (self->error)
        RAISE_ERROR(self->error);
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(self->tasks[self->i]);
        if (failure() && failure() != ECANCELED)
            RETURN(textf("sorry: %s", caught()->message));
    }
    RETURN(textf("%s, %s, %s", as_text(task_result(self->tasks[0])),
                 as_text(task_result(self->tasks[1])),
                 as_text(task_result(self->tasks[2]))));
    END;
}
