/* The check of exercise 14: wrap a driver that blocks. */
#include <string.h>

#include "exercise.h"

struct coro ask_for_users(int first);

/* --- the cases: three users, while a heart beats ------------------------- */

static double most_late;

struct heartbeat {
    CORO;
    double due;
};

ASYNC(heartbeat)
{
    static const double BEAT = 0.05;
    BEGIN;
    while (!failure()) {
        self->due = loop_time() + BEAT;
        TRY_AWAIT(async_sleep(BEAT));
        if (loop_time() - self->due > most_late)
            most_late = loop_time() - self->due;
    }
    RERAISE;
    END;
}

struct asking {
    CORO;
    int first;
    struct task *heart;
    struct value users;
};

ASYNC(asking)
{
    BEGIN;
    most_late = 0;
    self->heart = create_task(coro(heartbeat));
    AWAIT(async_sleep(0));
    AWAIT(ask_for_users(self->first));
    self->users = awaited();
    AWAIT(async_sleep(0));              /* the heart has its turn */
    AWAIT(async_sleep(0));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    RETURN(self->users);
    END;
}

static void users_1_to_3(void)
{
    play(coro(asking, .first = 1));
}

static void users_4_to_6(void)
{
    play(coro(asking, .first = 4));
}

static void one_too_many(void)
{
    play(coro(asking, .first = 8));
}

/* --- what is asked ------------------------------------------------------- */

static bool first_three(const struct run *run)
{
    return returned_text(run, "user 1, user 2, user 3");
}

static bool next_three(const struct run *run)
{
    return returned_text(run, "user 4, user 5, user 6");
}

static bool two_rounds(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 1.0);
}

static bool heart_in_time(const struct run *run)
{
    struct value late = noted(run, "late");
    if (is_none(late))
        return true;            /* it failed: another row says so */
    yours("the heart beats up to %.2f s late", as_real(late));
    return same_time(as_real(late), 0);
}

static bool drivers_error(const struct run *run)
{
    yours("%s", run->code ? run->error : ending_text(run));
    return run->code == ENOENT && strstr(run->error, "no user 10");
}

static const struct expectation users_1[] = {
    {"\"user 1, user 2, user 3\"", first_three},
    {"two rounds of 0.5 s: 1.0 s", two_rounds},
    {"everybody else runs meanwhile: the heart beats in time", heart_in_time},
    {0},
};

static const struct expectation users_4[] = {
    {"\"user 4, user 5, user 6\"", next_three},
    {"two rounds of 0.5 s: 1.0 s", two_rounds},
    {0},
};

static const struct expectation failing[] = {
    {"the error of the driver: no user 10", drivers_error},
    {0},
};

static const struct play cases[] = {
    {"users 1 to 3", users_1_to_3, users_1},
    {"users 4 to 6", users_4_to_6, users_4},
    {"users 8 to 10, of whom the last one is unknown", one_too_many, failing},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool too_many(const struct run *run)
{
    if (!took(run, 0.5) || run->code)
        return false;
    found("All were done after half a second: three queries ran at a time.");
    return true;
}

static bool one_at_a_time(const struct run *run)
{
    return took(run, 1.5) && same_time(as_real(noted(run, "late")), 0);
}

static bool out_of_order(const struct run *run)
{
    const char *text = ending_text(run);
    if (run->code || first_three(run) || !strstr(text, "user 1") ||
        !strstr(text, "user 2") || !strstr(text, "user 3"))
        return false;
    found("three_users returned %s: all of them, in another order.", text);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "too-many-at-once", .made = too_many,
     .why = "A pool runs as many jobs at a time as it has slots. The default "
            "pool, which to_thread() uses, has slots for many; and each pool "
            "counts for itself, so one of its own for each query limits "
            "nothing. The driver has two connections: let the loop hand out "
            "two slots, thread_pool(2), or two permits of a semaphore.",
     .python = "pool = ThreadPoolExecutor(max_workers=2)   # one, for all\n"
               "await loop.run_in_executor(pool, query, 1)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "one-at-a-time", .made = one_at_a_time, .show_timeline = true,
     .why = "Nobody else is kept waiting, but only one query runs at a time: "
            "either the next one is not given to the pool before the one in "
            "front of it is done, or the pool has a single slot. Give it all "
            "three, then wait.",
     .python = "for user_id in ids:            # one after the other\n"
               "    await loop.run_in_executor(pool, query, user_id)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "results-out-of-order", .made = out_of_order,
     .why = "Each result belongs in the place of its call, whichever ends "
            "first. gather() does that: its results stand in the order of its "
            "arguments.",
     .python = "users = await asyncio.gather(one, two, three)",
     .read_on = "NOTES.md, chapter 6"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
