/* The check of exercise 14: wrap a driver that blocks. */
#include <string.h>

#include "exercise.h"
#include "given.h"

/* Weak: an answer may do without, and make its pool elsewhere. */
bool open_driver(void) __attribute__((weak));
struct coro ask_for_users(int first);

static bool open_pool(void)
{
    return !open_driver || open_driver();
}

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
    if (!open_pool())
        RAISE(EIO, "open_driver() said that it is not open");
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

/* Somebody asks, whatever comes of it, and later somebody else does. */
struct asking_again {
    CORO;
    int before;
    double began;
};

ASYNC(asking_again)
{
    BEGIN;
    if (!open_pool())
        RAISE(EIO, "open_driver() said that it is not open");
    TRY_AWAIT(ask_for_users(self->before));
    AWAIT(async_sleep(1.0));
    self->began = loop_time();
    AWAIT(wait_for(ask_for_users(1), 10.0));
    note("took", loop_time() - self->began);
    RETURN(awaited());
    END;
}

/* A pool that is made when it is first needed may be as old as the program: a
 * program has one loop. */
static void users_1_to_3(void)
{
    play_only_once();
    play(coro(asking, .first = 1));
}

static void users_4_to_6(void)
{
    play_only_once();
    play(coro(asking, .first = 4));
}

static void one_too_many(void)
{
    play_only_once();
    play(coro(asking, .first = 8));
}

static void after_a_failure(void)
{
    play_only_once();
    play(coro(asking_again, .before = 8));
}

static void after_a_success(void)
{
    play_only_once();
    play(coro(asking_again, .before = 4));
}

/* --- three who ask at the same time -------------------------------------- */

enum { CALLERS = 3 };

struct asking_at_once {
    CORO;
    struct value users[CALLERS];
    struct awaitable calls[CALLERS];
};

ASYNC(asking_at_once)
{
    BEGIN;
    if (!open_pool())
        RAISE(EIO, "open_driver() said that it is not open");
    for (int i = 0; i < CALLERS; i++)
        self->calls[i] = awaitable(ask_for_users(3 * i + 1));
    AWAIT(gather_array(self->users, CALLERS, self->calls));
    RETURN(textf("%s; %s; %s", value_to_text(self->users[0]),
                 value_to_text(self->users[1]),
                 value_to_text(self->users[2])));
    END;
}

static void three_callers(void)
{
    play_only_once();
    note("at once", CALLERS);
    play(coro(asking_at_once));
}

/* --- some who are cancelled ---------------------------------------------- */

static bool opened;

static struct coro one_to_cancel(void)
{
    if (!opened)
        opened = open_pool();
    return ask_for_users(1);
}

static void cancelled(void)
{
    static const double seconds[] = {0.2, 0.7, 1.1, 0};
    play_only_once();
    play_cancelled(one_to_cancel, seconds);
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

static bool two_rounds_again(const struct run *run)
{
    struct value seconds = noted(run, "took");
    yours("%.1f s", is_none(seconds) ? run->seconds : as_real(seconds));
    return !is_none(seconds) && same_time(as_real(seconds), 1.0);
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

static const struct expectation afterwards[] = {
    {"\"user 1, user 2, user 3\"", first_three},
    {"two rounds of 0.5 s: 1.0 s", two_rounds_again},
    {0},
};

static bool nine_users(const struct run *run)
{
    yours("%s", ending_text(run));
    return returned_text(run, "user 1, user 2, user 3; user 4, user 5, user 6; "
                              "user 7, user 8, user 9");
}

static bool five_rounds(const struct run *run)
{
    yours("%.1f s", run->seconds);
    return took(run, 2.5);
}

static const struct expectation of_three_callers[] = {
    {"users 1 to 3, 4 to 6 and 7 to 9, each to who asked", nine_users},
    {"nine queries, two at a time: five rounds, 2.5 s", five_rounds},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled", all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {0},
};

static const struct play cases[] = {
    {"users 1 to 3", users_1_to_3, users_1},
    {"users 4 to 6", users_4_to_6, users_4},
    {"users 8 to 10, of whom the last one is unknown", one_too_many, failing},
    {"users 1 to 3, after that failure", after_a_failure, afterwards},
    {"users 4 to 6, and then users 1 to 3", after_a_success, afterwards},
    {"three who ask at the same time", three_callers, of_three_callers},
    {"three are cancelled, at 0.2 s, 0.7 s and 1.1 s", cancelled,
     when_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* The n-th query that was given to a pool, from 0. */
static const struct act *nth_query(const struct run *run, size_t n)
{
    for (size_t i = 0; i < act_count(run->acts); i++)
        if (run->acts->act[i].kind == ACT_JOB && n-- == 0)
            return &run->acts->act[i];
    return NULL;
}

static size_t count_pools(const struct run *run)
{
    size_t pools = 0;
    const struct act *query;
    for (size_t n = 0; (query = nth_query(run, n)); n++) {
        size_t past = 0;
        while (nth_query(run, past)->object != query->object)
            past++;
        pools += past == n;
    }
    return pools;
}

/* A query in the default pool, beside others that are not; NULL: none. */
static const struct act *query_elsewhere(const struct run *run)
{
    const struct act *query;
    for (size_t n = 0; (query = nth_query(run, n)); n++)
        if (query->object == 0 && count_pools(run) == 2)
            return query;
    return NULL;
}

/* The line that makes a pool; NULL: none does. */
static const struct token *making_a_pool(void)
{
    return find_tokens(sources()->answer.tokens.first, NULL, "thread_pool (");
}

static bool has_only_default_pool(const struct run *run)
{
    return nth_query(run, 0) && count_pools(run) == 1 &&
           nth_query(run, 0)->object == 0;
}

static bool lets_all_in(const struct run *run)
{
    const struct act *first = nth_query(run, 0);
    if (!took(run, 0.5) || run->code || !has_only_default_pool(run) ||
        find_tokens(sources()->answer.tokens.first, NULL, "semaphore_init ("))
        return false;
    point_at(first->file, first->line);
    found("All three were done after half a second: they ran at the same time, "
          "in the loop's default pool, which has slots for many.");
    return true;
}

/* The same user, each time. */
static bool one_user_only(const struct run *run)
{
    const struct act *first = nth_query(run, 0), *query;
    if (!first || !first->arguments || run->code || !nth_query(run, 2) ||
        !is_none(noted(run, "at once")))
        return false;
    for (size_t n = 1; n < 3; n++)
        if (!(query = nth_query(run, n)) || !query->arguments ||
            strcmp(query->arguments, first->arguments) != 0)
            return false;
    point_at(first->file, first->line);
    found("query() is called with %s three times. The users are first, first + "
          "1 and first + 2.", first->arguments);
    return true;
}

static bool too_early(const struct run *run)
{
    bool alone = is_none(noted(run, "at once"));
    return !run->code && (alone ? took(run, 0.5) : run->seconds < 2.499);
}

static bool default_pool_too(const struct run *run)
{
    const struct act *query = query_elsewhere(run);
    if (!query || !too_early(run))
        return false;
    point_at(query->file, query->line);
    found("All were done after %.1f s. %s goes to the loop's default pool, the "
          "others to another one.", run->seconds,
          textf("%s(%s)", query->name,
                 query->arguments ? query->arguments : ""));
    return true;
}

/* struct executor *pool = NULL; in a function, where it is kept. */
static const char *kept_in_a_local(const struct token *made)
{
    const struct item *in = item_at(&sources()->answer, made->line);
    const struct token *kept =
        in && in->body && !in->is_coroutine && token_is(made - 1, "=")
            ? find_tokens(in->body, made,
                          textf("struct executor * %s = NULL",
                                token_text(made - 2)))
            : NULL;
    if (!kept || token_is(kept - 1, "static"))
        return "";
    return textf(" %s in line %d is another variable at each call of %s(), and "
                 "begins with NULL each time: a static one stays.",
                 token_text(made - 2), kept->line, token_text(in->name));
}

static bool many_pools(const struct run *run)
{
    const struct token *made = making_a_pool();
    size_t pools = count_pools(run);
    if (!too_early(run) || pools < 2 || !made)
        return false;
    point_at(answer_file(), made->line);
    found("All were done after %.1f s. The queries went to %zu pools, and each "
          "counts for itself: together they run more than the driver has "
          "connections.%s", run->seconds, pools, kept_in_a_local(made));
    return true;
}

/* thread_pool(3) */
static bool more_slots(const struct run *run)
{
    const struct token *made = making_a_pool();
    if (!took(run, 0.5) || run->code || count_pools(run) != 1 || !made ||
        made[2].kind != TOKEN_NUMBER)
        return false;
    point_at(answer_file(), made->line);
    found("All three were done after half a second: the pool of line %d has %s "
          "slots, and the driver two connections.", made->line,
          token_text(made + 2));
    return true;
}

static bool limits_each_call(const struct run *run)
{
    if (is_none(noted(run, "at once")) || run->code || run->seconds > 2.499 ||
        !nine_users(run) || !nth_query(run, 8))
        return false;
    found("Nine queries, two at a time, take 2.5 s; all were done after %.1f "
          "s. Each call keeps to its limit, and nothing counts the queries of "
          "all callers together.", run->seconds);
    return true;
}

static bool one_at_a_time(const struct run *run)
{
    return took(run, 1.5) && same_time(as_real(noted(run, "late")), 0);
}

static bool given_late(const struct run *run)
{
    const struct act *first = nth_query(run, 0), *second = nth_query(run, 1);
    if (!one_at_a_time(run) || !first || !second || second->time <= first->time)
        return false;
    point_at(second->file, second->line);
    found("Nobody else is kept waiting, but the second query is given to the "
          "pool only at %.1f s, when the first one is done: never two at a "
          "time.",
          clock_to_seconds(second->time));
    return true;
}

static bool one_slot(const struct run *run)
{
    const struct token *made = making_a_pool();
    if (!one_at_a_time(run) || !made || !token_is(made + 2, "1"))
        return false;
    point_at(answer_file(), made->line);
    found("All three queries were given to the pool at 0.0 s, and it has one "
          "slot: one runs at a time.");
    return true;
}

static bool shut_down(const struct run *run)
{
    const struct token *line = find_tokens(sources()->answer.tokens.first, NULL,
                                           "executor_shutdown (");
    if (run->code != EPIPE || !line ||
        !strstr(run->error, "executor_shutdown()"))
        return false;
    point_at(answer_file(), line->line);
    found("Line %d shuts the pool down, and who asks next gets: %s.",
          line->line, run->error);
    return true;
}

static bool avoids_the_driver(const struct run *run)
{
    return !run->code && !nth_query(run, 0) && !kept_the_loop(run, 0.1);
}

static bool out_of_order(const struct run *run)
{
    const char *text = ending_text(run);
    const char *one = strstr(text, "user 1"), *two = strstr(text, "user 2");
    const char *three = strstr(text, "user 3");
    if (run->code || first_three(run) || nine_users(run) || !one || !two ||
        !three || (one < two && two < three))
        return false;
    found("three_users returned %s: all of them, in another order.", text);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "one-user-only", .made = one_user_only, .is_proven = true,
     .why = "",
     .python = "[query(first + i) for i in range(3)]",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "driver-avoided", .made = avoids_the_driver,
     .why = "query() is given, and is never called here: no call was given to "
            "a pool. A result by heart is not the work.",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "too-many-at-once", .made = lets_all_in,
     .why = "The driver has two connections. A pool with two slots, made in "
            "open_driver(), lets no more than two of them in: "
            "thread_pool(CONNECTIONS).",
     .python = "pool = ThreadPoolExecutor(max_workers=2)   # once, for all\n"
               "await loop.run_in_executor(pool, query, 1)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "default-pool-too", .made = default_pool_too,
     .why = "Each pool counts for itself, and to_thread() has one of its own, "
            "with slots for many: together they run more queries than the "
            "driver has connections. run_in_executor() takes the pool as its "
            "first argument.",
     .python = "await loop.run_in_executor(pool, query, user_id)\n"
               "await asyncio.to_thread(query, user_id)    # in another pool",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "more-than-one-pool", .made = many_pools,
     .why = "A pool that a coroutine makes is made at each call. The one limit "
            "for all is one pool, which open_driver() makes, and which lasts "
            "as long as the loop.",
     .python = "pool = ThreadPoolExecutor(2)           # outside of all "
               "functions\n"
               "\n"
               "async def three_users(first):          # uses that one",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "too-many-slots", .made = more_slots,
     .why = "As many slots as connections: thread_pool(CONNECTIONS).",
     .python = "pool = ThreadPoolExecutor(max_workers=2)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "limit-for-each-call", .made = limits_each_call,
     .why = "The driver's two connections are for all who ask: what limits "
            "them is made once, in open_driver(), and each call uses that.",
     .python = "pool = ThreadPoolExecutor(2)           # outside of all "
               "functions\n"
               "\n"
               "async def three_users(first):          # uses that one",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "one-at-a-time", .made = given_late, .show_timeline = true,
     .why = "Give it all three, then wait.",
     .python = "for user_id in ids:            # one after the other\n"
               "    await loop.run_in_executor(pool, query, user_id)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "one-slot", .made = one_slot, .show_timeline = true,
     .why = "As many slots as connections: thread_pool(CONNECTIONS).",
     .python = "pool = ThreadPoolExecutor(max_workers=2)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "pool-shut-down", .made = shut_down,
     .why = "The pool is for all who ask, as long as the loop lasts; the loop "
            "shuts it down at its end.",
     .python = "pool = ThreadPoolExecutor(2)           # outside of all "
               "functions,\n"
               "                                       # and without a with",
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
