/* stopped.c - runs that did not come to their end: what stopped them.  (Those
 * that crashed are told by broken.c.) */
#include <ctype.h>
#include <string.h>

#include "given.h"
#include "proven.h"
#include "seen.h"

bool stopped_by_runtime(const struct run *run)
{
    return run->ending == DIED && strstr(run->last_words, "Abort") &&
           strstr(run->complaints, "handloop: ");
}

/* Point at the place behind the message, the last one in its line; that of the
 * task stands in it, too. */
static void point_at_reader(const char *message)
{
    size_t length = strcspn(message, "\n");
    for (const char *p = message; p < message + length; p++)
        if (strncmp(p, ", ", 2) == 0)
            point_at_text(p + 2);
}

static bool is_about_time(const char *message)
{
    const char *held = strstr(message, " held the loop for ");
    return held && held < message + strcspn(message, "\n");
}

/* The last message that is not debug mode's: it has stopped the program.  (A
 * job may have been stopped, while the loop's thread had something to say.) */
static const char *last_message(const struct run *run)
{
    const char *last = run->complaints, *next = last;
    while ((next = strstr(next, "handloop: "))) {
        next += strlen("handloop: ");
        if (!is_about_time(next))
            last = next;
    }
    return last;
}

/* Its lines behind the first one, without what others said, and without the
 * advice where a value may come from: it need not. */
static int length_of_rest(const char *rest)
{
    const char *next = strstr(rest, "\nhandloop: ");
    const char *advice = strstr(rest, "\n  Look at where it was returned");
    if (advice && (!next || advice < next))
        next = advice;
    return next ? (int)(next - rest) : (int)strlen(rest);
}

/* The line that gave work to a pool, if the work stands around that one. */
static const char *point_at_who_gave_it(const struct run *run, int line)
{
    const struct item *work = item_at(&sources()->answer, line);
    EACH_ACT(run, act)
        if (act->kind == ACT_JOB && is_learners(act) && work && work->name &&
            token_is(work->name, act->name)) {
            point_at_act(act);
            return textf(" Line %d has %s() called with %s.", act->line,
                         act->name, act->arguments);
        }
    return "";
}

/* Its message, all lines; the place is in the first one. */
static bool stopped(const struct run *run)
{
    if (!stopped_by_runtime(run))
        return false;
    const char *message = last_message(run);
    const char *rest = message + strcspn(message, "\n");
    int line = crash_lines_in(&run->crash, answer_file()).line;
    point_at(answer_file(), line);
    point_at_reader(message);
    const char *given = point_at_who_gave_it(run, line);
    found("%c%.*s.%s%.*s", toupper((unsigned char)*message),
          (int)(rest - message) - 1, message + 1, given, length_of_rest(rest),
          rest);
    return true;
}

static bool no_result_read(const struct run *run)
{
    if (run->ending != DIED || !complained(run, "has no result to read at "))
        return false;
    point_behind(run->complaints, "has no result to read at ");
    return true;
}

/* And nothing was caught before. */
static bool result_of_a_failed(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && act->code && is_learners(act))
            return false;
    return no_result_read(run);
}

static bool called_exit(const struct run *run)
{
    return run->ending == DIED && strstr(run->last_words, "exit()") &&
           found_running(run, "It ended the whole program");
}

/* The check's own tasks may go on as long as they like. */
static bool is_in_the_answer(const struct sight *step)
{
    return !step || is_answer(own_place(step)->file);
}

static bool turned_endlessly(const struct run *run)
{
    return run->ending == TURNED_ENDLESSLY &&
           is_in_the_answer(running_at_the_end(run)) &&
           found_running(run, "This loop never ends");
}

const struct mistake fatal_mistakes[] = {
    {.name = "result-of-a-failed", .made = result_of_a_failed,
     .broken_too = true,
     .why = "task_result() is for a task that has returned. AWAIT(task) gives "
            "its result, too, and raises what it raised.",
     .python = "return task.result()   # raises it there, too",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "no-result-to-read", .made = no_result_read, .broken_too = true,
     .why = "TRY_AWAIT goes on after every failure, your own cancellation too, "
            "and then there are no results. Ask failure() before you read one: "
            "handle the codes that are yours, and with any other RERAISE.",
     .python = "except ExceptionGroup: ...     # yours\n"
               "                               # all others travel on",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "stopped-by-the-runtime", .made = stopped,
     .broken_too = true,
     .why = "",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "exit-called", .made = called_exit, .broken_too = true,
     .why = "exit() ends the process, with the loop and all its tasks. A "
            "coroutine ends with RETURN or RAISE.",
     .python = "sys.exit()         # raises SystemExit through the loop",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "endless-loop", .made = turned_endlessly, .broken_too = true,
     .why = "The tasks go on and on, and main never ends. Look at what should "
            "end the loop at that line.",
     .read_on = "NOTES.md, chapter 3"},
    {0},
};
