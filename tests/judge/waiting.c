/* waiting.c - mistakes with waiting, which prove themselves: nobody waits, for ever, or past the loop. */
#include <errno.h>
#include <string.h>

#include "proven.h"
#include "seen.h"

/* --- waiting for what does not come ------------------------------------- */

/* An await that had not given anything when the loop gave up. */
static const struct act *stuck_after(const struct run *run,
                                     const struct act *asked)
{
    for (const struct act *act = asked + 1;
         act < run->acts->act + act_count(run->acts); act++)
        if (act->task == asked->task && act->kind == ACT_GAVE &&
            act->line == asked->line)
            return act->code ? asked : NULL;
    return asked;
}

/* A task that has a permit, and waits for another one of the same. */
static bool took_it_twice(const struct run *run)
{
    if (!is_deadlock(run))
        return false;
    EACH_ACT(run, second) {
        const struct act *first = NULL;
        if (second->kind != ACT_TAKES || !is_learners(second) ||
            !stuck_after(run, second))
            continue;
        for (const struct act *act = run->acts->act; act < second; act++) {
            if (act->task != second->task || act->object != second->object)
                continue;
            first = act->kind == ACT_TAKES   ? act
                    : act->kind == ACT_GIVES ? NULL
                                             : first;
        }
        if (!first)
            continue;
        point_at_act(second);
        found("Task %u has taken %s in line %d already, and waits in line %d "
              "for another one of the same: it waits for itself. Take it once, "
              "in one of the two places.", (unsigned)second->task,
              first->name, first->line, second->line);
        return true;
    }
    return false;
}

/* A line of the answer that calls it, and was not come to (often enough). */
static const struct token *call_of(const char *name)
{
    return find_tokens(sources()->answer.tokens.first, NULL,
                       textf("%s (", name));
}

/* What it came to: the next that the coroutine was given; NULL: nothing. */
static const struct act *came_to(const struct run *run,
                                 const struct act *takes)
{
    for (const struct act *act = takes + 1;
         act < run->acts->act + act_count(run->acts); act++)
        if (act->kind == ACT_GAVE && act->task == takes->task &&
            strcmp(act->in, takes->in) == 0)
            return act;
    return NULL;
}

static bool granted(const struct run *run, const struct act *takes)
{
    const struct act *gave = came_to(run, takes);
    return gave && !gave->code;
}

/* The end of the coroutine that took it and has not given it back; NULL: that
 * goes on, or somebody has. */
static const struct act *ended_with(const struct run *run,
                                    const struct act *takes)
{
    const struct act *gave = came_to(run, takes);
    for (const struct act *act = gave;
         act && act < run->acts->act + act_count(run->acts); act++) {
        if (act->kind == ACT_GIVES && act->object == takes->object &&
            act->task == takes->task)
            return NULL;
        if (act->kind == ACT_END && act->frame == gave->frame &&
            act->task == takes->task)
            return act;
    }
    return NULL;
}

/* What the same task gave back instead, before that end; NULL: nothing. */
static const struct act *gave_another(const struct act *takes,
                                      const struct act *end)
{
    for (const struct act *act = takes + 1; act < end; act++)
        if (act->kind == ACT_GIVES && act->task == takes->task &&
            act->object != takes->object)
            return act;
    return NULL;
}

/* As many were granted as were given back: somebody else has done it. */
static bool all_given_back(const struct run *run, const struct act *takes)
{
    size_t taken = 0, given = 0;
    EACH_ACT(run, act) {
        if (act->object != takes->object)
            continue;
        taken += act->kind == ACT_TAKES && granted(run, act);
        given += act->kind == ACT_GIVES;
    }
    return given >= taken;
}

/* Did it wait for long, or until the loop gave up? */
static bool waited_in_vain(const struct run *run, const struct act *takes)
{
    enum { LONG = 5 };
    const struct act *gave = came_to(run, takes);
    if (!gave)
        return true;
    return gave->code &&
           (gave->code == EDEADLK ||
            clock_to_seconds(gave->time - takes->time) >= LONG ||
            (is_deadlock(run) &&
             clock_to_seconds(gave->time) > run->seconds - 1e-9));
}

static bool somebody_waits_for_it(const struct run *run,
                                  const struct act *takes)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_TAKES && act->object == takes->object &&
            act->task != takes->task && waited_in_vain(run, act))
            return true;
    return false;
}

static const char *way_out(const struct act *end)
{
    switch (end->how) {
    case HOW_PASSED_ON:
        return textf("since AWAIT hands on what failed there (%s)", end->value);
    case HOW_RAISE:
        return textf("with %s", end->value);
    case HOW_RETURN:
        return "by RETURN";
    case HOW_END:
    case HOW_NONE:
        break;
    }
    return "at its END";
}

/* A coroutine took a permit, and is gone with it; others wait for it. */
static bool gone_with_it(const struct run *run)
{
    EACH_ACT(run, takes) {
        const struct act *end = NULL;
        if (takes->kind == ACT_TAKES && is_learners(takes) &&
            granted(run, takes))
            end = ended_with(run, takes);
        if (!end || !is_learners(end) || all_given_back(run, takes) ||
            !somebody_waits_for_it(run, takes))
            continue;
        const char *gives = strstr(takes->name, "condition_lock")
                                ? "condition_release"
                            : call_of("semaphore_release") ? "semaphore_release"
                                                           : "lock_release";
        const struct token *back = call_of(gives);
        const struct act *other = gave_another(takes, end);
        point_at_act(other ? other : end);
        found("Task %u took %s in line %d at %s, and '%s' ended in line %d at "
              "%s, %s. It had not given it back%s; others wait for it to the "
              "end.", (unsigned)takes->task, takes->name, takes->line,
              seconds_of(clock_to_seconds(takes->time)), end->in, end->line,
              seconds_of(clock_to_seconds(end->time)), way_out(end),
              other  ? textf(": line %d gives back %s, and that is another one",
                             other->line, other->name)
              : back ? textf(": line %d, %s(), was not come to", back->line,
                             gives)
                     : "");
        return true;
    }
    return false;
}

/* A coroutine of the learner's that failed before the line of that call. */
static const struct act *failed_before(const struct run *run, int line)
{
    const struct item *item = item_at(&sources()->answer, line);
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->code && act->code != EDEADLK &&
            act->code != ECANCELED && is_learners(act) && item && item->name &&
            token_is(item->name, act->in) && act->line < line)
            return act;
    return NULL;
}

static bool event_never_set(const struct run *run)
{
    if (!is_deadlock(run))
        return false;
    EACH_ACT(run, wait) {
        bool set = false;
        if (wait->kind != ACT_WAITS || !is_learners(wait) ||
            !statement_has(&sources()->answer, wait->line, "event_wait (") ||
            !stuck_after(run, wait))
            continue;
        EACH_ACT(run, act)
            set = set || (act->kind == ACT_SETS && act->object == wait->object);
        const struct token *call = call_of("event_set");
        const struct act *failed = call ? failed_before(run, call->line) : NULL;
        if (set)
            continue;
        point_at_act(failed ? failed : wait);
        if (failed)
            found("'%s' waits for ever in line %d for an event: event_set() "
                  "stands in line %d and is not come to. Before it, in line "
                  "%d, '%s' has failed (%s): an AWAIT hands a failure on, and "
                  "what stands behind it is left out. TRY_AWAIT goes on.",
                  wait->in, wait->line, call->line, failed->line, failed->in,
                  failed->value);
        else if (call)
            found("'%s' waits for ever in line %d for an event: event_set() "
                  "stands in line %d and was never called.", wait->in,
                  wait->line, call->line);
        else
            found("'%s' waits for ever in line %d for an event that no line "
                  "sets: event_set().", wait->in, wait->line);
        return true;
    }
    return false;
}

/* async_queue_join(), and no line says that an item is done. */
static bool join_without_task_done(const struct run *run)
{
    const struct token *all = sources()->answer.tokens.first;
    const struct token *join = find_tokens(all, NULL, "async_queue_join (");
    if (!join || find_tokens(all, NULL, "async_queue_task_done (") ||
        !is_deadlock(run))
        return false;
    point_at(answer_file(), join->line);
    found("Line %d waits for ever: async_queue_join() is over when "
          "async_queue_task_done() was called for each item that was put, and "
          "no line calls it.", join->line);
    return true;
}

/* --- one for all --------------------------------------------------------- */

/* How many tasks took something in that line, or used a queue, each of them
 * another one, which nobody else has asked for; 0: some had the same. */
static size_t tasks_apart(const struct run *run, const struct act *first)
{
    size_t tasks = 0;
    EACH_ACT(run, takes) {
        if (takes->kind != first->kind || takes->line != first->line)
            continue;
        bool is_new = true;
        EACH_ACT(run, act) {
            if (act->kind != first->kind || act->object != takes->object)
                continue;
            if (act->task != takes->task)
                return 0;
            is_new = is_new && act >= takes;
        }
        tasks += is_new;
    }
    return tasks;
}

/* "&self->line": the member itself, where it is declared as no pointer; NULL:
 * it is not so. */
static const struct token *member_taken(const struct act *takes)
{
    const struct source *answer = &sources()->answer;
    const struct item *record = item_named(answer, takes->in, true);
    const struct token *call = line_begins(answer, takes->line);
    call = find_tokens(call, line_ends(answer, takes->line), "& self ->");
    for (const struct token *t = record && call ? record->body : NULL;
         t && t < record->end; t++)
        if (same_token(t, call + 3) && !token_is(t - 1, "*"))
            return t;
    return NULL;
}

/* The first line that takes one, or uses a queue, which each task has for
 * itself; NULL: there is none, or one is shared. */
static const struct act *taken_apart(const struct run *run, size_t *tasks)
{
    EACH_ACT(run, takes) {
        if ((takes->kind != ACT_TAKES && takes->kind != ACT_QUEUES) ||
            !is_learners(takes))
            continue;
        *tasks = tasks_apart(run, takes);
        return *tasks < 2 ? NULL : takes;
    }
    return NULL;
}

/* self->cashier: where somebody else hands it over; NULL: nobody does. */
static const struct token *handed_over(const struct act *takes)
{
    static const char owner[] = "self->";
    bool is_pointer = strncmp(takes->name, owner, strlen(owner)) == 0;
    return is_pointer ? find_tokens(sources()->answer.tokens.first, NULL,
                                    textf(". %s =",
                                          takes->name + strlen(owner)))
                      : NULL;
}

static bool each_its_own(const struct run *run)
{
    size_t tasks;
    const struct act *takes = taken_apart(run, &tasks);
    if (!takes || handed_over(takes))
        return false;
    bool is_queue = takes->kind == ACT_QUEUES;
    const struct token *member = member_taken(takes);
    point_at(answer_file(), member ? member->line : takes->line);
    found("Line %d %s %s, and each of the %zu tasks that come there has another "
          "one%s. So %s.", takes->line, is_queue ? "uses" : "takes",
          takes->name, tasks,
          member ? textf(": it is a member of struct %s, in line %d", takes->in,
                         member->line)
                 : "",
          is_queue ? "nobody sees what another one puts there"
                   : "nobody waits for anybody");
    return true;
}

static bool handed_to_each_another(const struct run *run)
{
    size_t tasks;
    const struct act *takes = taken_apart(run, &tasks);
    const struct token *handed = takes ? handed_over(takes) : NULL;
    if (!handed)
        return false;
    point_at(answer_file(), handed->line);
    found("Line %d takes %s, and each of the %zu tasks that come there has got "
          "another one in line %d. So nobody waits for anybody.", takes->line,
          takes->name, tasks, handed->line);
    return true;
}

/* --- loops -------------------------------------------------------------- */

/* The same line gives way again and again, and no time goes by. */
static bool looked_again_and_again(const struct run *run)
{
    enum { OFTEN = 200 };
    const struct act *last = NULL;
    size_t times = 0;
    if (run->ending == ENDED && !is_deadlock(run))
        return false;
    EACH_ACT(run, act) {
        if (act->kind != ACT_SLEEP || act->number > 0 || !is_learners(act))
            continue;
        bool same = last && last->line == act->line && last->time == act->time;
        times = same ? times + 1 : 1;
        last = act;
        if (times < OFTEN)
            continue;
        point_at_act(act);
        found("Line %d was come to more than %d times at %s: '%s' asks again "
              "and again. async_sleep(%s) takes no time, and while somebody is "
              "always ready the clock stands still: what it waits for cannot "
              "happen.", act->line, OFTEN,
              seconds_of(clock_to_seconds(act->time)), act->in, act->text);
        return true;
    }
    return false;
}

/* An event that is set, and stays so, lets everybody through at once. */
static bool event_stays_set(const struct run *run)
{
    enum { OFTEN = 200 };
    const struct act *set = NULL, *wait = NULL;
    size_t times = 0;
    if (run->ending == ENDED)
        return false;
    EACH_ACT(run, act) {
        if (act->kind == ACT_SETS)
            set = act;
        if (act->kind != ACT_WAITS || !is_learners(act))
            continue;
        times = wait && wait->line == act->line && wait->task == act->task
                    ? times + 1 : 1;
        wait = act;
    }
    if (!set || !wait || times < OFTEN || set->object != wait->object ||
        !statement_has(&sources()->answer, wait->line, "event_wait ("))
        return false;
    point_at_act(wait);
    found("Line %d set the event at %s, and it stays set: from then on "
          "event_wait() in line %d does not wait. The loop around it asks "
          "again and again, and nobody else comes to run.", set->line,
          seconds_of(clock_to_seconds(set->time)), wait->line);
    return true;
}

/* It kept the loop, and none of the awaits that it has was come to. */
static bool await_not_come_to(const struct run *run)
{
    double most = 0;
    if (run->ending != ENDED)
        return false;
    for (size_t i = 1; i < run->sight_count; i++)
        if (run->sights[i].kind == EVENT_CLOCK && run->sights[i].by)
            most += clock_to_seconds(run->sights[i].time -
                                     run->sights[i - 1].time);
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; most >= 0.05 && i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const char *name = token_text(item->name);
        bool began = false, came = false;
        if (!item->is_coroutine || is_given(name) || !has_await(name))
            continue;
        EACH_ACT(run, act) {
            began = began || (act->kind == ACT_BEGIN &&
                              strcmp(act->in, name) == 0);
            came = came || (act->kind == ACT_AWAIT &&
                            strcmp(act->in, name) == 0);
        }
        int line = began && !came ? await_never_reached(run, item) : 0;
        if (!line)
            continue;
        point_at(answer->file, line);
        found("'%s' has an AWAIT, in line %d, and never comes to it: it runs "
              "from its beginning to its end in one step, and nobody else does "
              "meanwhile. What stands around that line decides.", name, line);
        return true;
    }
    return false;
}

/* --- calls that make the whole process wait ----------------------------- */

static const struct token *blocking_call_in(const struct item *item)
{
    static const char *const calls[] = {"read", "recv", "accept", "sleep",
                                        "usleep", "nanosleep", "fgets",
                                        "getchar", "select", "poll"};
    for (const struct token *t = item->body; t < item->end; t++)
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
            if (token_is(t, calls[i]) && token_is(t + 1, "(") &&
                !token_is(t - 1, ".") && !token_is(t - 1, "->"))
                return t;
    return NULL;
}

static bool waits_past_the_loop(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        if (!item->is_coroutine || is_given(token_text(item->name)))
            continue;
        const struct token *call = blocking_call_in(item);
        if (!call)
            continue;
        const char *name = token_text(call);
        point_at(answer->file, call->line);
        if (strcmp(name, "read") == 0 || strcmp(name, "recv") == 0)
            found("%s() in line %d is the system's: it knows nothing of the "
                  "loop. On a descriptor of the loop's it does not wait "
                  "(EAGAIN, -1); on another one everybody waits with it. "
                  "AWAIT(stream_readline(...)) or AWAIT(async_read(...)) lets "
                  "the others run.", name, call->line);
        else
            found("%s() in line %d is the system's: the whole process waits, "
                  "with the loop and everybody in it. AWAIT(async_sleep(...)) "
                  "lets the others run.", name, call->line);
        return true;
    }
    return false;
}

/* --- all of them -------------------------------------------------------- */

const struct mistake waiting_mistakes[] = {
    {.name = "waits-past-the-loop", .made = waits_past_the_loop,
     .broken_too = true, .why = "",
     .python = "time.sleep(1)                  # everybody waits\n"
               "await asyncio.sleep(1)         # only we wait",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "taken-twice", .made = took_it_twice, .broken_too = true,
     .why = "",
     .python = "async with places:             # and inside, once more:\n"
               "    async with places: ...     # waits for ever",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "join-without-task-done", .made = join_without_task_done,
     .broken_too = true,
     .why = "Whoever has got an item says so when its work is done, and not when "
            "it has got it.",
     .python = "item = await queue.get()\n...                        # the work\n"
               "queue.task_done()",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "gone-with-it", .made = gone_with_it, .broken_too = true,
     .why = "What was taken is given back on every way out: TRY_AWAIT what may "
            "fail, give back, and only then RERAISE.",
     .python = "try:\n"
               "    page = await fetch()\n"
               "finally:\n"
               "    places.release()",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "each-its-own", .made = each_its_own,
     .why = "What several are to share is made once, by whoever makes their "
            "tasks, and each of them gets its address: a pointer.",
     .python = "cashiers = asyncio.Semaphore(2)            # one\n"
               "tasks = [create_task(visit(cashiers)) for _ in range(6)]",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "handed-another", .made = handed_to_each_another, .why = "",
     .read_on = "NOTES.md, chapter 18", .wants_trial = true},
    {.name = "event-never-set", .made = event_never_set, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 18"},
    {.name = "event-stays-set", .made = event_stays_set, .broken_too = true,
     .why = "event_clear(), right in front of event_wait(), makes it one that "
            "has yet to happen.",
     .python = "while not place:\n"
               "    free.clear()               # else wait() returns at once\n"
               "    await free.wait()",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "asks-again-and-again", .made = looked_again_and_again,
     .broken_too = true,
     .why = "Wait for the thing itself: AWAIT the task, the lock, the "
            "semaphore or the event wakes you once, when it is time.",
     .python = "while not free:\n"
               "    await asyncio.sleep(0)     # instead of: async with lock",
     .read_on = "NOTES.md, chapter 5"},
    {0},
};

const struct mistake step_mistakes[] = {
    {.name = "await-not-come-to", .made = await_not_come_to, .why = "",
     .read_on = "NOTES.md, chapter 9", .wants_trial = true},
    {0},
};
