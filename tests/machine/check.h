/* check.h - the check of an exercise of 31 to 36: its scenes, each run by the
 * program of the answer's machine (scenes.c), which is another process, as this
 * one has a loop of its own.
 *
 *      #define EXERCISE "31"
 *      #define SCENES "asked_31.h"
 *      #include "machine/check.h"
 *      const struct exercise exercise = {.cases = cases, .by_hand = true};
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exercise.h"

/* Where it is: compiled in with each answer, see machine.mk. */
extern const char machine_program[];

/* --- in the child -------------------------------------------------------- */

enum { TO_DO_STATUS = 3 };          /* of a machine that got to a TODO */

/* Where one can read it, and add to it, for the feedback. */
static void tell_program(const char *scene)
{
    fprintf(stderr, "the program: scene_%s() in tests/machine/scenes_%s.c\n",
            scene, EXERCISE);
}

static void run_machine(const char *what, const char *which)
{
    struct itimerval never = {.it_value = {.tv_sec = 0}};
    int status = 0;
    play_only_once();                           /* nothing of it is left here */
    setitimer(ITIMER_REAL, &never, NULL);       /* it looks after itself */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("SHOW", "", 1);
        execl(machine_program, machine_program, what, which, (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == TO_DO_STATUS)
        not_done_yet();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        printf("(there is no %s)\n", machine_program);
    if (WIFSIGNALED(status))
        printf("(it crashed: %s)\n", strsignal(WTERMSIG(status)));
}

/* --- judging ------------------------------------------------------------- */

static const char *next_line(const char *text)
{
    text += strcspn(text, "\n");
    return text + (*text == '\n');
}

static bool same_line(const char *a, const char *b)
{
    size_t length = strcspn(a, "\n");
    return length == strcspn(b, "\n") && strncmp(a, b, length) == 0;
}

static const char *quoted(const char *line)
{
    if (!*line)
        return "the end";
    return textf("\"%.*s\"", (int)strcspn(line, "\n"), line);
}

static bool printed(const struct run *run, const char *expected)
{
    const char *actual = run->output;
    int line = 1;
    for (; *expected || *actual; line++) {
        if (!*expected || !*actual || !same_line(expected, actual)) {
            departs_at(line);
            yours("line %d is %s; asked is %s", line, quoted(actual),
                  quoted(expected));
            return false;
        }
        expected = next_line(expected);
        actual = next_line(actual);
    }
    return true;
}

/* --- the cases ----------------------------------------------------------- */

#define SCENE(name, title, asked, expected)                                  \
    static void play_##name(void)                                            \
    {                                                                        \
        tell_program(#name);                                                 \
        run_machine(#name, NULL);                                            \
    }                                                                        \
    static bool holds_##name(const struct run *run)                          \
    {                                                                        \
        return printed(run, expected);                                       \
    }                                                                        \
    static const struct expectation asked_##name[] = {                       \
        {asked, holds_##name}, {0}};

#include SCENES
#undef SCENE

#ifndef NOTHING_BEFORE

static void play_before(void)
{
    run_machine("before", EXERCISE);
}

static bool holds_before(const struct run *run)
{
    if (strcmp(run->output, "as before\n") == 0)
        return true;
    yours("%s", quoted(run->output));
    return false;
}

static const struct expectation asked_before[] = {
    {"what ran in the exercises before still does", holds_before}, {0}};

#endif

#define SCENE(name, title, asked, expected) {title, play_##name, asked_##name},

static const struct play cases[] = {
#include SCENES
#ifndef NOTHING_BEFORE
    {"the exercises before", play_before, asked_before},
#endif
    {0},
};

#undef SCENE

/* Its whole output is that of a machine with a known mistake: proof enough. */
static inline bool prints(const struct run *run, const char *transcript)
{
    return strcmp(run->output, transcript) == 0;
}
