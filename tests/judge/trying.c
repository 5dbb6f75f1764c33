/* trying.c - the program that has all changes in it.  See trying.h. */
#include "trying.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart.h"
#include "changes.h"
#include "exercise.h"
#include "fewest.h"

/* Nobody is to wait for us: so many milliseconds of processor time (a scene
 * that stands still counts as much as PATIENCE). */
enum { ALL_TRIALS = 250, PATIENCE = 40 };
enum { WALL_LIMIT = 10 };

int act_change;

static struct run *runs[CASE_LIMIT + 1], *again[CASE_LIMIT + 1];

static enum pace pace;
static long milliseconds_waited;        /* for what did not come */

static void play_scene(int number)
{
    run_play(runs[number], again[number], &exercise_asked->cases[number],
             pace);
}

/* Shortly it is played once, and the second run is always the same empty
 * one. */
static bool is_right_now(int number, enum pace how)
{
    static struct run *no_second;
    struct run **second = how == SHORTLY ? &no_second : &again[number];
    pace = how;
    if (!(runs[number] = run_new()) || (!*second && !(*second = run_new())))
        return false;
    again[number] = *second;
    int end = run_apart(play_scene, number, WALL_LIMIT);
    run_finish(runs[number], end);
    if (how != SHORTLY)
        run_finish(again[number], end);
    bool right = is_scene_right(number, runs, again);
    milliseconds_waited += runs[number]->ending == REALLY_WAITED ? PATIENCE : 0;
    run_free(runs[number]);
    if (how != SHORTLY)
        run_free(again[number]);
    again[number] = NULL;
    return right;
}

int count_scenes(void)
{
    int count = 0;
    while (exercise_asked->cases[count].title)
        count++;
    return count;
}

/* How many scenes are right, if this one is; 0: it is not, or there are not
 * more than so many. */
static int count_right(int first, int more_than)
{
    int scenes = count_scenes(), wrong = 0;
    if (!is_right_now(first, SHORTLY))
        return 0;
    for (int i = 0; i < scenes && scenes - wrong > more_than; i++)
        wrong += !is_right_now(i, IN_A_HURRY);
    return scenes - wrong > more_than ? scenes - wrong : 0;
}

static long milliseconds_used(int who)
{
    struct rusage used;
    getrusage(who, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
           (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

static bool is_time_over(void)
{
    return milliseconds_used(RUSAGE_CHILDREN) + milliseconds_used(RUSAGE_SELF) +
               milliseconds_waited >
           ALL_TRIALS;
}

/* Two try them out at the same time, one after the other from the list; what
 * stands first there is what counts. */
enum { AT_ONCE = 2 };

static char *const *listed;
static int count_listed;
static int first_scene, right_before;

/* The best one yet, shared: how many scenes are right with it, and of those
 * with as many the earliest in the list. */
static atomic_int *best;

static int score_of(int right, int place)
{
    return right * MOST_CHANGES + MOST_CHANGES - 1 - place;
}

static int right_with(int score)
{
    return score / MOST_CHANGES;
}

static int place_of(int score)
{
    return MOST_CHANGES - 1 - score % MOST_CHANGES;
}

static void try_every_other(int which)
{
    int scenes = count_scenes();
    for (int i = which; i < count_listed && !is_time_over(); i += AT_ONCE) {
        int score = atomic_load(best), least = right_before;
        if (right_with(score) == scenes && place_of(score) < i)
            break;
        if (score && right_with(score) < scenes)
            least = right_with(score);
        act_change = atoi(listed[i]);
        int right = count_right(first_scene, least);
        if (right == 0)
            continue;
        while (score < score_of(right, i) &&
               !atomic_compare_exchange_weak(best, &score,
                                             score_of(right, i)))
            ;
        if (right == scenes)
            break;
    }
}

/* With all of them; or, where that is not enough, as many as with all of them:
 * of two mistakes the other may be where nothing is grafted. */
static int wanted;

static int count_with_them(void)
{
    if (wanted)
        return count_right(first_scene, wanted - 1);
    wanted = count_right(first_scene, right_before);
    return wanted;
}

int try_changes(int scene, int right, char **numbers)
{
    first_scene = scene;
    right_before = right;
    puts("0 0");            /* it was compiled */
    fflush(stdout);
    int without = count_right(scene, 0);
    if (without > 0) {
        printf("0 %d\n", without);
        return 0;
    }
    if (*numbers && strcmp(*numbers, "+") == 0) {
        wanted = 0;
        print_fewest(numbers + 1, &(struct trying){count_with_them,
                                                   is_time_over});
        return 0;
    }
    listed = numbers;
    for (count_listed = 0; numbers[count_listed];)
        count_listed++;
    best = share(sizeof *best);
    if (!best)
        return 2;
    pid_t other = *numbers && numbers[1] ? fork() : -1;
    if (other == 0) {
        try_every_other(1);
        _exit(0);
    }
    try_every_other(0);
    if (other > 0)
        waitpid(other, NULL, 0);
    else
        try_every_other(1);
    int score = atomic_load(best);
    if (score)
        printf("%s %d\n", numbers[place_of(score)], right_with(score));
    return 0;
}
