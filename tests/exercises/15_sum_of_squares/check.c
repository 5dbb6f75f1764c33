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
    note("n", self->n);
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

/* --- what is asked ------------------------------------------------------- */

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

/* --- known mistakes ------------------------------------------------------ */

static bool no_pointers(const struct run *run)
{
    if (run->code != EINVAL || !strstr(run->error, "pointer"))
        return false;
    found("run_in_executor() refused: \"%s\".", run->error);
    return true;
}

static bool no_range(const struct run *run)
{
    const char *said = strstr(run->complaints, "TypeError");
    if (run->code != EWORKER || !said)
        return false;
    found("The process that had the job said: \"%.*s\".",
          (int)strcspn(said, "\n"), said);
    return true;
}

/* In threads, that is, not in a step of the answer itself. */
static bool calls_were_here(const struct run *run)
{
    struct value calls = noted(run, "calls");
    return !is_none(calls) && as_int(calls) > 0 && !kept_the_loop(run, 0.1);
}

static bool one_at_a_time(const struct run *run)
{
    struct value calls = noted(run, "calls");
    return !is_none(calls) && as_int(calls) == 0 && took(run, 4.0);
}

static bool too_many_processes(const struct run *run)
{
    struct value calls = noted(run, "calls");
    if (is_none(calls) || as_int(calls) != 0 || !took(run, 1.0) ||
        noted(run, "n").integer != 1000)
        return false;
    found("It took %.1f s: four processes worked at the same time.",
          run->seconds);
    return true;
}

static bool sum_is_off(const struct run *run)
{
    int64_t n = noted(run, "n").integer;
    int64_t off = run->result.integer - n * (n + 1) * (2 * n + 1) / 6;
    if (run->code || run->result.kind != VALUE_INT || off == 0 ||
        is_none(noted(run, "calls")))
        return false;
    found("The sum for 1 to %d is %lld too %s.", (int)n,
          (long long)(off > 0 ? off : -off), off > 0 ? "large" : "small");
    return true;
}

static bool nothing_came(const struct run *run)
{
    return returned_int(run, 0) && (took(run, 2.0) || took(run, 1.0));
}

static const struct mistake mistakes[] = {
    {.name = "pointer-to-a-process", .made = no_pointers,
     .why = "Another process has a memory of its own; an address of this one "
            "leads nowhere there. Send the bytes themselves: "
            "run_in_executor_with() copies what you point at.",
     .python = "# Python pickles the argument: bytes, too",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "not-a-range", .made = no_range,
     .why = "sum_of_squares wants a struct range. run_in_executor() sends a "
            "number or a text; run_in_executor_with() sends the bytes of "
            "whatever you point at.",
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
     .why = "It took as long as one process alone: either there is only one, "
            "or the other had nothing to do. A job is never cut in two, and a "
            "part that is given only when the one before is done finds nobody "
            "beside it. Four jobs, given at once to a pool of two.",
     .python = "await run_in_executor(pool, sum_of_squares, range(n))",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "nothing-comes-back", .made = nothing_came,
     .why = "What a job writes into a variable, it writes into that of its own "
            "process. Back comes what it returns, and nothing else.",
     .python = "total += ...               # in a worker: its own total",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "more-than-two", .made = too_many_processes,
     .why = "A pool has as many processes as you ask for, and each "
            "process_pool() forks its own. This machine has two processors: on "
            "them, four that compute are done no sooner than two, and cost "
            "twice as much. One pool of two, for all four jobs.",
     .python = "pool = ProcessPoolExecutor(2)      # once, outside the loop",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "parts-do-not-add-up", .made = sum_is_off,
     .why = "Each number belongs to one part, and to one only: 1 to n/4, then "
            "n/4 + 1 to n/2, and so on up to n. And the results of all parts "
            "belong to the total.",
     .python = "range(1, 251), range(251, 501)     # 251 only in the second",
     .read_on = "NOTES.md, chapter 15"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
