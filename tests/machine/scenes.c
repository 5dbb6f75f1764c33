/* scenes.c - run a scene on the machine.
 *
 *      scenes NAME         run it; what it prints is all that counts
 *      scenes before NN    run those of all exercises before NN, and tell of the
 *                          first that does not print what it shall
 *      scenes all          the same for all
 *      scenes step NN      run the first of NN's that does not print what it
 *                          shall, as SHOW says; or step NAME
 *      scenes failed NN    print its name
 *      scenes tried NN 2 5 b9 7 8 ... - 8 7 ...
 *                          try changes out: see ../judge/trial.h.  Its scene 2,
 *                          from 0, is to be right, and more than 5 in all
 */
#define _GNU_SOURCE             /* dladdr(), setitimer() */
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
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
#include "../judge/fewest.h"
#include "../judge/looked.h"
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
 * two looks whether it stands still (one too early tells nothing, see busy.c, and
 * wakes select()). */
struct limits {
    int compute, tick;
};

/* Twenty thousand sleepers take longer.  Who tries changes out has no time
 * to lose, and a machine that did not come back once (HURRY) is not waited for
 * as long again. */
static const struct limits usual = {250, 1000}, of_many = {2000, 1000},
                           in_a_hurry = {50, 200},
                           of_trials = {10, 60}, of_many_trials = {1500, 60};
static bool trying;
static bool is_quiet;           /* nobody is to see what goes to stderr */

/* A scene may have what is said to stderr seen. */
static int own_stderr = STDERR_FILENO;

/* Where it is, for addr2line: "handloop: at 0x12 0x34".  Behind us, who handles
 * the signal and the system's way to it is the place where it came; all others
 * are return addresses, which are behind the call. */
static void tell_where(void)
{
#ifdef CAN_LOOK_AT_STACK
    enum { PLACE = 3 };
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
                (unsigned long)((char *)addresses[i] - (char *)here.dli_fbase -
                                (i != PLACE)));
    if (write(own_stderr, text, length) < 0 || write(own_stderr, "\n", 1) < 0)
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
    if (is_looked_at())
        return usual;
    if (trying)
        return many ? of_many_trials : of_trials;
    const char *hurry = getenv("HURRY");
    return many ? of_many : hurry && *hurry ? in_a_hurry : usual;
}

/* --- one ----------------------------------------------------------------- */

void leave_dirt(void)
{
    volatile char dirt[16 * 1024];
    for (size_t i = 0; i < sizeof dirt; i++)
        dirt[i] = '\xa5';
}

/* Twenty thousand sleepers? */
static bool are_many(const struct scene *scene)
{
    return strcmp(scene->name, "heap_many") == 0 ||
           strcmp(scene->name, "heap_cancelled") == 0;
}

static int run_scene(const char *name)
{
    for (int i = 0; i < SCENES; i++)
        if (strcmp(scenes[i].name, name) == 0) {
            bool many = are_many(&scenes[i]);
            const char *show = getenv("SHOW");
            if (!show || !*show)
                set_limits(limits_of(many));
            own_stderr = dup(STDERR_FILENO);
            if (!trying && !(show && *show))
                note_crashes();
            setvbuf(stdout, NULL, _IONBF, 0);
            setvbuf(stderr, NULL, _IONBF, 0);
            setenv("CLOCK", "virtual", 1);
            setenv("DEBUG", "", 1);
            if (many)
                setenv("MOST_COMPARISONS", "2000000", 1);
            if (trying)
                leave_dirt();   /* what is never set is not right by luck */
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
        if (is_quiet && !freopen("/dev/null", "w", stderr))
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

static int milliseconds_waited; /* for what did not come, reckoned as so much: */
enum { WAITED = 40 };

static bool is_right(const struct scene *scene)
{
    int status = 0;
    bool right = strcmp(output_of(scene, &status), scene->expected) == 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == STOPPED_WAITING)
        milliseconds_waited += WAITED;
    return right && WIFEXITED(status) && WEXITSTATUS(status) == 0;
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

static const struct scene *first_wrong(const char *exercise)
{
    const struct scene *first = NULL;
    is_quiet = true;
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
    return first;
}

static int run_first(const char *exercise)
{
    const struct scene *first = first_wrong(exercise);
    return run_scene(first ? first->name : exercise);
}

static int print_first_wrong(const char *exercise)
{
    const struct scene *first = first_wrong(exercise);
    if (!first)
        return 2;
    puts(first->name);
    return 0;
}

/* --- changes ------------------------------------------------------------- */

/* Milliseconds of computing for all of them. */
enum { ALL_TRIALS = 600, ALL_TRIALS_OF_MANY = 1500, OF_PARTS = 300 };

static int time_for_trials;

static bool is_time_over(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
               (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000 +
               milliseconds_waited >
           time_for_trials;
}

/* As the judge counts: those before NN are one more. */
static bool are_right_before(const char *exercise)
{
    for (int i = 0; i < SCENES; i++)
        if (is_before(&scenes[i], exercise) && !is_right(&scenes[i]))
            return false;
    return true;
}

static bool are_some_before(const char *exercise)
{
    return is_before(&scenes[0], exercise);
}

static const struct scene *nth_scene(const char *exercise, int n)
{
    for (int i = 0; i < SCENES; i++)
        if (is_of(&scenes[i], exercise) && n-- == 0)
            return &scenes[i];
    return NULL;                /* it stands for all before */
}

static int count_scenes(const char *exercise)
{
    int count = are_some_before(exercise);
    for (int i = 0; i < SCENES; i++)
        count += is_of(&scenes[i], exercise);
    return count;
}

/* What is asked for: an exercise, the scene that is to be right first of all,
 * and more right ones than these. */
struct asked {
    const char *exercise;
    int first, more_than;
};

/* How many scenes are right with this change; 0: too few. */
static int right_with(int change, const struct asked *asked)
{
    const struct scene *first = nth_scene(asked->exercise, asked->first);
    int right = 0, before = are_some_before(asked->exercise);
    act_change = change;
    if (first ? !is_right(first) : !are_right_before(asked->exercise))
        return 0;
    for (int i = 0; i < SCENES; i++)
        right += is_of(&scenes[i], asked->exercise) && is_right(&scenes[i]);
    if (right + before > asked->more_than)
        right += before && are_right_before(asked->exercise);
    return right > asked->more_than ? right : 0;
}

/* Is the first one right here without any change?  (It may depend on what else
 * the process has open.)  Then none has made it so.  That is asked only of one
 * that is about to be told. */
static bool is_right_anyhow(const struct asked *asked)
{
    const struct scene *first = nth_scene(asked->exercise, asked->first);
    act_change = 0;
    return first ? is_right(first) : are_right_before(asked->exercise);
}

/* How many scenes are right by it; 0: too few. */
static int right_by(const char *number, const struct asked *asked)
{
    int right = is_time_over() ? 0 : right_with(atoi(number), asked);
    return right > 0 && !is_right_anyhow(asked) ? right : 0;
}

static bool helps(const char *number, const struct asked *asked)
{
    return right_by(number, asked) > 0;
}

static int best;                /* of those printed */

/* The last one that is printed is the best. */
static bool try_one(const char *number, const struct asked *asked)
{
    int right = right_by(number, asked);
    if (right > 0) {
        printf("%s %d\n", number, right);
        best = atoi(number);
    }
    return right > 0;
}

/* A function whose body may be another one, b9, and what can be changed in it,
 * 7 and 8.  Where another body helps there is the mistake, and often one of its
 * small changes helps as well.  (Of several bodies the first one is told: a
 * long function may do what a short one is asked for.)  Behind the last one. */
static char **try_function(struct asked asked, char **numbers, bool *found,
                           bool *helped)
{
    bool body_helps = false;
    for (; *numbers && **numbers == 'b'; numbers++)
        body_helps = body_helps || (*helped ? helps : try_one)(*numbers + 1,
                                                               &asked);
    *helped = *helped || body_helps;
    for (; *numbers && **numbers != 'b' && **numbers != '-'; numbers++)
        *found = *found || (body_helps && try_one(*numbers, &asked));
    return numbers;
}

static bool try_functions(struct asked asked, char **numbers)
{
    bool found = false, helped = false;
    while (!found && *numbers && **numbers != '-')
        numbers = try_function(asked, numbers, &found, &helped);
    return helped;
}

/* The first function which with another body is right in more scenes, where
 * none is in all: then there is one more mistake elsewhere.  Of its changes one
 * that does as much. */
static void try_parts(struct asked asked, char **numbers)
{
    bool found = false;
    while (!found && *numbers && **numbers != '-') {
        int right = 0;
        for (; *numbers && **numbers == 'b'; numbers++) {
            if (right > 0 || !(right = right_by(*numbers + 1, &asked)))
                continue;
            printf("%s %d\n", *numbers + 1, right);
            best = atoi(*numbers + 1);
            asked.more_than = right - 1;
        }
        for (; *numbers && **numbers != 'b' && **numbers != '-'; numbers++)
            found = found || (right > 0 && try_one(*numbers, &asked));
        found = found || right > 0;
    }
}

static struct asked asked_now;

/* As many as with all of them. */
static int count_with_them(void)
{
    int right = right_with(0, &asked_now);
    if (right > 0)
        asked_now.more_than = right - 1;
    return right;
}

/* Of the scene that was asked for first: how does it look inside as it is, and
 * with the change? */
static void run_as_it_is(void)
{
    int status;
    act_change = 0;
    act_all_off(true);
    output_of(nth_scene(asked_now.exercise, asked_now.first), &status);
}

static void run_changed(void)
{
    int status;
    act_change = best;
    act_all_off(false);
    output_of(nth_scene(asked_now.exercise, asked_now.first), &status);
}

static void say_where_they_part(void)
{
    const char *parting = "";
    if (nth_scene(asked_now.exercise, asked_now.first))
        parting = parting_inside(run_as_it_is, run_changed);
    if (*parting)
        printf("seen: %s\n", parting);
}

static void try_changes(struct asked asked, char **numbers)
{
    time_for_trials = strcmp(asked.exercise, "36b") == 0 ? ALL_TRIALS_OF_MANY
                                                         : ALL_TRIALS;
    puts("0 0");                /* it was compiled */
    /* Of a machine a part may be better by chance: all have to be right. */
    struct asked all = asked;
    char **functions = numbers;
    all.more_than = count_scenes(asked.exercise) - 1;
    if (*numbers && strcmp(*numbers, "+") == 0) {
        best = -1;
        print_fewest(numbers + 1, &(struct trying){count_with_them,
                                                   is_time_over});
        return;
    }
    if (try_functions(all, numbers))
        return;
    while (*numbers && **numbers != '-')
        numbers++;
    for (; *numbers; numbers++)
        if (**numbers != '-' && try_one(*numbers, &all))
            return;
    time_for_trials += OF_PARTS;
    try_parts(asked, functions);
}

static int try_and_look(struct asked asked, char **numbers)
{
    trying = is_quiet = true;
    asked_now = asked;
    try_changes(asked, numbers);
    if (best)
        say_where_they_part();
    return 0;
}

/* What whoever has started us left open is none of ours: without it a scene's
 * descriptors have the same numbers each time. */
static void close_all_others(void)
{
    for (int fd = STDERR_FILENO + 1; fd < FD_SETSIZE; fd++)
        close(fd);
}

int main(int argc, char **argv)
{
    close_all_others();
    if (argc == 3 && strcmp(argv[1], "before") == 0)
        return run_before(argv[2]);
    if (argc == 3 && strcmp(argv[1], "step") == 0)
        return run_first(argv[2]);
    if (argc > 4 && strcmp(argv[1], "tried") == 0)
        return try_and_look(
            (struct asked){argv[2], atoi(argv[3]), atoi(argv[4])}, argv + 5);
    if (argc == 3 && strcmp(argv[1], "failed") == 0)
        return print_first_wrong(argv[2]);
    if (argc == 2 && strcmp(argv[1], "all") == 0)
        return run_before(NULL);
    if (argc == 2)
        return run_scene(argv[1]);
    fprintf(stderr, "usage: %s NAME, before NN, all, step NN, or tried NN ...\n",
            argv[0]);
    return 2;
}
