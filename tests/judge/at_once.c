/* at_once.c - several at once: what one does is no matter to another. */
#include "exercise.h"

enum { MOST = 4 };

struct several {
    CORO;
    nth_coro *make;
    int count, i;
    double step;
    struct task *tasks[MOST];
    const char *ends;
};

ASYNC(several)
{
    BEGIN;
    for (self->i = 0; self->i < self->count && self->i < MOST; self->i++) {
        if (self->i > 0)
            AWAIT(async_sleep(self->step));
        self->tasks[self->i] = create_task(self->make(self->i));
    }
    self->ends = "";
    for (self->i = 0; self->i < self->count && self->i < MOST; self->i++) {
        TRY_AWAIT(self->tasks[self->i]);
        if (failure() == ENOSYS)
            RERAISE;
        self->ends = textf("%s%s%s", self->ends, self->i > 0 ? "; " : "",
                           failure() ? error_to_text(caught())
                                     : value_to_text(awaited()));
    }
    RETURN(self->ends);
    END;
}

bool was_play_at_once(const struct run *run)
{
    return !is_none(noted(run, "several"));
}

void play_at_once(nth_coro *make, int count, double step)
{
    note("at once", count);
    note("several", count);
    play(coro(several, .make = make, .count = count, .step = step));
}
