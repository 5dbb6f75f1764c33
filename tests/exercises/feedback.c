/* feedback.c - judge the observed runs and say so in words.
 *
 *        ok       all three users, in the order of the calls
 *        asked    as long as the slowest takes: 1.0 s
 *        yours    2.0 s
 *
 *            the timeline, when time is the point
 *
 *            what happened, why, which line; the same in Python; where to read
 *
 *            known mistake: awaits-in-sequence
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

enum { DONE = 0, NOT_YET = 1, TO_DO = 3 };
enum { WIDTH = 76, TEXT_LENGTH = 1000, LINES_SHOWN = 12 };

#define INDENT "      "

/* --- what the check's functions say -------------------------------------- */

static char yours_text[TEXT_LENGTH], found_text[TEXT_LENGTH];
static struct place pointed_at;

void yours(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(yours_text, sizeof yours_text, format, args);
    va_end(args);
}

void found(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(found_text, sizeof found_text, format, args);
    va_end(args);
}

void point_at(const char *file, int line)
{
    pointed_at = (struct place){.file = file, .line = line};
}

/* --- printing ------------------------------------------------------------ */

/* Whoever called us knows whether there is a terminal. */
static const char *colour(const char *escape)
{
    const char *wanted = getenv("COLOURS");
    return wanted && strcmp(wanted, "yes") == 0 ? escape : "";
}

#define GREEN colour("\033[32m")
#define RED colour("\033[31m")
#define BOLD colour("\033[1m")
#define PLAIN colour("\033[0m")

static void print_row(const char *paint, const char *label, const char *text)
{
    printf("  %s%-8s%s %s\n", paint, label, PLAIN, text);
}

/* A paragraph, broken between words. */
static void print_wrapped(const char *text)
{
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " \n");
        if (column > 0 && column + 1 + word > WIDTH - strlen(INDENT)) {
            putchar('\n');
            column = 0;
        }
        fputs(column == 0 ? INDENT : " ", stdout);
        printf("%.*s", (int)word, text);
        column += word + (column > 0);
        text += word;
        text += strspn(text, " \n");
    }
    putchar('\n');
}

/* Some text as it is, indented: at most so many lines. */
static void print_lines(const char *text, int most)
{
    for (; *text && most > 0; most--) {
        size_t length = strcspn(text, "\n");
        if (length > 0)
            printf("%s  %.*s", INDENT, (int)length, text);
        putchar('\n');
        text += length + (text[length] == '\n');
    }
    if (*text)
        printf("%s  ...\n", INDENT);
}

/* The line that is meant, as it stands in the file. */
static void print_source(struct place place)
{
    char text[TEXT_LENGTH];
    FILE *file = place.file ? fopen(place.file, "r") : NULL;
    if (!file)
        return;
    for (int line = 0; line < place.line; line++)
        if (!fgets(text, sizeof text, file))
            text[0] = '\0';
    fclose(file);
    text[strcspn(text, "\n")] = '\0';
    if (place.line > 0 && text[strspn(text, " \t")])
        printf("%s%s%4d |%s %s\n", INDENT, BOLD, place.line, PLAIN, text);
}

/* What it printed, without the messages of the runtime. */
static const char *own_words(const char *complaints)
{
    const char *own = "";
    bool ours = false;
    while (*complaints) {
        size_t length = strcspn(complaints, "\n");
        bool message = strncmp(complaints, "handloop: ", 10) == 0;
        ours = message || (ours && *complaints == ' ');
        if (!ours)
            own = textf("%s%.*s\n", own, (int)length, complaints);
        complaints += length + (complaints[length] == '\n');
    }
    return own;
}

static void print_output(const char *output, const char *complaints)
{
    if (!*output && !*complaints)
        return;
    printf("\n" INDENT "Your program said:\n");
    print_lines(output, LINES_SHOWN);
    print_lines(complaints, LINES_SHOWN);
}

/* --- the expectations ---------------------------------------------------- */

/* How far a run got that broke off. */
static const char *whereabouts(const struct run *run)
{
    const struct sight *step = running_at_the_end(run);
    if (!step)
        return "";
    const struct place *place = own_place(step);
    return textf(": in '%s' after %s, at %.1f s", place->coro,
                 line_text(place->line), clock_to_seconds(step->time));
}

static const char *how_it_broke_off(const struct run *run)
{
    switch (run->ending) {
    case DIED:
        return textf("%s%s", run->last_words, whereabouts(run));
    case NEVER_YIELDED:
        return textf("stopped, it never came back%s", whereabouts(run));
    case TURNED_ENDLESSLY:
        return textf("stopped after %d turns of the loop%s", TURN_LIMIT,
                     whereabouts(run));
    case REALLY_WAITED:
        return textf("stopped, it waits outside the loop%s", whereabouts(run));
    case ENDED:
        break;
    }
    return "";
}

static bool judge_broken(const struct run *run)
{
    print_row(BOLD, "asked", "a run that comes to its end");
    print_row(RED, "yours", how_it_broke_off(run));
    return false;
}

static bool judge_one(const struct expectation *expected, const struct run *run)
{
    yours_text[0] = '\0';
    if (expected->holds(run)) {
        print_row(GREEN, "ok", expected->asked);
        return true;
    }
    print_row(BOLD, "asked", expected->asked);
    print_row(RED, "yours", yours_text[0] ? yours_text : ending_text(run));
    return false;
}

static bool judge(const struct play *one, const struct run *run)
{
    if (run->ending != ENDED)
        return judge_broken(run);
    bool right = true;
    for (const struct expectation *e = one->expectations; e->asked; e++)
        right &= judge_one(e, run);
    return right;
}

/* --- the mistake --------------------------------------------------------- */

static const struct mistake *first_made(const struct mistake *mistakes,
                                        const struct run *run)
{
    for (; mistakes && mistakes->name; mistakes++) {
        found_text[0] = '\0';
        pointed_at = (struct place){.line = 0};
        if ((run->ending == ENDED || mistakes->broken_too) &&
            mistakes->made(run))
            return mistakes;
    }
    return NULL;
}

static const struct mistake *mistake_made(const struct run *run)
{
    const struct mistake *const lists[] = {certain_mistakes, exercise.mistakes,
                                           fatal_mistakes, common_mistakes};
    const struct mistake *made = NULL;
    for (size_t i = 0; !made && i < sizeof lists / sizeof *lists; i++)
        made = first_made(lists[i], run);
    return made;
}

static void explain(const struct mistake *made, const struct run *run)
{
    putchar('\n');
    if (made->show_timeline && *run->timeline) {
        print_lines(run->timeline, INT32_MAX);
        putchar('\n');
    }
    if (found_text[0])
        print_wrapped(found_text);
    print_source(pointed_at);
    print_wrapped(made->why);
    if (made->python) {
        puts(INDENT "In Python:");
        print_lines(made->python, INT32_MAX);
    }
    printf(INDENT "Read on: %s\n", made->read_on);
    print_output(run->output, own_words(run->complaints));
    printf("\n" INDENT "%sknown mistake: %s%s\n", BOLD, made->name, PLAIN);
}

/* None that we know: show all there is. */
static void show_run(const struct run *run)
{
    if (run->code && run->raised_at.line > 0) {
        putchar('\n');
        print_wrapped(textf("%s was raised in '%s':", run->error,
                            run->raised_at.coro));
        print_source(run->raised_at);
    }
    if (*run->timeline) {
        putchar('\n');
        print_lines(run->timeline, INT32_MAX);
    }
    print_output(run->output, run->complaints);
}

static bool is_to_do(const struct run *run)
{
    return run->ending == ENDED && (run->not_done || run->code == ENOSYS);
}

static void say_to_do(const struct run *run)
{
    putchar('\n');
    if (run->code != ENOSYS) {
        print_wrapped("It is as it was shipped: your part is missing.");
        return;
    }
    print_wrapped(textf("Your part is missing: %s still says TODO.",
                        line_text(run->raised_at.line)));
    print_source(run->raised_at);
}

static void explain_failure(const struct run *run)
{
    const struct mistake *made = mistake_made(run);
    if (made)
        explain(made, run);
    else
        show_run(run);
}

/* --- all of it ----------------------------------------------------------- */

int give_feedback(struct run *const *runs)
{
    const struct run *failed = NULL;
    bool several = runs[1] != NULL;
    for (size_t i = 0; runs[i]; i++) {
        if (is_to_do(runs[i])) {
            failed = failed ? failed : runs[i];
            continue;
        }
        if (several)
            printf("  %s\n", exercise.cases[i].title);
        if (!judge(&exercise.cases[i], runs[i]) && !failed)
            failed = runs[i];
    }
    if (!failed)
        return DONE;
    if (is_to_do(failed)) {
        say_to_do(failed);
        return TO_DO;
    }
    explain_failure(failed);
    return NOT_YET;
}
