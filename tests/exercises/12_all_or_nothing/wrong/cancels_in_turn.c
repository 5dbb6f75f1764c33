/* wants: known mistake: cancels-in-turn; Only when it has hung up, at 0.4 s */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;    /* the check makes one */

struct dashboard {
    CORO;
    struct task *user, *orders, *news;
    struct value texts[3];
    struct error *first;
};

static bool is_over(struct task *task)
{
    return task_done(task);
}

ASYNC(dashboard)
{
    BEGIN;
    self->user = create_task(coro(fetch, .what = "user"));
    self->orders = create_task(coro(fetch, .what = "orders"));
    self->news = create_task(coro(fetch, .what = "news"));
    TRY_AWAIT(gather(self->texts, self->user, self->orders, self->news));
    if ((self->first = caught())) {
        if (!is_over(self->user)) {
            task_cancel(self->user);
            TRY_AWAIT(self->user);
        }
        if (!is_over(self->orders)) {
            task_cancel(self->orders);
            TRY_AWAIT(self->orders);
        }
        if (!is_over(self->news)) {
            task_cancel(self->news);
            TRY_AWAIT(self->news);
        }
        if (self->first->code == ECANCELED)
            RAISE_ERROR(self->first);
        RETURN(textf("sorry: %s", self->first->message));
    }
    RETURN(textf("%s, %s, %s", as_text(self->texts[0]), as_text(self->texts[1]),
                 as_text(self->texts[2])));
    END;
}

