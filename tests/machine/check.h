/* check.h - the check of an exercise of 31 to 36: its scenes, each run by the
 * program of the answer's machine (scenes.c), which is another process, as this
 * one has a loop of its own.
 *
 *      #define EXERCISE "31"
 *      #define SCENES "asked_31.h"
 *      #include "machine/check.h"
 *      const struct exercise exercise = {.check = __FILE__, .cases = cases,
 *                                        .by_hand = true, .is_free = true};
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exercise.h"

/* Where it is: path.c. */
const char *machine_program(void);

/* --- in the child -------------------------------------------------------- */

/* Exit status of a machine that got to a TODO, and of one that was stopped. */
enum { TO_DO_STATUS = 3, COMPUTED_STATUS = 4, WAITED_STATUS = 5 };

/* Where one can read it, and add to it, for the feedback. */
static void tell_program(const char *scene)
{
    note("program", textf("scene_%s() in tests/machine/scenes_%s.c", scene,
                          EXERCISE));
}

static void run_machine(const char *what, const char *which)
{
    struct itimerval never = {.it_value = {.tv_sec = 0}};
    const char *program = machine_program();
    int status = 0;
    note("machine", program);
    play_only_once();                           /* nothing of it is left here */
    setitimer(ITIMER_REAL, &never, NULL);       /* it looks after itself */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setenv("SHOW", "", 1);
        setenv("HURRY", is_in_a_hurry() ? "yes" : "", 1);
        execl(program, program, what, which, (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == TO_DO_STATUS)
        not_done_yet();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        printf("(there is no %s)\n", program);
    if (WIFSIGNALED(status))
        note("crashed", textf("%s", strsignal(WTERMSIG(status))));
    else if (WEXITSTATUS(status) == COMPUTED_STATUS)
        note("stopped", "it computed on and on, and did not come back");
    else if (WEXITSTATUS(status) == WAITED_STATUS)
        note("stopped", "it waits outside of the loop, and nothing comes");
    else if (WEXITSTATUS(status) != 0)
        note("stopped", textf("it ended itself, with status %d",
                              WEXITSTATUS(status)));
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
    return textf("\"%.*s\"", (int)strcspn(line, "\n"), line);
}

/* The last words of a machine that stopped itself. */
static const char *message_of(const struct run *run)
{
    const char *message = strstr(run->complaints, "handloop: ");
    if (!message || strncmp(message, "handloop: at ", 13) == 0)
        return "";
    return textf("; %.*s", (int)strcspn(message, "\n"), message);
}

/* "it crashed (Segmentation fault)"; NULL: it came to its end. */
static const char *broken_off(const struct run *run)
{
    struct value crashed = noted(run, "crashed"), stopped = noted(run, "stopped");
    if (!is_none(crashed))
        return textf("it crashed (%s%s)", as_text(crashed), message_of(run));
    return is_none(stopped) ? NULL : as_text(stopped);
}

static void tell_difference(const struct run *run, const char *expected,
                            const char *actual)
{
    const char *end = broken_off(run);
    if (*actual && *expected)
        yours("%s instead of %s%s", quoted(actual), quoted(expected),
              end ? textf("; in the end %s", end) : "");
    else if (*actual)
        yours("%s, though that should be all", quoted(actual));
    else
        yours("%s; next should be %s", end ? end : "nothing more",
              quoted(expected));
}

static bool printed(const struct run *run, const char *expected)
{
    const char *actual = run->output;
    int line = 1;
    for (; *expected || *actual; line++) {
        if (!*expected || !*actual || !same_line(expected, actual)) {
            departs_at(line);
            tell_difference(run, expected, actual);
            return false;
        }
        expected = next_line(expected);
        actual = next_line(actual);
    }
    if (broken_off(run))
        yours("all that, and then %s", broken_off(run));
    return !broken_off(run);
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
    yours("%.*s", (int)strcspn(run->output, "\n"), run->output);
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

/* Its whole output is that of a machine with a known mistake: proof enough.  Or
 * that is seen already when it has printed so much. */
static inline bool prints(const struct run *run, const char *transcript)
{
    return strcmp(run->output, transcript) == 0;
}

/* Where the output is that of several: is it this scene? */
static inline bool is_scene(const struct run *run, const char *name)
{
    struct value program = noted(run, "program");
    return !is_none(program) &&
           strstr(as_text(program), textf("scene_%s()", name));
}

static inline bool prints_first(const struct run *run, const char *transcript)
{
    return strncmp(run->output, transcript, strlen(transcript)) == 0;
}
