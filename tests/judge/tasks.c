/* tasks.c - mistakes with tasks and their groups, which prove themselves: who
 * is cancelled, which task is in which group, and when does it end? */
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* --- tasks --------------------------------------------------------------- */

static bool cancels_itself(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_CANCEL && is_learners(act) && act->what &&
            act->what == act->task) {
            point_at_act(act);
            found("Line %d cancels the task in which it stands: '%s' itself.",
                  act->line, act->in);
            return true;
        }
    return false;
}

/* The number of the task that a message of the runtime's is about, which has
 * these words; 0: there is none, or it has a name of its own. */
static uint32_t task_said(const struct run *run, const char *words)
{
    const char *said = strstr(run->complaints, words), *task = NULL;
    const char *next = run->complaints;
    while (said && (next = strstr(next, "ask 'Task-")) && next < said)
        task = next++;
    return task ? (uint32_t)atoi(task + strlen("ask 'Task-")) : 0;
}

/* Which line of the learner's has cancelled it?  NULL: none. */
static const struct act *cancel_of(const struct run *run, uint32_t task)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_CANCEL && act->what == task && is_learners(act))
            return act;
    return NULL;
}

/* The result of a task is read that the answer itself has cancelled. */
static bool result_of_a_cancelled(const struct run *run)
{
    uint32_t task = task_said(run, "has no result to read at ");
    const struct act *reads = last_of_learners(run);
    if (!task || !reads || !strstr(run->complaints, ": it was cancelled"))
        return false;
    const struct act *cancel = cancel_of(run, task);
    const struct token *group = find_tokens(sources()->answer.tokens.first,
                                            NULL, "group_cancel (");
    int line = cancel ? cancel->line : group ? group->line : 0;
    if (!line)
        return false;
    point_at(answer_file(), line);
    found("Line %d cancels %s, and then a result is read: a task that was "
          "cancelled has none.", line,
          cancel ? textf("task %u", (unsigned)task)
                 : "all tasks of the group");
    return true;
}

/* The line that made this task; NULL: none of the learner's. */
static const struct act *making_of(const struct run *run, uint32_t task)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_MADE && act->what == task && is_learners(act))
            return act;
    return NULL;
}

/* A limit that is over cancels what was waited for; and the same line waits for
 * it once more. */
static bool cancelled_by_a_limit(const struct run *run)
{
    const struct sight *cancel;
    for (size_t n = 0; (cancel = nth_sight(run, EVENT_CANCEL, 0, n)); n++) {
        const struct act *made =
            cancel->by == 0 ? making_of(run, cancel->task) : NULL;
        const struct act *limit = NULL;
        EACH_ACT(run, act) {
            if (!made || act->kind != ACT_LIMIT || !is_learners(act) ||
                strcmp(act->name, "wait_for") != 0)
                continue;
            if (act->time < cancel->time) {
                limit = act;
                continue;
            }
            if (!limit || act->line != limit->line)
                continue;
            point_at_act(limit);
            found("At %s the limit of line %d was over, and wait_for() "
                  "cancelled what it waited for: the task that line %d made. "
                  "To wait for it once more does not make it go on.",
                  seconds_of(clock_to_seconds(cancel->time)), limit->line,
                  made->line);
            return true;
        }
    }
    return false;
}

static bool is_awaited(const struct run *run, uint32_t task)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_AWAIT && act->what == task)
            return true;
    return false;
}

/* A task that was awaited already is awaited once more, and another one, made
 * by the same coroutine, never. */
static bool awaited_again(const struct run *run)
{
    EACH_ACT(run, made) {
        if (made->kind != ACT_MADE || !is_learners(made) ||
            is_awaited(run, made->what) ||
            !statement_has(&sources()->answer, made->line, "= create_task ("))
            continue;
        const struct act *before = NULL;
        for (const struct act *act = made; act < made_end; act++) {
            if (act->kind != ACT_AWAIT || act->task != made->task ||
                strcmp(act->in, made->in) != 0 || !act->what)
                continue;
            if (before && before->what == act->what) {
                point_at_act(act);
                found("Line %d awaits the same task as line %d once more. The "
                      "one that line %d has made is awaited by no line.",
                      act->line, before->line, made->line);
                return true;
            }
            before = act;
        }
    }
    return false;
}

/* In all right answers: does the one end before the other? */
static bool ends_before_in_right_ones(const char *one, const char *other)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++) {
        bool has_one = false, has_other = false;
        for (size_t n = 0; n < all[i].count; n++) {
            const struct fact *fact = &all[i].fact[n];
            if (fact->kind != FACT_END)
                continue;
            has_one = has_one || strcmp(fact->name, one) == 0;
            if (strcmp(fact->name, other) == 0) {
                if (!has_one)
                    return false;
                has_other = true;
            }
        }
        if (!has_other)
            return false;
    }
    return count > 0;
}

/* How did the coroutine end in which that was done? */
static const struct act *end_behind(const struct run *run,
                                    const struct act *made)
{
    for (const struct act *act = made; act < run->acts->act +
                                                 act_count(run->acts); act++)
        if (act->kind == ACT_END && act->task == made->task &&
            strcmp(act->in, made->in) == 0)
            return act;
    return NULL;
}

/* The coroutine that the task was made of; NULL: it has not begun. */
static const char *begun_in(const struct run *run, uint32_t task)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_BEGIN && act->task == task)
            return act->name;
    return NULL;
}

/* What ended before that time, and in right answers only behind that
 * coroutine; NULL: nothing did. */
static const struct act *ended_too_early(const struct run *run, double time,
                                         const char *coroutine)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_END && is_asked_for(act->in) &&
            (time < 0 || clock_to_seconds(act->time) < time) &&
            ends_before_in_right_ones(coroutine, act->in))
            return act;
    return NULL;
}

/* spawn(disconnect()): "disconnect()" */
static const char *argument_of_call(const struct act *made)
{
    const struct source *answer = &sources()->answer;
    const struct token *call = line_begins(answer, made->line);
    call = find_tokens(call, NULL, textf("%s (", made->text));
    return call ? quote(call + 2, closing(call + 1) - 1) : "one";
}

/* Who made a task has ended, it goes on, and nobody waits. */
static bool goes_on_behind(const struct run *run)
{
    EACH_ACT(run, made) {
        if (made->kind != ACT_MADE || !is_learners(made) || !made->what ||
            is_awaited(run, made->what))
            continue;
        const struct act *end = end_behind(run, made);
        const char *name = begun_in(run, made->what);
        double ended = task_ended(run, made->what);
        double mine = end ? clock_to_seconds(end->time) : -1;
        if (!end || !name || (ended >= 0 && ended <= mine) ||
            !ended_too_early(run, ended, name))
            continue;
        point_at_act(made);
        const char *what = argument_of_call(made);
        found("Line %d makes a task of %s, and nobody waits for it: '%s' goes "
              "on, and ends at %s, while that is still at work. AWAIT(%s) runs "
              "it to its end.", made->line, what, made->in, seconds_of(mine),
              what);
        return true;
    }
    return false;
}

/* The task in which it was when it crashed. */
static uint32_t task_at_the_end(const struct run *run)
{
    const struct act *last = last_of_learners(run);
    return last ? last->task : 0;
}

/* It crashed in a task whose maker, of whose struct it has a part, has ended
 * before. */
static bool crashed_behind_its_maker(const struct run *run)
{
    uint32_t task = task_at_the_end(run);
    const char *name = begun_in(run, task);
    if (run->ending != DIED || !task || !name)
        return false;
    EACH_ACT(run, made) {
        const struct act *end =
            made->kind == ACT_MADE && is_learners(made) ? end_behind(run, made)
                                                        : NULL;
        if (!end || is_awaited(run, made->what) ||
            !statement_has(&sources()->answer, made->line, "& self ->"))
            continue;
        for (const struct act *act = end + 1; act < made_end; act++)
            if (act->task == task && made->what == task) {
                point_at_act(made);
                found("It crashed in '%s', a task that line %d makes and "
                      "nobody waits for: '%s' had ended before, and its "
                      "struct with it. What the task got a pointer to is to "
                      "live as long as the task.", name, made->line, made->in);
                return true;
            }
    }
    return false;
}

/* --- groups -------------------------------------------------------------- */

static bool group_without_members(const struct run *run)
{
    EACH_ACT(run, exit) {
        const struct act *group = NULL, *first = NULL, *last = NULL;
        bool has_member = false;
        if (exit->kind != ACT_EXIT || !is_learners(exit))
            continue;
        for (const struct act *act = run->acts->act; act < exit; act++) {
            if (act->object == exit->object && act->kind == ACT_GROUP)
                group = act;
            if (act->object == exit->object && act->kind == ACT_CHILD)
                has_member = true;
            if (act->kind == ACT_MADE && act->frame == exit->frame &&
                strcmp(act->in, exit->in) == 0 &&
                strcmp(act->text, "create_task") == 0) {
                first = first ? first : act;
                last = act;
            }
        }
        if (!group || has_member || !first)
            continue;
        point_at_act(first);
        found("The group of line %d has no member when line %d waits for its "
              "end. Line%s start%s the tasks with create_task(), outside it: "
              "group_create_task(group, ...) puts them in.", group->line,
              exit->line,
              first == last ? textf(" %d", first->line)
                            : textf("s %d to %d", first->line, last->line),
              first == last ? "s" : "");
        return true;
    }
    return false;
}

/* A group was opened, and no line of the answer comes to its end. */
static bool group_without_end(const struct run *run)
{
    if (find_tokens(sources()->answer.tokens.first, NULL, "group_exit ("))
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_GROUP && is_learners(act)) {
            point_at_act(act);
            found("The group of line %d has no end: group_exit() stands "
                  "nowhere. It waits for all of the group's tasks, and raises "
                  "what failed; AWAIT or TRY_AWAIT it behind the last "
                  "group_create_task().", act->line);
            return true;
        }
    return false;
}

/* The group was left before, so it takes no task any more. */
static bool left_before(const struct run *run)
{
    EACH_ACT(run, exit) {
        if (exit->kind != ACT_EXIT || !is_learners(exit))
            continue;
        for (const struct act *act = exit; act < exit_end; act++) {
            if (act->kind == ACT_GROUP && act->object == exit->object)
                break;
            if (act->kind != ACT_CHILD || act->object != exit->object)
                continue;
            point_at_act(exit);
            found("Line %d leaves the group, and line %d makes a task in it "
                  "behind that: it is refused. group_exit() is the end of the "
                  "block: it stands behind the last group_create_task(), and "
                  "waits for them all.", exit->line, act->line);
            return true;
        }
    }
    return false;
}

/* group_create_task(...) calls create_task(), which may be noted as well. */
static bool is_of_group(const struct act *made)
{
    const struct source *answer = &sources()->answer;
    return statement_has(answer, made->line, "group_create_task") ||
           statement_has(answer, made->line, "group_spawn") ||
           !statement_has(answer, made->line, "create_task");
}

/* A task beside the group whose end is awaited with all the others. */
static bool outside_the_group(const struct run *run)
{
    EACH_ACT(run, exit) {
        const struct act *child = NULL;
        if (exit->kind != ACT_EXIT || !is_learners(exit))
            continue;
        for (const struct act *act = run->acts->act; act < exit; act++)
            if (act->kind == ACT_CHILD && act->object == exit->object)
                child = act;
        for (const struct act *act = run->acts->act; child && act < exit;
             act++) {
            if (act->kind != ACT_MADE || act->frame != exit->frame ||
                act->task != exit->task || is_awaited(run, act->what) ||
                strcmp(act->text, "create_task") != 0 || is_of_group(act))
                continue;
            point_at_act(act);
            found("Line %d makes a task with create_task(), outside the group "
                  "into which line %d puts another one. The end of the group, "
                  "line %d, waits for its own tasks only, and cancels no "
                  "others: group_create_task().", act->line, child->line,
                  exit->line);
            return true;
        }
    }
    return false;
}

/* --- all of them --------------------------------------------------------- */

const struct mistake task_mistakes[] = {
    {.name = "group-without-end", .made = group_without_end,
     .broken_too = true, .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    ...            # its end is where the indentation ends",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "group-without-members", .made = group_without_members,
     .broken_too = true, .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    tg.create_task(fetch())    # not asyncio.create_task()",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "cancels-itself", .made = cancels_itself, .broken_too = true,
     .why = "task_cancel() wants the task that is to end: the one that "
            "create_task() gave.",
     .python = "pulse = asyncio.create_task(heartbeat())\n"
               "pulse.cancel()     # not asyncio.current_task().cancel()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "cancelled-by-a-limit", .made = cancelled_by_a_limit,
     .broken_too = true,
     .why = "A shield takes the cancellation upon itself, and the task goes on: "
            "wait_for(shield(task), seconds).",
     .python = "await asyncio.wait_for(asyncio.shield(task), 0.5)",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "group-left-before", .made = left_before, .broken_too = true,
     .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    tg.create_task(fetch())    # inside of the block",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "outside-the-group", .made = outside_the_group,
     .broken_too = true, .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    tg.create_task(fetch())    # not asyncio.create_task()",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "cancelled-and-read", .made = result_of_a_cancelled,
     .broken_too = true,
     .why = "Whoever wants a result waits for the task, and does not cancel "
            "it.",
     .python = "task.cancel()\n"
               "task.result()      # CancelledError",
     .read_on = "NOTES.md, chapter 10"},
    {0},
};

const struct mistake maker_mistakes[] = {
    {.name = "crashed-behind-its-maker", .made = crashed_behind_its_maker,
     .broken_too = true, .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    tg.create_task(visit(line))    # waits at its end",
     .read_on = "NOTES.md, chapter 11"},
    {0},
};

const struct mistake unawaited_mistakes[] = {
    {.name = "awaited-again", .made = awaited_again, .is_proven = true,
     .why = "A task is awaited by its own name, each one once.",
     .python = "one = await a\n"
               "two = await b      # not a once more",
     .read_on = "NOTES.md, chapter 5"},
    {.name = "goes-on-behind", .made = goes_on_behind, .broken_too = true,
     .why = "",
     .python = "asyncio.create_task(goodbye())     # goes on by itself\n"
               "await goodbye()                    # ends before you do",
     .read_on = "NOTES.md, chapter 11"},
    {0},
};
