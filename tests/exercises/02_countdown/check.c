/* The check of exercise 02: a countdown by hand.
 *
 * Each case is a Python session, next() after next(), printed as Python would;
 * then it is compared with the session as it should be.
 */
#include <stdlib.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "shared.h"
#include "statements.h"

enum { FINISHED = -1, TO_DO = -1000 };
enum { SESSION_LENGTH = 2000, EXTRA_CALLS = 2 };

struct countdown;
struct countdown *countdown(int start);
int next(struct countdown *self);

/* --- the cases ----------------------------------------------------------- */

static void show(int number)
{
    if (number == FINISHED)
        puts("StopIteration");
    else
        printf("%d\n", number);
}

static struct countdown *made(const char *name, int start)
{
    struct countdown *new = countdown(start);
    if (!new)
        panic("countdown() gave NULL");
    printf(">>> %s = countdown(%d)\n", name, start);
    return new;
}

/* One call, with nothing left on the stack of what was there before. */
static void call(const char *name, struct countdown *generator)
{
    printf(">>> next(%s)\n", name);
    stack_scribble();
    int number = next(generator);
    if (number == TO_DO)
        not_done_yet();
    show(number);
    note("number", number);
}

static void count_from(int start)
{
    note("start", start);
    struct countdown *a = made("a", start);
    for (int i = 0; i <= start + EXTRA_CALLS; i++)
        call("a", a);
    free(a);
}

static void from_three(void)
{
    count_from(3);
}

static void from_six(void)
{
    count_from(6);
}

static void from_one(void)
{
    count_from(1);
}

static void from_nothing(void)
{
    count_from(0);
}

static void two_by_turns(void)
{
    note("start", 4);
    note("second start", 2);
    struct countdown *a = made("a", 4);
    struct countdown *b = made("b", 2);
    for (int i = 0; i <= 4; i++) {
        call("a", a);
        call("b", b);
    }
    free(a);
    free(b);
}

/* --- the sessions as they should be -------------------------------------- */

static char session[SESSION_LENGTH];

PRINTF_LIKE(1, 2)
static void expect(const char *format, ...)
{
    size_t length = strlen(session);
    va_list args;
    va_start(args, format);
    vsnprintf(session + length, sizeof session - length, format, args);
    va_end(args);
}

/* The i-th call, from 0, of a countdown. */
static void expect_call(const char *name, int start, int i)
{
    expect(">>> next(%s)\n", name);
    if (i == 0)
        expect("begin\n");
    else if (i <= start)
        expect("%d is over\n", start - i + 1);
    if (i == start)
        expect("lift-off\n");
    if (i < start)
        expect("%d\n", start - i);
    else
        expect("StopIteration\n");
}

static int noted_int(const struct run *run, const char *key)
{
    struct value value = noted(run, key);
    return value.kind == VALUE_INT ? (int)value.integer : -1;
}

static void expect_session(const struct run *run)
{
    int start = noted_int(run, "start");
    int second = noted_int(run, "second start");
    session[0] = '\0';
    expect(">>> a = countdown(%d)\n", start);
    if (second >= 0)
        expect(">>> b = countdown(%d)\n", second);
    for (int i = 0; i <= start + (second < 0 ? EXTRA_CALLS : 0); i++) {
        expect_call("a", start, i);
        if (second >= 0)
            expect_call("b", second, i);
    }
}

static const char *line_at(const char *text)
{
    return *text ? textf("%.*s", (int)strcspn(text, "\n"), text) : "(nothing)";
}

/* Say where it departs: behind which call, and with which line. */
static bool as_in_python(const struct run *run)
{
    expect_session(run);
    const char *wanted = session, *got = run->output, *latest = session;
    int calls = 0, lines = 0;
    while (*wanted && strcmp(line_at(wanted), line_at(got)) == 0) {
        if (strncmp(wanted, ">>> next", 8) == 0) {
            latest = wanted;
            calls++;
        }
        wanted += strlen(line_at(wanted)) + 1;
        got += strlen(line_at(got)) + 1;
        lines++;
    }
    departs_at(lines + 1);
    yours("call %d, %s: \"%s\" instead of \"%s\"", calls, line_at(latest) + 4,
          line_at(got), line_at(wanted));
    return !*wanted && !*got;
}

static const struct expectation expectations[] = {
    {"what Python prints and gives, call by call", as_in_python},
    {0},
};

static const struct play cases[] = {
    {"from 3", from_three, expectations},
    {"from 6", from_six, expectations},
    {"from 1", from_one, expectations},
    {"from 0", from_nothing, expectations},
    {"two countdowns by turns, from 4 and from 2", two_by_turns, expectations},
    {0},
};

/* --- known mistakes ------------------------------------------------------ */

/* What the n-th call gave, from 0; FINISHED if there was none. */
static int number(const struct run *run, size_t n)
{
    for (size_t i = 0; i < run->note_count; i++)
        if (strcmp(run->notes[i].key, "number") == 0 && n-- == 0)
            return (int)run->notes[i].value.integer;
    return FINISHED;
}

static int count(const char *text, const char *words)
{
    int n = 0;
    while ((text = strstr(text, words))) {
        n++;
        text += strlen(words);
    }
    return n;
}

/* Two of them disturb each other; alone, each was right. */
static bool shared(const struct run *run)
{
    const struct token *name = shared_variable();
    if (noted_int(run, "second start") < 0 || !name)
        return false;
    point_at(answer_file(), name->line);
    found("%s, line %d, is there once for all countdowns.", token_text(name),
          name->line);
    return true;
}

/* countdown(0) gives 0: nobody has asked whether there is a number. */
static bool gives_before_it_asks(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "next", false);
    const struct token *once =
        item ? find_tokens(item->body, item->end, "do {") : NULL;
    const struct token *gives =
        item ? find_tokens(item->body, item->end, "return self -> n") : NULL;
    if (noted_int(run, "start") != 0 || number(run, 0) != 0)
        return false;
    if (once || gives)
        point_at(answer_file(), once ? once->line : gives->line);
    found("countdown(0) gives 0, and there is no number to give.%s",
          once ? textf(" A do, as in line %d, runs its body once before its "
                       "condition is asked.", once->line) : "");
    return true;
}

static bool never_came_back(const struct run *run)
{
    if (run->ending != NEVER_YIELDED)
        return false;
    found("Call %d of next() did not come back.",
          count(run->output, ">>> next"));
    return true;
}

static bool first_call_says_over(const struct run *run)
{
    const char *second = strstr(run->output, ">>> next");
    second = second ? strstr(second + 1, ">>> next") : NULL;
    const char *over = strstr(run->output, " is over");
    return second && over && over < second;
}

/* Point at where next() says that a number is over. */
static void point_at_over(void)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t->kind != TOKEN_END; t++)
        if (t->kind == TOKEN_TEXT && strstr(token_text(t), " is over"))
            point_at(answer_file(), t->line);
}

static bool does_not_pause(const struct run *run)
{
    point_at_over();
    return first_call_says_over(run) && number(run, 0) == FINISHED;
}

static bool is_in_loop(const struct token *label)
{
    static const char *const loops[] = {"for", "while", "do", NULL};
    const struct token *t = sources()->answer.tokens.first;
    for (; t < label; t++)
        if (is_any(t, loops) && behind_statement(t) > label)
            return true;
    return false;
}

/* case 0 has no break, and case 1 follows. */
static bool runs_on(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    if (!first_call_says_over(run))
        return false;
    while ((t = find_tokens(t + 1, NULL, "case"))) {
        const struct token *begins = t - 1;
        if (is_in_loop(t))
            continue;
        while (!token_is(begins - 1, ";") && !token_is(begins - 1, "{") &&
               !token_is(begins - 1, "}") && !token_is(begins - 1, ":"))
            begins--;
        if (!token_is(t - 1, ";") || token_is(begins, "return") ||
            token_is(begins, "break") || token_is(begins, "goto"))
            continue;
        point_at(answer_file(), t->line);
        found("What runs in front of line %d does not end there: it runs on "
              "into the case.", t->line);
        return true;
    }
    return false;
}

/* RESUME(self->place, ...) and LEAVE(self->n, ...) */
static bool noted_elsewhere(const struct run *run)
{
    const struct token *from = sources()->answer.tokens.first;
    const struct token *resumes = find_tokens(from, NULL, "RESUME ( self ->");
    const struct token *leaves = find_tokens(from, NULL, "LEAVE ( self ->");
    (void)run;
    if (!resumes || !leaves || same_token(resumes + 4, leaves + 4))
        return false;
    point_at(answer_file(), leaves->line);
    found("Line %d notes in self->%s where the next call goes on; RESUME, in "
          "line %d, looks for it in self->%s.", leaves->line,
          token_text(leaves + 4), resumes->line, token_text(resumes + 4));
    return true;
}

/* switch (self->place++), or the same in a line of its own. */
static bool place_counts_calls(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "next", false);
    (void)run;
    for (const struct token *t = item ? item->body + 1 : NULL;
         t && t < item->end; t = behind_statement(t)) {
        const struct token *end = token_is(t, "switch") ? closing(t + 1)
                                  : is_simple(t)        ? behind_statement(t)
                                                        : t;
        const struct token *counts = find_tokens(t, end, "place ++");
        counts = counts ? counts : find_tokens(t, end, "++ self -> place");
        if (!counts)
            continue;
        point_at(answer_file(), counts->line);
        found("Line %d adds 1 to place at each call: it counts the calls.",
              counts->line);
        return true;
    }
    return false;
}

/* It does pause, but too late. */
static bool over_too_early(const struct run *run)
{
    int start = noted_int(run, "start");
    if (!first_call_says_over(run) || number(run, 0) <= 0)
        return false;
    found("The first call gave %d, and had printed \"%d is over\" in front of "
          "it.", number(run, 0), start);
    point_at_over();
    return true;
}

static bool starts_again(const struct run *run)
{
    return number(run, 0) != FINISHED && number(run, 1) == number(run, 0) &&
           count(run->output, "begin\n") > 1;
}

/* case 1:, or self->place == 1, and no line says self->place = 1. */
static bool place_never_noted(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "next", false);
    const struct token *body = item ? item->body : NULL;
    if (!item || !starts_again(run) ||
        find_tokens(body, item->end, "place = 1") ||
        find_tokens(body, item->end, "place ++") ||
        find_tokens(body, item->end, "++ self -> place"))
        return false;
    const struct token *asks = find_tokens(body, item->end, "place == 1");
    if (!asks)
        asks = find_tokens(body, item->end, "case 1");
    if (!asks)
        return false;
    point_at(answer_file(), asks->line);
    found("Line %d goes on there when the place is 1, and no line sets "
          "self->place to 1.", asks->line);
    return true;
}

/* n--, --n, n -= 1 or n = n - 1 of that name. */
static const struct token *counted_at(const char *name,
                                      const struct token *from,
                                      const struct token *end)
{
    const char *const ways[] = {textf("%s --", name), textf("-- %s", name),
                                textf("%s -= 1", name),
                                textf("%s = %s - 1", name, name)};
    const struct token *t = NULL;
    for (size_t i = 0; !t && i < sizeof ways / sizeof *ways; i++)
        t = find_tokens(from, end, ways[i]);
    return t;
}

/* int n = self->n; ... n--: the copy is counted. */
static const char *copy_is_counted(void)
{
    const struct item *item = item_named(&sources()->answer, "next", false);
    const struct token *t = item ? item->body : NULL;
    for (; t && (t = find_tokens(t, item->end, "=")); t++) {
        const struct token *end = behind_statement(t);
        const struct token *self = find_tokens(t, end, "self ->");
        const struct token *counts =
            self && (token_is(t - 2, "int") || token_is(t - 2, "long"))
                ? counted_at(token_text(t - 1), end, item->end) : NULL;
        const char *name = token_text(t - 1);
        if (!counts || find_tokens(end, item->end, textf("= %s ;", name)))
            continue;
        point_at(answer_file(), counts->line);
        return self == t + 1 && token_is(self + 3, ";")
                   ? textf("Line %d takes a copy, %s, and line %d counts that "
                           "one: self->%s stays as it is.", t->line, name,
                           counts->line, token_text(self + 2))
                   : textf("Line %d computes %s anew at each call, and line %d "
                           "counts that: it is forgotten when next() returns.",
                           t->line, name, counts->line);
    }
    return "";
}

/* 1, 2, 3 */
static bool counts_up(const struct run *run)
{
    int start = noted_int(run, "start");
    const struct item *item = item_named(&sources()->answer, "next", false);
    const struct token *t =
        item ? find_tokens(item->body, item->end, "++") : NULL;
    for (int i = 0; i < start; i++)
        if (number(run, (size_t)i) != i + 1)
            return false;
    if (start < 2 || !t)
        return false;
    point_at(answer_file(), t->line);
    found("Line %d counts up, from 1 to %d; a countdown goes from %d down to "
          "1.", t->line, start, start);
    return true;
}

/* One number comes twice, and it is a copy that is counted. */
static bool count_is_lost(const struct run *run)
{
    int start = noted_int(run, "start");
    bool comes_again = false;
    for (size_t i = 0; (int)i < start; i++)
        comes_again = comes_again || (number(run, i) != FINISHED &&
                                      number(run, i) == number(run, i + 1));
    if (!comes_again || count(run->output, "begin\n") != 1)
        return false;
    const char *lost = copy_is_counted();
    found("%s", lost);
    return *lost;
}

static bool same_number(const struct run *run)
{
    return number(run, 0) != FINISHED && number(run, 1) == number(run, 0) &&
           count(run->output, "begin\n") == 1;
}

/* The first number is said to be over twice. */
static bool never_counts_down(const struct run *run)
{
    return same_number(run) &&
           count(run->output, textf("%d is over\n", number(run, 0))) > 1;
}

/* None is said to be over. */
static bool goes_on_in_front(const struct run *run)
{
    return same_number(run) && !strstr(run->output, " is over");
}

/* What it has to give is a line of its output instead. */
static bool printed_only(const struct run *run)
{
    int start = noted_int(run, "start");
    if (number(run, 0) == start || number(run, 0) == FINISHED ||
        !strstr(run->output, textf("begin\n%d\n", start)))
        return false;
    found("The first call printed %d, and returned %d.", start, number(run, 0));
    return true;
}

static bool ended_at_once(const struct run *run)
{
    return noted_int(run, "start") > 0 && number(run, 0) == FINISHED &&
           strstr(run->output, "StopIteration");
}

/* Only the end is returned, in all of next(). */
static bool returns_no_number(const struct run *run)
{
    const struct item *item = item_named(&sources()->answer, "next", false);
    if (!item || !ended_at_once(run) ||
        find_tokens(item->body, item->end, "LEAVE"))
        return false;
    for (const struct token *t = item->body; t < item->end; t++)
        if (token_is(t, "return") && !token_is(t + 1, "FINISHED") &&
            !token_is(t + 1, "-"))
            return false;
    point_at(answer_file(), item->name->line);
    found("No line of next() returns a number.");
    return true;
}

static bool ends_at_once(const struct run *run)
{
    return ended_at_once(run) &&
           !find_tokens(sources()->answer.tokens.first, NULL,
                        "self -> n = self -> start");
}

/* The second number is said to be over, and not the first. */
static bool counts_too_early(const struct run *run)
{
    int start = noted_int(run, "start");
    const struct item *item = item_named(&sources()->answer, "next", false);
    const struct token *counts =
        item ? find_tokens(item->body, item->end, "--") : NULL;
    if (counts)
        point_at(answer_file(), counts->line);
    return start > 1 && number(run, 1) == start - 1 &&
           !strstr(run->output, textf("%d is over", start)) &&
           strstr(run->output, textf("%d is over", start - 1));
}

/* start, start - 1, ... 1, and then? */
static bool counts_right(const struct run *run)
{
    int start = noted_int(run, "start");
    for (int i = 0; i < start; i++)
        if (number(run, (size_t)i) != start - i)
            return false;
    return true;
}

static bool counts_too_far(const struct run *run)
{
    int start = noted_int(run, "start");
    return start > 0 && counts_right(run) && number(run, (size_t)start) == 0 &&
           !strstr(run->output, "lift-off\n0\n");
}

/* puts("lift-off"); return FINISHED;  with nothing in this block that notes it
 * in the struct? */
static bool ends_without_a_note(const struct token *leaves)
{
    const struct token *begins = leaves;
    bool is_said = false;
    while (!token_is(begins - 1, "{") && !token_is(begins - 1, "}"))
        begins--;
    for (const struct token *t = begins; t < leaves; t++) {
        is_said = is_said || (t->kind == TOKEN_TEXT &&
                              strstr(token_text(t), "lift-off"));
        if (token_is(t, "self") && token_is(t + 1, "->") &&
            (token_is(t + 3, "=") || token_is(t + 3, "++")))
            return false;
    }
    return is_said;
}

/* The line in which next() says for the last time that it is over; or one that
 * does not note it, as others do. */
static int line_of_end(void)
{
    const struct item *item = item_named(&sources()->answer, "next", false);
    int line = 0;
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++) {
        if (!token_is(t, "return") ||
            !find_tokens(t, behind_statement(t), "FINISHED"))
            continue;
        line = t->line;
        if (ends_without_a_note(t))
            return line;
    }
    return line;
}

/* All that the call printed which gave FINISHED first: "1 is over\n". */
static const char *said_at_the_end(const struct run *run)
{
    const char *end = strstr(run->output, "StopIteration\n"), *call = end;
    while (call && call > run->output && strncmp(call, ">>> ", 4) != 0)
        call--;
    if (!call)
        return "";
    call = strchr(call, '\n') + 1;
    return textf("%.*s", (int)(end - call), call);
}

/* The line of the text with these words; 0: it stands nowhere. */
static int line_of_text(const char *words)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t->kind != TOKEN_END; t++)
        if (t->kind == TOKEN_TEXT && strstr(token_text(t), words))
            return t->line;
    return 0;
}

/* FINISHED, and what belongs in front of it is printed by the next call, or
 * never. */
static bool ends_too_early(const struct run *run)
{
    int start = noted_int(run, "start");
    const char *said = said_at_the_end(run);
    bool is_said = start == 0 || strstr(said, "is over");
    const char *missing = is_said ? "lift-off" : "1 is over";
    int line = line_of_text(is_said ? "lift-off" : " is over");
    if (!counts_right(run) || number(run, (size_t)start) != FINISHED ||
        strstr(said, "lift-off") || !line)
        return false;
    const char *next = strstr(run->output, "StopIteration\n>>> next(a)\n");
    bool is_late =
        next && strcmp(line_at(strchr(strchr(next, '\n') + 1, '\n') + 1),
                       missing) == 0;
    point_at(answer_file(), line);
    found("Call %d gave FINISHED without having printed \"%s\", and %s.",
          start + 1, missing, is_late ? "the next call prints it"
                                      : "no later call prints it");
    return true;
}

static bool end_not_noted(const struct run *run)
{
    const char *end = strstr(run->output, "StopIteration\n");
    if (!counts_right(run) || !end)
        return false;
    for (end = strchr(end, '\n') + 1; *end; end = strchr(end, '\n') + 1)
        if (strncmp(end, ">>> ", 4) != 0 &&
            strncmp(end, "StopIteration", 13) != 0) {
            found("After its end, one more call gave \"%s\".", line_at(end));
            point_at(answer_file(), line_of_end());
            return true;
        }
    return false;
}

/* Does an if or a switch decide whether it is come to? */
static bool is_decided(const struct token *place)
{
    static const char *const words[] = {"if", "switch", NULL};
    for (const struct token *t = sources()->answer.tokens.first; t < place; t++)
        if (is_any(t, words) && place < behind_statement(t))
            return true;
    return false;
}

/* The line of the text that is printed at each call: "begin". */
static bool begins_each_time(const struct run *run)
{
    int start = noted_int(run, "start");
    const struct token *t = sources()->answer.tokens.first;
    while (t->kind != TOKEN_END && (t->kind != TOKEN_TEXT ||
                                    strncmp(t->text, "\"begin", 6) != 0))
        t++;
    if (start < 2 || first_call_says_over(run) || number(run, 0) != start || number(run, 1) != start - 1 ||
        !strstr(run->output, textf("begin\n%d is over", start)) ||
        t->kind == TOKEN_END || is_decided(t))
        return false;
    point_at(answer_file(), t->line);
    found("\"begin\" comes at each call, from line %d: nothing around that line "
          "asks whether it is the first one.", t->line);
    return true;
}

/* The first return behind the line that says so. */
static const struct token *return_behind(const struct item *item,
                                         const char *says)
{
    const struct token *said = item->body, *t;
    while (said < item->end && (said->kind != TOKEN_TEXT ||
                                !strstr(token_text(said), says)))
        said++;
    t = find_tokens(said, item->end, "return");
    return t && said < item->end ? t : NULL;
}

/* It counts right, says lift-off, and then gives something else. */
static bool another_end(const struct run *run)
{
    const char *end = strstr(run->output, "lift-off\n");
    int last = 0;
    end = end ? end + strlen("lift-off\n") : "";
    if (!counts_right(run) || sscanf(end, "%d\n", &last) != 1)
        return false;
    const struct item *item = item_named(&sources()->answer, "next", false);
    const struct token *t =
        item ? find_tokens(item->body, item->end, textf("return %d", last))
             : NULL;
    if (item && !t)
        t = return_behind(item, "lift-off");
    if (t)
        point_at(answer_file(), t->line);
    found("Behind lift-off next() gives %d, a number like any other. What says "
          "that there are no more is FINISHED, and that is %d.", last,
          FINISHED);
    return true;
}

static const struct mistake mistakes[] = {
    {.name = "counts-up", .made = counts_up, .is_proven = true, .why = "",
     .python = "for n in range(start, 0, -1):  # start, start - 1, ... 1",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "begins-each-time", .made = begins_each_time, .is_proven = true,
     .why = "What is to happen once, in front of the first number, stands where "
            "only the first call comes by: in case 0.",
     .python = "print(\"begin\")         # above the for: once",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "another-end", .made = another_end, .why = "",
     .python = "next(c)                # StopIteration, and no number",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "gives-before-it-asks", .made = gives_before_it_asks,
     .why = "Ask first whether there is a number left, and give it then.",
     .python = "for n in range(0, 0, -1):      # not one round\n    yield n",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "never-comes-back", .made = never_came_back, .broken_too = true,
     .why = "Inside next() a loop goes round and round. It has to leave at "
            "each number: note the place, return the number, and go on there "
            "at the next call.",
     .python = "while n > 0: pass          # instead of: yield n",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "noted-elsewhere", .made = noted_elsewhere,
     .why = "LEAVE(where the place is noted, what whoever called is given): "
            "first the place, as in RESUME, and then the number.",
     .python = "yield n            # Python notes the place itself",
     .read_on = "NOTES.md, chapter 2", .is_proven = true},
    {.name = "place-counts-calls", .made = place_counts_calls,
     .why = "place says where the next call goes on, not how many calls there "
            "were: behind each number it is the same place, in the loop. Set "
            "it, self->place = 1, and do not count it.",
     .python = "while n > 0:\n"
               "    yield n        # one place, however often it is come to",
     .read_on = "NOTES.md, chapter 2", .is_proven = true},
    {.name = "runs-on", .made = runs_on,
     .why = "A case is only a label, a place to jump to. What stands in front "
            "of it leaves the switch by break, or next() by return; otherwise "
            "it goes straight on.",
     .python = "match place:\n"
               "    case 0: ...            # ends here without a word",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "does-not-pause", .made = does_not_pause,
     .why = "The first call went on behind the first number, as if the loop "
            "had nothing in it to stop at. Each number is a return: the line "
            "with \"is over\" belongs to the next call.",
     .python = "print(n)           # goes straight on\n"
               "yield n            # stops here until the next next()",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "over-too-early", .made = over_too_early,
     .why = "A number is over when whoever got it asks for the next one: that "
            "line belongs behind the return, at the beginning of the next "
            "call, and in front of the counting.",
     .python = "yield n                    # first this,\n"
               "print(f\"{n} is over\")      # and at the next call this",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "place-never-noted", .made = place_never_noted, .is_proven = true,
     .why = "C forgets where a function was when it returns. Note the place in "
            "the struct in front of the return that gives a number.",
     .python = "yield n                        # notes the place by itself",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "starts-again", .made = starts_again,
     .why = "Each call begins at the beginning. C forgets where a function was "
            "when it returns; note the place in the struct before you return, "
            "and go on there at the next call.",
     .python = "next(countdown(3))     # a new one each time:\n"
               "next(countdown(3))     # 3 again",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "counts-a-copy", .made = count_is_lost, .is_proven = true,
     .why = "What one call counts, and the next one needs, lives in the "
            "struct: self->n.",
     .python = "for n in range(start, 0, -1):  # n lives as long as c does",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "never-counts-down", .made = never_counts_down,
     .why = "The same number comes again and again, although it has been said "
            "that it is over: you come back at the right place, and then "
            "nothing makes self->n smaller.",
     .python = "for n in range(start, 0, -1):  # this is what counts",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "goes-on-in-front", .made = goes_on_in_front,
     .why = "The same number comes again and again: you come back in front of "
            "the return. The case label stands right behind it: what has been "
            "done already is not done again.",
     .python = "yield n                    # comes back behind the yield\n"
               "print(f\"{n} is over\")      # here",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "printed-only", .made = printed_only,
     .why = "A generator hands the number to whoever called next(), who may "
            "print it: return self->n.",
     .python = "yield n            # not print(n)",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "returns-no-number", .made = returns_no_number,
     .why = "Whoever calls next() gets what it returns: return self->n, in "
            "front of the case with which the next call goes on.",
     .python = "yield n",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "ends-at-once", .made = ends_at_once,
     .why = "The first call came to the end at once. In a new countdown only "
            "start is set, all the rest is 0, self->n too: it has to begin "
            "with start.",
     .python = "for n in range(start, 0, -1):  # n begins with start",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "counts-too-early", .made = counts_too_early,
     .why = "The number that is said to be over is the next one already: you "
            "count down first and print then. What was left in the middle of "
            "its round goes on in that round.",
     .python = "yield n\n"
               "print(f\"{n} is over\")      # still the same n",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "counts-too-far", .made = counts_too_far,
     .why = "After 1 it gives 0. range(start, 0, -1) ends in front of its "
            "second argument: 1 is the last number.",
     .python = "list(range(3, 0, -1))      # [3, 2, 1]",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "ends-too-early", .made = ends_too_early,
     .why = "What stands behind the last number belongs to the call that comes "
            "to the end: it says that 1 is over and \"lift-off\", and then "
            "gives FINISHED.",
     .python = "yield n                    # the last one\n"
               "print(f\"{n} is over\")      # one and the same next():\n"
               "print(\"lift-off\")          # from here to its end",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "end-not-noted", .made = end_not_noted,
     .why = "Having finished is a place, too: if nobody notes it, the next "
            "call goes on wherever the latest note says. Give the end a place "
            "of its own, at which there is nothing left to do.",
     .python = "next(c)            # StopIteration,\n"
               "next(c)            # and StopIteration for ever after",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "shared-by-all", .made = shared,
     .why = "One countdown alone is right, two by turns are not: something is "
            "kept where both write. What one countdown must remember belongs "
            "into its own struct.",
     .python = "a, b = countdown(4), countdown(2)  # two frames,\n"
               "next(a), next(b)                   # two values of n",
     .read_on = "NOTES.md, chapter 2"},
    {0},
};

const struct exercise exercise = {.check = __FILE__, .cases = cases,
                                  .mistakes = mistakes};
