/* why.c - why a scene is wrong, in words: what happened, why, which line, the
 * way out; the same in Python; where to read.
 *
 * Nothing is said that was not seen, and only the first of these: what the
 * compiler warned of; a part that was given, and is changed; a mistake that
 * proves itself; what broke the run off; where it parts from the right ones.
 */
#include "why.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "given.h"
#include "paper.h"
#include "part.h"
#include "proven.h"
#include "reasons.h"
#include "shared.h"
#include "statements.h"
#include "trial.h"

enum { TEXT_LENGTH = 1000 };

/* --- what the check's functions say ------------------------------------- */

static char found_text[TEXT_LENGTH];
static struct place pointed_at;
static int departure;           /* a line of the output, or 0 */

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

/* --- what is said ------------------------------------------------------- */

void say_label(const char *name)
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

/* A line of the learner's own. */
static void show_line(const struct place *place)
{
    if (place->file && is_answer(place->file))
        print_source(place->file, place->line);
}

/* --- where it parts ----------------------------------------------------- */

static const char *when_it_parts(const struct parting *parting)
{
    return textf("At %s it is unlike every right answer.", parting->until);
}

static int lines_of_parting(const struct parting *parting)
{
    return lines_of_wrapped(when_it_parts(parting)) +
           lines_of_row(parting->expected) + lines_of_row(parting->got) +
           lines_of_wrapped(parting->more) + (parting->line > 0);
}

/* If there is room for so many lines. */
static bool say_parting(const struct scene *scene, int most)
{
    struct parting parting = parting_of(scene->run, scene->number);
    if (!parting.is_there || lines_of_parting(&parting) > most)
        return false;
    print_wrapped(when_it_parts(&parting));
    print_row("", "right", parting.expected);
    print_row("", "yours", parting.got);
    if (parting.more)
        print_wrapped(parting.more);
    show_line(&(struct place){.file = parting.file, .line = parting.line});
    return true;
}

/* --- tried out ------------------------------------------------------- */

/* What is known to be so needs no trial; and what helps by chance would only
 * lead away from it. */
static bool is_proven(const struct mistake *made)
{
    const struct mistake *const lists[] = {deadly_mistakes, local_mistakes,
                                           value_mistakes, task_mistakes,
                                           arithmetic_mistakes,
                                           failure_mistakes, waiting_mistakes};
    if (made->is_proven || made->wants_trial)
        return made->is_proven;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct mistake *one = lists[i]; one->name; one++)
            if (one == made)
                return true;
    return false;
}

/* In another coroutine than the line that was pointed at?  Where a reason is
 * known, to do there what is not done here is no cure. */
static bool is_elsewhere(int line)
{
    const struct source *answer = &sources()->answer;
    const struct item *here = item_at(answer, pointed_at.line);
    const struct item *there = item_at(answer, line);
    return here && here->is_coroutine && there && there->is_coroutine &&
           there != here;
}

/* With another body it is right: so what is asked of it is not done.  Of one
 * line that is said only if it is one thing. */
static void say_what_is_asked_of(const struct item *function, bool is_body)
{
    const char *name = token_text(function->name);
    const char *asked = asked_of(name);
    if (is_given_whole(name))
        print_wrapped(textf("%s() was given, and was right as it was.", name));
    else if (*asked && (is_body || !strstr(asked + 1, "TODO")))
        print_wrapped(textf("What is asked of %s(): %s", name, asked));
}

static bool has_line_with(const char *patch, char sign)
{
    return *patch == sign || strstr(patch, textf("\n%c", sign));
}

/* "line 71 with `x` instead of `y`"; "lines 71 to 73 with ... instead of them" */
static const char *line_with_words(const struct trial *trial)
{
    static const char whole[] = "instead of it";
    const struct change *change = &trial->change[0];
    size_t length = strlen(trial->words), behind = strlen(whole);
    bool is_all = trial->places == 1 && change->first && length > behind &&
                  strcmp(trial->words + length - behind, whole) == 0;
    return is_all && change->first->line < change->last->line
               ? textf("lines %d to %d with %.*s instead of them",
                       change->first->line, change->last->line,
                       (int)(length - behind - 1), trial->words)
               : textf("line %d with %s", trial->line, trial->words);
}

static const char *what_is_changed(const struct trial *trial)
{
    return !trial->patch                       ? line_with_words(trial)
           : !has_line_with(trial->patch, '+') ? "without the lines -"
           : !has_line_with(trial->patch, '-') ? "with the lines +"
           : "the lines + instead of the lines -";
}

static const char *words_of_trial(const struct trial *trial, int scenes)
{
    return textf(
        "Tried out: %s, and nothing else changed. Then %s.",
        what_is_changed(trial),
        trial->right < scenes
            ? textf("%d of %d scenes are right: it is not all, but a part",
                    trial->right, scenes)
            : scenes > 1 ? "all scenes are right" : "it is right");
}

static int lines_of_trial(const struct trial *trial, int scenes)
{
    return lines_of_wrapped(words_of_trial(trial, scenes)) +
           (trial->patch ? count_lines(trial->patch) : 0);
}

/* Or is it too long to be quoted? */
static bool is_in_words(const struct trial *trial)
{
    return trial->patch || (!strstr(trial->words, "(...)") &&
                            !strstr(trial->words, "what a right answer has"));
}

/* That a coroutine has no result; that something is set nowhere. */
static bool says_the_same(const char *one, const char *other)
{
    return (strstr(one, " END") && strstr(other, " END")) ||
           (strstr(one, "no line sets") && strstr(other, "No line of"));
}

/* Of the first change of which it is known.  Of several at once that is so only
 * of what is missing: what one line does as it stands may be right with the
 * others.  (And what brings a new name along only helps them.) */
static const char *first_reason(const struct trial *trial,
                                const struct run *run)
{
    const char *reason = "";
    for (int i = 0; i < trial->places && !*reason; i++)
        if (trial->places == 1 || trial->change[i].rank == MORE)
            reason = reason_of(&trial->change[i], run);
    return reason;
}

/* Why it is not right as it stands, with that line if it was not shown; "":
 * nothing is known, or it is told already, or there is no room for it. */
static const char *reason_for(const struct trial *trial,
                              const struct scene *scene,
                              const struct mistake *made)
{
    enum { LINE = 1, READ_ON = 2 };
    bool is_told = made && is_in_words(trial) &&
                   ((made->why && *made->why) ||
                    (*found_text && pointed_at.line == trial->line));
    bool is_part = trial->right < scene->count && trial->places > 1;
    const char *reason =
        is_part || is_told ? "" : first_reason(trial, scene->run);
    if (made && says_the_same(found_text, reason))
        return "";
    bool is_vague = !*reason || trial->places > 1 ||
                    strstr(reason, "whether that is so or not");
    if (!is_told && trial->seen && *trial->seen && is_vague)
        reason = trial->seen;
    int lines = lines_of_wrapped(reason) + (trial->patch ? 0 : LINE) +
                lines_of_trial(trial, scene->count) +
                (made ? READ_ON : 0);
    return lines <= lines_left() ? reason : "";
}

/* That something asked for is not done is told with its line. */
static bool is_neglect(const struct mistake *made)
{
    const struct mistake *one = neglected_mistakes;
    while (one->name && one != made)
        one++;
    return made && one->name;
}

/* Of what is explained, many places at once, or many statements, only tell
 * another way to write it. */
static bool is_another_way(const struct trial *trial)
{
    enum { FEW_PLACES = 2, FEW_STATEMENTS = 4, FEW_LINES = 8 };
    int statements = 0;
    for (const char *p = trial->words; *p; p++)
        statements += *p == ';';
    return trial->places > FEW_PLACES || statements > FEW_STATEMENTS ||
           (trial->patch && count_lines(trial->patch) > FEW_LINES);
}

/* Of no right answer's, and none that they speak for. */
static bool is_only_thought_of(const struct trial *trial)
{
    return trial->adds || (trial->places == 1 && trial->change[0].size == 0 &&
                           !trial->change[0].is_likely);
}

static bool is_in_one(const struct trial *trial, const struct item *function)
{
    const struct source *answer = &sources()->answer;
    for (int i = 0; i < trial->places; i++)
        if (item_at(answer, trial->change[i].line) != function)
            return false;
    return function && function->name;
}

/* What is explained has no line yet, and what was tried out is too much to be
 * told: at least where that is. */
static bool say_where(const struct trial *trial, const struct scene *scene)
{
    const struct item *function = item_at(&sources()->answer, trial->line);
    if (pointed_at.line || trial->right < scene->count ||
        !is_in_one(trial, function))
        return false;
    print_wrapped(textf("That is in %s(): tried out with what a right answer "
                        "has there, all scenes are right.",
                        token_text(function->name)));
    print_source(answer_file(), trial->line);
    return true;
}

/* Where to look first. */
static int suspect_line(const struct scene *scene)
{
    return pointed_at.line ? pointed_at.line
                           : parting_of(scene->run, scene->number).line;
}

static struct trial try_in(int room, const struct scene *scene)
{
    return try_changes_of(scene->number, scene->right, suspect_line(scene),
                          room);
}

/* A word of the very statement in which the run parts? */
static bool is_word_in(const struct trial *trial, int line)
{
    const struct token *t = statement_begins(&sources()->answer, line);
    return trial->places == 1 && !trial->adds && !trial->is_body && t &&
           t->line <= trial->line && trial->line <= behind_statement(t)[-1].line;
}

/* Or all of it is there. */
static bool is_there(const struct trial *trial, int line)
{
    const struct source *answer = &sources()->answer;
    const struct token *first = trial->change[0].first;
    bool is_at = line == trial->line ||
                 (first && first->line <= line &&
                  line <= trial->change[0].last->line);
    return is_at && is_in_one(trial, item_at(answer, line));
}

/* What makes more scenes right, but not all, is told where no line is known yet;
 * or of the very place that is: of what is wrong there it is all, and something
 * else is wrong elsewhere.  Whatever mends less than it leaves is luck. */
static bool is_lucky_part(const struct trial *trial, const struct scene *scene,
                          bool is_explained, int line)
{
    int known = is_explained ? pointed_at.line : line;
    int mended = trial->right - scene->right;
    if (trial->right >= scene->count)
        return false;
    return mended < scene->count - trial->right ||
           (!is_free_answer() && (is_only_thought_of(trial) ||
                                  trial->change[0].rank == CONDITION)) ||
           (known > 0 && !is_word_in(trial, known) && !is_there(trial, known));
}

/* It was found, and is not told; where that parts from the run is. */
static void say_where_it_parts(const struct trial *trial,
                               const struct scene *scene)
{
    static const char here[] = "changed as below";
    const char *seen = trial->line && trial->seen ? trial->seen : "";
    const char *p = strstr(seen, here);
    if (!p || trial->right < scene->count)
        return;
    seen = textf("%.*swith a change that makes all right%s", (int)(p - seen),
                 seen, p + strlen(here));
    if (lines_of_wrapped(seen) <= lines_left())
        print_wrapped(seen);
}

/* made: what is said already, or NULL. */
static bool say_trial(struct trial trial, const struct scene *scene,
                      const struct mistake *made)
{
    bool is_explained = made && made->why && *made->why;
    int line = suspect_line(scene);
    if (trial.line && *trial.words &&
        lines_of_trial(&trial, scene->count) > lines_left())
        trial.patch = NULL;
    if (!trial.line || is_lucky_part(&trial, scene, is_explained, line) ||
        (is_explained && is_only_thought_of(&trial) &&
         is_elsewhere(trial.line)) ||
        lines_of_trial(&trial, scene->count) > lines_left()) {
        if (is_neglect(made))
            say_where_it_parts(&trial, scene);
        return false;
    }
    is_explained = is_explained || is_neglect(made);
    if (is_explained && is_another_way(&trial) &&
        (pointed_at.line || !trial.patch)) {
        if (is_neglect(made))
            say_where_it_parts(&trial, scene);
        return say_where(&trial, scene);
    }
    const char *reason = reason_for(&trial, scene, made);
    if (!*reason && is_explained &&
        (!is_in_words(&trial) || (trial.is_body && !trial.patch)))
        return say_where(&trial, scene);
    if (!*reason && !trial.patch && strstr(trial.words, "(...)"))
        return false;
    if (*reason && trial.line != line && !trial.patch)
        print_source(answer_file(), trial.line);
    print_wrapped(reason);
    print_wrapped(words_of_trial(&trial, scene->count));
    if (trial.patch)
        print_lines(trial.patch, INT16_MAX);
    else if (!*reason && trial.line != line)
        print_source(answer_file(), trial.line);
    if (!is_explained && !*reason && !strstr(trial.words, "calls") &&
        (trial.is_body || is_free_answer()))
        say_what_is_asked_of(item_at(&sources()->answer, trial.line),
                             trial.is_body);
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
        indented_mistakes, deadly_mistakes, local_mistakes, value_mistakes,
        arithmetic_mistakes, task_mistakes, round_mistakes, link_mistakes,
        failure_mistakes, waiting_mistakes, certain_mistakes,
        was_play_cancelled(run) || was_play_at_once(run)
            ? NULL : exercise_asked->mistakes,
        nearly_mistakes, maker_mistakes,
        is_free_answer() ? neglected_mistakes : NULL, step_mistakes,
        raised_mistakes, left_out_mistakes, plain_mistakes, unawaited_mistakes,
        fatal_mistakes, common_mistakes, argument_mistakes, number_mistakes,
        text_mistakes, unset_mistakes, neglected_mistakes};
    const struct mistake *made = NULL;
    for (size_t i = 0; !made && i < sizeof lists / sizeof *lists; i++)
        made = first_made(lists[i], run);
    return made;
}

/* --- explained ----------------------------------------------------------- */

/* Of a mistake that has named no line: what stands in the text is true. */
static void say_what_text_shows(const struct run *run)
{
    if (!first_made(left_out_mistakes, run) &&
        !first_made(argument_mistakes, run) &&
        !first_made(text_mistakes, run) && !first_made(unset_mistakes, run))
        return;
    print_wrapped(found_text);
    show_line(&pointed_at);
}

static int lines_of_words_about(const struct mistake *made)
{
    return lines_of_wrapped(found_text) + (pointed_at.line > 0) +
           lines_of_wrapped(made->why);
}

/* What is told of a trial goes before the picture. */
static int lines_kept_for(const struct trial *trial, const struct scene *scene)
{
    enum { WHAT_TEXT_SHOWS = 3 };
    struct parting parting = parting_of(scene->run, scene->number);
    return trial->line       ? lines_of_trial(trial, scene->count) + 1
           : pointed_at.line ? 0
           : parting.line    ? lines_of_parting(&parting)
                             : WHAT_TEXT_SHOWS;
}

/* The picture leaves room for the words. */
static void show_timeline(const struct run *run, int words)
{
    if (count_lines(run->timeline) + 1 + words > lines_left())
        return;
    print_lines(run->timeline, INT16_MAX);
    print_empty_line();
}

static void explain(const struct mistake *made, const struct scene *scene)
{
    enum { READ_ON = 1 };
    int words = lines_of_words_about(made);
    struct trial trial = is_proven(made) ? (struct trial){.line = 0}
                                         : try_in(lines_left() - words, scene);
    if (made->show_timeline)
        show_timeline(scene->run, words + lines_of_wrapped(made->read_on) +
                                      lines_kept_for(&trial, scene));
    print_wrapped(found_text);
    show_line(&pointed_at);
    print_wrapped(made->why);
    bool had_words = *found_text;
    bool helped = trial.line && say_trial(trial, scene, made);
    if (!helped && !pointed_at.line && !made->is_proven)
        say_what_text_shows(scene->run);
    if (!helped && !pointed_at.line && had_words && !departure &&
        parting_of(scene->run, scene->number).line)
        say_parting(scene, lines_left() - READ_ON);
    if (made->python && count_lines(made->python) + 2 <= lines_left()) {
        print_wrapped("In Python:");
        print_lines(made->python, INT16_MAX);
    }
    if (made->read_on)
        print_wrapped(textf("Read on: %s", made->read_on));
    if (departure || !had_words)
        show_output(scene->run);
    say_label(made->name);
}

/* --- what the compiler warned of ---------------------------------------- */

static bool has_coroutines(void)
{
    return find_tokens(sources()->answer.tokens.first, NULL, "ASYNC (");
}

/* Where places are resumed by hand, to fall through is part of the trade; that a
 * function is never called need not be what is wrong; and of what is indented we
 * say more, see indented.h. */
static bool can_wait(const char *cause)
{
    return strcmp(cause, "never-called") == 0 ||
           strcmp(cause, "variable-never-used") == 0 ||
           strcmp(cause, "misleading-indentation") == 0 ||
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

/* --- a part that was given ---------------------------------------------- */

bool say_given_changed(void)
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

/* The same once more is wrong, or two at the same time are: then what they
 * share is told; of what is to be shared, that it does not begin afresh. */
static bool is_about_sharing(const struct run *run)
{
    const struct token *shared = shared_variable();
    const struct item *begins = beginning_of_runs();
    if (!shared || (!run->is_second && is_none(noted(run, "at once"))))
        return false;
    return !begins || (run->is_second && !is_set_in(begins, shared));
}

/* static char line[120]; */
static bool is_array_of_letters(const struct token *name)
{
    return token_is(name - 1, "char") && token_is(name + 1, "[");
}

static void say_what_is_shared(const struct run *run)
{
    const struct token *shared = shared_variable();
    const char *name = token_text(shared);
    const struct item *begins = beginning_of_runs();
    if (run->is_second)
        print_wrapped("The first time it is right. The same once more, in the "
                      "same program, is not: something is left over from the "
                      "first time.");
    print_source(answer_file(),
                 begins ? line_of_use(begins, shared) : shared->line);
    if (begins)
        print_wrapped(textf("All calls share '%s', as they should. But %s(), "
                            "which is called before each run, does not set it "
                            "anew: it goes on with what the first run has left "
                            "in it.", name, token_text(begins->name)));
    else if (is_array_of_letters(shared))
        print_wrapped(textf("'%s' in line %d is one for all calls, and what one "
                            "of them writes there the next one writes over. "
                            "textf() makes a text of its own each time.", name,
                            shared->line));
    else
        print_wrapped(textf("'%s' in line %d is one for all calls: it stands "
                            "%s. What belongs to one call lives in its struct: "
                            "self->%s.", name, shared->line,
                            is_in_function(shared)
                                ? "there as static"
                                : "outside of all functions", name));
    say_label(run->is_second ? "left-over" : "shared");
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

void explain_failure(const struct scene *scene)
{
    const struct mistake *made = NULL;
    print_empty_line();
    if (say_what_compiler_saw(true))
        return;
    if (say_given_changed())
        say_label("given-part-changed");
    else if (is_about_sharing(scene->run))
        say_what_is_shared(scene->run);
    else if ((made = mistake_made(scene->run)))
        explain(made, scene);
    else if (say_parting(scene, INT16_MAX)) {
        say_trial(try_in(lines_left(), scene), scene, NULL);
        say_label("parts");
    } else if (say_trial(try_in(lines_left(), scene), scene, NULL) ||
               !say_what_compiler_saw(false)) {
        show_run(scene->run);
    }
}

bool explain_deadly(const struct scene *scene)
{
    const struct mistake *made = first_made(deadly_mistakes, scene->run);
    if (!made)
        return false;
    print_row(red(), "wrong", scene->play->title);
    print_empty_line();
    explain(made, scene);
    return true;
}
