/* feedback.c - judge the observed runs and say so in words: what is wrong, its
 * cause, the line, the way out.
 *
 *        ok       1 of 2 scenes
 *        wrong    three users
 *        expected as long as the slowest takes: 1.0 s
 *        got      2.0 s
 *
 *            the timeline, when time is the point
 *
 *            what happened, why, which line; the same in Python; where to read
 *
 * Nothing is said that was not seen, and only the first of these: what the
 * compiler warned of; a part that was given, and is changed; a mistake that
 * proves itself; what broke the run off; where it parts from the right ones.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "exercise.h"
#include "given.h"
#include "paper.h"
#include "part.h"
#include "proven.h"
#include "trial.h"

enum { DONE = 0, NOT_YET = 1, TO_DO = 3 };
enum { TEXT_LENGTH = 1000, MOST_ROWS = 3 };

int case_judged;

/* --- what the check's functions say ------------------------------------- */

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

static int row_line;            /* of the answer, or 0 */

void about_row(const char *table, size_t index)
{
    row_line = line_of_element(&sources()->answer, table, index);
}

/* --- a scene: it was played, and perhaps once more ---------------------- */

struct scene {
    const struct play *play;
    const struct run *run;          /* the one that is judged */
    int number;                     /* from 0 */
};

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

static bool is_to_do(const struct run *run)
{
    return run->ending == ENDED && (run->not_done || run->code == ENOSYS);
}

/* Was it played again at all? */
static bool was_played(const struct run *again)
{
    return again->is_second &&
           (again->ending != DIED || again->last_words != NULL);
}

/* The run of a scene that is not right: the first time, or the second. */
static const struct run *wrong_run(int number, struct run *const *runs,
                                   struct run *const *again)
{
    const struct play *play = &exercise_asked->cases[number];
    if (is_to_do(runs[number]) || !is_right(play, runs[number]))
        return runs[number];
    if (was_played(again[number]) && !is_right(play, again[number]))
        return again[number];
    return NULL;
}

/* --- the rows ----------------------------------------------------------- */

static const char *how_it_broke_off(const struct run *run)
{
    switch (run->ending) {
    case DIED:
        return stopped_by_runtime(run) ? "the runtime stopped it"
                                       : run->last_words;
    case NEVER_YIELDED:
        return "stopped: it never came back to the loop";
    case TURNED_ENDLESSLY:
        return textf("stopped: after %llu turns of the loop it went on",
                     (unsigned long long)run->turns);
    case REALLY_WAITED:
        return "stopped: it waits for something outside the program";
    case ENDED:
        break;
    }
    return "";
}

static void show_rows(const struct scene *scene)
{
    int rows = 0, shown = 0;
    if (scene->run->ending != ENDED) {
        print_row(bold(), "expected", "a run that comes to its end");
        print_row(red(), "got", how_it_broke_off(scene->run));
        return;
    }
    for (const struct expectation *e = scene->play->expectations; e->asked;
         e++) {
        yours_text[0] = '\0';
        row_line = 0;
        if (e->holds(scene->run) || rows++ >= MOST_ROWS)
            continue;
        print_row(bold(), "expected", e->asked);
        print_row(red(), "got",
                  yours_text[0] ? yours_text : ending_text(scene->run));
        if (row_line != shown)
            print_source(answer_file(), row_line);
        shown = row_line;
    }
}

static int scene_count, right_scenes;

static void show_right_scenes(struct run *const *runs,
                              struct run *const *again, int count)
{
    scene_count = count;
    for (int i = 0; i < count; i++)
        right_scenes += wrong_run(i, runs, again) == NULL;
    if (right_scenes > 0)
        print_row(green(), "ok",
                  textf("%d of %d scenes", right_scenes, count));
}

static void show_all_right(int count)
{
    for (int i = 0; i < count; i++)
        if (count > 1)
            print_row(green(), "ok", exercise_asked->cases[i].title);
        else
            for (const struct expectation *e =
                     exercise_asked->cases[i].expectations;
                 e->asked; e++)
                print_row(green(), "ok", e->asked);
}

/* --- what is said ------------------------------------------------------- */

static void say_label(const char *name)
{
    if (getenv("LABELS"))
        printf("\n      known mistake: %s\n", name);
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
 * it departs matter. */
static void show_output(const struct run *run)
{
    int most = lines_left() - 2;
    struct value program = noted(run, "program");   /* for a machine */
    const char *complaints =
        run->ending == ENDED ? "" : own_words(run->complaints);
    if (most < 2 || (!*run->output && !*complaints))
        return;
    print_empty_line();
    print_wrapped(is_none(program) ? "Your program said:"
                                   : textf("%s printed, on your machine:",
                                           as_text(program)));
    print_around(run->output,
                 departure              ? departure
                 : run->ending == ENDED ? 0
                                        : INT16_MAX, most - 1);
    if (*complaints)
        print_around(complaints, INT16_MAX, lines_left() - 1);
}

/* The picture leaves room for the words. */
static void show_timeline(const struct run *run)
{
    enum { WORDS = 9 };
    if (count_lines(run->timeline) > lines_left() - WORDS)
        return;
    print_lines(run->timeline, INT16_MAX);
    print_empty_line();
}

static bool say_parting(const struct scene *scene);

/* What is known to be so needs no trial; and what helps by chance would only
 * lead away from it. */
static bool is_proven(const struct mistake *made)
{
    const struct mistake *const lists[] = {deadly_mistakes, value_mistakes,
                                           waiting_mistakes};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct mistake *one = lists[i]; one->name; one++)
            if (one == made)
                return true;
    return false;
}

static bool say_trial(const struct scene *scene)
{
    int line = pointed_at.line
                   ? pointed_at.line
                   : parting_of(scene->run, scene->number).line;
    struct trial trial = try_changes_of(scene->number, right_scenes, line);
    if (!trial.line)
        return false;
    print_wrapped(textf(
        "Tried out: line %d with %s, and nothing else changed. Then %s.",
        trial.line, trial.words,
        trial.right < scene_count
            ? textf("%d of %d scenes are right: it is not all, but a part",
                    trial.right, scene_count)
            : scene_count > 1 ? "all scenes are right" : "it is right"));
    if (trial.line != line)
        print_source(answer_file(), trial.line);
    return true;
}

static const struct mistake *first_made(const struct mistake *mistakes,
                                        const struct run *run);

/* Of a mistake that has named no line: what stands in the text is true. */
static void say_what_text_shows(const struct run *run)
{
    if (!first_made(text_mistakes, run))
        return;
    print_wrapped(found_text);
    print_source(pointed_at.file, pointed_at.line);
}

static void explain(const struct mistake *made, const struct scene *scene)
{
    if (made->show_timeline)
        show_timeline(scene->run);
    print_wrapped(found_text);
    print_source(pointed_at.file, pointed_at.line);
    print_wrapped(made->why);
    bool had_words = *found_text;
    bool helped = !is_proven(made) && say_trial(scene);
    if (!helped && !pointed_at.line)
        say_what_text_shows(scene->run);
    if (made->python && count_lines(made->python) + 2 <= lines_left()) {
        print_wrapped("In Python:");
        print_lines(made->python, INT16_MAX);
    }
    if (made->read_on)
        print_wrapped(textf("Read on: %s", made->read_on));
    enum { PARTING = 5 };
    if (departure || !had_words)
        show_output(scene->run);
    else if (!pointed_at.line && lines_left() >= PARTING)
        say_parting(scene);
    say_label(made->name);
}

/* --- what the compiler warned of ---------------------------------------- */

static bool has_coroutines(void)
{
    return find_tokens(sources()->answer.tokens.first, NULL, "ASYNC (");
}

/* Where places are resumed by hand, to fall through is part of the trade; and
 * that a function is never called need not be what is wrong. */
static bool can_wait(const char *cause)
{
    return strcmp(cause, "never-called") == 0 ||
           (strcmp(cause, "fall-through") == 0 && !has_coroutines());
}

static bool say_what_compiler_saw(bool first)
{
    const char *log = warnings_file(), *file = answer_file();
    const char *cause = compiler_cause(log, file);
    if (!cause || (first && can_wait(cause)))
        return false;
    compiler_explain(stdout, log, file);
    say_label(cause);
    return true;
}

/* --- the mistake -------------------------------------------------------- */

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
    const struct mistake *const lists[] = {
        deadly_mistakes, value_mistakes, waiting_mistakes,
        certain_mistakes,
        was_play_cancelled(run) || was_play_at_once(run)
            ? NULL : exercise_asked->mistakes,
        plain_mistakes, fatal_mistakes, common_mistakes, text_mistakes};
    const struct mistake *made = NULL;
    for (size_t i = 0; !made && i < sizeof lists / sizeof *lists; i++)
        made = first_made(lists[i], run);
    return made;
}

/* --- a part that was given ---------------------------------------------- */

static bool say_given_changed(void)
{
    const struct item *here, *given = given_changed(&here);
    if (!given)
        return false;
    const char *name = token_text(given->name);
    const char *kind = given->is_struct ? "struct " : "";
    const char *brackets = given->is_struct ? "" : "()";
    if (!here) {
        print_wrapped(textf("%s%s%s was given, and is not there any more.",
                            kind, name, brackets));
        return true;
    }
    const struct token *t = given->first, *mine = here->first;
    while (mine < here->end && same_token(t, mine)) {
        t++;
        mine++;
    }
    print_wrapped(textf("%s%s%s was given, and is changed in line %d. It is to "
                        "stay as it is: what is asked for is the part behind "
                        "\"yours\".", kind, name, brackets, mine->line));
    print_source(answer_file(), mine->line);
    if (token_is(mine, "malloc") && token_is(t, "calloc"))
        print_wrapped("malloc() leaves in the memory what was there before; "
                      "calloc() sets all of it to 0, the place too.");
    print_wrapped("make reset brings the stub back, and keeps yours.");
    return true;
}

/* --- what the first time left behind ------------------------------------ */

/* Is the variable const that is declared here?  A pointer to something const is
 * none. */
static bool is_constant(const struct token *t, const struct token *end)
{
    bool constant = false;
    for (; t < end && !token_is(t, ";") && !token_is(t, "="); t++)
        constant = token_is(t, "const") || (constant && !token_is(t, "*"));
    return constant;
}

/* A variable that all calls share: static in a function, or outside of all. */
static const struct token *shared_in(const struct item *item)
{
    if (item->is_variable && !item->is_coroutine)
        return is_constant(item->first, item->end) ? NULL : item->name;
    for (const struct token *t = item->body; t && t < item->end; t++)
        if (token_is(t, "static") && !is_constant(t, item->end))
            return t + 2;
    return NULL;
}

static bool is_in_function(const struct token *name)
{
    const struct item *item = item_at(&sources()->answer, name->line);
    return item && item->body && !item->is_variable;
}

/* The name it declares, behind its type. */
static const struct token *declared(const struct token *t)
{
    while (t[1].kind == TOKEN_NAME || token_is(t + 1, "*"))
        t++;
    return t;
}

static bool is_shared_in_stub(const struct token *name)
{
    const struct source *stub = &sources()->stub;
    for (size_t i = 0; i < stub->count; i++) {
        const struct token *shared = shared_in(&stub->items[i]);
        if (shared && same_token(declared(shared), name))
            return true;
    }
    return false;
}

static const struct token *shared_variable(void)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const struct token *name =
            is_given(token_text(item->name)) ? NULL : shared_in(item);
        if (name && !is_shared_in_stub(declared(name)))
            return declared(name);
    }
    return NULL;
}

/* The same once more is wrong, or two at the same time are: then what they
 * share is told. */
static bool is_about_sharing(const struct run *run)
{
    return run->is_second || !is_none(noted(run, "at once"));
}

static void say_what_is_shared(const struct run *run)
{
    const struct token *shared = shared_variable();
    if (run->is_second)
        print_wrapped("The first time it is right. The same once more, in the "
                      "same program, is not: something is left over from the "
                      "first time.");
    print_source(answer_file(), shared->line);
    print_wrapped(textf("'%s' in line %d is one for all calls: it stands %s. "
                        "What belongs to one call lives in its struct: "
                        "self->%s.",
                        token_text(shared), shared->line,
                        is_in_function(shared)
                            ? "there as static"
                            : "outside of all functions",
                        token_text(shared)));
    say_label(run->is_second ? "left-over" : "shared");
}

/* --- where it parts ----------------------------------------------------- */

static bool say_parting(const struct scene *scene)
{
    struct parting parting = parting_of(scene->run, scene->number);
    if (!parting.is_there)
        return false;
    print_wrapped(strcmp(parting.until, "0.0 s") == 0
                      ? "At 0.0 s it parts from all right answers."
                      : textf("Up to %s it is like a right answer.",
                              parting.until));
    print_row("", "right", parting.expected);
    print_row("", "yours", parting.got);
    if (parting.more)
        print_wrapped(parting.more);
    print_source(parting.file, parting.line);
    return true;
}

/* --- none of all these -------------------------------------------------- */

static void show_run(const struct run *run)
{
    if (run->code && run->raised_at.line > 0 &&
        strcmp(run->raised_at.file, answer_file()) == 0) {
        print_wrapped(textf("%s was raised in '%s':", run->error,
                            run->raised_at.coro));
        print_source(run->raised_at.file, run->raised_at.line);
        print_empty_line();
    }
    if (count_lines(run->timeline) < lines_left())
        print_lines(run->timeline, INT16_MAX);
    show_output(run);
}

static void explain_failure(const struct scene *scene)
{
    const struct mistake *made = NULL;
    print_empty_line();
    is_right(scene->play, scene->run);      /* where does this one depart? */
    if (say_what_compiler_saw(true))
        return;
    if (say_given_changed())
        say_label("given-part-changed");
    else if (is_about_sharing(scene->run) && shared_variable())
        say_what_is_shared(scene->run);
    else if ((made = mistake_made(scene->run)))
        explain(made, scene);
    else if (say_parting(scene)) {
        say_trial(scene);
        say_label("parts");
    } else if (!say_what_compiler_saw(false)) {
        say_trial(scene);
        show_run(scene->run);
    }
}

/* --- to do -------------------------------------------------------------- */

static void say_to_do(const struct run *run)
{
    const struct token *marker =
        find_tokens(sources()->answer.tokens.first, NULL, "not_done_yet ( )");
    while (marker && token_is(marker - 1, "void"))      /* its declaration */
        marker = find_tokens(marker + 1, NULL, "not_done_yet (");
    print_empty_line();
    if (strstr(run->complaints, " is still to do")) {
        print_lines(run->complaints, 3);        /* exercises 31 and on */
        return;
    }
    if (run->code == ENOSYS) {
        print_wrapped(textf("Your part is missing: %s still says TODO.",
                            line_text(run->raised_at.line)));
        print_source(run->raised_at.file, run->raised_at.line);
    } else if (marker) {
        print_wrapped(textf("Line %d still calls not_done_yet(), which says "
                            "that your part is missing. Delete it when your "
                            "part is there.", marker->line));
        print_source(answer_file(), marker->line);
    } else {
        print_wrapped("Your part is missing: it still says TODO.");
    }
}

/* --- right, but --------------------------------------------------------- */

/* It went well, and yet it is wrong: memory that is gone, work not done. */
static bool wrong_all_the_same(struct run *const *runs, int count)
{
    for (int i = 0; i < count; i++) {
        case_judged = i;
        const struct mistake *made = first_made(deadly_mistakes, runs[i]);
        const char *work = made ? NULL : work_not_done(runs[i], i);
        const struct scene scene = {&exercise_asked->cases[i], runs[i], i};
        if (!made && !work)
            continue;
        print_row(red(), "wrong", scene.play->title);
        print_empty_line();
        if (made) {
            explain(made, &scene);
            return true;
        }
        print_wrapped(textf("%s() is given, and is never called here; every "
                            "right answer calls it%s. A result by heart is not "
                            "the work.", work,
                            work_of_right_ones(i, work) > 1
                                ? textf(", %zu times or more",
                                        work_of_right_ones(i, work)) : ""));
        say_label("work-not-done");
        return true;
    }
    return false;
}

static bool given_is_changed(void)
{
    const struct item *here;
    if (!given_changed(&here))
        return false;
    print_row(red(), "wrong", "a part that was given");
    print_empty_line();
    say_given_changed();
    say_label("given-part-changed");
    return true;
}

static void say_remark(void)
{
    if (!exercise_asked->remark)
        return;
    const char *remark = exercise_asked->remark();
    if (!remark)
        return;
    print_empty_line();
    print_wrapped(remark);
}

/* --- all of it ---------------------------------------------------------- */

static int count_scenes(struct run *const *runs)
{
    int count = 0;
    while (runs[count])
        count++;
    return count;
}

bool is_scene_right(int number, struct run *const *runs,
                    struct run *const *again)
{
    return !wrong_run(number, runs, again);
}

int first_wrong_scene(struct run *const *runs, struct run *const *again)
{
    int count = count_scenes(runs);
    for (int i = 0; i < count; i++)
        if (wrong_run(i, runs, again))
            return i;
    return 0;
}

int give_feedback(struct run *const *runs, struct run *const *again)
{
    int count = count_scenes(runs);
    struct scene scene = {.run = NULL};
    for (int i = 0; i < count && !scene.run; i++)
        scene = (struct scene){&exercise_asked->cases[i],
                               wrong_run(i, runs, again), i};
    case_judged = scene.number;
    if (!scene.run) {
        if (given_is_changed() || wrong_all_the_same(runs, count))
            return NOT_YET;
        show_all_right(count);
        say_remark();
        return DONE;
    }
    if (is_to_do(scene.run)) {
        say_to_do(scene.run);
        return TO_DO;
    }
    show_right_scenes(runs, again, count);
    if (count > 1)
        print_row(red(), "wrong", scene.play->title);
    show_rows(&scene);
    explain_failure(&scene);
    return NOT_YET;
}
