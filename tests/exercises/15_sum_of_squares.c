/* The check of exercise 15: the sum of squares on two processors. */
#include <string.h>

#include "exercise.h"

struct coro ask_for_total(int n);
extern int calls_here;

struct asking {
    CORO;
    int n;
};

ASYNC(asking)
{
    BEGIN;
    AWAIT(ask_for_total(self->n));
    note("calls", calls_here);
    RETURN(awaited());
    END;
}

static void up_to_1000(void)
{
    play(coro(asking, .n = 1000));
}

static void up_to_500(void)
{
    play(coro(asking, .n = 500));
}

static void too_large(void)
{
    play(coro(asking, .n = 400000));
}

/* --- what is asked ----------------------------------------------------------- */

static bool first_sum(const struct run *run)
{
    return returned_int(run, 333833500);
}

static bool second_sum(const struct run *run)
{
    return returned_int(run, 41791750);
}

static bool two_seconds(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 2.0);
}

static bool one_second(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 1.0);
}

static bool none_here(const struct run *run)
{
    struct value calls = noted(run, "calls");
    if (is_none(calls))
        return true;            /* it failed: another row says so */
    yours("calls of the job in this process: %d", (int)as_int(calls));
    return as_int(calls) == 0;
}

static bool jobs_error(const struct run *run)
{
    yours("%s", run->code ? run->error : ending_text(run));
    return run->code == ERANGE && strstr(run->error, "too large");
}

static const struct expectation large[] = {
    {"333833500", first_sum},
    {"two processes work at the same time: 2.0 s", two_seconds},
    {"this process does none of the work", none_here},
    {0},
};

static const struct expectation small[] = {
    {"41791750", second_sum},
    {"1.0 s", one_second},
    {0},
};

static const struct expectation failing[] = {
    {"the failure of the part: too large", jobs_error},
    {0},
};

static const struct play cases[] = {
    {"1 to 1000, 4.0 s of work", up_to_1000, large},
    {"1 to 500", up_to_500, small},
    {"1 to 400000, which is too large", too_large, failing},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool no_pointers(const struct run *run)
{
    if (run->code != EINVAL || !strstr(run->error, "pointer"))
        return false;
    found("run_in_executor() refused: \"%s\".", run->error);
    return true;
}

static bool calls_were_here(const struct run *run)
{
    struct value calls = noted(run, "calls");
    return !is_none(calls) && as_int(calls) > 0 && !took(run, 4.0);
}

static bool one_at_a_time(const struct run *run)
{
    struct value calls = noted(run, "calls");
    return !is_none(calls) && as_int(calls) == 0 && took(run, 4.0);
}

static bool nothing_came(const struct run *run)
{
    return returned_int(run, 0) && (took(run, 2.0) || took(run, 1.0));
}

static bool swallowed(const struct run *run)
{
    struct value calls = noted(run, "calls");
    if (run->code || is_none(calls) || run->seconds >= 1.0)
        return false;
    found("A part failed, and total_of_squares returned %s.", ending_text(run));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "pointer-to-a-process", .made = no_pointers,
     .why = "Another process has a memory of its own; an address of this one "
            "leads nowhere there. Send the bytes themselves: "
            "run_in_executor_with() copies what you point at.",
     .python = "# Python pickles the argument: bytes, too",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "work-in-this-process", .made = calls_were_here,
     .why = "A pool of threads works in this very process: calls_here was "
            "counted up. In C that is parallel as well, but Python's threads "
            "take turns at the interpreter; for computing it needs processes, "
            "and so does this exercise.",
     .python = "ThreadPoolExecutor(2)      # one interpreter, its lock\n"
               "ProcessPoolExecutor(2)     # two of them",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "one-at-a-time", .made = one_at_a_time, .show_timeline = true,
     .why = "It took as long as one process alone: the other one had nothing to "
            "do. A job is never cut in two, and a part that is given only when "
            "the one before is done finds nobody beside it. Four jobs, given at "
            "once.",
     .python = "await run_in_executor(pool, sum_of_squares, range(n))",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "nothing-comes-back", .made = nothing_came,
     .why = "What a job writes into a variable, it writes into that of its own "
            "process. Back comes what it returns, and nothing else.",
     .python = "total += ...               # in a worker: its own total",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "error-swallowed", .made = swallowed,
     .why = "What a job raises comes out of the await, also from another "
            "process. AWAIT lets it travel on; TRY_AWAIT needs a RERAISE.",
     .python = "except OverflowError:\n    return 0                # says who?",
     .read_on = "NOTES.md, chapter 6"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
