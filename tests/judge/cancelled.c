/* cancelled.c - whoever is cancelled ends as cancelled, wherever it waits. */
#include <string.h>

#include "exercise.h"

enum { MOST = 6 };

struct cancelled_ones {
    CORO;
    coro_maker *make;
    const double *seconds;
    struct task *tasks[MOST];
    int i;
    double cancelled_at;
    const char *wrong, *late;
};

/* "cancelled at 0.9 s, it returned 'user 1: soup'" */
static const char *how_it_ended(double seconds, struct value value)
{
    return textf("cancelled at %g s, it went on and returned %s", seconds,
                 value_to_text(value));
}

ASYNC(cancelled_ones)
{
    BEGIN;
    for (self->i = 0; self->i < MOST && self->seconds[self->i] > 0; self->i++)
        self->tasks[self->i] = create_task(self->make());
    for (self->i = 0; self->i < MOST && self->seconds[self->i] > 0; self->i++) {
        AWAIT(async_sleep(self->seconds[self->i] - loop_time()));
        self->cancelled_at = loop_time();
        task_cancel(self->tasks[self->i]);
        TRY_AWAIT(self->tasks[self->i]);
        if (failure() == ENOSYS)
            RERAISE;
        if (failure() != ECANCELED && !self->wrong)
            self->wrong = failure() ? error_to_text(caught())
                                    : how_it_ended(
                                          self->seconds[self->i], awaited());
        if (!self->late && !same_time(loop_time(), self->cancelled_at))
            self->late = textf("cancelled at %g s, it ended only at %g s",
                               self->seconds[self->i], loop_time());
    }
    note("ended as cancelled", self->wrong ? self->wrong : "");
    note("ended late", self->late ? self->late : "");
    END;
}

void play_cancelled(coro_maker *make, const double *seconds)
{
    play(coro(cancelled_ones, .make = make, .seconds = seconds));
}

bool all_ended_as_cancelled(const struct run *run)
{
    struct value wrong = noted(run, "ended as cancelled");
    if (is_none(wrong))
        return false;
    yours("%s", wrong.text);
    return !*wrong.text;
}

bool all_ended_at_once(const struct run *run)
{
    struct value late = noted(run, "ended late");
    yours("%s", is_none(late) ? "" : late.text);
    return !is_none(late) && !*late.text;
}

bool was_play_cancelled(const struct run *run)
{
    return !is_none(noted(run, "ended as cancelled"));
}
