/* sleep.c - time, as sleepers see it. */
#include "twin.h"

/* --- 032: any number of sleep(0) passes takes no time -------------------- */

struct main_032 {
    CORO;
    int i;
};

ASYNC(main_032)
{
    BEGIN;
    AWAIT(async_sleep(0.007));
    for (self->i = 0; self->i < 1000; self->i++)
        AWAIT(async_sleep(0));
    tell("a thousand passes later");
    END;
}

TWIN(032_sleep_zero_takes_no_time)
{
    run_twin(coro(main_032));
}

/* --- 035: a negative delay is like 0 ------------------------------------- */

struct other_035 {
    CORO;
};

ASYNC(other_035)
{
    BEGIN;
    tell("other: runs");
    END;
}

struct main_035 {
    CORO;
};

ASYNC(main_035)
{
    BEGIN;
    spawn(coro(other_035));
    tell("main: sleep(-5)");
    AWAIT(async_sleep(-5));
    tell("main: back");
    END;
}

TWIN(035_sleep_negative)
{
    run_twin(coro(main_035));
}

/* --- 038: timers with one and the same deadline -------------------------- */

struct sleeper_038 {
    CORO;
    int i;
};

ASYNC(sleeper_038)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    note("sleeper %d", self->i);
    END;
}

struct main_038 {
    CORO;
    struct value results[8];
};

static struct future *gather_sleepers_038(struct value *results)
{
    struct awaitable sleepers[8];
    for (int i = 0; i < 8; i++)
        sleepers[i] = awaitable(coro(sleeper_038, .i = i));
    return gather_array(results, 8, sleepers);
}

ASYNC(main_038)
{
    BEGIN;
    AWAIT(gather_sleepers_038(self->results));
    tell("all eight woke");
    END;
}

TWIN(038_equal_deadlines)
{
    run_twin(coro(main_038));
}

/* --- 041: a cancelled sleep leaves no timer behind ----------------------- */

struct long_041 {
    CORO;
};

ASYNC(long_041)
{
    BEGIN;
    AWAIT(async_sleep(10));
    END;
}

struct main_041 {
    CORO;
    struct task *t;
};

ASYNC(main_041)
{
    BEGIN;
    self->t = create_task(coro(long_041));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED)
        tell("long is cancelled");
    AWAIT(async_sleep(0.010));
    tell("main: the clock did not go to 10000");
    END;
}

TWIN(041_cancelled_sleep_frees_the_clock)
{
    run_twin(coro(main_041));
}

/* --- 044: ten thousand tasks wake in the order of their deadlines -------- */

enum { N_044 = 10007 };     /* a prime: i * 7919 % N hits every value once */

struct list_044 {
    int items[N_044];
    int count;
};

static void append_044(struct list_044 *list, int item)
{
    list->items[list->count++] = item;
}

static bool is_sorted_044(const struct list_044 *list)
{
    for (int i = 1; i < list->count; i++)
        if (list->items[i - 1] > list->items[i])
            return false;
    return true;
}

struct sleeper_044 {
    CORO;
    int i, ms;
    struct list_044 *starts, *wakes;
};

ASYNC(sleeper_044)
{
    BEGIN;
    append_044(self->starts, self->i);
    self->ms = self->i * 7919 % N_044;
    AWAIT(async_sleep(self->ms / 1000.0));
    append_044(self->wakes, self->ms);
    END;
}

struct main_044 {
    CORO;
    struct list_044 starts, wakes;
    struct task *ts[N_044];
    int i;
};

ASYNC(main_044)
{
    BEGIN;
    for (int i = 1; i < N_044; i++)
        self->ts[i] = create_task(coro(sleeper_044, .i = i,
                                       .starts = &self->starts,
                                       .wakes = &self->wakes));
    for (self->i = 1; self->i < N_044; self->i++)
        AWAIT(self->ts[self->i]);
    tell("%d tasks; started in order: %s; woke in order: %s; last at %d",
         self->wakes.count, truth(is_sorted_044(&self->starts)),
         truth(is_sorted_044(&self->wakes)),
         self->wakes.items[self->wakes.count - 1]);
    END;
}

TWIN(044_ten_thousand_sleepers)
{
    run_twin(coro(main_044));
}
