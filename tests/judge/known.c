/* known.c - the mistakes that can be made in any exercise. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "given.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* --- pieces ------------------------------------------------------------- */

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
bool point_at_text(const char *place)
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
void point_behind(const char *message, const char *words)
{
    const char *place = strstr(message, words);
    if (place)
        point_at_text(place + strlen(words));
}

/* Repeat what the runtime said: the line that has these words. */
bool complained(const struct run *run, const char *words)
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

static bool failed_saying(const struct run *run, const char *words)
{
    if (!run->error || !strstr(run->error, words))
        return false;
    found("%s.", run->error);
    point_at(run->raised_at.file, run->raised_at.line);
    return true;
}

bool found_running(const struct run *run, const char *what)
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

/* The first line of that coroutine that calls a function that was given. */
static void point_at_given_call(const char *coroutine)
{
    const struct item *item =
        item_named(&sources()->answer, coroutine, false);
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++)
        if (t->kind == TOKEN_NAME && token_is(t + 1, "(") &&
            is_given(token_text(t)) &&
            !item_named(&sources()->answer, token_text(t), false)
                 ->is_coroutine) {
            point_at(answer_file(), t->line);
            return;
        }
}

/* The learner's call of the function that worked in that step, which began at a
 * place; NULL: it was no function of the answer's, or it is not called there. */
static const struct token *call_that_worked(const struct run *run,
                                            const struct sight *moved,
                                            const struct place *place)
{
    const struct source *answer = &sources()->answer;
    const struct item *item = item_named(answer, place->coro, false);
    EACH_ACT(run, act) {
        if (act->kind != ACT_WORK || act->task != moved->by || !item ||
            act->time < moved[-1].time || act->time >= moved->time ||
            strcmp(act->in, place->coro) == 0)
            continue;
        const char *call = textf("%s (", act->in);
        const struct token *t =
            place->line ? find_tokens(line_begins(answer, place->line),
                                      item->end, call) : NULL;
        return t ? t : find_tokens(item->body, item->end, call);
    }
    return NULL;
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
        const struct token *call = call_that_worked(run, sight, place);
        if (call)
            point_at(answer_file(), call->line);
        else if (!place->line)
            point_at_given_call(place->coro);
        found("'%s' (task %u) kept the loop for %.1f s, %s; nobody else could "
              "run.", place->coro, sight->by, moved,
              call          ? textf("in line %d, where it calls %s()",
                                    call->line, token_text(call))
              : place->line ? textf("behind line %d", place->line)
                            : "as soon as it began");
        point_at_own_block(run);
        return true;
    }
    return false;
}

/* --- whatever the exercise is about: there is a message that says so ---- */

/* The member that has the task whose result was read, self->one, if no line of
 * that coroutine waits for it; NULL: not known. */
static const struct token *task_not_awaited(const struct run *run)
{
    const char *task = strstr(run->complaints, "the result of task 'Task-");
    uint32_t id = task ? (uint32_t)atoi(strchr(task, '-') + 1) : 0;
    const struct source *answer = &sources()->answer;
    EACH_ACT(run, made) {
        if (made->kind != ACT_MADE || made->what != id || !is_learners(made))
            continue;
        const struct item *item = item_named(answer, made->in, false);
        const struct token *t = statement_begins(answer, made->line);
        if (!item || !token_is(t, "self") || !token_is(t + 3, "="))
            return NULL;
        const char *name = textf("self -> %s", token_text(t + 2));
        for (const struct token *use = item->body;
             (use = find_tokens(use, item->end, name)); use++)
            if (use != t && !token_is(use - 2, "task_result"))
                return NULL;
        return t + 2;
    }
    return NULL;
}

static bool read_too_early(const struct run *run)
{
    if (!complained(run, "is read before it is there"))
        return false;
    point_behind(run->complaints, "is read before it is there, ");
    return true;
}

/* The end of its group, which stands behind that; NULL: none does. */
static const struct token *group_exit_behind(const char *complaints)
{
    static const char says[] = "is read before it is there, ";
    const char *place = strstr(complaints, says);
    const char *line = place ? strchr(place + strlen(says), ':') : NULL;
    const struct source *answer = &sources()->answer;
    const struct item *item = line ? item_at(answer, atoi(line + 1)) : NULL;
    return item && item->body
               ? find_tokens(line_ends(answer, atoi(line + 1)), item->end,
                             "group_exit (") : NULL;
}

static bool read_in_the_group(const struct run *run)
{
    const struct token *exit = group_exit_behind(run->complaints);
    if (!exit || !read_too_early(run))
        return false;
    found("A task of the group has no result yet when it is read here: they "
          "are at work until its end, group_exit() in line %d, is over. Read "
          "the results behind that.", exit->line);
    return true;
}

/* self->one = create_task(...), task_result(self->one), and no AWAIT. */
static bool read_unawaited(const struct run *run)
{
    const struct token *task = task_not_awaited(run);
    if (!task || !read_too_early(run))
        return false;
    found("No line awaits self->%s, the task that line %d makes, and its result "
          "is read before it is there.", token_text(task), task->line);
    return true;
}

/* wait_tasks(..., FIRST_COMPLETED, ...), and then the result of each. */
static bool waited_for_the_first(const struct run *run)
{
    const struct act *reads = last_of_learners(run), *waits = NULL;
    if (!read_too_early(run))
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && is_learners(act))
            waits = act;
    if (!waits || waits->code || waits->frame != reads->frame ||
        !statement_has(&sources()->answer, waits->line, "FIRST_COMPLETED"))
        return false;
    found("Line %d waits until the first of the tasks is done, "
          "FIRST_COMPLETED. Then the result of one is read that is not done "
          "yet.", waits->line);
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

static bool awaited_in_switch(const struct run *run)
{
    return failed_saying(run, "cannot find its way back");
}

static bool fell_out(const struct run *run)
{
    return failed_saying(run, "fell out of its body");
}

/* AWAIT(self->ask): where that member was made, or else awaited before, in
 * words; "" if that is not known. */
static const char *made_or_used(const struct run *run,
                                const struct act *again)
{
    const struct token *first = sources()->answer.tokens.first, *t = first;
    while (t->kind != TOKEN_END &&
           (t->line != again->line || !token_is(t, "self")))
        t++;
    if (!token_is(t, "self"))
        return "";
    const char *member = textf("self -> %s", token_text(t + 2));
    const struct token *made =
        find_tokens(first, NULL, textf("%s = coro (", member));
    if (made)
        return textf(": the one that line %d has made", made->line);
    for (const struct act *act = run->acts->act; act < again; act++)
        if (act->kind == ACT_AWAIT && is_learners(act) &&
            act->line != again->line &&
            statement_has(&sources()->answer, act->line, member))
            return textf(": line %d has awaited it before", act->line);
    return "";
}

/* It is awaited, or handed to somebody who awaits it. */
static bool used_twice(const struct run *run)
{
    static const char message[] = "cannot reuse a coroutine object";
    if (!failed_saying(run, message))
        return false;
    EACH_ACT(run, act) {
        bool awaits = act->kind == ACT_AWAIT && !strcmp(act->value, USED_UP);
        bool gave = act->kind == ACT_GAVE && strstr(act->value, message);
        if (!is_learners(act) || (!awaits && !gave))
            continue;
        point_at_act(act);
        found("Line %d awaits a coroutine object that has run already%s.",
              act->line, made_or_used(run, act));
        break;
    }
    return true;
}

const struct mistake certain_mistakes[] = {
    {.name = "result-read-in-the-group", .made = read_in_the_group,
     .broken_too = true, .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    user = tg.create_task(...)\n"
               "user.result()      # behind the block",
     .read_on = "NOTES.md, chapter 12", .is_proven = true},
    {.name = "waited-for-the-first", .made = waited_for_the_first,
     .broken_too = true, .is_proven = true,
     .why = "ALL_COMPLETED waits for all of them; or AWAIT each task.",
     .python = "await asyncio.wait(tasks)      # all, if nothing else is said",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "read-unawaited", .made = read_unawaited, .broken_too = true,
     .is_proven = true,
     .why = "A task runs by itself, and another await may end before it does. "
            "AWAIT(task) waits until it is done and hands its result over.",
     .python = "task.result()      # InvalidStateError: Result is not set.\n"
               "await task         # waits, then is the result",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "result-read-too-early", .made = read_too_early,
     .broken_too = true,
     .why = "create_task() has only put the task into the ready queue; its "
            "result is there when it is done. AWAIT(task) waits until then "
            "and hands the result over.",
     .python = "task.result()      # InvalidStateError: Result is not set.\n"
               "await task         # waits, then is the result",
     .read_on = "NOTES.md, chapter 5", .is_proven = true},
    {.name = "lost-local", .made = lost_local_shown, .broken_too = true,
     .why = "A local variable of the C function does not survive an AWAIT, nor "
            "a pause by hand: the function returned there, and its stack frame "
            "is gone. What must last lives in the struct: self->name.",
     .python = "name = 1           # Python keeps locals in the coroutine;\n"
               "await ...          # here the struct is that place",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "await-in-switch", .made = awaited_in_switch,
     .why = "BEGIN opens a switch on the line where the coroutine stands, and "
            "an AWAIT is a case of it. Inside a switch of your own it belongs "
            "to that one, and cannot be found. Use if and else around AWAIT.",
     .python = "match kind:            # Python has no such limit\n"
               "    case 1: await ...",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "fell-out-of-the-body", .made = fell_out,
     .why = "BEGIN opens a switch, so a break that stands in no loop leaves "
            "the whole body. RETURN ends a coroutine.",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "coroutine-used-twice", .made = used_twice,
     .why = "A coroutine object is one run of the function: awaiting it, or "
            "making it a task, uses it up. Make a new one with coro(), or keep "
            "the task and await that as often as you like.",
     .python = "await c; await c   # cannot reuse already awaited coroutine",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};

/* --- runs that ended, but wrong ----------------------------------------- */

/* A statement of the learner's own that only calls the function around this
 * line: commit_db(); */
static const struct token *called_alone(int line)
{
    static const char *const before[] = {";", "{", "}", ")", "else", "do",
                                         NULL};
    const struct source *answer = &sources()->answer;
    const struct item *function = item_at(answer, line);
    if (!function || !function->body || function->is_coroutine)
        return NULL;
    const char *call = textf("%s (", token_text(function->name));
    const struct token *t = answer->tokens.first;
    for (; (t = find_tokens(t, NULL, call)); t++)
        if (!line_is_given(t->line) && token_is(closing(t + 1) + 1, ";") &&
            is_any(t - 1, before))
            return t;
    return NULL;
}

static bool never_awaited(const struct run *run)
{
    static const char made[] = "was never awaited, made at ";
    if (!complained(run, made))
        return false;
    point_behind(run->complaints, made);
    const char *place = strstr(run->complaints, made) + strlen(made);
    const char *colon = strchr(place, ':');
    const struct token *call = colon ? called_alone(atoi(colon + 1)) : NULL;
    if (call) {
        point_at(answer_file(), call->line);
        found("%s() gives a coroutine object, and line %d only makes it: "
              "nobody awaits that.", token_text(call), call->line);
    }
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

/* Where the learner's code made that task, in words; points there.  "": it did
 * not. */
static const char *where_made(const struct run *run, uint32_t task)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_MADE || act->what != task || !is_learners(act))
            continue;
        point_at_act(act);
        return strcmp(act->text, "spawn") == 0
                   ? textf(" Line %d made it with spawn(), which gives nothing "
                           "that could be awaited: create_task() gives the "
                           "task.", act->line)
                   : textf(" Line %d made it.", act->line);
    }
    return "";
}

static bool left_behind(const struct run *run)
{
    double ended = task_ended(run, 1);
    for (size_t n = 0;; n++) {
        const struct sight *done = nth_sight(run, EVENT_DONE, 0, n);
        if (!done || ended < 0 || run->code)    /* who fails leaves others */
            return false;
        const struct sight *main = nth_sight(run, EVENT_DONE, 1, 0);
        if (done <= main || done->state != CANCELLED ||
            !made_by_answer(run, done->task))
            continue;
        found("Main ended at %.1f s, while task %u was not done: it was "
              "cancelled.%s", ended, done->task, where_made(run, done->task));
        return true;
    }
}

/* Do all right answers return in this scene? */
static bool right_ones_return(const char *name)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++)
            if (all[i].fact[n].kind == FACT_END && all[i].fact[n].code &&
                strcmp(all[i].fact[n].name, name) == 0)
                return false;
    return count > 0;
}

/* The text that a right answer returns there, as it is; "": none does. */
static const char *right_text_of(const char *name)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++) {
            const struct fact *fact = &all[i].fact[n];
            if (fact->kind == FACT_END && strcmp(fact->name, name) == 0 &&
                fact->data[0] == '"' && strlen(fact->data) > 2)
                return textf("%.*s", (int)strlen(fact->data) - 2,
                             fact->data + 1);
        }
    return "";
}

/* printf("%s", text); and END. */
static bool printed_for_returned(const struct run *run)
{
    static const char *const prints[] = {"printf", "puts", "say", "fputs",
                                         NULL};
    EACH_ACT(run, act) {
        if (act->kind != ACT_END || act->how != HOW_END || !is_learners(act) ||
            !is_asked_for(act->in))
            continue;
        const struct item *in =
            item_named(&sources()->answer, act->in, false);
        const struct token *t = in ? in->body : NULL;
        const char *text = right_text_of(act->in);
        while (t && t < in->end && !is_any(t, prints))
            t++;
        if (!t || t == in->end || !*text || !strstr(run->output, text))
            continue;
        point_at(answer_file(), t->line);
        found("Line %d prints the text, and no line of %s() that was come to "
              "returns it: whoever awaits it gets None.", t->line, act->in);
        return true;
    }
    return false;
}

static bool raised_for_returned(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_END || act->how != HOW_RAISE ||
            !is_learners(act) || !is_asked_for(act->in) ||
            act->code == ENOSYS || !right_ones_return(act->in) ||
            !statement_has(&sources()->answer, act->line, "RAISE ("))
            continue;
        point_at_act(act);
        found("Line %d raises a failure of its own, %s; every right answer "
              "returns here.", act->line, act->value);
        return true;
    }
    return false;
}

const struct mistake common_mistakes[] = {
    {.name = "printed-for-returned", .made = printed_for_returned,
     .is_proven = true,
     .why = "RETURN(textf(...)) hands a text over to whoever awaits.",
     .python = "print(text)        # for a person\n"
               "return text        # for whoever awaits",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "raised-for-returned", .made = raised_for_returned,
     .why = "RAISE ends a coroutine with a failure, for whoever awaits it; "
            "RETURN gives a value.",
     .python = "raise OSError(text)    # an exception\n"
               "return text            # a result",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "never-awaited", .made = never_awaited,
     .why = "coro(...) only makes an object and runs nothing. AWAIT it, to run "
            "it now and have its result; or hand it to create_task(), to let "
            "it run while you go on.",
     .python = "fetch(1)           # RuntimeWarning: coroutine 'fetch'\n"
               "                   # was never awaited",
     .read_on = "NOTES.md, chapter 1"},
    {.name = "blocking-sleep", .made = blocked_the_loop, .show_timeline = true,
     .why = "Whoever does not come back keeps everybody waiting: all other "
            "tasks stand still, timers too. AWAIT gives the loop back; what "
            "blocks does not.",
     .python = "time.sleep(1)                  # the whole loop sleeps\n"
               "await asyncio.sleep(1)         # only this task sleeps",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "task-left-behind", .made = left_behind, .show_timeline = true,
     .why = "When main ends, run() cancels every task that is left. Somebody "
            "has to wait for a task: AWAIT(task).",
     .python = "asyncio.create_task(work())    # and main returns:\n"
               "                               # work is cancelled",
     .read_on = "NOTES.md, chapter 11"},
    {0},
};
