/* The check of exercise 14: wrap a driver that blocks. */
#include <string.h>

#include "exercise.h"

struct coro ask_for_users(int first);

/* --- the cases: four users, while a heart beats ------------------------------ */

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

static void users_1_to_4(void)
{
    play(coro(asking, .first = 1));
}

static void users_5_to_8(void)
{
    play(coro(asking, .first = 5));
}

static void one_too_many(void)
{
    play(coro(asking, .first = 7));
}

/* --- what is asked ----------------------------------------------------------- */

static bool first_four(const struct run *run)
{
    return returned_text(run, "user 1, user 2, user 3, user 4");
}

static bool next_four(const struct run *run)
{
    return returned_text(run, "user 5, user 6, user 7, user 8");
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
    {"\"user 1, user 2, user 3, user 4\"", first_four},
    {"two rounds of 0.5 s: 1.0 s", two_rounds},
    {"everybody else runs meanwhile: the heart beats in time", heart_in_time},
    {0},
};

static const struct expectation users_5[] = {
    {"\"user 5, user 6, user 7, user 8\"", next_four},
    {"two rounds of 0.5 s: 1.0 s", two_rounds},
    {0},
};

static const struct expectation failing[] = {
    {"the error of the driver: no user 10", drivers_error},
    {0},
};

static const struct play cases[] = {
    {"users 1 to 4", users_1_to_4, users_1},
    {"users 5 to 8", users_5_to_8, users_5},
    {"users 7 to 10, of whom the last one is unknown", one_too_many, failing},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool too_many(const struct run *run)
{
    if (!took(run, 0.5) || run->code)
        return false;
    found("All were done after half a second: four queries ran at a time.");
    return true;
}

static bool one_at_a_time(const struct run *run)
{
    return took(run, 2.0) && same_time(as_real(noted(run, "late")), 0);
}

static bool swallowed(const struct run *run)
{
    if (run->code || is_none(noted(run, "late")) || first_four(run) ||
        next_four(run) || !took(run, 1.0))
        return false;
    found("The driver failed, and four_users returned %s.",
          ending_text(run));
    return strstr(ending_text(run), "user 1") == NULL;
}

static const struct mistake mistakes[] = {
    {.name = "too-many-at-once", .made = too_many,
     .why = "to_thread() uses the loop's default pool, which has slots for many; "
            "and each pool counts for itself, so one of its own for each query "
            "limits nothing. The driver has two connections: let the loop hand "
            "out two slots, thread_pool(2), or two permits of a semaphore.",
     .python = "pool = ThreadPoolExecutor(max_workers=2)   # one, for all\n"
               "await loop.run_in_executor(pool, query, 1)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "one-at-a-time", .made = one_at_a_time, .show_timeline = true,
     .why = "Nobody else is kept waiting, but only one query runs at a time: "
            "either the next one is not given to the pool before the one in "
            "front of it is done, or the pool has a single slot. Give it all "
            "four, then wait.",
     .python = "for user_id in ids:            # one after the other\n"
               "    await loop.run_in_executor(pool, query, user_id)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "error-swallowed", .made = swallowed,
     .why = "What a job raises comes out of the await, as if the function had "
            "been called here. AWAIT lets it travel on; whoever catches it with "
            "TRY_AWAIT and cannot help passes it on with RERAISE.",
     .python = "except OSError:\n    return \"no users\"       # says who?",
     .read_on = "NOTES.md, chapter 6"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
