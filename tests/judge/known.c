/* known.c - the mistakes that can be made in any exercise. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

/* --- pieces -------------------------------------------------------------- */

/* Point where a sight's task stands in the exercise's own code. */
static const struct place *point_at_sight(const struct sight *sight)
{
    const struct place *place = own_place(sight);
    point_at(place->file, place->line);
    return place;
}

/* Is it the learner's, and not the runtime's or the check's? */
static bool is_own(const char *file)
{
    return !strstr(file, "runtime/") && !strstr(file, "tests/judge/") &&
           !strstr(file, "/check.c");
}

/* Point at a place "file.c:12", if that file is the learner's. */
static bool point_at_text(const char *place)
{
    static char file[200];
    size_t length = strcspn(place, ": \n");
    if (place[length] != ':' || length >= sizeof file)
        return false;
    memcpy(file, place, length);
    file[length] = '\0';
    if (!is_own(file))
        return false;
    point_at(file, atoi(place + length + 1));
    return true;
}

/* Point at the place behind the words in a message of the runtime's. */
static void point_behind(const char *message, const char *words)
{
    const char *place = strstr(message, words);
    if (place)
        point_at_text(place + strlen(words));
}

static const char *next_line(const char *text)
{
    text = strchr(text, '\n');
    return text && text[1] ? text + 1 : NULL;
}

/* Point where a compiler's warning was drawn.  If it stands inside a macro of
 * the runtime's, one of the lines below says where that was used. */
static void point_at_warning(const char *line)
{
    while (line && !point_at_text(line))
        line = next_line(line);
}

/* Repeat what the runtime said: the line that has these words. */
static bool complained(const struct run *run, const char *words)
{
    const char *place = strstr(run->complaints, words);
    if (!place)
        return false;
    while (place > run->complaints && place[-1] != '\n')
        place--;
    if (strncmp(place, "handloop: ", 10) == 0)
        place += 10;
    found("%c%.*s.", toupper((unsigned char)*place),
          (int)strcspn(place + 1, "\n"), place + 1);
    return true;
}

/* The learner's file; NULL if nothing of it ran. */
static const char *own_file(const struct run *run)
{
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        for (unsigned n = 0; n < sight->depth && n < DEPTH_SEEN; n++)
            if (is_own(sight->places[n].file))
                return sight->places[n].file;
    }
    return NULL;
}

/* Point at the first line of an ASYNC body, in front of BEGIN or behind it, that
 * is one of those. */
static bool point_at_code(const struct run *run, bool behind_begin,
                          bool (*is_one)(const char *line))
{
    char text[200];
    bool body = false, behind = false, is_there = false;
    const char *name = own_file(run);
    FILE *file = name ? fopen(name, "r") : NULL;
    if (!file)
        return false;
    for (int line = 1; !is_there && fgets(text, sizeof text, file); line++) {
        if (strncmp(text, "ASYNC(", 6) == 0)
            body = true;
        else if (*text == '}')
            body = behind = false;
        else if (strstr(text, "BEGIN;"))
            behind = true;
        is_there = body && behind == behind_begin && is_one(text);
        point_at(name, line);
    }
    fclose(file);
    return is_there;
}

static bool failed_saying(const struct run *run, const char *words)
{
    if (!run->error || !strstr(run->error, words))
        return false;
    found("%s.", run->error);
    point_at(run->raised_at.file, run->raised_at.line);
    return true;
}

static bool found_running(const struct run *run, const char *what)
{
    const struct sight *step = running_at_the_end(run);
    if (!step)
        return true;
    const struct place *place = point_at_sight(step);
    found("%s: task %u, coroutine '%s', since %s (%s), at %.1f s.", what,
          step->task, place->coro, line_text(place->line), place->file,
          clock_to_seconds(step->time));
    return true;
}

/* The clock was moved by a step, and not by the loop. */
bool kept_the_loop(const struct run *run, double seconds)
{
    for (size_t i = 1; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        double moved = clock_to_seconds(sight->time - run->sights[i - 1].time);
        if (sight->kind != EVENT_CLOCK || sight->by == 0 || moved < seconds)
            continue;
        const struct place *place = point_at_sight(sight);
        found("'%s' (task %u) kept the loop for %.1f s, %s; nobody else could "
              "run.", place->coro, sight->by, moved,
              place->line ? textf("behind line %d", place->line)
                          : "as soon as it began");
        return true;
    }
    return false;
}

/* --- whatever the exercise is about: there is a message that says so ----- */

static bool read_too_early(const struct run *run)
{
    if (!complained(run, "is read before it is there"))
        return false;
    point_behind(run->complaints, "is read before it is there, ");
    return true;
}

/* What stack_scribble() leaves where a lost local was. */
static bool shows_scribble(const char *text)
{
    return text && (strstr(text, "-1515870811") || strstr(text, "2779096485") ||
                    strstr(text, "a5a5a5a5") ||
                    strstr(text, "-6510615555426900571"));
}

static bool lost_local_shown(const struct run *run)
{
    found("-1515870811 and the like (a5a5a5a5 in hexadecimal) is what we have "
          "left on the stack where your variable had been.");
    return shows_scribble(run->output) || shows_scribble(run->error) ||
           shows_scribble(ending_text(run));
}

/* The compiler saw it too: every compiler in its own words. */
static bool lost_local_warned(const struct run *run)
{
    static const char *const words[] = {
        "jump-misses-init", "conditional-uninitialized", "maybe-uninitialized",
        "sometimes-uninitialized", "-Wuninitialized"};
    (void)run;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *line = compiler_line(words[i]);
        if (!line)
            continue;
        point_at_warning(line);
        return true;
    }
    return false;
}

static bool is_array_of_results(const char *line)
{
    line += strspn(line, " ");
    return strncmp(line, "struct value ", 13) == 0 && strchr(line, '[');
}

static bool results_in_local(const struct run *run)
{
    return point_at_code(run, true, is_array_of_results);
}

static bool awaited_in_switch(const struct run *run)
{
    return failed_saying(run, "cannot find its way back");
}

static bool fell_out(const struct run *run)
{
    return failed_saying(run, "fell out of its body");
}

static bool used_twice(const struct run *run)
{
    return failed_saying(run, "cannot reuse a coroutine object");
}

/* One that computed too long may just not have got the processor. */
static bool waited_outside(const struct run *run)
{
    if (run->ending == REALLY_WAITED)
        return found_running(run, "It stands still");
    return run->ending == ENDED && run->waited >= 0.8 &&
           !exercise_asked->by_hand;    /* which may be another process */
}

const struct mistake certain_mistakes[] = {
    {.name = "result-read-too-early", .made = read_too_early, .broken_too = true,
     .why = "create_task() has only put the task into the ready queue; its "
            "result is there when it is done. AWAIT(task) waits until then "
            "and hands the result over.",
     .python = "task.result()      # InvalidStateError: Result is not set.\n"
               "await task         # waits, then is the result",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "lost-local", .made = lost_local_shown, .broken_too = true,
     .why = "A local variable of the C function does not survive an AWAIT, nor "
            "a pause by hand: the function returned there, and its stack frame "
            "is gone. What must last lives in the struct: self->name.",
     .python = "name = 1           # Python keeps locals in the coroutine;\n"
               "await ...          # here the struct is that place",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "lost-local", .made = lost_local_warned, .broken_too = true,
     .why = "The compiler warned about a variable that an AWAIT jumps over. A "
            "local variable does not survive an AWAIT: the function returned "
            "there, and its stack frame is gone. What must last lives in the "
            "struct: self->name.",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "lost-local", .made = results_in_local, .broken_too = true,
     .why = "This array is a local variable: it is gone when the function "
            "returns at the next AWAIT, and the results are written there "
            "later, into whatever has that place by then. Put the array into "
            "the struct: self->results.",
     .read_on = "NOTES.md, chapters 2 and 6"},
    {.name = "await-in-switch", .made = awaited_in_switch,
     .why = "BEGIN opens a switch on the line where the coroutine stands, and "
            "an AWAIT is a case of it. Inside a switch of your own it belongs "
            "to that one, and cannot be found. Use if and else around AWAIT.",
     .python = "match kind:            # Python has no such limit\n"
               "    case 1: await ...",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "fell-out-of-the-body", .made = fell_out,
     .why = "BEGIN opens a switch, so a break that stands in no loop leaves the "
            "whole body. RETURN ends a coroutine.",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "coroutine-used-twice", .made = used_twice,
     .why = "A coroutine object is one run of the function: awaiting it, or "
            "making it a task, uses it up. Make a new one with coro(), or keep "
            "the task and await that as often as you like.",
     .python = "await c; await c   # cannot reuse already awaited coroutine",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "waits-outside-the-loop", .made = waited_outside,
     .broken_too = true,
     .why = "sleep(), read() and the like make the whole process wait, with the "
            "loop and everybody in it, and the loop's clock knows nothing of "
            "it. Use AWAIT(async_sleep(seconds)).",
     .python = "time.sleep(1)                  # everybody waits\n"
               "await asyncio.sleep(1)         # only we wait",
     .read_on = "NOTES.md, chapter 8"},
    {0},
};

/* --- runs that broke off ------------------------------------------------- */

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

/* The last message that is not debug mode's: it has stopped the program.  (A job
 * may have been stopped, while the loop's thread had something to say.) */
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

/* Its message, all lines; the place is in the first one. */
static bool stopped(const struct run *run)
{
    if (!stopped_by_runtime(run))
        return false;
    const char *message = last_message(run);
    int length = (int)strcspn(message, "\n");
    found("%.*s.%s", length, message, message + length);
    point_at_reader(message);
    return true;
}

/* What should be awaited is not even kept: every compiler warns. */
static bool dropped(const struct run *run)
{
    const char *line = compiler_line("-Wunused-result");
    (void)run;
    if (line)
        point_at_warning(line);
    return line;
}

/* The place of a task that has not come to an await is a file without line. */
static bool read_none(const struct run *run, bool at_the_beginning)
{
    const char *message = strstr(run->complaints, "this value is none");
    const char *task = message ? strstr(message, "in task '") : NULL;
    const char *place = task ? strstr(task, ".c") : NULL;
    if (run->ending != DIED || !place ||
        (place[2] == ':') == at_the_beginning)
        return false;
    point_at_reader(message);
    return true;
}

static bool nothing_awaited(const struct run *run)
{
    return read_none(run, true);
}

static bool none_read(const struct run *run)
{
    return read_none(run, false);
}

static bool no_result_read(const struct run *run)
{
    if (run->ending != DIED || !complained(run, "has no result to read at "))
        return false;
    point_behind(run->complaints, "has no result to read at ");
    return true;
}

static bool called_exit(const struct run *run)
{
    return run->ending == DIED && strstr(run->last_words, "exit()") &&
           found_running(run, "It ended the whole program");
}

static bool crashed(const struct run *run)
{
    return run->ending == DIED && running_at_the_end(run) &&
           found_running(run, textf("It crashed (%s)", run->last_words));
}

/* Before the lessons have coroutines, or between them. */
static bool crashed_outside(const struct run *run)
{
    return run->ending == DIED && !running_at_the_end(run);
}

static bool never_yielded(const struct run *run)
{
    return run->ending == NEVER_YIELDED &&
           found_running(run, "Your coroutine never yields");
}

static bool is_yield(const struct sight *sight)
{
    return sight->kind == EVENT_SUSPENDED && sight->want == WANT_SLEEP;
}

/* Somebody sleeps at one line again and again, and does nothing else. */
static bool polled(const struct run *run)
{
    enum { OFTEN = 100 };
    const struct sight *last = NULL;
    size_t times = 0;
    if (run->ending == ENDED)
        return false;
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        if (!is_yield(sight))
            continue;
        bool same = last && last->task == sight->task &&
                    own_place(last)->line == own_place(sight)->line;
        times = same ? times + 1 : 1;
        last = sight;
        if (times < OFTEN)
            continue;
        const struct place *place = point_at_sight(sight);
        found("Task %u woke up more than %d times at line %d of '%s', only to "
              "look again.", sight->task, OFTEN, place->line, place->coro);
        return true;
    }
    return false;
}

static bool turned_endlessly(const struct run *run)
{
    return run->ending == TURNED_ENDLESSLY &&
           found_running(run, "This loop never ends");
}

const struct mistake fatal_mistakes[] = {
    {.name = "awaitable-dropped", .made = dropped, .broken_too = true,
     .why = "coro(), create_task(), async_sleep(), gather() and the like give "
            "you something to wait for. Here it is not even kept: nobody waits, "
            "and nobody gets the result. AWAIT it; or keep the struct task * "
            "and AWAIT that when you need it.",
     .python = "asyncio.sleep(1)           # a coroutine object, thrown away\n"
               "await asyncio.sleep(1)     # waits",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "nothing-awaited", .made = nothing_awaited, .broken_too = true,
     .why = "You read a result, and no AWAIT has come before that line. "
            "awaited() is the result of the latest AWAIT here, and an array "
            "for gather() is filled while you AWAIT it: to make a coroutine "
            "object or a task is not to wait for it.",
     .python = "task = asyncio.create_task(fetch(1))\n"
               "one = await task           # this line is missing",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "none-was-read", .made = none_read, .broken_too = true,
     .why = "You read a result where there is None. That has four causes: a "
            "TRY_AWAIT has failed, and nobody asked failure() first; the "
            "latest AWAIT was of something without a result, such as "
            "async_sleep(); what was awaited ended without RETURN(x), which "
            "gives the kind of x; or nothing was put there yet: an array is "
            "filled by gather(), or by you.",
     .python = "try:\n"
               "    text = await fetch()\n"
               "except OSError:            # and if it failed, what is text?",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "no-result-to-read", .made = no_result_read, .broken_too = true,
     .why = "TRY_AWAIT goes on after every failure, your own cancellation too, "
            "and then there are no results. Ask failure() before you read one: "
            "handle the codes that are yours, and with any other RERAISE.",
     .python = "except ExceptionGroup: ...     # yours\n"
               "                               # all others travel on",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "stopped-by-the-runtime", .made = stopped,
     .broken_too = true,
     .why = "The runtime found something that leaves nothing sensible to go on "
            "with; its sentence says what.",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "exit-called", .made = called_exit, .broken_too = true,
     .why = "exit() ends the process, with the loop and all its tasks. A "
            "coroutine ends with RETURN or RAISE.",
     .python = "sys.exit()         # raises SystemExit through the loop",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "crash", .made = crashed, .broken_too = true,
     .why = "The step after that line went wrong: look for a pointer that was "
            "never set, a local variable that did not survive an AWAIT, or an "
            "index outside its array.",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "crash", .made = crashed_outside, .broken_too = true,
     .why = "It crashed behind the last line that it printed: look for a "
            "pointer that was never set, or an index outside its array.",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "never-yields", .made = never_yielded, .broken_too = true,
     .why = "While a step runs, nobody else does: no other task, no timer. What "
            "it waits for can only happen when it gives the loop back. Every "
            "loop that waits needs an AWAIT inside.",
     .python = "while not task.done():\n"
               "    pass               # the same: for ever",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "busy-polling", .made = polled, .broken_too = true,
     .why = "Asking again and again keeps the loop busy, and on a busy loop the "
            "clock does not jump. Wait for the thing itself: AWAIT(task) wakes "
            "you once, when it is done.",
     .python = "while not task.done():\n"
               "    await asyncio.sleep(0)     # instead of: await task",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "endless-loop", .made = turned_endlessly, .broken_too = true,
     .why = "The tasks go on and on, and main never ends. Look at what should "
            "end the loop at that line.",
     .read_on = "NOTES.md, chapter 3"},
    {0},
};

/* --- runs that ended, but wrong ------------------------------------------ */

/* The tasks that still waited for something nobody will do. */
static bool deadlocked(const struct run *run)
{
    if (run->code != EDEADLK)
        return false;
    const char *listed = strstr(run->complaints, "can become ready any more\n");
    if (listed) {
        listed = strchr(listed, '\n') + 1;
        listed += strspn(listed, " ");
        found("Nothing is ready, and nothing can become ready any more: %.*s.",
              (int)strcspn(listed, "\n"), listed);
        point_behind(listed, ", ");
    }
    return true;
}

static bool never_awaited(const struct run *run)
{
    if (!complained(run, "was never awaited, made at "))
        return false;
    point_behind(run->complaints, "was never awaited, made at ");
    return true;
}

/* As far as debug mode would complain of it. */
static bool blocked_the_loop(const struct run *run)
{
    return kept_the_loop(run, 0.1);
}

/* By the learner's coroutines, not by the check's. */
static bool made_by_answer(const struct run *run, uint32_t task)
{
    const struct sight *made = nth_sight(run, EVENT_CREATED, task, 0);
    return made && made->depth > 0 && is_own(made->outermost.file);
}

static bool left_behind(const struct run *run)
{
    double ended = task_ended(run, 1);
    for (size_t n = 0;; n++) {
        const struct sight *done = nth_sight(run, EVENT_DONE, 0, n);
        if (!done || ended < 0)
            return false;
        const struct sight *main = nth_sight(run, EVENT_DONE, 1, 0);
        if (done <= main || done->state != CANCELLED ||
            !made_by_answer(run, done->task))
            continue;
        found("Main ended at %.1f s, while task %u was not done: it was "
              "cancelled.", ended, done->task);
        return true;
    }
}

static bool error_not_looked_at(const struct run *run)
{
    return complained(run, "never retrieved");
}

static bool sets_local(const char *line)
{
    return strstr(line, " = ") && !strstr(line, "static ");
}

static bool set_before_begin(const struct run *run)
{
    return point_at_code(run, false, sets_local);
}

static bool array_returned(const struct run *run)
{
    return run->code == 0 && run->result.kind == VALUE_POINTER;
}

static bool nothing_returned(const struct run *run)
{
    return run->sight_count > 0 && run->code == 0 && is_none(run->result);
}

const struct mistake common_mistakes[] = {
    {.name = "waits-for-ever", .made = deadlocked,
     .why = "It waits for something that nobody will do: nothing is left that "
            "could wake it. Either what should complete it never runs, or that "
            "came first, and its signal was lost.",
     .python = "await event.wait()     # and nobody calls event.set():\n"
               "                       # asyncio would hang here",
     .read_on = "NOTES.md, chapter 3"},
    {.name = "never-awaited", .made = never_awaited,
     .why = "coro(...) only makes an object and runs nothing. AWAIT it, to run "
            "it now and have its result; or hand it to create_task(), to let "
            "it run while you go on.",
     .python = "fetch(1)           # RuntimeWarning: coroutine 'fetch'\n"
               "                   # was never awaited",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "blocking-sleep", .made = blocked_the_loop, .show_timeline = true,
     .why = "Whoever does not come back keeps everybody waiting: all other tasks "
            "stand still, timers too. AWAIT gives the loop back; "
            "blocking_sleep() does not.",
     .python = "time.sleep(1)                  # the whole loop sleeps\n"
               "await asyncio.sleep(1)         # only this task sleeps",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "task-left-behind", .made = left_behind, .show_timeline = true,
     .why = "When main ends, run() cancels every task that is left. Somebody "
            "has to wait for a task: AWAIT(task).",
     .python = "asyncio.create_task(work())    # and main returns:\n"
               "                               # work is cancelled",
     .read_on = "NOTES.md, chapter 11"},
    {.name = "error-nobody-saw", .made = error_not_looked_at,
     .why = "A task failed, and nobody awaited it: its error went nowhere. AWAIT "
            "the task, and it is raised where you can handle it.",
     .python = "# Task exception was never retrieved",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "set-anew", .made = set_before_begin,
     .why = "What stands in front of BEGIN runs each time that the coroutine is "
            "resumed: behind every AWAIT this variable is set anew. What must "
            "last lives in the struct, where all is 0 at first; set it behind "
            "BEGIN if it begins with something else.",
     .python = "count = 0          # Python does this only once",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "array-returned", .made = array_returned,
     .why = "It returned a pointer. What the await of a gather() gives is the "
            "address of its array; the results stand in that, one by one: "
            "as_text(self->results[0]) and so on.",
     .python = "a, b = await asyncio.gather(...)   # a list of results",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "nothing-returned", .made = nothing_returned,
     .why = "It returned None. A coroutine gives what stands in RETURN(x): to "
            "print it is not to return it, and an AWAIT as the last line "
            "returns nothing either. Behind an await that failed, or that was "
            "of something without a result, awaited() is None, too.",
     .python = "await fetch()              # and its result is dropped\n"
               "return await fetch()",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};
