/* The check of exercise 23: choose. */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

enum { WORKLOADS = 8, MOST_PIECES = 200, THREADS = 20, CORES = 4 };

extern const char *const choice[WORKLOADS];

struct workload {
    int pieces;
    double waits, computes;     /* seconds, each piece */
    bool can_be_awaited, crashes, alone;
};

static const struct workload workloads[WORKLOADS] = {
    {.pieces = 50, .waits = 0.2, .can_be_awaited = true},
    {.pieces = 50, .waits = 0.2},
    {.pieces = 8, .computes = 0.5},
    {.pieces = 50, .computes = 0},
    {.pieces = 200, .waits = 10, .can_be_awaited = true},
    {.pieces = 1, .computes = 5},
    {.pieces = 8, .computes = 0.5, .crashes = true},
    {.pieces = 1, .waits = 0.3, .alone = true},
};

static const struct workload *asked;
static const char *tool;
static struct executor *pool;
static int trips;

static bool is_tool(const char *name)
{
    return strcmp(tool, name) == 0;
}

static bool known_tool(void)
{
    return is_tool("loop") || is_tool("threads") || is_tool("processes") ||
           is_tool("plain");
}

/* --- the work ---------------------------------------------------------------- */

static struct value blocking_piece(struct value number)
{
    blocking_sleep(asked->waits + asked->computes);
    if (asked->crashes && as_int(number) == 3)
        abort();
    return value_none();
}

struct piece {
    CORO;
    int number;
};

ASYNC(piece)
{
    BEGIN;
    if (pool) {
        trips++;
        TRY_AWAIT(run_in_executor(pool, blocking_piece, self->number));
    } else if (asked->can_be_awaited) {
        AWAIT(async_sleep(asked->waits));
    } else {
        blocking_piece(value_int(self->number));
    }
    END;
}

struct heartbeat {
    CORO;
    double due;
};

static double most_late;

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

static struct awaitable pieces[MOST_PIECES];
static struct value none[MOST_PIECES];

struct work {
    CORO;
    struct task *heart;
    double began;
};

ASYNC(work)
{
    BEGIN;
    if (is_tool("threads"))
        pool = thread_pool(asked->computes > 0 ? CORES : THREADS);
    else if (is_tool("processes"))
        pool = process_pool(CORES);
    self->heart = create_task(coro(heartbeat));
    AWAIT(async_sleep(0.01));
    self->began = loop_time();
    if (is_tool("plain")) {
        for (int i = 0; i < asked->pieces; i++)
            blocking_piece(value_int(i));
    } else {
        for (int i = 0; i < asked->pieces; i++)
            pieces[i] = awaitable(coro(piece, .number = i));
        AWAIT(gather_array(none, (size_t)asked->pieces, pieces));
    }
    note("took", loop_time() - self->began);
    note("trips", trips);
    AWAIT(async_sleep(0.06));
    note("late", most_late);
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    END;
}

/* --- the cases --------------------------------------------------------------- */

static bool as_shipped(void)
{
    for (int i = 0; i < WORKLOADS; i++)
        if (*choice[i])
            return false;
    return true;
}

static void workload(int number)
{
    asked = &workloads[number - 1];
    tool = choice[number - 1];
    note("tool", (const char *)tool);
    note("number", number);
    if (as_shipped()) {
        not_done_yet();
        return;
    }
    if (known_tool())
        play(coro(work));
}

static void services(void) { workload(1); }
static void queries(void) { workload(2); }
static void photographs(void) { workload(3); }
static void prices(void) { workload(4); }
static void chat(void) { workload(5); }
static void model(void) { workload(6); }
static void films(void) { workload(7); }
static void script(void) { workload(8); }

/* --- what is asked ----------------------------------------------------------- */

static double number(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return is_none(value) ? 0 : as_real(value);
}

static bool one_of_four(const struct run *run)
{
    tool = as_text(noted(run, "tool"));
    yours("\"%s\" is none of them", tool);
    return known_tool();
}

static bool others_go_on(const struct run *run)
{
    yours("nobody else could run for %.1f s", number(run, "late"));
    return number(run, "late") < 0.06;
}

static bool within(const struct run *run, double seconds)
{
    yours("%.1f s", number(run, "took"));
    return number(run, "took") < seconds + 0.011;
}

static bool in_0_2(const struct run *run) { return within(run, 0.2); }
static bool in_0_6(const struct run *run) { return within(run, 0.6); }
static bool in_1(const struct run *run) { return within(run, 1.0); }
static bool in_5(const struct run *run) { return within(run, 5.0); }
static bool in_10(const struct run *run) { return within(run, 10.0); }

static bool no_trips(const struct run *run)
{
    yours("%.0f trips to another thread or process", number(run, "trips"));
    return number(run, "trips") < 1;
}

#define OTHERS {"everybody else goes on", others_go_on}
#define TOOL {"one of the four tools", one_of_four}

static const struct expectation of_services[] = {
    TOOL, {"done in 0.2 s", in_0_2}, OTHERS, {0}};
static const struct expectation of_queries[] = {
    TOOL, {"done in 0.6 s", in_0_6}, OTHERS, {0}};
static const struct expectation of_photographs[] = {
    TOOL, {"done in 1.0 s", in_1}, OTHERS, {0}};
static const struct expectation of_prices[] = {
    TOOL, {"done where they are asked for", no_trips}, {0}};
static const struct expectation of_chat[] = {
    TOOL, {"done in 10.0 s", in_10}, OTHERS, {0}};
static const struct expectation of_model[] = {
    TOOL, {"done in 5.0 s", in_5}, OTHERS, {0}};
static const struct expectation of_films[] = {
    TOOL, {"done in 1.0 s", in_1}, OTHERS, {0}};
static const struct expectation of_script[] = {
    TOOL, {"done where it is asked for", no_trips}, {0}};

static const struct play cases[] = {
    {"1 web services", services, of_services},
    {"2 queries", queries, of_queries},
    {"3 photographs", photographs, of_photographs},
    {"4 prices", prices, of_prices},
    {"5 a chat", chat, of_chat},
    {"6 a model", model, of_model},
    {"7 films", films, of_films},
    {"8 a script", script, of_script},
    {0},
};

/* --- known mistakes ------------------------------------------------------------ */

static bool no_such_tool(const struct run *run)
{
    return !one_of_four(run);
}

static bool goes_down(const struct run *run)
{
    return run->ending == DIED && same_time(number(run, "number"), 7);
}

static bool stands_still(const struct run *run)
{
    if (run->ending != ENDED || others_go_on(run))
        return false;
    found("With \"%s\", nobody else could run for %.1f s.",
          as_text(noted(run, "tool")), number(run, "late"));
    return true;
}

static bool for_nothing(const struct run *run)
{
    double which = number(run, "number");
    return (same_time(which, 4) || same_time(which, 8)) && !no_trips(run);
}

static bool in_line(const struct run *run)
{
    if (number(run, "trips") < 1)
        return false;
    found("%.0f pieces stood in line for the slots of the pool: %.1f s.",
          number(run, "trips"), number(run, "took"));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "no-such-tool", .made = no_such_tool,
     .why = "The tools are \"loop\", \"threads\", \"processes\" and \"plain\".",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "all-go-down", .made = goes_down, .broken_too = true,
     .why = "The library crashed, and the whole program with it: what runs on the "
            "loop or in a thread shares its process. What may crash needs a "
            "process of its own; then only its job fails: BrokenProcessPool.",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "nobody-else-could-run", .made = stands_still,
     .why = "What cannot be awaited keeps the loop until it is done, whether it "
            "blocks or computes, and async def changes nothing about it.",
     .python = "async def query():\n    psycopg2.connect(...)   # blocks all",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "a-trip-for-nothing", .made = for_nothing,
     .why = "To send it to another thread and back takes longer than the work, "
            "or nobody is there who could run meanwhile. Just call it.",
     .python = "await asyncio.to_thread(PRICES.get, name)",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "stands-in-line", .made = in_line,
     .why = "A slot serves one at a time, even if it only waits. Who can be awaited "
            "needs none: the loop waits for all of them at once. Who blocks needs "
            "many; threads cost less than processes, which are for the cores.",
     .read_on = "NOTES.md, chapter 23"},
    {0},
};

const struct exercise exercise = {.cases = cases, .mistakes = mistakes};
