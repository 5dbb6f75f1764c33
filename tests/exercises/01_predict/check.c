/* The check of exercise 01: predict. */
#define _XOPEN_SOURCE 700       /* pread(), ftruncate() */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "exercise.h"
#include "given.h"

enum { LINES = 10, TEXT_LENGTH = 2000 };

extern const char *const prediction[LINES];
extern const struct coro_type async_main;

/* What the program prints if it is left as it is. */
static const char *const given[LINES] = {
    "main begins",   "plain runs",   "main made tasks", "greet runs",
    "main goes on",  "first begins", "second begins",   "second ends",
    "first ends",    "main ends",
};

/* --- the case ------------------------------------------------------------ */

static bool as_shipped(void)
{
    for (int i = 1; i < LINES; i++)
        if (!prediction[i - 1] || !prediction[i] ||
            strcmp(prediction[i - 1], prediction[i]) >= 0)
            return false;
    return true;
}

/* What is printed is kept and taken back: shown under the feedback, it would
 * give the answer away. */
static void keep_output(void)
{
    char text[TEXT_LENGTH];
    ssize_t length = pread(STDOUT_FILENO, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    note("printed", (const char *)text);
    if (ftruncate(STDOUT_FILENO, 0) < 0)
        perror("cannot take the output back");
}

static void the_program(void)
{
    if (as_shipped()) {
        not_done_yet();
        return;
    }
    play(fresh(async_main));
    keep_output();
}

/* --- looking ------------------------------------------------------------- */

/* The n-th line that was printed, "" if there is none. */
static const char *printed(const struct run *run, int n)
{
    struct value all = noted(run, "printed");
    const char *line = all.kind == VALUE_TEXT ? all.text : "";
    for (; n > 0 && *line; n--) {
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return textf("%.*s", (int)strcspn(line, "\n"), line);
}

static bool same(const char *one, const char *other)
{
    return one && other && strcasecmp(one, other) == 0;
}

/* Where the prediction departs from the run; LINES if it does not. */
static int departure(const struct run *run)
{
    int n = 0;
    while (n < LINES && same(prediction[n], printed(run, n)))
        n++;
    return n;
}

static int count_in(const char *const lines[LINES], const char *line)
{
    int count = 0;
    for (int i = 0; i < LINES; i++)
        count += same(lines[i], line);
    return count;
}

static int number_of(const char *line)
{
    int n = 0;
    while (n < LINES && !same(given[n], line))
        n++;
    return n;
}

/* The last line of the learner's file that contains this code. */
static void point_at_code(const struct run *run, const char *code)
{
    char text[TEXT_LENGTH];
    const struct sight *first = nth_sight(run, EVENT_CREATED, 0, 0);
    FILE *file = first ? fopen(first->outermost.file, "r") : NULL;
    if (!file)
        return;
    for (int line = 1; fgets(text, sizeof text, file); line++)
        if (strstr(text, code))
            point_at(first->outermost.file, line);
    fclose(file);
}

/* --- what is asked ------------------------------------------------------- */

static bool left_alone(const struct run *run)
{
    for (int i = 0; i < LINES; i++)
        if (!same(printed(run, i), given[i])) {
            yours("line %d is \"%s\" now", i + 1, printed(run, i));
            return false;
        }
    return true;
}

/* The given line that a guess begins with, and goes on behind; NULL: none. */
static const char *longer_than(const char *guess)
{
    for (int i = 0; i < LINES; i++)
        if (strlen(guess) > strlen(given[i]) &&
            strncasecmp(guess, given[i], strlen(given[i])) == 0)
            return given[i];
    return NULL;
}

/* C joins two texts that have no comma between them. */
static bool are_two(const char *guess)
{
    const char *one = longer_than(guess);
    return one && (count_in(given, guess + strlen(one)) > 0 ||
                   longer_than(guess + strlen(one)));
}

/* "main begins\n" */
static bool has_end_of_line(const char *guess)
{
    const char *one = longer_than(guess);
    return one && strcmp(guess + strlen(one), "\n") == 0;
}

/* Of those that say the same, the last one that is not printed there. */
static int the_other(const struct run *run, int n)
{
    int other = n;
    for (int i = 0; i < LINES; i++)
        if (same(prediction[i], prediction[n]) &&
            !same(prediction[i], printed(run, i)))
            other = i;
    return other;
}

/* One that is given, and not predicted; "" if all are. */
static const char *missing(void)
{
    for (int i = 0; i < LINES; i++)
        if (count_in(prediction, given[i]) == 0)
            return given[i];
    return "";
}

static bool each_once(const struct run *run)
{
    for (int i = 0; i < LINES; i++) {
        const char *guess = prediction[i] ? prediction[i] : "(none)";
        about_row("prediction", (size_t)the_other(run, i));
        if (!prediction[i])
            yours("\"%s\" is missing", missing());
        else if (are_two(guess))
            yours("line %d: \"%s\" are two; a comma is missing", i + 1, guess);
        else if (has_end_of_line(guess))
            yours("line %d: \\n in \"%.*s\\n\"; puts() is what ends a line",
                  i + 1, (int)strlen(guess) - 1, guess);
        else if (count_in(given, guess) == 0)
            yours("line %d: \"%s\" is none of them", i + 1, guess);
        else if (count_in(prediction, guess) > 1)
            yours("\"%s\" stands there more than once", guess);
        else
            continue;
        return false;
    }
    return true;
}

static bool in_order(const struct run *run)
{
    int n = departure(run);
    about_row("prediction", (size_t)n);
    if (n < LINES)
        yours("%sline %d is not \"%s\"",
              n ? textf("right up to line %d; ", n) : "", n + 1,
              prediction[n] ? prediction[n] : "(none)");
    return n == LINES;
}

static const struct expectation expectations[] = {
    {"the program as it was given", left_alone},
    {"each of the ten lines once", each_once},
    {"in the order in which they are printed", in_order},
    {0},
};

static const struct play cases[] = {
    {"the program", the_program, expectations},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

static bool not_each_once(const struct run *run)
{
    return !each_once(run);
}

/* Does the prediction depart with this guess, instead of the line first, last,
 * or one between them? */
static bool departs(const struct run *run, const char *guess, const char *first,
                    const char *last)
{
    int n = departure(run);
    return n < LINES && same(prediction[n], guess) && n >= number_of(first) &&
           n <= number_of(last);
}

static bool call_runs(const struct run *run)
{
    point_at_code(run, "coro(greet)");
    return departs(run, "greet runs", "main begins", "main made tasks");
}

static bool create_task_runs(const struct run *run)
{
    point_at_code(run, "create_task(coro(worker, .name = \"first\"");
    return departs(run, "first begins", "main begins", "main made tasks") ||
           departs(run, "second begins", "main begins", "main made tasks");
}

static bool plain_waits(const struct run *run)
{
    point_at_code(run, " plain();");
    return departure(run) == number_of("plain runs");
}

static bool await_gives_a_turn(const struct run *run)
{
    point_at_code(run, "AWAIT(self->made)");
    return departs(run, "first begins", "greet runs", "main goes on") ||
           departs(run, "second begins", "greet runs", "main goes on");
}

static bool await_does_not_wait(const struct run *run)
{
    point_at_code(run, "AWAIT(self->made)");
    return departs(run, "main goes on", "main begins", "greet runs");
}

static bool last_in_first_out(const struct run *run)
{
    point_at_code(run, "create_task(coro(worker, .name = \"second\"");
    return departs(run, "second begins", "first begins", "first begins");
}

static bool main_ends_early(const struct run *run)
{
    point_at_code(run, "AWAIT(self->first)");
    return departs(run, "main ends", "main begins", "first ends");
}

static bool one_to_its_end(const struct run *run)
{
    point_at_code(run, "AWAIT(async_sleep(");
    return departs(run, "first ends", "second begins", "second begins");
}

static bool ends_as_it_began(const struct run *run)
{
    point_at_code(run, "create_task(coro(worker, .name = \"second\"");
    return departs(run, "first ends", "second ends", "second ends");
}

static bool otherwise(const struct run *run)
{
    point_at_code(run, "ASYNC(async_main)");
    return departure(run) < LINES;
}

/* [5] = "...", and [5] = "..." once more. */
static bool index_twice(const struct run *run)
{
    const struct item *item =
        item_named(&sources()->answer, "prediction", false);
    const struct token *from = sources()->answer.tokens.first;
    (void)run;
    from = item ? item->first : find_tokens(from, NULL, "prediction [");
    const struct token *end = find_tokens(from, NULL, "} ;");
    for (const struct token *t = from; t && t < end; t++) {
        if (!token_is(t, "[") || !token_is(t + 3, "=") ||
            t[1].kind != TOKEN_NUMBER)
            continue;
        const char *place = textf("[ %s ] =", token_text(t + 1));
        const struct token *again = find_tokens(t + 1, end, place);
        if (!again)
            continue;
        point_at(answer_file(), again->line);
        found("[%s] stands there twice, in %s: the second text takes the place "
              "of the first one, and another place is left empty.",
              token_text(t + 1),
              t->line == again->line
                  ? textf("line %d", t->line)
                  : textf("lines %d and %d", t->line, again->line));
        return true;
    }
    return false;
}

static const struct mistake mistakes[] = {
    {.name = "index-twice", .made = index_twice, .why = "",
     .read_on = NULL},
    {.name = "lines-not-each-once", .made = not_each_once,
     .why = "The program prints ten different lines, each of them once. Move "
            "the given ones, letter for letter, until all ten are in place.",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "call-runs-the-body", .made = call_runs,
     .why = "Calling an async function runs nothing of it: coro(greet) makes "
            "an object that stands before its first line. It runs when "
            "somebody awaits that object. Who does, and where?",
     .python = "made = greet()     # nothing is printed here\n"
               "await made         # but here",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "create-task-runs-at-once", .made = create_task_runs,
     .why = "create_task() only queues: the task is put at the end of the "
            "ready queue, and whoever called goes on. It cannot begin before "
            "main gives the loop back, by waiting for something that is not "
            "there yet.",
     .python = "task = asyncio.create_task(worker())   # queued\n"
               "print(\"before the task's first line\")",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "plain-call-runs-later", .made = plain_waits,
     .why = "plain() is an ordinary function: calling it runs all of it, at "
            "once, inside whoever calls. No loop has a say in that. And main "
            "itself is where everything begins.",
     .python = "plain()            # def: runs here and now\n"
               "greet()            # async def: only makes an object",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "await-gives-others-a-turn", .made = await_gives_a_turn,
     .why = "Awaiting a coroutine object is a call: its body runs inside "
            "main's task, at once, and main goes on when it has ended. greet() "
            "waits for nothing, so nobody else gets the loop in between. Only "
            "a wait for something that is not there yet gives others a turn.",
     .python = "await greet()      # no other task runs in here, either",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "await-does-not-wait", .made = await_does_not_wait,
     .why = "AWAIT means that main waits: the awaited body runs to its end "
            "first, and only then does main go on behind the AWAIT.",
     .python = "await made         # runs greet to its end\n"
               "print(\"main goes on\")",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "last-in-first-out", .made = last_in_first_out,
     .why = "The ready queue is a queue, not a stack: first in, first out. The "
            "task that was made first is at its head, so it is the first to "
            "run.",
     .python = "loop._ready        # asyncio's is a deque: append, popleft",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "main-does-not-wait", .made = main_ends_early,
     .why = "AWAIT of a task waits until that task is done. main cannot get "
            "past its awaits of both tasks while one of them still sleeps.",
     .python = "await first        # here main waits, as long as it takes",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "one-task-to-its-end", .made = one_to_its_end,
     .why = "A task keeps the loop only until it waits. While the first one "
            "sleeps, its turn is over, and the next in the ready queue runs: "
            "that is what the loop is for.",
     .python = "await asyncio.sleep(2.0)   # the others run meanwhile",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "ends-as-it-began", .made = ends_as_it_began,
     .why = "Sleeping tasks wake up in the order of their deadlines, not in "
            "the order in which they began, nor in that of main's awaits. Both "
            "began at 0.0 s; look how long each of them sleeps.",
     .python = "await first        # second may well be done before",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "prediction-departs", .made = otherwise,
     .why = "Follow it with a finger, from main's first line on. A task keeps "
            "the loop until it waits for something that is not there yet; then "
            "the next in the ready queue runs; when nobody is ready, the clock "
            "moves on to the next one who wakes up.",
     .read_on = "NOTES.md, chapter 1, and the machine in one picture"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
