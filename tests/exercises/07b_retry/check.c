/* The check of exercise 07b: try again. */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"
#include "seen.h"
#include "statements.h"

extern const struct coro_type fetch_with_retry;

/* --- the server ---------------------------------------------------------- */

enum { NEVER = 8 };             /* as good as: later than the limit */

static struct {
    int refusals;               /* so often it says no first, */
    double takes;               /* each time after so many seconds; */
    int failure;                /* then it fails so, */
    const char *text;           /* or answers so */
} server;

struct ask_server {
    CORO;
};

ASYNC(ask_server)
{
    BEGIN;
    AWAIT(async_sleep(server.takes));
    if (server.refusals-- > 0)
        RAISE(ECONNREFUSED, "try again later");
    if (server.failure)
        RAISE(server.failure, "not for you");
    RETURN(server.text);
    END;
}

/* --- who calls ----------------------------------------------------------- */

/* Waits for the fetch, or cancels it when the patience is over; then goes on
 * for a while, as programs do, so that what is left running is seen. */
struct caller {
    CORO;
    double begins, patience;    /* seconds; without patience it waits */
    struct task *fetch;
    struct error *error;
    struct value result;
};

ASYNC(caller)
{
    BEGIN;
    if (self->begins > 0)
        AWAIT(async_sleep(self->begins));
    self->fetch = create_task(fresh(fetch_with_retry));
    if (self->patience > 0) {
        AWAIT(async_sleep(self->patience));
        task_cancel(self->fetch);
    }
    TRY_AWAIT(self->fetch);
    self->error = caught();
    self->result = awaited();
    note("ended", loop_time());
    AWAIT(async_sleep(1.0));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->result);
    END;
}

static void call(double begins, double patience)
{
    note("begins", begins);
    note("patience", patience);
    play(coro(caller, .begins = begins, .patience = patience));
}

static void answers(void)
{
    server.takes = 0.2;
    server.text = "Hello";
    call(0, 0);
}

static void busy_for_a_while(void)
{
    server.refusals = 3;
    server.takes = 0.2;
    server.text = "Hello, at last";
    call(0, 0);
}

static void always_busy(void)
{
    server.refusals = NEVER;
    server.takes = 0.2;
    server.text = "Hello, much too late";
    call(0, 0);
}

static void silent(void)
{
    server.takes = 10.0;
    server.text = "Hello, much too late";
    call(2.0, 0);
}

static void forbidden(void)
{
    server.refusals = 1;
    server.takes = 0.2;
    server.failure = EACCES;
    note("forbids", 1);
    call(0, 0);
}

static void cancelled(void)
{
    server.refusals = NEVER;
    server.takes = 0.3;
    server.text = "Hello, much too late";
    call(0, 0.5);
}

static struct coro one_of_two(int n)
{
    (void)n;
    return fresh(fetch_with_retry);
}

static void two_at_once(void)
{
    server.refusals = 100;
    server.takes = 0.2;
    play_at_once(one_of_two, 2, 1.0);
}

/* --- what was observed --------------------------------------------------- */

static double begins(const struct run *run)
{
    return as_real(noted(run, "begins"));
}

static double ended(const struct run *run)
{
    return is_none(noted(run, "ended")) ? run->seconds
                                        : as_real(noted(run, "ended"));
}

static double lasted(const struct run *run)
{
    return ended(run) - begins(run);
}

static const struct sight *attempt(const struct run *run, size_t n)
{
    return nth_suspension(run, "ask_server", n);
}

/* Seconds between the n-th answer and the question behind it; -1: none. */
static double pause_behind(const struct run *run, size_t n)
{
    const struct sight *next = attempt(run, n + 1);
    return next ? clock_to_seconds(next->time - attempt(run, n)->until) : -1;
}

/* "0.1 s, 0.2 s, 0.4 s" */
static const char *pauses(const struct run *run)
{
    const char *text = "";
    for (size_t n = 0; attempt(run, n + 1); n++)
        text = textf("%s%s%.1f s", text, n ? ", " : "", pause_behind(run, n));
    return *text ? text : "none";
}

/* The first task, the caller aside, that was still there; or 0. */
static uint32_t left_over(const struct run *run)
{
    size_t tasks = count_sights(run, EVENT_CREATED, 0);
    for (size_t n = 0; n < tasks; n++) {
        uint32_t task = nth_sight(run, EVENT_CREATED, 0, n)->task;
        double end = task_ended(run, task);
        if (task > 1 && (end < 0 || end > ended(run) + 1e-6))
            return task;
    }
    return 0;
}

/* --- what is asked ------------------------------------------------------- */

static bool paused_so(const struct run *run, const char *asked)
{
    yours("%s", pauses(run));
    return strcmp(pauses(run), asked) == 0;
}

static bool ended_after(const struct run *run, double seconds)
{
    yours("%.1f s", lasted(run));
    return same_time(lasted(run), seconds);
}

static bool hello(const struct run *run)
{
    return returned_text(run, "Hello");
}

static bool at_last(const struct run *run)
{
    return returned_text(run, "Hello, at last");
}

static bool timed_out(const struct run *run)
{
    return run->code == ETIMEDOUT;
}

static bool denied(const struct run *run)
{
    return run->code == EACCES;
}

static bool passed_on(const struct run *run)
{
    return run->code == ECANCELED;
}

static bool after_0_2(const struct run *run)
{
    return ended_after(run, 0.2);
}

static bool after_0_5(const struct run *run)
{
    return ended_after(run, 0.5);
}

static bool after_1_5(const struct run *run)
{
    return ended_after(run, 1.5);
}

static bool after_3_0(const struct run *run)
{
    return ended_after(run, 3.0);
}

static bool three_pauses(const struct run *run)
{
    return paused_so(run, "0.1 s, 0.2 s, 0.4 s");
}

static bool four_pauses(const struct run *run)
{
    return paused_so(run, "0.1 s, 0.2 s, 0.4 s, 0.8 s");
}

static bool one_pause(const struct run *run)
{
    return paused_so(run, "0.1 s");
}

static bool nothing_left(const struct run *run)
{
    yours("task %u goes on", left_over(run));
    return left_over(run) == 0;
}

#define ALL_STOPPED {"nothing is left running", nothing_left}

static const struct expectation for_answers[] = {
    {"\"Hello\"", hello},
    {"after 0.2 s", after_0_2},
    ALL_STOPPED,
    {0},
};

/* A step that moves the clock keeps everybody waiting. */
static bool others_go_on(const struct run *run)
{
    int64_t most = 0;
    for (size_t i = 1; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        int64_t kept = sight->time - run->sights[i - 1].time;
        if (sight->kind == EVENT_CLOCK && sight->by != 0 && kept > most)
            most = kept;
    }
    yours("nobody else could run for %.1f s", clock_to_seconds(most));
    return most == 0;
}

static const struct expectation for_a_while[] = {
    {"\"Hello, at last\"", at_last},
    {"pauses of 0.1 s, 0.2 s, 0.4 s", three_pauses},
    {"after 1.5 s", after_1_5},
    {"everybody else goes on in the pauses", others_go_on},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_busy[] = {
    {"TimeoutError", timed_out},
    {"after 3.0 s, in the fifth pause", after_3_0},
    {"pauses of 0.1 s, 0.2 s, 0.4 s, 0.8 s before it", four_pauses},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_silent[] = {
    {"TimeoutError", timed_out},
    {"after 3.0 s, in the first attempt", after_3_0},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_forbidden[] = {
    {"the server's failure: Permission denied", denied},
    {"after one pause, of 0.1 s", one_pause},
    {"after 0.5 s", after_0_5},
    ALL_STOPPED,
    {0},
};

static const struct expectation for_cancelled[] = {
    {"CancelledError, for the caller", passed_on},
    {"at once: after 0.5 s", after_0_5},
    {"and the server is asked no more", one_pause},
    ALL_STOPPED,
    {0},
};

static bool three_seconds_each(const struct run *run)
{
    double first = task_ended(run, task_made_of(run, "fetch_with_retry", 0));
    double second = task_ended(run, task_made_of(run, "fetch_with_retry", 1));
    yours("at %.1f s and at %.1f s", first, second);
    return same_time(first, 3.0) && same_time(second, 4.0);
}

static const struct expectation for_two[] = {
    {"each gives up after 3.0 s: at 3.0 s and at 4.0 s", three_seconds_each},
    {0},
};

static const struct play cases[] = {
    {"a server that answers", answers, for_answers},
    {"one that is busy three times", busy_for_a_while, for_a_while},
    {"one that is always busy", always_busy, for_busy},
    {"one that says nothing; asked at 2.0 s", silent, for_silent},
    {"one that is busy, then forbids it", forbidden, for_forbidden},
    {"cancelled in the second attempt", cancelled, for_cancelled},
    {"two at once, the second 1.0 s later; always busy", two_at_once, for_two},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool later(double a, double b)
{
    return a > b && !same_time(a, b);
}

/* The innermost frame of the answer's own, or NULL. */
static const struct place *own_frame(const struct sight *sight)
{
    for (unsigned i = 0; sight && i < sight->depth && i < DEPTH_SEEN; i++)
        if (is_answer(sight->places[i].file))
            return &sight->places[i];
    return NULL;
}

static void point_at_own(const struct sight *sight)
{
    const struct place *place = own_frame(sight);
    if (place)
        point_at(place->file, place->line);
}

static void point_at_attempt(const struct run *run, size_t n)
{
    point_at_own(attempt(run, n));
}

/* Point at the first wait of the fetch's own task that went past its limit. */
static void point_at_late_wait(const struct run *run)
{
    const struct sight *wait;
    for (size_t n = 0; (wait = nth_sight(run, EVENT_SUSPENDED, 2, n)); n++)
        if (later(clock_to_seconds(wait->until), begins(run) + 3.0)) {
            point_at_own(wait);
            return;
        }
}

/* Point at the line that pauses for so long. */
static void point_at_pause(const struct run *run, double seconds)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_SLEEP && is_answer(act->file) &&
            same_time(act->number, seconds))
            point_at(act->file, act->line);
    }
}

static bool asked_once(const struct run *run)
{
    const struct place *asks = own_frame(attempt(run, 0));
    if (run->code != ECONNREFUSED || attempt(run, 1) || !asks ||
        statement_has(&sources()->answer, asks->line, "TRY_AWAIT"))
        return false;
    point_at_attempt(run, 0);
    found("The server was asked once, and after %.1f s fetch_with_retry failed "
          "with its refusal.", lasted(run));
    return true;
}

/* It sleeps behind the refusal, for no time at all. */
static bool paused_for_nothing(const struct run *run)
{
    if (!attempt(run, 1) || !same_time(pause_behind(run, 0), 0))
        return false;
    EACH_ACT(run, act) {
        if (act->kind != ACT_SLEEP || !is_answer(act->file) || act->number > 0)
            continue;
        const char *set = where_set(&sources()->answer, act->line);
        point_at_act(act);
        found("Line %d sleeps for %g s, behind each refusal: %s is 0. %s",
              act->line, act->number, act->text,
              *set ? textf("%s; and 0 twice as long is 0.", set)
                   : "No line sets it, and all of a new struct is 0.");
        return true;
    }
    return false;
}

static bool never_paused(const struct run *run)
{
    if (!attempt(run, 1) || !same_time(pause_behind(run, 0), 0) ||
        !same_time(pause_behind(run, 1), 0))
        return false;
    point_at_attempt(run, 1);
    double answer = clock_to_seconds(attempt(run, 0)->until);
    found("The server said no at %.1f s and was asked again at %.1f s.", answer,
          answer + pause_behind(run, 0));
    return true;
}

/* The first thing it does is to sleep, and no question has come before. */
static bool paused_first(const struct run *run)
{
    for (size_t i = 0; i < act_count(run->acts); i++) {
        const struct act *act = &run->acts->act[i];
        if (act->kind == ACT_BEGIN && strcmp(act->name, "ask_server") == 0)
            return false;
        if (act->kind != ACT_SLEEP || !is_answer(act->file) ||
            act->number <= 0)
            continue;
        point_at(act->file, act->line);
        found("Line %d pauses for %.1f s before the first attempt: nobody has "
              "refused anything yet.", act->line, act->number);
        return true;
    }
    return false;
}

static bool doubled_first(const struct run *run)
{
    if (!same_time(pause_behind(run, 0), 0.2) ||
        (pause_behind(run, 1) > 0 && !same_time(pause_behind(run, 1), 0.4)))
        return false;
    found("The first pause is 0.2 s, and 0.1 s is asked for: yours are %s, "
          "each twice as long as it should be. It is doubled before it is "
          "slept.",
          pauses(run));
    for (const struct token *t = sources()->answer.tokens.first;
         t && t->kind != TOKEN_END; t++)
        if (token_is(t, "*=")) {
            point_at(answer_file(), t->line);
            return true;
        }
    return false;
}

/* self->pause = 0.1, of an argument that it was made with: the line of it; 0:
 * there is none. */
static int argument_set_anew(const struct item *item, int call)
{
    const struct token *t = line_begins(&sources()->answer, call);
    const struct token *end = line_ends(&sources()->answer, call);
    for (; t < end; t++) {
        const struct token *set =
            token_is(t, ".") && token_is(t + 2, "=")
                ? find_tokens(item->body, item->end,
                              textf("self -> %s =", token_text(t + 1))) : NULL;
        if (set && set[4].kind == TOKEN_NUMBER && token_is(set - 1, ";"))
            return set->line;
    }
    return 0;
}

/* It awaits another one of itself, which knows nothing of the first. */
static bool begins_anew(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_AWAIT || !is_answer(act->file) || !act->name ||
            strcmp(act->name, act->in) != 0)
            continue;
        const struct item *item =
            item_named(&sources()->answer, act->in, false);
        bool has_arguments = statement_has(&sources()->answer, act->line,
                                           textf("%s , .", act->in));
        int anew = item ? argument_set_anew(item, act->line) : 0;
        bool limits = item && find_tokens(item->body, item->end, "wait_for (");
        point_at(act->file, act->line);
        found("Line %d awaits a new %s, with a struct of its own%s. Your pauses "
              "are: %s.", act->line, act->in,
              anew            ? textf(". It gets its pause from there, and line "
                                      "%d sets it anew in each of them", anew)
              : has_arguments ? textf("%s", limits ? ": each sets a limit of "
                                                     "its own" : "")
              : limits        ? ": all in there is 0, so it begins from the "
                                "beginning, with a limit of its own"
                              : ": all in there is 0, so it begins from the "
                                "beginning", pauses(run));
        return anew || limits || !has_arguments;
    }
    return false;
}

/* In a loop: "= 0.1;" */
static int line_that_sets_anew(double seconds)
{
    static const char *const loops[] = {"for", "while", "do", NULL};
    const struct token *t = sources()->answer.tokens.first, *set;
    for (; t->kind != TOKEN_END; t++)
        for (set = t + 1; is_any(t, loops) && set + 1 < behind_statement(t);
             set++)
            if (token_is(set, "=") && set[1].kind == TOKEN_NUMBER &&
                token_is(set + 2, ";") &&
                (token_is(t, "do") || set > closing(t + 1)) &&
                same_time(atof(set[1].text), seconds))
                return set->line;
    return 0;
}

static bool set_in_the_loop(const struct run *run)
{
    double first = pause_behind(run, 0);
    int line = line_that_sets_anew(first);
    if (!line || !same_time(first, 0.1) ||
        !same_time(first, pause_behind(run, 1)))
        return false;
    point_at(answer_file(), line);
    found("Your pauses are: %s. Line %d stands in the loop, and sets the pause "
          "anew in each round.", pauses(run), line);
    return true;
}

/* .pause = self->pause + 0.1, an argument. */
static bool is_handed_on(const struct token *t)
{
    return token_is(t, ".") && token_is(t + 2, "=") &&
           find_tokens(t + 3, t + 10, textf("self -> %s", token_text(t + 1)));
}

/* The only line that makes anything larger or smaller, if there is just one. */
static void point_at_change(void)
{
    static const char *const changes[] = {"*=", "+=", "-=", "/=", NULL};
    const struct token *t = sources()->answer.tokens.first, *change = NULL;
    for (; t->kind != TOKEN_END; t++)
        if (is_any(t, changes) || is_handed_on(t)) {
            if (change)
                return;
            change = t;
        }
    if (change)
        point_at(answer_file(), change->line);
}

/* self->pause *= self->pause: 0.1 times 0.1 is less. */
static const char *times_itself(void)
{
    const struct token *t =
        find_tokens(sources()->answer.tokens.first, NULL, "*= self ->");
    if (!t || !same_token(t - 1, t + 3))
        return "";
    return textf(" Line %d multiplies it by itself: 0.1 times 0.1 is 0.01, and "
                 "not 0.2.", t->line);
}

static bool never_doubled(const struct run *run)
{
    double pause = pause_behind(run, 1), next = pause_behind(run, 2);
    for (size_t n = 3; next > 0 && same_time(next, 2 * pause); n++) {
        pause = next;
        next = pause_behind(run, n);
    }
    if (pause <= 0 || next <= 0)
        return false;
    point_at_pause(run, pause);
    point_at_change();
    found("Your pauses are: %s.%s %s is not twice %s.", pauses(run),
          times_itself(), seconds_of(next), seconds_of(pause));
    return true;
}

/* Did a limit, or the caller, cancel an attempt or pause, and it went on? */
static bool swallowed(const struct run *run)
{
    const struct sight *cancel, *asking;
    for (size_t n = 0; (cancel = nth_sight(run, EVENT_CANCEL, 0, n)); n++)
        for (size_t m = 0; (asking = attempt(run, m)); m++) {
            if (asking < cancel || asking->task != cancel->task)
                continue;
            point_at_attempt(run, m);
            found("At %.1f s it was cancelled%s, and at %.1f s the server was "
                  "asked again.", clock_to_seconds(cancel->time),
                  later(lasted(run), 3.0) ? ": the three seconds were over"
                                          : "",
                  clock_to_seconds(asking->time));
            return true;
        }
    return false;
}

static size_t limits_set(const struct run *run)
{
    return count_sights(run, EVENT_TIMER, 0);
}

static bool limited_each(const struct run *run)
{
    if (limits_set(run) < 2 || !later(lasted(run), 3.0))
        return false;
    point_at_attempt(run, 1);
    EACH_ACT(run, act)
        if (act->kind == ACT_LIMIT && is_answer(act->file))
            point_at(act->file, act->line);
    found("A limit was set %zu times, and fetch_with_retry took %.1f s.",
          limits_set(run), lasted(run));
    return true;
}

/* Did a step move the clock, as blocking_sleep() does? */
static bool blocked(const struct run *run)
{
    const struct sight *clock;
    for (size_t n = 0; (clock = nth_sight(run, EVENT_CLOCK, 0, n)); n++)
        if (clock->by)
            return true;
    return false;
}

static bool looked_late(const struct run *run)
{
    if (!find_tokens(sources()->answer.tokens.first, NULL, "loop_time ("))
        return false;           /* it never looks at the clock */
    if (run->code != ETIMEDOUT || !later(lasted(run), 3.0) || blocked(run))
        return false;
    point_at_late_wait(run);
    found("It gave up at %.1f s, %.1f s too late.", ended(run),
          lasted(run) - 3.0);
    return true;
}

/* No limit was over: the learner's own RAISE ends it. */
/* self->sum += self->pause; ... if (self->sum > 3.0) RAISE(...) */
static bool adds_up_pauses(const struct run *run)
{
    const struct act *raise = own_raise(run, ETIMEDOUT);
    const struct token *first = sources()->answer.tokens.first, *sum = first;
    while (sum->kind != TOKEN_END && !token_is(sum, "+="))
        sum++;
    if (!raise || sum->kind == TOKEN_END || same_time(lasted(run), 3.0) ||
        limits_set(run) > 0 || find_tokens(first, NULL, "loop_time (") ||
        find_tokens(first, NULL, "++"))
        return false;
    point_at(answer_file(), sum->line);
    found("It gave up in line %d, at %.1f s. What line %d adds up are the "
          "pauses, and to ask takes time, too.", raise->line, ended(run),
          sum->line);
    return true;
}

static bool gave_up_early(const struct run *run)
{
    const struct act *raise = own_raise(run, ETIMEDOUT);
    size_t attempts = 0;
    while (attempt(run, attempts))
        attempts++;
    if (run->code != ETIMEDOUT || !raise || same_time(lasted(run), 3.0) ||
        limits_set(run) > 0 ||
        find_tokens(sources()->answer.tokens.first, NULL, "loop_time ("))
        return false;
    point_at_act(raise);
    found("It gave up in line %d after %zu attempts, at %.1f s.", raise->line,
          attempts, ended(run));
    return true;
}

static bool had_no_limit(const struct run *run)
{
    if (limits_set(run) > 0 || run->code || !later(lasted(run), 3.0))
        return false;
    point_at_attempt(run, 0);
    found("It took %.1f s, and nothing stopped it.", lasted(run));
    return true;
}

static bool counted_from_zero(const struct run *run)
{
    if (begins(run) <= 0 || !same_time(ended(run), 3.0))
        return false;
    point_at_attempt(run, 0);
    found("fetch_with_retry was called at %.1f s and ended at 3.0 s.",
          begins(run));
    return true;
}

/* Was the server asked again when it had said that it never will? */
static bool hopeless(const struct run *run)
{
    if (run->code == ECANCELED || !attempt(run, 2) || run->code == 0 ||
        is_none(noted(run, "forbids")))
        return false;
    point_at_attempt(run, 2);
    found("The second answer was \"Permission denied\", and the server was "
          "asked again %.1f s later.", pause_behind(run, 1));
    return true;
}

static bool left_running(const struct run *run)
{
    uint32_t task = left_over(run);
    if (task == 0)
        return false;
    point_at_own(nth_suspension(run, "fetch_with_retry", 0));
    found("fetch_with_retry ended at %.1f s, and task %u was not done.",
          ended(run), task);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "not-tried-again", .made = asked_once,
     .why = "AWAIT hands the refusal on to your caller. TRY_AWAIT catches it: "
            "if failure() is ECONNREFUSED, pause, and ask once more, in a "
            "loop.",
     .python = "try:\n"
               "    return await ask_server()\n"
               "except ConnectionRefusedError:     # this is missing\n"
               "    ...",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "pauses-first", .made = paused_first, .show_timeline = true,
     .why = "Ask first, and pause only behind a refusal.",
     .python = "try:\n"
               "    return await ask_server()\n"
               "except ConnectionRefusedError:\n"
               "    await asyncio.sleep(pause)     # here",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "doubled-too-early", .made = doubled_first,
     .show_timeline = true,
     .why = "First sleep, then double.",
     .python = "await asyncio.sleep(pause)\n"
               "pause *= 2",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "pause-of-nothing", .made = paused_for_nothing,
     .why = "The first pause is 0.1 s: set it once, before the loop.",
     .python = "pause = 0.1                    # this is its beginning\n"
               "while True:\n"
               "    ...\n"
               "    await asyncio.sleep(pause)",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "no-pause", .made = never_paused, .show_timeline = true,
     .why = "A server that is busy gets busier by being asked at once. Leave "
            "it some time: AWAIT(async_sleep(...)) before the next attempt.",
     .python = "except ConnectionRefusedError:\n"
               "    await asyncio.sleep(pause)     # this is missing",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "begins-anew", .made = begins_anew, .is_proven = true,
     .why = "What has to last from one attempt to the next belongs into one "
            "struct: ask in a loop, and limit all of it once. Or hand it on as "
            "an argument, .pause = 2 * self->pause, to a coroutine of your "
            "own, whose first one alone is limited.",
     .python = "pause = 0.1                    # once\n"
               "while True:\n"
               "    ...",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "pause-set-in-the-loop", .made = set_in_the_loop,
     .show_timeline = true, .is_proven = true,
     .why = "What the pause begins with is set once, in front of the loop; in "
            "the loop it is only doubled.",
     .python = "pause = 0.1                    # here\n"
               "while True:\n"
               "    ...                        # and not here",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "pause-does-not-double", .made = never_doubled,
     .show_timeline = true,
     .why = "Each pause is to be twice as long as the one before: 0.1 s, 0.2 "
            "s, 0.4 s. That is exponential back-off: a server that is busy for "
            "a moment is asked again soon, and one that is busy for long is "
            "left alone. The pause lives in the struct, is set once, before "
            "the loop, and is doubled in it.",
     .python = "await asyncio.sleep(pause)\n"
               "pause *= 2",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "limit-for-each-attempt", .made = limited_each,
     .show_timeline = true,
     .why = "A limit inside the loop begins anew with each attempt. One "
            "deadline for all of it needs one limit around the loop: put the "
            "loop into a coroutine of its own, and wait_for() that.",
     .python = "while True:                                    # each 3 s\n"
               "    await asyncio.wait_for(ask_server(), 3)\n"
               "\n"
               "await asyncio.wait_for(keep_asking(), 3)       # together 3 s",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "cancel-swallowed", .made = swallowed, .show_timeline = true,
     .why = "A limit ends things by cancelling them: CancelledError comes out "
            "of the TRY_AWAIT that waits just then. Whoever takes it for one "
            "more reason to try again cannot be stopped. Only ECONNREFUSED is "
            "such a reason; with all the rest: RERAISE.",
     .python = "except BaseException:              # CancelledError too\n"
               "except ConnectionRefusedError:     # this one only",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "deadline-seen-late", .made = looked_late, .show_timeline = true,
     .why = "To look at the clock between the attempts ends neither an attempt "
            "nor a pause: those go on as long as they take. wait_for() around "
            "all of it strikes in the middle.",
     .python = "while loop.time() < deadline:      # looks now and then\n"
               "async with asyncio.timeout(3):     # strikes when it is time",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "adds-up-pauses", .made = adds_up_pauses,
     .why = "The 3 s are for all of it together. wait_for() around a coroutine "
            "that asks and pauses ends it wherever it is then.",
     .python = "await asyncio.wait_for(keep_asking(), 3.0)",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "gives-up-early", .made = gave_up_early, .show_timeline = true,
     .why = "It is not the number of attempts that is limited, but the time of "
            "all together: 3 s, whatever the server takes. Ask until it "
            "answers, and let wait_for() end that.",
     .python = "for attempt in range(...): ...                 # so many times\n"
               "await asyncio.wait_for(keep_asking(), 3.0)     # so long",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "no-limit", .made = had_no_limit, .show_timeline = true,
     .why = "Nobody looks at the clock. wait_for(x, 3.0) waits for x and no "
            "longer than that; x can be a coroutine that asks again and again.",
     .python = "await keep_asking()                            # for ever\n"
               "await asyncio.wait_for(keep_asking(), 3.0)     # at most 3 s",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "clock-not-from-the-start", .made = counted_from_zero,
     .show_timeline = true,
     .why = "loop_time() counts from the beginning of the loop, not from the "
            "call of your coroutine. A deadline is the time at the beginning "
            "plus three seconds.",
     .python = "deadline = loop.time() + 3",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "hopeless-tried-again", .made = hopeless, .show_timeline = true,
     .why = "A refusal may be over in a moment. A permission that is denied "
            "remains denied: trying again costs time and helps nobody. Try "
            "again after failure() == ECONNREFUSED only; otherwise RERAISE.",
     .python = "except Exception:                  # too much\n"
               "except ConnectionRefusedError:     # this one only",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "left-running", .made = left_running, .show_timeline = true,
     .why = "To stop waiting for a task does not stop the task: the server is "
            "asked on and on. wait_for() cancels what it waits for; whoever "
            "waits by hand has to call task_cancel().",
     .python = "await asyncio.wait({task}, timeout=3)      # cancels nobody\n"
               "await asyncio.wait_for(task, timeout=3)    # cancels task",
     .read_on = "NOTES.md, chapter 7"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
