/* scenes.c - run a scene on the machine.
 *
 *      scenes NAME         run it; what it prints is all that counts
 *      scenes before NN    run those of all exercises before NN, and tell of the
 *                          first that does not print what it shall
 *      scenes all          the same for all
 *      scenes step NN      run the first of NN's that does not print what it
 *                          shall, as SHOW says
 */
#define _XOPEN_SOURCE 700       /* setitimer() */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../judge/busy.h"
#include "scene.h"

struct scene {
    const char *exercise, *name, *title, *expected;
    void (*run)(void);
};

#define SCENE(name, title, asked, expected)                                  \
    {EXERCISE, #name, title, expected, scene_##name},

static const struct scene scenes[] = {
#define EXERCISE "31"
#include "asked_31.h"
#undef EXERCISE
#define EXERCISE "32"
#include "asked_32.h"
#undef EXERCISE
#define EXERCISE "33"
#include "asked_33.h"
#undef EXERCISE
#define EXERCISE "34"
#include "asked_34.h"
#undef EXERCISE
#define EXERCISE "35"
#include "asked_35.h"
#undef EXERCISE
#define EXERCISE "36"
#include "asked_36.h"
#undef EXERCISE
#define EXERCISE "36b"
#include "asked_36b.h"
#undef EXERCISE
};

enum { TO_DO = 3 };     /* exit status of a machine that got to a TODO */

enum { SCENES = sizeof scenes / sizeof scenes[0] };

/* --- a run that does not end --------------------------------------------- */

/* Milliseconds of computing; a hundred thousand sleepers take longer. */
enum { COMPUTE_LIMIT = 500, COMPUTE_LIMIT_OF_MANY = 2000 };

/* (stdout has no buffer, and may be locked by what was interrupted.) */
static void break_off(const char *why)
{
    if (write(STDOUT_FILENO, why, strlen(why)) < 0)
        _exit(5);
    _exit(4);
}

static void on_compute_limit(int number)
{
    (void)number;
    break_off("(stopped: it computed on and on, and did not come back)\n");
}

static int patience = 1;        /* seconds in a row of standing still */

void wait_for_others(void)
{
    patience = 20;
}

/* Every second by the clock on the wall. */
static void on_wall_tick(int number)
{
    (void)number;
    if (seconds_of_standstill() >= patience)
        break_off("(stopped: it waits outside of the loop, and nothing comes)\n");
}

static void set_limits(int compute_limit)
{
    struct sigaction compute = {.sa_handler = on_compute_limit};
    struct sigaction tick = {.sa_handler = on_wall_tick, .sa_flags = SA_RESTART};
    struct itimerval at_most = {
        .it_value = {.tv_sec = compute_limit / 1000,
                     .tv_usec = compute_limit % 1000 * 1000}};
    struct itimerval second = {.it_value = {.tv_sec = 1},
                               .it_interval = {.tv_sec = 1}};
    watch_standstill();
    sigaction(SIGPROF, &compute, NULL);
    sigaction(SIGALRM, &tick, NULL);
    setitimer(ITIMER_PROF, &at_most, NULL);
    setitimer(ITIMER_REAL, &second, NULL);
}

/* --- one ----------------------------------------------------------------- */

static int run_scene(const char *name)
{
    for (int i = 0; i < SCENES; i++)
        if (strcmp(scenes[i].name, name) == 0) {
            bool many = strcmp(scenes[i].exercise, "36b") == 0;
            const char *show = getenv("SHOW");
            if (!show || !*show)
                set_limits(many ? COMPUTE_LIMIT_OF_MANY : COMPUTE_LIMIT);
            setvbuf(stdout, NULL, _IONBF, 0);
            setenv("CLOCK", "virtual", 1);
            setenv("DEBUG", "", 1);
            if (many)
                setenv("MOST_COMPARISONS", "10000000", 1);
            scenes[i].run();
            return 0;
        }
    fprintf(stderr, "scenes: there is no %s\n", name);
    return 2;
}

/* --- several ------------------------------------------------------------- */

enum { ROOM = 1 << 14 };

/* What a scene prints, in a process of its own, and how that ends. */
static const char *output_of(const struct scene *scene, int *status)
{
    static char text[ROOM];
    FILE *file = tmpfile();
    if (!file)
        return "(no room for what it prints)";
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("SHOW", "", 1);
        dup2(fileno(file), STDOUT_FILENO);
        _exit(run_scene(scene->name));
    }
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

/* Before that exercise; NULL: of all. */
static int run_before(const char *exercise)
{
    for (int i = 0; i < SCENES; i++) {
        if (exercise && strcmp(scenes[i].exercise, exercise) >= 0)
            continue;
        int status = 0;
        const char *printed = output_of(&scenes[i], &status);
        if (strcmp(printed, scenes[i].expected) == 0)
            continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == TO_DO)
            return TO_DO;
        printf("exercise %s, %s, no longer prints what it did:\n%s",
               scenes[i].exercise, scenes[i].title, printed);
        return 1;
    }
    puts("as before");
    return 0;
}

static int run_first(const char *exercise)
{
    const struct scene *first = NULL;
    for (int i = 0; i < SCENES; i++) {
        int status = 0;
        if (strcmp(scenes[i].exercise, exercise) != 0)
            continue;
        if (!first)
            first = &scenes[i];
        if (strcmp(output_of(&scenes[i], &status), scenes[i].expected) == 0)
            continue;
        first = &scenes[i];
        break;
    }
    return first ? run_scene(first->name) : 2;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "before") == 0)
        return run_before(argv[2]);
    if (argc == 3 && strcmp(argv[1], "step") == 0)
        return run_first(argv[2]);
    if (argc == 2 && strcmp(argv[1], "all") == 0)
        return run_before(NULL);
    if (argc == 2)
        return run_scene(argv[1]);
    fprintf(stderr, "usage: %s NAME, before NN, all, or step NN\n", argv[0]);
    return 2;
}
