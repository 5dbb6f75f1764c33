/* scenes.c - run a scene on the machine.
 *
 *      scenes NAME         run it; what it prints is all that counts
 *      scenes before NN    run those of all exercises before NN, and tell of the
 *                          first that does not print what it shall
 *      scenes all          the same for all
 *      scenes step NN      run the first of NN's that does not print what it
 *                          shall, as SHOW says
 *      scenes tried NN 2 b9 7 8 ... - 8 7 ...
 *                          try changes out: see ../judge/trial.h.  With one that
 *                          is found all of NN's scenes are right (its scene 2,
 *                          from 0, is played first), and all before NN
 */
#define _GNU_SOURCE             /* dladdr(), setitimer() */
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined __has_include
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define CAN_LOOK_AT_STACK
#endif
#endif

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

/* Exit status of a machine that got to a TODO, that computed on and on, or that
 * waits outside of the loop, and nothing comes. */
enum { TO_DO = 3, STOPPED_COMPUTING = 4, STOPPED_WAITING = 5 };

int act_change;         /* for trials: the change that is made now, 0: none */

enum { SCENES = sizeof scenes / sizeof scenes[0] };

/* --- a run that does not end --------------------------------------------- */

/* Of one scene: milliseconds of computing, and of the clock on the wall between
 * two looks whether it stands still. */
struct limits {
    int compute, tick;
};

/* A hundred thousand sleepers take longer.  Who tries changes out has no time
 * to lose. */
static const struct limits usual = {500, 1000}, of_many = {2000, 1000},
                           of_trials = {30, 40}, of_many_trials = {400, 40};
static bool trying;

/* Where it is, for addr2line: "handloop: at 0x12 0x34". */
static void tell_where(void)
{
#ifdef CAN_LOOK_AT_STACK
    void *addresses[40];
    char text[1000] = "handloop: at";
    size_t length = strlen(text);
    int depth = backtrace(addresses, 40);
    Dl_info here, there;
    if (!dladdr((void *)&act_change, &here))
        return;
    for (int i = 0; i < depth && length < sizeof text - 40; i++)
        if (dladdr(addresses[i], &there) && there.dli_fbase == here.dli_fbase)
            length += (size_t)snprintf(
                text + length, sizeof text - length, " 0x%lx",
                (unsigned long)((char *)addresses[i] - (char *)here.dli_fbase));
    if (write(STDERR_FILENO, text, length) < 0 ||
        write(STDERR_FILENO, "\n", 1) < 0)
        _exit(STOPPED_COMPUTING);
#endif
}

static void on_compute_limit(int number)
{
    (void)number;
    tell_where();
    _exit(STOPPED_COMPUTING);
}

/* Tell where, then die of it. */
static void on_crash(int number)
{
    tell_where();
    signal(number, SIG_DFL);
    raise(number);
}

static void note_crashes(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    static char other_stack[64 * 1024];         /* when the usual one is full */
    stack_t stack = {.ss_sp = other_stack, .ss_size = sizeof other_stack};
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        sigaction(fatal[i], &action, NULL);
#ifdef CAN_LOOK_AT_STACK
    void *none[1];
    backtrace(none, 1);         /* the first look takes memory */
#endif
}

static int patience = 1;        /* seconds in a row of standing still */

void wait_for_others(void)
{
    patience = 20;
}

static double tick;             /* seconds */

static void on_wall_tick(int number)
{
    (void)number;
    if (seconds_of_standstill() < tick * patience)
        return;
    tell_where();
    _exit(STOPPED_WAITING);
}

static struct timeval in_milliseconds(int time)
{
    return (struct timeval){time / 1000, time % 1000 * 1000};
}

static void set_limits(struct limits limits)
{
    struct sigaction compute = {.sa_handler = on_compute_limit};
    struct sigaction wall = {.sa_handler = on_wall_tick, .sa_flags = SA_RESTART};
    struct itimerval at_most = {.it_value = in_milliseconds(limits.compute)};
    struct itimerval each = {.it_value = in_milliseconds(limits.tick),
                             .it_interval = in_milliseconds(limits.tick)};
    tick = limits.tick / 1000.0;
    watch_standstill();
    sigaction(SIGPROF, &compute, NULL);
    sigaction(SIGALRM, &wall, NULL);
    setitimer(ITIMER_PROF, &at_most, NULL);
    setitimer(ITIMER_REAL, &each, NULL);
}

static struct limits limits_of(bool many)
{
    if (trying)
        return many ? of_many_trials : of_trials;
    return many ? of_many : usual;
}

/* --- one ----------------------------------------------------------------- */

void leave_dirt(void)
{
    volatile char dirt[16 * 1024];
    for (size_t i = 0; i < sizeof dirt; i++)
        dirt[i] = '\xa5';
}

static int run_scene(const char *name)
{
    for (int i = 0; i < SCENES; i++)
        if (strcmp(scenes[i].name, name) == 0) {
            bool many = strcmp(scenes[i].exercise, "36b") == 0;
            const char *show = getenv("SHOW");
            if (!show || !*show)
                set_limits(limits_of(many));
            if (!trying)
                note_crashes();
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
    static FILE *file;          /* one for all */
    if (!file && !(file = tmpfile()))
        return "(no room for what it prints)";
    rewind(file);
    if (ftruncate(fileno(file), 0) < 0)
        return "(no room for what it prints)";
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("SHOW", "", 1);
        dup2(fileno(file), STDOUT_FILENO);
        if (trying && !freopen("/dev/null", "w", stderr))
            _exit(2);
        _exit(run_scene(scene->name));
    }
    while (waitpid(child, status, 0) < 0 && errno == EINTR)
        continue;
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    return text;
}

static bool is_before(const struct scene *scene, const char *exercise)
{
    return strcmp(scene->exercise, exercise) < 0;
}

static bool is_of(const struct scene *scene, const char *exercise)
{
    return strcmp(scene->exercise, exercise) == 0;
}

static bool is_right(const struct scene *scene)
{
    int status = 0;
    return strcmp(output_of(scene, &status), scene->expected) == 0;
}

/* Before that exercise; NULL: of all. */
static int run_before(const char *exercise)
{
    for (int i = 0; i < SCENES; i++) {
        if (exercise && !is_before(&scenes[i], exercise))
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
        if (!is_of(&scenes[i], exercise))
            continue;
        if (!first)
            first = &scenes[i];
        if (is_right(&scenes[i]))
            continue;
        first = &scenes[i];
        break;
    }
    return first ? run_scene(first->name) : 2;
}

/* --- changes ------------------------------------------------------------- */

/* Milliseconds of computing for all of them. */
enum { ALL_TRIALS = 400 };

static bool is_time_over(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
               (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000 >
           ALL_TRIALS;
}

/* Of those before the exercise that it stands on, and its own. */
static bool are_all_right(const char *exercise)
{
    for (int i = 0; i < SCENES; i++)
        if (is_of(&scenes[i], exercise) && !is_right(&scenes[i]))
            return false;
    for (int i = 0; i < SCENES; i++)
        if (is_before(&scenes[i], exercise) && !is_right(&scenes[i]))
            return false;
    return true;
}

/* The one behind its last stands for all before. */
static const struct scene *nth_scene(const char *exercise, int n)
{
    for (int i = 0; i < SCENES; i++)
        if (is_of(&scenes[i], exercise) && n-- == 0)
            return &scenes[i];
    return NULL;
}

static bool is_right_with(int change, const char *exercise, int first)
{
    const struct scene *scene = nth_scene(exercise, first);
    act_change = change;
    return (!scene || is_right(scene)) && are_all_right(exercise);
}

/* A function whose body may be another one, b9, and what can be changed in it,
 * 7 and 8.  Where another body helps there is the mistake, and often one of its
 * small changes helps as well.  Behind the last one. */
static char **try_function(const char *exercise, int first, char **numbers,
                           bool *found)
{
    static bool is_first = true;
    bool helps = false;
    for (; *numbers && **numbers == 'b'; numbers++)
        if (!helps && !is_time_over() &&
            is_right_with(atoi(*numbers + 1), exercise, first)) {
            helps = true;
            if (is_first)
                printf("%s\n", *numbers + 1);
            is_first = false;
        }
    for (; *numbers && **numbers != 'b' && **numbers != '-'; numbers++)
        if (helps && !*found && !is_time_over() &&
            is_right_with(atoi(*numbers), exercise, first)) {
            *found = true;
            printf("%s\n", *numbers);
        }
    return numbers;
}

/* The last number that is printed is the best one. */
static int try_changes(const char *exercise, int first, char **numbers)
{
    bool found = false;
    trying = true;
    puts("0");                  /* it was compiled */
    while (!found && *numbers && **numbers != '-')
        numbers = try_function(exercise, first, numbers, &found);
    for (; !found && *numbers && !is_time_over(); numbers++)
        if (is_right_with(atoi(*numbers), exercise, first)) {
            found = true;
            printf("%s\n", *numbers);
        }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "before") == 0)
        return run_before(argv[2]);
    if (argc == 3 && strcmp(argv[1], "step") == 0)
        return run_first(argv[2]);
    if (argc > 3 && strcmp(argv[1], "tried") == 0)
        return try_changes(argv[2], atoi(argv[3]), argv + 4);
    if (argc == 2 && strcmp(argv[1], "all") == 0)
        return run_before(NULL);
    if (argc == 2)
        return run_scene(argv[1]);
    fprintf(stderr, "usage: %s NAME, before NN, all, step NN, or tried NN ...\n",
            argv[0]);
    return 2;
}
