/* The check of exercise 09: polite. */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "seen.h"
#include "statements.h"
#include "unlike.h"

struct coro prime_counter(long limit);

/* --- the cases: a count, while a heart beats ----------------------------- */

struct heartbeat { CORO; };

ASYNC(heartbeat)
{
    BEGIN;
    while (true)
        AWAIT(async_sleep(0.02));
    END;
}

struct count_up_to {
    CORO;
    long limit;
    struct task *heart;
    struct value count;
};

ASYNC(count_up_to)
{
    BEGIN;
    self->heart = create_task(coro(heartbeat));
    AWAIT(create_task(prime_counter(self->limit)));
    self->count = awaited();
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    RETURN(self->count);
    END;
}

static void count_with(long limit, long primes)
{
    note("numbers", limit - 1);         /* from 2 on */
    note("primes", primes);
    play(coro(count_up_to, .limit = limit));
}

static void up_to_300(void)
{
    count_with(300, 62);
}

static void up_to_101(void)
{
    count_with(101, 26);
}

/* --- looking ------------------------------------------------------------- */

static const int64_t MILLISECOND = 1000000;

/* For how long the loop may be kept.  Who asks the clock counts in doubles,
 * where ten times 0.001 may be a little less than 0.01: the number that is
 * tested then, too, is no fault of theirs. */
static int64_t allowed(void)
{
    const struct token *first = sources()->answer.tokens.first;
    return (find_tokens(first, NULL, "loop_time (") ? 11 : 10) * MILLISECOND;
}

/* Nanoseconds for which the loop was kept at this sight, usually none. */
static int64_t kept(const struct run *run, size_t i)
{
    const struct sight *sight = &run->sights[i];
    if (i == 0 || sight->kind != EVENT_CLOCK || sight->by == 0)
        return 0;
    return sight->time - run->sights[i - 1].time;
}

/* Do these two belong to one turn, and (if that is asked) to one task? */
static bool together(const struct sight *one, const struct sight *other,
                     bool of_one_task)
{
    return one->turn == other->turn && (!of_one_task || one->by == other->by);
}

/* The longest time for which a turn, or a task in its step, kept the loop.
 * last: where to store the last such sight in it, or NULL. */
static int64_t longest(const struct run *run, bool step,
                       const struct sight **last)
{
    int64_t most = 0, sum = 0;
    const struct sight *before = NULL;
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        if (kept(run, i) == 0)
            continue;
        sum = before && together(before, sight, step) ? sum : 0;
        sum += kept(run, i);
        before = sight;
        if (sum <= most)
            continue;
        most = sum;
        if (last)
            *last = sight;
    }
    return most;
}

/* How many numbers were tested: each takes a millisecond. */
static long tested(const struct run *run)
{
    int64_t sum = 0;
    for (size_t i = 0; i < run->sight_count; i++)
        sum += kept(run, i);
    return (long)(sum / MILLISECOND);
}

static long numbers(const struct run *run)
{
    return (long)as_int(noted(run, "numbers"));
}

/* The first sleep of a task that is not the heart (0: any such task). */
static const struct sight *sleep_of(const struct run *run, uint32_t task,
                                    bool of_no_time)
{
    uint32_t heart = task_made_of(run, "heartbeat", 0);
    const struct sight *sight;
    for (size_t n = 0;
         (sight = nth_sight(run, EVENT_SUSPENDED, task, n)); n++)
        if (sight->want == WANT_SLEEP && sight->task != heart &&
            (sight->until <= sight->time) == of_no_time)
            return sight;
    return NULL;
}

static void point_at_sleep(const struct sight *sleep)
{
    const struct place *place = own_place(sleep);
    point_at(place->file, place->line);
}

/* --- what is asked ------------------------------------------------------- */

static bool counted(const struct run *run)
{
    return returned_int(run, (long)as_int(noted(run, "primes")));
}

static bool in_time(const struct run *run)
{
    yours("%.3f s", run->seconds);
    return took(run, 0.001 * (double)numbers(run));
}

static bool polite(const struct run *run)
{
    int64_t most = longest(run, false, NULL);
    yours("the others waited %ld ms", (long)(most / MILLISECOND));
    return most <= allowed();
}

static const struct expectation of_300[] = {
    {"there are 62 primes up to 300", counted},
    {"as long as 299 numbers take: 0.299 s", in_time},
    {"everybody else gets a turn after 10 ms at most", polite},
    {0},
};

static const struct expectation of_101[] = {
    {"there are 26 primes up to 101", counted},
    {"as long as 100 numbers take: 0.100 s", in_time},
    {"everybody else gets a turn after 10 ms at most", polite},
    {0},
};

static struct coro one_to_cancel(void)
{
    return prime_counter(300);
}

static void cancelled(void)
{
    static const double seconds[] = {0.005, 0.02, 0};
    play_cancelled(one_to_cancel, seconds);
}

static struct coro one_of_two(int n)
{
    return prime_counter(n == 0 ? 300 : 101);
}

static void two_at_once(void)
{
    play_at_once(one_of_two, 2, 0);
}

static bool both_counts(const struct run *run)
{
    return returned_text(run, "62; 26");
}

static const struct expectation for_two[] = {
    {"62 primes up to 300, 26 up to 101", both_counts},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled, wherever it waits",
     all_ended_as_cancelled},
    {0},
};

static const struct play cases[] = {
    {"up to 300", up_to_300, of_300},
    {"up to 101", up_to_101, of_101},
    {"both at once", two_at_once, for_two},
    {"cancelled somewhere on the way", cancelled, when_cancelled},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* i < self->n + 10, or .to = self->n + 10: how far a part goes, with no word of
 * the limit; NULL: there is none. */
static const struct token *end_of_part(void)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; (t = find_tokens(t, NULL, "self ->")); t++) {
        bool is_condition = token_is(t - 1, "<") || token_is(t - 1, "<=");
        const struct token *open = bracket_around(t);
        if (t[4].kind != TOKEN_NUMBER || !token_is(t + 3, "+") || !open ||
            (!is_condition && !(token_is(t - 1, "=") && token_is(t - 3, "."))))
            continue;
        const struct token *from = is_condition ? open : t;
        const struct token *end = is_condition ? closing(open) : t + 8;
        if (!find_tokens(from, end, "limit"))
            return t;
    }
    return NULL;
}

/* The last part is as long as all others, whatever the limit is. */
static bool part_beyond_the_limit(const struct run *run)
{
    const struct token *part = end_of_part();
    if (run->ending != ENDED || tested(run) <= numbers(run) || !part ||
        tested(run) >= numbers(run) + atol(part[4].text))
        return false;
    found("There are %ld numbers to be tested, and is_prime() was called %ld "
          "times: a part goes up to `%s`, line %d, the last one too.",
          numbers(run), tested(run), quote(part, part + 4), part->line);
    point_at(answer_file(), part->line);
    return true;
}

static bool counts_one_more(const struct run *run)
{
    long more = tested(run) - numbers(run);
    if (run->ending != ENDED || more < 1 || more > 2)
        return false;
    found("There are %ld numbers to be tested, and is_prime() was called %ld "
          "times.", numbers(run), tested(run));
    return true;
}

/* if (is_prime(n)) count += is_prime(n); */
static bool tests_twice(const struct run *run)
{
    const struct item *item =
        item_named(&sources()->answer, "count_primes", false);
    const struct token *one =
        item ? find_tokens(item->body, item->end, "is_prime (") : NULL;
    const struct token *other =
        one ? find_tokens(one + 1, item->end, "is_prime (") : NULL;
    if (run->ending != ENDED || !other || tested(run) <= numbers(run) + 2 ||
        loop_around(one) != loop_around(other))
        return false;
    found("There are %ld numbers to be tested, and is_prime() was called %ld "
          "times: line %d calls it, and line %d once more.", numbers(run),
          tested(run), one->line, other->line);
    point_at(answer_file(), other->line);
    return true;
}

static bool sleeps_for_real(const struct run *run)
{
    const struct sight *sleep = sleep_of(run, 0, false);
    if (!sleep)
        return false;
    found("%ld numbers take %.3f s; yours took %.3f s, because it sleeps.",
          numbers(run), 0.001 * (double)numbers(run), run->seconds);
    point_at_sleep(sleep);
    return true;
}

static bool all_in_one_turn(const struct run *run)
{
    const struct sight *last = NULL;
    int64_t turn = longest(run, false, &last);
    if (turn <= allowed() || longest(run, true, NULL) > allowed())
        return false;
    found("No task keeps the loop for more than 10 ms, but they stand in the "
          "ready queue one behind the other: in turn %llu they keep it for "
          "%ld ms together.", (unsigned long long)last->turn,
          (long)(turn / MILLISECOND));
    return true;
}

static bool await_is_no_yield(const struct run *run)
{
    const struct sight *last = NULL;
    int64_t step = longest(run, true, &last);
    if (step <= allowed() || last->depth < 2 || sleep_of(run, last->by, true))
        return false;
    found("'%s' is awaited by '%s', and yet nobody else ran for %ld ms.",
          last->places[0].coro, last->places[1].coro,
          (long)(step / MILLISECOND));
    point_at(last->places[1].file, last->places[1].line);
    return true;
}

static int times_come_to(const struct run *run, int line)
{
    int times = 0;
    EACH_ACT(run, act)
        times += act->kind == ACT_AWAIT && act->line == line;
    return times;
}

/* The innermost if around a line; NULL: none. */
static const struct token *if_around(int line)
{
    const struct item *item = item_at(&sources()->answer, line);
    const struct token *found = NULL;
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++)
        if (token_is(t, "if") && t->line <= line &&
            (behind_statement(t) - 1)->line >= line)
            found = t;
    return found;
}

/* What a loop does in each round, and behind it. */
static const struct token *body_of(const struct token *loop)
{
    return token_is(loop, "do") ? loop : closing(loop + 1);
}

/* The loop in front of that line which tests numbers; NULL: none. */
static const struct token *loop_before(int line)
{
    static const char *const loops[] = {"for", "while", "do", NULL};
    const struct item *item = item_at(&sources()->answer, line);
    const struct token *found = NULL;
    for (const struct token *t = item ? item->body : NULL;
         t && t->line < line; t++)
        if (is_any(t, loops) && (behind_statement(t) - 1)->line < line &&
            find_tokens(t, behind_statement(t), "is_prime ("))
            found = t;
    return found;
}

/* The loop behind that line which tests numbers and awaits nothing; NULL:
 * none. */
static const struct token *loop_behind(int line)
{
    static const char *const loops[] = {"for", "while", "do", NULL};
    const struct item *item = item_at(&sources()->answer, line);
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++)
        if (is_any(t, loops) && t->line > line &&
            find_tokens(t, behind_statement(t), "is_prime (") &&
            awaits_in(t, behind_statement(t) - 1) == 0)
            return t;
    return NULL;
}

/* When does one come to the line of the yield? */
static const char *what_decides(int line)
{
    const struct token *condition = if_around(line);
    const struct token *loop = condition ? NULL : loop_before(line);
    const struct token *behind = condition || loop ? NULL : loop_behind(line);
    return condition ? textf(" Line %d decides when.", condition->line)
           : loop    ? textf(" In between is the loop of line %d, which may go "
                             "round ten times at most.", loop->line)
           : behind  ? textf(" There is none in the loop of line %d.",
                             behind->line)
                     : "";
}

/* A yield, and in between the loop is kept for too long; NULL: not so. */
static const struct sight *seldom_yield(const struct run *run, int64_t *step)
{
    const struct sight *last = NULL;
    *step = longest(run, true, &last);
    return last && *step > allowed() ? sleep_of(run, last->by, true) : NULL;
}

static bool too_seldom(const struct run *run)
{
    int64_t step;
    const struct sight *yield = seldom_yield(run, &step);
    if (!yield)
        return false;
    int line = own_place(yield)->line, times = times_come_to(run, line);
    found("There is a yield, in line %d. In %ld numbers it was come to %d "
          "time%s, and once the loop was kept for %ld ms without it.%s", line,
          tested(run), times, times == 1 ? "" : "s",
          (long)(step / MILLISECOND), what_decides(line));
    point_at_sleep(yield);
    return true;
}

/* if (is_prime(n)) around the yield, or if (!is_prime(n)) continue; in front. */
static const struct token *asks_is_prime(int line)
{
    const struct token *t = if_around(line);
    const struct item *item = item_at(&sources()->answer, line);
    if (t && find_tokens(t, closing(t + 1), "is_prime ("))
        return t;
    for (t = item ? item->body : NULL; t && t->line < line; t++)
        if (token_is(t, "if") &&
            find_tokens(t, closing(t + 1), "is_prime (") &&
            find_tokens(t, behind_statement(t), "continue ;"))
            return t;
    return NULL;
}

static bool at_primes_only(const struct run *run)
{
    int64_t step;
    const struct sight *yield = seldom_yield(run, &step);
    const struct token *asks =
        yield ? asks_is_prime(own_place(yield)->line) : NULL;
    if (!asks)
        return false;
    found("Line %d asks is_prime(): not every number comes as far as the yield "
          "in line %d, and once the loop was kept for %ld ms without it.",
          asks->line, own_place(yield)->line, (long)(step / MILLISECOND));
    point_at(answer_file(), asks->line);
    return true;
}

/* What is compared with ==: its name, if it is no number that is tested. */
static const char *counter_in(const struct token *condition,
                              const struct token *loop)
{
    const struct token *close = closing(condition + 1);
    const struct token *equal = find_tokens(condition, close, "==");
    if (!equal || equal[-1].kind != TOKEN_NAME ||
        find_tokens(loop, behind_statement(loop),
                    textf("is_prime ( self -> %s", token_text(equal - 1))))
        return "";
    return token_text(equal - 1);
}

/* Where it is counted, up or down. */
static const struct token *counted_at(const char *name,
                                      const struct token *from,
                                      const struct token *end)
{
    const char *const ways[] = {
        textf("%s ++", name), textf("++ self -> %s", name),
        textf("%s --", name), textf("-- self -> %s", name),
        textf("%s += 1", name), textf("%s -= 1", name)};
    const struct token *t = NULL;
    for (size_t i = 0; !t && i < sizeof ways / sizeof *ways; i++)
        t = find_tokens(from, end, ways[i]);
    return t;
}

/* if (self->since == 10), and that is counted in this loop and never set
 * back. */
static bool never_set_back(const struct run *run)
{
    int64_t step;
    const struct sight *yield = seldom_yield(run, &step);
    int line = yield ? own_place(yield)->line : 0;
    const struct token *condition = line ? if_around(line) : NULL;
    const struct token *loop = condition ? loop_around(condition) : NULL;
    const char *name = loop ? counter_in(condition, loop) : "";
    if (!*name || times_come_to(run, line) != 1)
        return false;
    const struct token *from = body_of(loop), *end = behind_statement(loop);
    const struct token *counts = counted_at(name, from, end);
    if (!counts || find_tokens(from, end, textf("%s =", name)))
        return false;
    found("Line %d counts '%s', and no line of the loop sets it back: `%s` is "
          "true once, and line %d gives the loop back once in %ld numbers.",
          counts->line, name,
          quote(condition + 2, closing(condition + 1) - 1), line, tested(run));
    point_at(answer_file(), condition->line);
    return true;
}

/* if (self->since >= 10) AWAIT(...); and behind it, in each round,
 * self->since = 0. */
static bool set_anew(const struct run *run)
{
    const struct item *item =
        item_named(&sources()->answer, "count_primes", false);
    int line = item ? await_never_reached(run, item) : 0;
    const struct token *condition = line ? if_around(line) : NULL;
    const struct token *loop = condition ? loop_around(condition) : NULL;
    if (!loop || longest(run, true, NULL) <= allowed())
        return false;
    const struct token *end = behind_statement(loop);
    const struct token *close = closing(condition + 1);
    for (const struct token *t = condition; t < close; t++) {
        const char *sets = textf("self -> %s =", token_text(t));
        const struct token *set =
            token_is(t - 1, "->") ? find_tokens(body_of(loop), end, sets)
                                  : NULL;
        if (set && set > condition && set < behind_statement(condition))
            set = find_tokens(behind_statement(condition), end, sets);
        if (!set || loop_around(set) != loop || if_around(set->line))
            continue;
        found("Line %d sets '%s' anew in each round, so that `%s` in line %d "
              "is never true, and line %d is not come to.", set->line,
              token_text(t), quote(condition + 2, close - 1), condition->line,
              line);
        point_at(answer_file(), set->line);
        return true;
    }
    return false;
}

static bool never_yields(const struct run *run)
{
    const struct sight *last = NULL;
    int64_t step = longest(run, true, &last);
    if (step <= allowed() || has_await("count_primes"))
        return false;
    found("'%s' (task %u) kept the loop for %ld ms in one step.",
          own_place(last)->coro, last->by, (long)(step / MILLISECOND));
    return true;
}

/* The variable in front of, or behind, a ++. */
static const char *counted_by(const struct token *t)
{
    const struct token *name = t - 1;
    if (name->kind == TOKEN_NAME)
        return token_text(name);
    return token_text(token_is(t + 1, "self") ? t + 3 : t + 1);
}

/* for (...; self->n++) { ... self->n++ ... }: the second one. */
static const struct token *counted_twice(void)
{
    static const char *const loops[] = {"for", "while", NULL};
    for (const struct token *t = sources()->answer.tokens.first;
         t->kind != TOKEN_END; t++) {
        const struct token *close = closing(t + 1);
        const struct token *once =
            is_any(t, loops) ? find_tokens(t, close, "++") : NULL;
        const struct token *again = once ? close : NULL;
        while (again &&
               (again = find_tokens(again + 1, behind_statement(t), "++")))
            if (strcmp(counted_by(once), counted_by(again)) == 0)
                return again;
    }
    return NULL;
}

/* Where every second number is passed over: "n += 2", or counted twice. */
static const char *passed_over(const struct run *run)
{
    const struct token *two =
        find_tokens(sources()->answer.tokens.first, NULL, "+= 2");
    const struct token *again = counted_twice();
    if ((!two && !again) || tested(run) > numbers(run) / 2 + 1)
        return "";
    if (!two) {
        point_at(answer_file(), again->line);
        return textf(" Line %d counts on, and so does the line of its loop: "
                     "every second one is passed over.", again->line);
    }
    point_at(answer_file(), two->line);
    return textf(" Line %d passes over every second one: all are asked for.",
                 two->line);
}

/* The primes themselves, added up. */
static bool sum_of_primes(const struct run *run)
{
    int64_t sum = 0;
    for (int64_t n = 2; n <= numbers(run) + 1; n++) {
        bool prime = true;
        for (int64_t divisor = 2; divisor * divisor <= n; divisor++)
            prime = prime && n % divisor != 0;
        sum += prime ? n : 0;
    }
    if (run->code || run->result.kind != VALUE_INT ||
        run->result.integer != sum)
        return false;
    const struct token *first = sources()->answer.tokens.first;
    const struct token *adds = find_tokens(first, NULL, "+= self -> n");
    adds = adds ? adds : find_tokens(first, NULL, "+= n");
    if (adds)
        point_at(answer_file(), adds->line);
    found("%ld is the sum of the primes, and how many there are is asked for.%s",
          (long)sum, adds ? textf(" Line %d adds the number itself, not 1.",
                                  adds->line) : "");
    return true;
}

/* if (...) AWAIT(async_sleep(0)); else count += is_prime(n); */
static bool tested_otherwise(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    if (run->code || tested(run) >= numbers(run))
        return false;
    while ((t = find_tokens(t, NULL, "else"))) {
        if (find_tokens(t, behind_statement(t + 1), "is_prime (")) {
            point_at(answer_file(), t->line);
            found("There are %ld numbers to be tested, and is_prime() was "
                  "called %ld times: the one in the else of line %d is left "
                  "out each time that the loop is given back.", numbers(run),
                  tested(run), t->line);
            return true;
        }
        t++;
    }
    return false;
}

/* if (...) { AWAIT(async_sleep(0)); continue; } in front of is_prime(n) */
static bool goes_on_untested(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    if (run->code || tested(run) >= numbers(run))
        return false;
    for (; (t = find_tokens(t, NULL, "continue ;")); t++) {
        const struct token *around = if_around(t->line);
        const struct token *loop = loop_around(t);
        const struct token *tests =
            loop ? find_tokens(t, behind_statement(loop), "is_prime (") : NULL;
        if (!around || !tests || awaits_in(around, t) == 0)
            continue;
        point_at(answer_file(), t->line);
        found("There are %ld numbers to be tested, and is_prime() was called "
              "%ld times: each time that the loop was given back, line %d "
              "begins the next round before line %d has tested the number.",
              numbers(run), tested(run), t->line, tests->line);
        return true;
    }
    return false;
}

/* while (self->n < self->limit): the limit itself is not tested. */
static const char *below_the_limit(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t->kind != TOKEN_END; t++) {
        const struct token *less =
            token_is(t, "for") || token_is(t, "while")
                ? find_tokens(t, closing(t + 1), "< self -> limit") : NULL;
        if (!less || tested(run) != numbers(run) - 1)
            continue;
        point_at(answer_file(), less->line);
        return textf(" Line %d goes on only below self->limit: the limit "
                     "itself is not tested.", less->line);
    }
    return "";
}

/* RETURN(count) in the loop that tests. */
static bool returns_in_the_loop(const struct run *run)
{
    if (run->code || tested(run) >= numbers(run))
        return false;
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_RETURN ||
            strcmp(end->in, "count_primes") != 0 || !is_answer(end->file))
            continue;
        const struct token *loop =
            loop_around(line_begins(&sources()->answer, end->line));
        if (!loop || !find_tokens(loop, behind_statement(loop), "is_prime ("))
            continue;
        point_at_act(end);
        found("Line %d returns inside of the loop of line %d: there were %ld "
              "numbers to be tested, and is_prime() was called %ld time%s by "
              "then.", end->line, loop->line, numbers(run), tested(run),
              tested(run) == 1 ? "" : "s");
        return true;
    }
    return false;
}

static bool numbers_left_out(const struct run *run)
{
    if (run->code || tested(run) >= numbers(run))
        return false;
    found("There are %ld numbers to be tested, and is_prime() was called %ld "
          "time%s.%s%s", numbers(run), tested(run),
          tested(run) == 1 ? "" : "s", passed_over(run), below_the_limit(run));
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "sum-of-primes", .made = sum_of_primes, .is_proven = true,
     .why = "",
     .python = "count += is_prime(n)           # True counts as 1",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "part-beyond-the-limit", .made = part_beyond_the_limit,
     .is_proven = true,
     .why = "The last part ends at the limit: take what is smaller, the end of "
            "the part or self->limit + 1.",
     .python = "end = min(n + 10, limit + 1)",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "wrong-range", .made = counts_one_more,
     .why = "Look at both ends of the loop: the first number is 2, and the "
            "last one is limit, which counts too.",
     .python = "for n in range(2, limit + 1):  # 2, 3, ... limit",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "tested-twice", .made = tests_twice, .is_proven = true,
     .why = "Each call computes for a millisecond: call it once, and look at "
            "what it gave.",
     .python = "count += is_prime(n)           # True counts as 1",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "sleeps-for-real", .made = sleeps_for_real, .show_timeline = true,
     .is_proven = true,
     .why = "To let others run it is not necessary that time passes: "
            "async_sleep(0) goes to the end of the ready queue and comes back "
            "when all who stand there have run.",
     .python = "await asyncio.sleep(0.001)     # a pause, also if nobody is "
               "there\n"
               "await asyncio.sleep(0)         # only a turn for the others",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "all-in-one-turn", .made = all_in_one_turn, .show_timeline = true,
     .why = "A turn of the loop runs everybody who is ready, and timers are "
            "looked at when it is over. Many small tasks made at once are one "
            "long turn. Let a part begin when others had their turn.",
     .python = "await asyncio.gather(*parts)   # all of them ready at once",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "await-is-no-yield", .made = await_is_no_yield,
     .show_timeline = true,
     .why = "Awaiting a coroutine is a call: it runs here and now. The loop "
            "gets a turn only if something inside really waits, and nothing "
            "does. async_sleep(0) is the smallest thing that does.",
     .python = "await count_part(2, 11)        # never gives the loop back\n"
               "await asyncio.sleep(0)         # this does",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "yields-at-primes", .made = at_primes_only, .is_proven = true,
     .why = "A number takes a millisecond, prime or not. Count the numbers, and "
            "give the loop back at every tenth one.",
     .python = "count += is_prime(n)\n"
               "if n % 10 == 0:                # whatever n is\n"
               "    await asyncio.sleep(0)",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "never-set-back", .made = never_set_back, .is_proven = true,
     .why = "It tells how many numbers there were since the loop was given "
            "back. So set it back there, in the same if.",
     .python = "if since == 10:\n"
               "    since = 0\n"
               "    await asyncio.sleep(0)",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "set-anew", .made = set_anew, .is_proven = true,
     .why = "It is to be set anew only where the loop is given back: in the "
            "same if.",
     .python = "if since >= 10:\n"
               "    since = 0                  # here, and nowhere else\n"
               "    await asyncio.sleep(0)",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "yields-too-seldom", .made = too_seldom, .show_timeline = true,
     .why = "A number takes a millisecond, so ten of them are the limit. "
            "Nobody else runs before the loop is given back, however short the "
            "way to that still is.",
     .python = "if n % 10 == 0:                # every ten numbers\n"
               "    await asyncio.sleep(0)",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "never-polite", .made = never_yields, .show_timeline = true,
     .why = "It is a coroutine, and it is awaited; but there is no await "
            "inside that gives the loop back, so it runs from beginning to end "
            "in one step: async in name only.",
     .python = "async def count_primes(limit):\n"
               "    return sum(...)            # no await in here",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "returns-in-the-loop", .made = returns_in_the_loop,
     .why = "RETURN ends the coroutine. It belongs behind the loop.",
     .python = "for n in range(2, limit + 1): ...\n"
               "return count                   # not indented",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "goes-on-untested", .made = goes_on_untested,
     .why = "Each number is tested; behind every tenth one, besides, the others "
            "get a turn.",
     .python = "await asyncio.sleep(0)\n"
               "continue                       # and this n?",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "tested-otherwise", .made = tested_otherwise, .is_proven = true,
     .why = "Each number is tested; behind every tenth one, besides, the others "
            "get a turn.",
     .python = "count += is_prime(n)\n"
               "if n % 10 == 0:                # and no else\n"
               "    await asyncio.sleep(0)",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "numbers-left-out", .made = numbers_left_out,
     .why = "Being polite changes when a number is tested, not which ones. "
            "Look at where the loop, or each part of it, begins and ends: from "
            "2 up to the limit, the limit too.",
     .python = "range(2, limit + 1)            # 2, 3, ..., limit",
     .read_on = "NOTES.md, chapter 9"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
