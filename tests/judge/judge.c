/* judge.c - check one answer: play the cases, each in a process of its own,
 * then judge.  As a program (program.c):
 *
 *      NN_name             check it; 0 done, 1 not yet, 3 not done yet
 *      NN_name step        its first scene that is wrong (or the first of all)
 *                          with SHOW=steps, or as SHOW says;
 *      NN_name step 2      another one, the first being 0
 *      NN_name failed      the number of the first case that is not right
 *      NN_name record      what it does in each case, as text; with PROBE=0.5
 *                          in the environment main is cancelled at 0.5 s
 *      NN_name tried 2 3 7 8
 *                          the first of these changes, 7 or 8, with which it is
 *                          right, scene 2 too, or more than 3 are: trial.h
 *      NN_name facts       what its right answers are compared by: facts.h
 *      NN_name mistakes    list the mistakes that only this exercise knows
 *      NN_name common      list those that all exercises know
 */
#include <stdlib.h>
#include <string.h>

#include "step/by_hand.h"
#include "apart.h"
#include "exercise.h"
#include "facts.h"
#include "fields.h"
#include "given.h"
#include "proven.h"
#include "trying.h"

enum { WALL_LIMIT = 600 };      /* seconds; play.c is stricter */

const struct exercise *exercise_asked;

static struct run *runs[CASE_LIMIT + 1], *again[CASE_LIMIT + 1];

/* Whoever did not come back once is not waited for as long again. */
static bool one_did_not_come_back(int cases)
{
    for (int i = 0; i < cases; i++)
        if (runs[i]->ending == NEVER_YIELDED ||
            runs[i]->ending == TURNED_ENDLESSLY ||
            runs[i]->ending == REALLY_WAITED ||
            runs[i]->job_broken_off || !is_none(noted(runs[i], "stopped")))
            return true;
    return false;
}

static bool only_facts;         /* the second time would tell the same */

static void play_case(int i)
{
    run_play(runs[i], only_facts ? NULL : again[i], &exercise_asked->cases[i],
             one_did_not_come_back(i) ? IN_A_HURRY : IN_PEACE);
}

static int count_cases(void)
{
    int count = 0;
    while (count < CASE_LIMIT && exercise_asked->cases[count].title)
        count++;
    return count;
}

static void play_all(int cases)
{
    for (int i = 0; i < cases; i++) {
        int end = run_apart(play_case, i, WALL_LIMIT);
        run_finish(runs[i], end);
        run_finish(again[i], end);
    }
}

/* What all children would do again. */
static void prepare(void)
{
    crash_prepare();
    fields_read(answer_file());
    if (exercise_asked->check)
        fields_read(exercise_asked->check);
}

static int list(const struct mistake *mistakes)
{
    for (; mistakes && mistakes->name; mistakes++)
        puts(mistakes->name);
    return 0;
}

static int case_to_step;

static int step_one_case(void)
{
    struct run *run = run_new();
    if (!run) {
        perror("no room to watch the program");
        return 2;
    }
    run_steps(run, &exercise_asked->cases[case_to_step]);
    return 0;
}

/* Which scene it is, is said, if nobody has asked for it. */
static int step(int cases, const char *which)
{
    if (which)
        case_to_step = atoi(which);
    else
        play_all(cases);
    if (case_to_step < 0 || case_to_step >= cases)
        return 2;
    if (!which) {
        case_to_step = first_wrong_scene(runs, again);
        if (cases > 1)
            printf("The scene: %s\n\n",
                   exercise_asked->cases[case_to_step].title);
        fflush(stdout);
    }
    setenv("FROM", answer_file(), 1);
    return exercise_asked->by_hand ? show_by_hand(step_one_case)
                                   : step_one_case();
}

/* Nothing, if all are right. */
static int print_first_failed(void)
{
    int failed = first_wrong_scene(runs, again);
    if (!is_scene_right(failed, runs, again))
        printf("%d\n", failed);
    return 0;
}

/* For those who compare: what each case did. */
static int list_facts(int cases)
{
    for (int i = 0; i < cases; i++) {
        struct facts facts = facts_of(runs[i]->acts);
        facts_write(stdout, i, &facts);
    }
    return 0;
}

int check_answer(const struct exercise *asked, int argc, char **argv)
{
    exercise_asked = asked;
    answer_is(argv[0]);
    if (argc > 1 && strcmp(argv[1], "mistakes") == 0)
        return list(exercise_asked->mistakes);
    if (argc > 1 && strcmp(argv[1], "common") == 0)
        return list(certain_mistakes) + list(fatal_mistakes) +
               list(common_mistakes) + list(deadly_mistakes) +
               list(value_mistakes) + list(arithmetic_mistakes) +
               list(failure_mistakes) + list(waiting_mistakes) +
               list(round_mistakes) +
               list(task_mistakes) + list(unawaited_mistakes) +
               list(left_out_mistakes) + list(argument_mistakes) +
               list(text_mistakes) +
               list(unset_mistakes) + list(step_mistakes) + list(raised_mistakes) +
               list(plain_mistakes);
    prepare();
    if (argc > 3 && strcmp(argv[1], "tried") == 0)
        return try_changes(atoi(argv[2]), atoi(argv[3]), argv + 4);
    read_compiler_warnings(argv[0]);
    int cases = count_cases();
    for (int i = 0; i < cases; i++)
        if (!(runs[i] = run_new()) || !(again[i] = run_new())) {
            perror("no room to watch the program");
            return 2;
        }
    if (argc > 1 && strcmp(argv[1], "step") == 0)
        return step(cases, argc > 2 ? argv[2] : NULL);
    only_facts = argc > 1 && strcmp(argv[1], "facts") == 0;
    play_all(cases);
    if (only_facts)
        return list_facts(cases);
    if (argc > 1 && strcmp(argv[1], "failed") == 0)
        return print_first_failed();
    if (argc > 1 && strcmp(argv[1], "record") == 0) {
        for (int i = 0; i < cases; i++)
            print_record(&exercise_asked->cases[i], runs[i]);
        return 0;
    }
    return give_feedback(runs, again);
}
