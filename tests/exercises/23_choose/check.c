/* The check of exercise 23: choose. */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"
#include "given.h"

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

/* --- the work ------------------------------------------------------------ */

static struct value blocking_piece(struct value number)
{
    blocking_sleep(asked->waits);
    compute_for(asked->computes);
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

/* Somebody else, due when all have begun.  Gives how late it was. */
struct due {
    CORO;
    double time;
};

ASYNC(due)
{
    BEGIN;
    AWAIT(async_sleep(self->time - loop_time()));
    RETURN(loop_time() - self->time);
    END;
}

static struct awaitable pieces[MOST_PIECES];
static struct value none[MOST_PIECES];

struct work {
    CORO;
    struct task *somebody;
    double began;
};

ASYNC(work)
{
    BEGIN;
    if (is_tool("threads"))
        pool = thread_pool(asked->computes > 0 ? CORES : THREADS);
    else if (is_tool("processes"))
        pool = process_pool(CORES);
    trips = 0;
    self->began = loop_time();
    self->somebody = create_task(coro(due, .time = self->began + 0.05));
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
    AWAIT(self->somebody);
    note("late", awaited());
    RETURN(tool);
    END;
}

/* --- the cases ----------------------------------------------------------- */

/* What stands in the list; "" where a row is missing. */
static const char *chosen(int number)
{
    return choice[number - 1] ? choice[number - 1] : "";
}

static bool as_shipped(void)
{
    for (int number = 1; number <= WORKLOADS; number++)
        if (*chosen(number))
            return false;
    return true;
}

static void workload(int number)
{
    asked = &workloads[number - 1];
    tool = chosen(number);
    note("tool", tool);
    note("number", number);
    if (as_shipped())
        not_done_yet();
    else if (known_tool())
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

/* --- what is asked ------------------------------------------------------- */

static double number(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return is_none(value) ? 0 : as_real(value);
}

/* Its row in the table. */
static void about_workload(const struct run *run)
{
    about_row("choice", (size_t)number(run, "number") - 1);
}

static bool was_done(const struct run *run)
{
    about_workload(run);
    yours("not done");
    return !is_none(noted(run, "took"));
}

static bool one_of_four(const struct run *run)
{
    tool = as_text(noted(run, "tool"));
    about_workload(run);
    yours(*tool ? "\"%s\" is none of them" : "nothing%s", tool);
    return known_tool();
}

static bool others_go_on(const struct run *run)
{
    if (!was_done(run))
        return false;
    yours("nobody else could run for %.1f s", number(run, "late") + 0.05);
    return number(run, "late") < 0.06;
}

static bool within(const struct run *run, double seconds)
{
    if (!was_done(run))
        return false;
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
    if (!was_done(run))
        return false;
    yours("sent to another thread or process: %.0f", number(run, "trips"));
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

/* --- known mistakes ------------------------------------------------------ */

static const struct workload *of(const struct run *run)
{
    return &workloads[(int)number(run, "number") - 1];
}

static bool no_such_tool(const struct run *run)
{
    return !one_of_four(run);
}

static bool goes_down(const struct run *run)
{
    point_at(answer_file(), line_of_element(&sources()->answer, "choice",
                                            (size_t)number(run, "number") - 1));
    return run->ending == DIED && of(run)->crashes;
}

static bool found_standstill(const struct run *run)
{
    if (run->ending != ENDED || others_go_on(run))
        return false;
    found("With \"%s\", nobody else could run for %.1f s.",
          as_text(noted(run, "tool")), number(run, "late") + 0.05);
    return true;
}

static bool does_not_await(const struct run *run)
{
    return of(run)->can_be_awaited && found_standstill(run);
}

static bool stands_still(const struct run *run)
{
    return !of(run)->can_be_awaited && of(run)->computes <= 0 &&
           found_standstill(run);
}

static bool computes_on_the_loop(const struct run *run)
{
    return !of(run)->can_be_awaited && found_standstill(run);
}

static bool for_nothing(const struct run *run)
{
    double which = number(run, "number");
    found(of(run)->alone
              ? "It goes to another thread or process, and here nobody else is "
                "there who could run meanwhile."
              : "Each piece goes to another thread or process and back, %.0f "
                "times: that takes longer than to look up a price.",
          number(run, "trips"));
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
     .why = "The tools are \"loop\", \"threads\", \"processes\" and \"plain\", "
            "spelled like that; each of the eight workloads needs one.",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "all-go-down", .made = goes_down, .broken_too = true,
     .why = "The library crashed, and the whole program with it: what runs on "
            "the loop or in a thread shares its process. What may crash needs "
            "a process of its own; then only its call fails: "
            "BrokenProcessPool.",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "does-not-await", .made = does_not_await,
     .why = "This can be awaited, and plain calls do not: they wait on the "
            "spot, one after the other. Awaited on the loop, all the waits "
            "overlap.",
     .python = "for ...: piece()           # 50 times 0.2 s\n"
               "await gather(*(piece() for ...))",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "nobody-else-could-run", .made = stands_still,
     .why = "What blocks and cannot be awaited keeps the loop until it is "
            "done, and async def changes nothing about it.",
     .python = "async def query():\n    psycopg2.connect(...)   # blocks all",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "computes-on-the-loop", .made = computes_on_the_loop,
     .why = "What computes keeps the loop until it is done; async def makes it "
            "neither quicker nor shared. The cores are reached by processes, "
            "or, in C, by threads.",
     .python = "async def shrink(photograph):\n"
               "    photograph.resize(...)  # nobody else runs",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "a-trip-for-nothing", .made = for_nothing,
     .why = "Just call it.",
     .python = "await asyncio.to_thread(PRICES.get, name)",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "stands-in-line", .made = in_line,
     .why = "A slot serves one at a time, even if it only waits. Who can be "
            "awaited needs none: the loop waits for all of them at once. Who "
            "blocks needs many; threads cost less than processes, which are "
            "for the cores.",
     .read_on = "NOTES.md, chapter 23"},
    {0},
};

static const char *remark(void)
{
    for (int i = 0; i < WORKLOADS; i++)
        if (workloads[i].computes > 0 && choice[i] &&
            strcmp(choice[i], "threads") == 0)
            return "One thing is different in Python: threads that compute "
                   "take turns at the interpreter (the GIL). What you gave to "
                   "threads and computes would not be quicker there; processes "
                   "would.";
    return NULL;
}

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes,
                                  .remark = remark};
