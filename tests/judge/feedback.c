/* feedback.c - judge the observed runs, and say what was expected and what was
 * got; why that is so, says why.c.
 *
 *        ok       1 of 2 scenes
 *        wrong    three users
 *        expected as long as the slowest takes: 1.0 s
 *        got      2.0 s
 *
 *            the timeline, when time is the point
 *
 *            what happened, why, which line; the same in Python; where to read
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"
#include "given.h"
#include "paper.h"
#include "part.h"
#include "proven.h"
#include "why.h"

enum { DONE = 0, NOT_YET = 1, TO_DO = 3 };
enum { TEXT_LENGTH = 1000, MOST_ROWS = 3 };

int case_judged;

/* --- what the check's functions say ------------------------------------- */

static char yours_text[TEXT_LENGTH];

void yours(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(yours_text, sizeof yours_text, format, args);
    va_end(args);
}

static int row_line;            /* of the answer, or 0 */

void about_row(const char *table, size_t index)
{
    row_line = line_of_element(&sources()->answer, table, index);
}

/* --- a scene ------------------------------------------------------------ */

static bool is_right(const struct play *one, const struct run *run)
{
    departs_at(0);
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

static int count_right(struct run *const *runs, struct run *const *again,
                       int count)
{
    int right = 0;
    for (int i = 0; i < count; i++)
        right += wrong_run(i, runs, again) == NULL;
    return right;
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

/* --- to do -------------------------------------------------------------- */

static void say_to_do(const struct scene *scene)
{
    const struct run *run = scene->run;
    const struct token *marker =
        find_tokens(sources()->answer.tokens.first, NULL, "not_done_yet ( )");
    while (marker && token_is(marker - 1, "void"))      /* its declaration */
        marker = find_tokens(marker + 1, NULL, "not_done_yet (");
    if (is_free_answer() && scene->number > 0) {    /* it has milestones */
        print_row(green(), "ok", textf("%d of %d scenes", scene->number,
                                       scene->count));
        print_row("", "next", scene->play->title);
    }
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

static bool is_work_not_done(const struct scene *scene)
{
    const char *work = work_not_done(scene->run, scene->number);
    if (!work)
        return false;
    size_t least = work_of_right_ones(scene->number, work);
    print_row(red(), "wrong", scene->play->title);
    print_empty_line();
    print_wrapped(textf("%s() is given, and is never called here; every "
                        "right answer calls it%s. A result by heart is not "
                        "the work.", work,
                        least > 1 ? textf(", %zu times or more", least) : ""));
    say_label("work-not-done");
    return true;
}

static bool is_work_in_fewer_parts(const struct scene *scene)
{
    struct parts parts = work_in_fewer_parts(scene->run, scene->number);
    if (!parts.name)
        return false;
    print_row(red(), "wrong", scene->play->title);
    print_empty_line();
    print_wrapped(textf("%s() went to a pool %s, and in every right answer %zu "
                        "times: the work is to be shared out in as many parts.",
                        parts.name,
                        parts.yours == 1 ? "once"
                                         : textf("%zu times", parts.yours),
                        parts.least));
    for (size_t i = 0; i < act_count(scene->run->acts); i++) {
        const struct act *act = &scene->run->acts->act[i];
        if (act->kind == ACT_JOB && strcmp(act->name, parts.name) == 0) {
            print_source(act->file, act->line);
            break;
        }
    }
    say_label("work-in-fewer-parts");
    return true;
}

/* It went well, and yet it is wrong: memory that is gone, work not done. */
static bool wrong_all_the_same(struct run *const *runs, int count)
{
    for (int i = 0; i < count; i++) {
        const struct scene scene = {&exercise_asked->cases[i], runs[i], i,
                                    count, count};
        case_judged = i;
        bool is_cut_short = was_play_cancelled(runs[i]);    /* so is its work */
        if (explain_deadly(&scene) ||
            (!is_cut_short &&
             (is_work_not_done(&scene) || is_work_in_fewer_parts(&scene))))
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

/* A coroutine object that was made, and dropped: asyncio warns of it, too. */
static void say_what_was_not_awaited(struct run *const *runs)
{
    static const char words[] = "was never awaited, made at ";
    for (int i = 0; runs[i]; i++) {
        const char *where = strstr(runs[i]->complaints, words);
        const char *file = answer_file();
        where = where ? where + strlen(words) : "";
        if (strncmp(where, file, strlen(file)) != 0)
            continue;
        int line = atoi(where + strlen(file) + 1);
        print_empty_line();
        print_wrapped(textf("It works. But the coroutine object that line %d "
                            "makes is dropped without being awaited (in \"%s"
                            "\"), and Python warns of each such one. Make it "
                            "where it is awaited.", line,
                            exercise_asked->cases[i].title));
        print_source(file, line);
        return;
    }
}

/* What is right, and gets a warning all the same; its words follow. */
static void say_what_compiler_warns_of(void)
{
    if (!compiler_line("jump-misses-init") &&
        !compiler_line("conditional-uninitialized"))
        return;
    print_empty_line();
    print_wrapped("It works. But the compiler warns of a local variable that "
                  "is set behind BEGIN: it is lost at the next AWAIT. What a "
                  "line behind that needs belongs into the struct.");
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
    int count = count_scenes(runs), right = count_right(runs, again, count);
    struct scene scene = {.run = NULL};
    for (int i = 0; i < count && !scene.run; i++)
        scene = (struct scene){&exercise_asked->cases[i],
                               wrong_run(i, runs, again), i, count, right};
    case_judged = scene.number;
    if (!scene.run) {
        if (given_is_changed() || wrong_all_the_same(runs, count))
            return NOT_YET;
        show_all_right(count);
        say_what_was_not_awaited(runs);
        say_what_compiler_warns_of();
        say_remark();
        return DONE;
    }
    if (is_to_do(scene.run)) {
        say_to_do(&scene);
        return TO_DO;
    }
    if (scene.right > 0)
        print_row(green(), "ok",
                  textf("%d of %d scenes", scene.right, count));
    if (count > 1)
        print_row(red(), "wrong", scene.play->title);
    show_rows(&scene);
    is_right(scene.play, scene.run);        /* where does this one depart? */
    explain_failure(&scene);
    return NOT_YET;
}
