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
enum { WIDTH = 76, TEXT_LENGTH = 1000, LINES_SHOWN = 14 };

#define INDENT "      "

/* --- what the check's functions say -------------------------------------- */

static char yours_text[TEXT_LENGTH], found_text[TEXT_LENGTH];
static struct place pointed_at;
static int departure;           /* a line of the output, or 0 */

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

void departs_at(int line)
{
    departure = line;
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

static const char *behind_line(const char *text)
{
    text += strcspn(text, "\n");
    return text + (*text == '\n');
}

/* Some text as it is, indented: at most so many lines. */
static void print_lines(const char *text, int most)
{
    for (; *text && most > 0; most--) {
        int length = (int)strcspn(text, "\n");
        if (length > 0)
            printf("%s  %.*s", INDENT, length, text);
        putchar('\n');
        text = behind_line(text);
    }
    if (*text)
        printf("%s  ...\n", INDENT);
}

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text; text = behind_line(text))
        lines++;
    return lines;
}

/* Of some long text the lines around the one that matters. */
static void print_around(const char *text, int line)
{
    int lines = count_lines(text), skipped = line - LINES_SHOWN * 2 / 3;
    if (skipped > lines - LINES_SHOWN)
        skipped = lines - LINES_SHOWN;
    if (skipped > 0)
        printf("%s  ...\n", INDENT);
    for (int i = 0; i < skipped; i++)
        text = behind_line(text);
    print_lines(text, LINES_SHOWN);
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

/* How a run broke off is told by its last lines; of one that ended, those where
 * it departs matter, and if that is not known, the first. */
static void print_output(const struct run *run, const char *complaints)
{
    int end = run->ending == ENDED ? 0 : INT16_MAX;
    if (!*run->output && !*complaints)
        return;
    printf("\n" INDENT "Your program said:\n");
    print_around(run->output, departure ? departure : end);
    print_around(complaints, end);
}

/* --- the expectations ---------------------------------------------------- */

/* How far a run got that broke off. */
static const char *whereabouts(const struct run *run)
{
    const struct sight *step = running_at_the_end(run);
    if (!step)
        return "";
    const struct place *place = own_place(step);
    if (strstr(place->file, "/check.c"))
        return "";              /* the check's own: nobody knows its lines */
    return textf(": in '%s' %s, at %.1f s", place->coro,
                 place->line ? textf("after line %d", place->line)
                             : "at its beginning",
                 clock_to_seconds(step->time));
}

static const char *how_it_broke_off(const struct run *run)
{
    switch (run->ending) {
    case DIED:
        return textf("%s%s", stopped_by_runtime(run) ? "the runtime stopped it"
                                                     : run->last_words,
                     whereabouts(run));
    case NEVER_YIELDED:
        return textf("stopped, it never came back%s", whereabouts(run));
    case TURNED_ENDLESSLY:
        return textf("stopped after %llu turns of the loop%s",
                     (unsigned long long)run->turns, whereabouts(run));
    case REALLY_WAITED:
        return textf("stopped, it waits outside the loop%s", whereabouts(run));
    case ENDED:
        break;
    }
    return "";
}

static void judge_broken(const struct run *run)
{
    print_row(BOLD, "asked", "a run that comes to its end");
    print_row(RED, "yours", how_it_broke_off(run));
}

static void judge_one(const struct expectation *expected, const struct run *run)
{
    yours_text[0] = '\0';
    if (expected->holds(run)) {
        print_row(GREEN, "ok", expected->asked);
        return;
    }
    print_row(BOLD, "asked", expected->asked);
    print_row(RED, "yours", yours_text[0] ? yours_text : ending_text(run));
}

static void judge(const struct play *one, const struct run *run)
{
    if (run->ending != ENDED)
        judge_broken(run);
    else
        for (const struct expectation *e = one->expectations; e->asked; e++)
            judge_one(e, run);
}

static bool is_right(const struct play *one, const struct run *run)
{
    departure = 0;
    if (run->ending != ENDED)
        return false;
    for (const struct expectation *e = one->expectations; e->asked; e++)
        if (!e->holds(run))
            return false;
    return true;
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
    const struct mistake *const lists[] = {certain_mistakes,
                                           exercise_asked->mistakes,
                                           fatal_mistakes, common_mistakes};
    const struct mistake *made = NULL;
    for (size_t i = 0; !made && i < sizeof lists / sizeof *lists; i++)
        made = first_made(lists[i], run);
    return made;
}

static void explain(const struct mistake *made, const struct run *run)
{
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
    print_output(run, own_words(run->complaints));
    printf("\n" INDENT "%sknown mistake: %s%s\n", BOLD, made->name, PLAIN);
}

/* None that we know: show all there is. */
static void show_run(const struct run *run)
{
    if (run->code && run->raised_at.line > 0) {
        print_wrapped(textf("%s was raised in '%s':", run->error,
                            run->raised_at.coro));
        print_source(run->raised_at);
        putchar('\n');
    }
    print_lines(run->timeline, INT32_MAX);
    print_output(run, run->complaints);
}

static bool is_to_do(const struct run *run)
{
    return run->ending == ENDED && (run->not_done || run->code == ENOSYS);
}

static void say_to_do(const struct run *run)
{
    putchar('\n');
    if (strstr(run->complaints, " is still to do")) {
        print_lines(run->complaints, 3);        /* exercises 31 and on */
        return;
    }
    if (run->code != ENOSYS) {
        print_wrapped("Your part is missing: the TODO is still in its place.");
        return;
    }
    print_wrapped(textf("Your part is missing: %s still says TODO.",
                        line_text(run->raised_at.line)));
    print_source(run->raised_at);
}

static void explain_failure(const struct play *one, const struct run *run,
                            bool several)
{
    const struct mistake *made = mistake_made(run);
    putchar('\n');
    if (several)
        printf(INDENT "The first that is not as asked is \"%s\".\n\n",
               one->title);
    is_right(one, run);         /* once more: where does this one depart? */
    if (made)
        explain(made, run);
    else
        show_run(run);
}

/* --- all of it ----------------------------------------------------------- */

/* Its rows; or, where others are wrong, one row for all that is right. */
static void show_case(const struct play *one, const struct run *run,
                      bool several, bool briefly)
{
    if (briefly && is_right(one, run)) {
        print_row(GREEN, "ok", one->title);
        return;
    }
    if (several)
        printf("  %s\n", one->title);
    judge(one, run);
}

/* The first case that is to do, or not right; -1 if there is none. */
static int first_failed(struct run *const *runs)
{
    for (int i = 0; runs[i]; i++)
        if (is_to_do(runs[i]) || !is_right(&exercise_asked->cases[i], runs[i]))
            return i;
    return -1;
}

int give_feedback(struct run *const *runs)
{
    bool several = runs[1] != NULL;
    int failed = first_failed(runs);
    for (size_t i = 0; runs[i]; i++)
        if (!is_to_do(runs[i]))
            show_case(&exercise_asked->cases[i], runs[i], several,
                      several && failed >= 0);
    if (failed < 0)
        return DONE;
    if (is_to_do(runs[failed])) {
        say_to_do(runs[failed]);
        return TO_DO;
    }
    explain_failure(&exercise_asked->cases[failed], runs[failed], several);
    return NOT_YET;
}
