/* The check of exercise 15: the sum of squares on two processors. */
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "statements.h"

/* Weak: an answer may do without, and make its pool elsewhere. */
bool open_cores(void) __attribute__((weak));
struct coro ask_for_total(int n);
extern int calls_here;

static bool open_pool(void)
{
    return !open_cores || open_cores();
}

struct asking {
    CORO;
    int n;
};

ASYNC(asking)
{
    BEGIN;
    note("n", self->n);
    if (!open_pool())
        RAISE(EIO, "open_cores() said that there are none");
    AWAIT(ask_for_total(self->n));
    note("calls", calls_here);
    RETURN(awaited());
    END;
}

/* A pool that is made when it is first needed may be as old as the program: a
 * program has one loop. */
static void up_to(int n)
{
    play_only_once();
    play(coro(asking, .n = n));
}

static void up_to_1000(void)
{
    up_to(1000);
}

/* More than an int can hold. */
static void up_to_2000(void)
{
    up_to(2000);
}

static void too_large(void)
{
    up_to(400000);
}

/* --- two who ask at the same time ---------------------------------------- */

struct asking_at_once {
    CORO;
    struct value sums[2];
};

ASYNC(asking_at_once)
{
    BEGIN;
    if (!open_pool())
        RAISE(EIO, "open_cores() said that there are none");
    AWAIT(gather(self->sums, ask_for_total(1000), ask_for_total(500)));
    note("calls", calls_here);
    RETURN(textf("%s and %s", value_to_text(self->sums[0]),
                 value_to_text(self->sums[1])));
    END;
}

static void two_callers(void)
{
    play_only_once();
    note("at once", 2);
    play(coro(asking_at_once));
}

/* --- some who are cancelled ---------------------------------------------- */

static struct coro one_to_cancel(void)
{
    static bool opened;
    if (!opened)
        opened = open_pool();
    return ask_for_total(1000);
}

static void cancelled(void)
{
    static const double seconds[] = {0.5, 1.5, 2.5, 0};
    play_only_once();
    play_cancelled(one_to_cancel, seconds);
}

/* --- what is asked ------------------------------------------------------- */

static bool first_sum(const struct run *run)
{
    return returned_int(run, 333833500);
}

static bool second_sum(const struct run *run)
{
    return returned_int(run, 2668667000);
}

static bool two_seconds(const struct run *run)
{
    yours("%.4g s", run->seconds);
    return took(run, 2.0);
}

static bool four_seconds(const struct run *run)
{
    yours("%.4g s", run->seconds);
    return took(run, 4.0);
}

static bool both_sums(const struct run *run)
{
    yours("%s", ending_text(run));
    return returned_text(run, "333833500 and 41791750");
}

static bool three_seconds(const struct run *run)
{
    yours("%.4g s", run->seconds);
    return took(run, 3.0);
}

static bool none_here(const struct run *run)
{
    struct value calls = noted(run, "calls");
    if (is_none(calls))
        return true;            /* it failed: another row says so */
    yours("calls of the function in this process: %d", (int)as_int(calls));
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

static const struct expectation larger[] = {
    {"2668667000", second_sum},
    {"4.0 s", four_seconds},
    {0},
};

static const struct expectation failing[] = {
    {"the failure of the part: too large", jobs_error},
    {0},
};

static const struct expectation of_two[] = {
    {"333833500 and 41791750", both_sums},
    {"6.0 s of work, by two processes for all: 3.0 s", three_seconds},
    {"this process does none of the work", none_here},
    {0},
};

static const struct expectation when_cancelled[] = {
    {"whoever is cancelled ends as cancelled", all_ended_as_cancelled},
    {"and at once: nothing is left to be done", all_ended_at_once},
    {0},
};

static const struct play cases[] = {
    {"1 to 1000, 4.0 s of work", up_to_1000, large},
    {"1 to 2000, 8.0 s of work", up_to_2000, larger},
    {"1 to 400000, which is too large", too_large, failing},
    {"1 to 1000 and 1 to 500, at the same time", two_callers, of_two},
    {"three are cancelled, at 0.5 s, 1.5 s and 2.5 s", cancelled,
     when_cancelled},
    {0},
};

enum { PARTS = 4, LARGEST = 100000 };

/* --- known mistakes ------------------------------------------------------ */

static bool no_pointers(const struct run *run)
{
    if (run->code != EINVAL || !strstr(run->error, "pointer"))
        return false;
    const struct token *pointer =
        find_tokens(sources()->answer.tokens.first, NULL, "value_pointer (");
    if (pointer)
        point_at(answer_file(), pointer->line);
    found("run_in_executor() refused: \"%s\".", run->error);
    return true;
}

static bool no_range(const struct run *run)
{
    const char *said = strstr(run->complaints, "TypeError");
    if (run->code != EWORKER || !said)
        return false;
    found("The process that was at work said: \"%.*s\".",
          (int)strcspn(said, "\n"), said);
    return true;
}

/* In threads, that is, not in a step of the answer itself. */
static bool calls_were_here(const struct run *run)
{
    struct value calls = noted(run, "calls");
    return !is_none(calls) && as_int(calls) > 0 && !kept_the_loop(run, 0.1);
}

/* The n-th call that was given to a pool, from 0. */
static const struct act *nth_job(const struct run *run, size_t n)
{
    for (size_t i = 0; i < act_count(run->acts); i++)
        if (run->acts->act[i].kind == ACT_JOB && n-- == 0)
            return &run->acts->act[i];
    return NULL;
}

static size_t count_pools(const struct run *run)
{
    size_t pools = 0;
    const struct act *job;
    for (size_t n = 0; (job = nth_job(run, n)); n++) {
        size_t past = 0;
        while (nth_job(run, past)->object != job->object)
            past++;
        pools += past == n;
    }
    return pools;
}

/* The line that makes the processes; NULL: none does. */
static const struct token *making_a_pool(void)
{
    return find_tokens(sources()->answer.tokens.first, NULL, "process_pool (");
}

static bool one_at_a_time(const struct run *run)
{
    struct value calls = noted(run, "calls");
    return !is_none(calls) && as_int(calls) == 0 && took(run, 4.0) &&
           noted(run, "n").integer == 1000;
}

static bool one_process(const struct run *run)
{
    const struct token *made = making_a_pool();
    if (!one_at_a_time(run) || !made || !token_is(made + 2, "1"))
        return false;
    point_at(answer_file(), made->line);
    found("4.0 s of work took 4.0 s: one process did all of it. The pool of "
          "line %d has one.", made->line);
    return true;
}

static bool one_job(const struct run *run)
{
    const struct act *job = nth_job(run, 0);
    if (!one_at_a_time(run) || !job || nth_job(run, 1))
        return false;
    point_at(job->file, job->line);
    found("One call was given to the pool, with all of the work in it; the "
          "other process had none.");
    return true;
}

/* How many calls were given away, and how many are asked for?  0, 0: some work
 * was done elsewhere, or it failed. */
static void count_parts(const struct run *run, size_t *calls, size_t *asked)
{
    struct value here = noted(run, "calls");
    *calls = *asked = 0;
    if (run->code || (!is_none(here) && as_int(here) > 0))
        return;
    while (nth_job(run, *calls))
        ++*calls;
    *asked = is_none(noted(run, "at once")) ? PARTS : 2 * PARTS;
}

struct part {
    int bytes, first, last;
};

/* What was sent in the bytes of that call, in any: "8 bytes: 1, 250". */
static bool read_part(const struct act *job, struct part *part)
{
    return job && job->arguments &&
           sscanf(job->arguments, "%d bytes: %d, %d", &part->bytes,
                  &part->first, &part->last) == 3;
}

/* "251 to 500 was given more than once": the first of them; "": none was. */
static const char *part_given_twice(const struct run *run)
{
    struct part part, other;
    for (size_t n = 0; read_part(nth_job(run, n), &part); n++)
        for (size_t k = 0; k < n; k++)
            if (read_part(nth_job(run, k), &other) &&
                part.first == other.first && part.last == other.last)
                return textf(" %d to %d was given more than once.", part.first,
                             part.last);
    return "";
}

static void found_parts(const struct run *run, const struct act *job,
                        size_t calls, size_t asked)
{
    point_at(job->file, job->line);
    found("The work of %s was given away in %zu calls. Four are asked for, 1 "
          "to n/4 and so on%s.%s",
          asked == PARTS ? "the total" : "the two totals", calls,
          asked == PARTS ? "" : ", for each",
          asked == PARTS ? part_given_twice(run) : "");
}

static bool too_many_parts(const struct run *run)
{
    size_t calls, asked;
    count_parts(run, &calls, &asked);
    if (calls <= asked)
        return false;
    found_parts(run, nth_job(run, asked), calls, asked);
    return true;
}

static bool too_few_parts(const struct run *run)
{
    size_t calls, asked;
    count_parts(run, &calls, &asked);
    if (calls < 2 || calls >= asked)
        return false;
    found_parts(run, nth_job(run, calls - 1), calls, asked);
    return true;
}

static bool given_late(const struct run *run)
{
    const struct act *first = nth_job(run, 0), *second = nth_job(run, 1);
    if (!one_at_a_time(run) || !first || !second || second->time <= first->time)
        return false;
    point_at(second->file, second->line);
    found("The second call was given to the pool only at %.1f s, when the "
          "first one was done. There was never more than one, and one process "
          "had nothing to do.", clock_to_seconds(second->time));
    return true;
}

static bool many_pools(const struct run *run)
{
    const struct token *made = making_a_pool();
    size_t pools = count_pools(run);
    double right = noted(run, "n").integer == 1000   ? 2.0
                   : !is_none(noted(run, "at once")) ? 3.0
                                                     : 0;
    if (run->code || run->seconds > right - 0.001 || pools < 2 || !made)
        return false;
    point_at(answer_file(), made->line);
    found("It took %.1f s: more than two processes worked at the same time. "
          "The calls were given to %zu pools; each process_pool() of line %d "
          "forks its own.", run->seconds, pools, made->line);
    return true;
}

static bool more_slots(const struct run *run)
{
    const struct token *made = making_a_pool();
    if (run->code || !took(run, 1.0) || noted(run, "n").integer != 1000 ||
        count_pools(run) != 1 || !made || made[2].kind != TOKEN_NUMBER)
        return false;
    point_at(answer_file(), made->line);
    found("It took %.1f s: four processes worked at the same time. The pool of "
          "line %d has %s, and two are asked for.", run->seconds, made->line,
          token_text(made + 2));
    return true;
}

static int64_t squares_up_to(int64_t n)
{
    return n * (n + 1) * (2 * n + 1) / 6;
}

/* How much the sum is too large, for the n that was asked; 0: it is right, or
 * there is none. */
static int64_t sum_is_off_by(const struct run *run)
{
    int64_t n = noted(run, "n").integer;
    if (run->code || run->result.kind != VALUE_INT || n <= 0 ||
        is_none(noted(run, "calls")))
        return 0;
    return run->result.integer - squares_up_to(n);
}

/* sum += (int)as_int(...), in a helper. */
static void point_at_adding(void)
{
    const struct source *answer = &sources()->answer;
    for (const struct token *t = answer->tokens.first; t->kind != TOKEN_END;
         t++)
        if (token_is(t, "+=") && !line_is_given(t->line) &&
            statement_has(answer, t->line, "as_int (")) {
            point_at(answer_file(), t->line);
            return;
        }
}

/* int total, of which RETURN(total) gives the value. */
static void point_at_total(void)
{
    point_at_adding();
    const struct token *first = sources()->answer.tokens.first;
    const struct token *total = find_tokens(first, NULL, "RETURN (");
    for (; total; total = find_tokens(total + 1, NULL, "RETURN (")) {
        const struct token *name = token_is(total + 2, "self") ? total + 4
                                                               : total + 2;
        const struct token *declared =
            find_tokens(first, NULL, textf("int %s", token_text(name)));
        if (declared && token_is(name + 1, ")")) {
            point_at(answer_file(), declared->line);
            return;
        }
    }
}

static bool overflows(const struct run *run)
{
    if (sum_is_off_by(run) != -((int64_t)1 << 32))
        return false;
    point_at_total();
    found("The sum for 1 to %d is 4294967296 too small, 2 to the power of 32: "
          "that is what is lost where a total does not fit into an int of 32 "
          "bits.",
          (int)noted(run, "n").integer);
    return true;
}

/* --- the four parts ------------------------------------------------------ */

static struct part right_part(int n, int i)
{
    return (struct part){.first = i * n / PARTS + 1,
                         .last = (i + 1) * n / PARTS};
}

static bool is_asked_part(int n, const struct part *part)
{
    for (int i = 0; i < PARTS; i++) {
        struct part right = right_part(n, i);
        if (right.first == part->first && right.last == part->last)
            return true;
    }
    return false;
}

/* The line where the answer says what a part is; or else gives it away.  If the
 * ends are right, it is their beginning. */
static int line_of_parts(const struct act *job, bool ends_are_right)
{
    const char *const ways[] = {"( struct range ) {",
                                ends_are_right ? ". first =" : ". last =",
                                ends_are_right ? "-> first =" : "-> last =",
                                ". last =", "-> last ="};
    const struct token *first = sources()->answer.tokens.first, *t;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if ((t = find_tokens(first, NULL, ways[i])))
            return t->line;
    for (t = first; (t = find_tokens(t, NULL, "struct range")); t++)
        if (token_is(t + 3, "=") && token_is(t + 4, "{"))
            return t->line;     /* struct range part = {1, 250}; */
    return job->line;
}

/* i / 4 * n: the name in it; NULL: that stands nowhere. */
static const struct token *divided_first(void)
{
    const struct token *t = sources()->answer.tokens.first;
    while ((t = find_tokens(t, NULL, "/ 4 *")) &&
           (line_is_given(t->line) || t[-1].kind != TOKEN_NAME ||
            token_is(t - 1, "n") || token_is(t - 2, "->")))
        t++;
    return t ? t - 1 : NULL;
}

/* What is wrong with a part that is empty, if it can be seen. */
static const char *why_empty(const struct part *part, const struct act *job)
{
    int line = line_of_parts(job, false);
    const struct token *name = divided_first();
    if (part->first == 1 && part->last == 0 && name)
        return textf(" %s / 4 is 0 in C, as long as %s is less than 4: "
                     "multiply first.", token_text(name), token_text(name));
    if (part->first == 0 && part->last == 0 && line > job->line)
        return textf(" Line %d gives them away, and line %d sets them only "
                     "behind it: the bytes are copied when the call is given.",
                     job->line, line);
    return "";
}

static const char *too_far(const char *verb, int off)
{
    return off ? textf(" Each %s %d too %s.", verb, off < 0 ? -off : off,
                       off < 0 ? "early" : "late") : "";
}

/* All four begin and end as much too early, or too late: in words; "": they do
 * not. */
static const char *why_shifted(const struct run *run)
{
    enum { FAR = 3 };
    int n = (int)noted(run, "n").integer, first_off = 0, last_off = 0;
    for (int i = 0; i < PARTS; i++) {
        struct part part, right = right_part(n, i);
        if (!read_part(nth_job(run, (size_t)i), &part))
            return "";
        int first = part.first - right.first, last = part.last - right.last;
        if (i > 0 && (first != first_off || last != last_off))
            return "";
        first_off = first;
        last_off = last;
    }
    return first_off >= -FAR && first_off <= FAR && last_off >= -FAR &&
                   last_off <= FAR
               ? textf("%s%s", too_far("begins", first_off),
                       too_far("ends", last_off))
               : "";
}

/* Are the four calls given other ranges than were asked for? */
static bool other_parts(const struct run *run)
{
    int n = (int)noted(run, "n").integer;
    const char *parts = "", *asked = "", *why = "";
    bool differ = false, ends_are_right = true;
    if (is_none(noted(run, "calls")) || n <= 0 || nth_job(run, PARTS))
        return false;
    for (int i = 0; i < PARTS; i++) {
        struct part part, right = right_part(n, i);
        if (!read_part(nth_job(run, (size_t)i), &part) ||
            part.bytes != sizeof(int[2]))
            return false;
        differ = differ || !is_asked_part(n, &part);
        ends_are_right = ends_are_right && part.last == right.last;
        why = *why ? why : why_empty(&part, nth_job(run, 0));
        parts = textf("%s%s%d to %d", parts, i ? ", " : "", part.first,
                      part.last);
        asked = textf("%s%s%d to %d", asked, i ? ", " : "", right.first,
                      right.last);
    }
    if (!*why)
        why = why_shifted(run);
    point_at(answer_file(), line_of_parts(nth_job(run, 0), ends_are_right));
    found("The four parts are to be %s; yours are %s.%s", asked, parts, why);
    return differ;
}

/* run_in_executor_with(pool, function, &part, sizeof part->first) */
static bool other_size(const struct run *run)
{
    const struct act *job = nth_job(run, 0);
    int bytes;
    if (!job || !job->arguments ||
        sscanf(job->arguments, "%d bytes", &bytes) != 1 ||
        bytes == sizeof(int[2]))
        return false;
    const struct token *call =
        find_tokens(statement_begins(&sources()->answer, job->line), NULL,
                    "run_in_executor_with (");
    const struct token *end = call ? closing(call + 1) : NULL, *size = end;
    while (size && size > call && !token_is(size - 1, ","))
        size--;
    point_at(job->file, job->line);
    found("Line %d sends %d bytes%s. A struct range has %zu, and each call "
          "wants one, its own.", job->line, bytes,
          size ? textf(" (`%s`)", quote(size, end - 1)) : "",
          sizeof(int[2]));
    return true;
}

static bool shifted_parts(const struct run *run)
{
    return other_parts(run) && *why_shifted(run);
}

/* "251 to 500", if what is missing are these; else NULL. */
static const char *missing_part(int64_t n, int64_t missing)
{
    for (int64_t i = 0; i < 4; i++)
        for (int64_t j = i; j < 4; j++)
            if (squares_up_to((j + 1) * n / 4) - squares_up_to(i * n / 4) ==
                missing)
                return textf("%d to %d", (int)(i * n / 4) + 1,
                             (int)((j + 1) * n / 4));
    return NULL;
}

/* Where the total was returned, or else this. */
static const struct act *point_of_return(const struct run *run,
                                         const struct act *job)
{
    for (const struct act *act = job;
         act < run->acts->act + act_count(run->acts); act++)
        if (act->kind == ACT_END && act->line && is_answer(act->file) &&
            strcmp(act->in, "total_of_squares") == 0)
            return act;
    return job;
}

/* All four were computed, and not all are in the total. */
static bool not_all_added(const struct run *run)
{
    int64_t n = noted(run, "n").integer, off = sum_is_off_by(run);
    const struct act *job = nth_job(run, PARTS - 1);
    const char *missing = off ? missing_part(n, -off) : NULL;
    if (!job || !missing || run->result.integer == 0 || n > LARGEST)
        return false;           /* then it is to fail */
    job = point_of_return(run, job);
    point_at(job->file, job->line);
    found("The sum for 1 to %d is %lld too small: the squares of %s are not in "
          "it.", (int)n, (long long)-off, missing);
    return true;
}

/* Does that function of the answer's own write a variable of all functions? */
static const struct token *written_in(const struct item *function)
{
    const struct source *answer = &sources()->answer;
    for (const struct token *t = function->body; t < function->end; t++)
        for (size_t i = 0; i < answer->count; i++)
            if (answer->items[i].is_variable &&
                same_token(t, answer->items[i].name) &&
                (token_is(t + 1, "+=") || token_is(t + 1, "=")))
                return t;
    return NULL;
}

static bool nothing_came(const struct run *run)
{
    const struct act *job = nth_job(run, 0);
    const struct item *function =
        job ? item_named(&sources()->answer, job->name, false) : NULL;
    const struct token *written =
        function && function->body ? written_in(function) : NULL;
    if (!returned_int(run, 0) || !written)
        return false;
    point_at(answer_file(), written->line);
    found("'%s' in line %d is written by the call, in the process that does "
          "it; this one has its own, and it is 0 still.", token_text(written),
          written->line);
    return true;
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
    {.name = "other-size", .made = other_size, .is_proven = true,
     .why = "The last argument of run_in_executor_with() is how many bytes are "
            "copied from where the one before it points.",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "shifted-parts", .made = shifted_parts, .is_proven = true,
     .why = "Each number belongs to one part, and to one only. The numbers of a "
            "struct range are first up to last, with both of them.",
     .python = "range(1, 251), range(251, 501)     # up to 250, up to 500",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "other-parts", .made = other_parts,
     .why = "Each number belongs to one part, and to one only. The numbers of a "
            "struct range are first up to last, with both of them.",
     .python = "range(1, 251), range(251, 501)     # up to 250, up to 500",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "work-in-this-process", .made = calls_were_here,
     .why = "A pool of threads works in this very process: calls_here was "
            "counted up. In C that is parallel as well, but Python's threads "
            "take turns at the interpreter; for computing it needs processes, "
            "and so does this exercise.",
     .python = "ThreadPoolExecutor(2)      # one interpreter, its lock\n"
               "ProcessPoolExecutor(2)     # two of them",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "one-process", .made = one_process, .show_timeline = true,
     .why = "A call is done by one process, and two are asked for: "
            "process_pool(2).",
     .python = "pool = ProcessPoolExecutor(2)",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "one-job", .made = one_job, .show_timeline = true,
     .why = "A call is never cut in two. Four calls, 1 to n/4 and so on, given "
            "at once to a pool of two.",
     .python = "parts = [loop.run_in_executor(pool, sum_of_squares, r) for r "
               "in four]",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "too-few-parts", .made = too_few_parts, .is_proven = true,
     .why = "With two, one process may have nothing to do when others ask, "
            "too.",
     .python = "parts = [loop.run_in_executor(pool, sum_of_squares, r) for r "
               "in four]",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "too-many-parts", .made = too_many_parts,
     .why = "Each call has its price: it is sent, and its answer comes back.",
     .python = "parts = [loop.run_in_executor(pool, sum_of_squares, r) for r "
               "in four]",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "one-at-a-time", .made = given_late, .show_timeline = true,
     .why = "Give it all four, then wait for them.",
     .python = "for part in parts:             # one after the other\n"
               "    total += await run_in_executor(pool, sum_of_squares, part)",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "nothing-comes-back", .made = nothing_came,
     .why = "What a call writes into a variable, it writes into that of its "
            "own process. Back comes what it returns, and nothing else.",
     .python = "total += ...               # in a worker: its own total",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "more-than-one-pool", .made = many_pools,
     .why = "A pool that a coroutine makes is made at each call. One pool of "
            "two, made in open_cores(), does for all.",
     .python = "pool = ProcessPoolExecutor(2)      # once, outside of all "
               "functions",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "more-than-two", .made = more_slots,
     .why = "A pool has as many processes as you ask for: process_pool(2).",
     .python = "pool = ProcessPoolExecutor(2)",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "too-small-for-it", .made = overflows, .is_proven = true,
     .why = "An int holds no more than 2147483647. Keep the total in an "
            "int64_t, and add as_int() without a cast.",
     .python = "total = sum(parts)             # an int is as long as it must "
               "be",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "not-all-added", .made = not_all_added,
     .why = "All four parts were computed. The total is the sum of all four "
            "results, each once.",
     .python = "total = sum(await asyncio.gather(*parts))",
     .read_on = "NOTES.md, chapter 15"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
