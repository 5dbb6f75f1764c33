/* proven.c - mistakes that prove themselves: the acts of the run and the text
 * of the source show them, whatever the exercise is about. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "fields.h"
#include "given.h"
#include "proven.h"

#define EACH_ACT(run, each)                                                  \
    for (const struct act *each = (run)->acts->act,                          \
                          *each##_end = each + act_count((run)->acts);       \
         each < each##_end; each++)

static bool is_learners(const struct act *act)
{
    return is_answer(act->file) && act->in && !is_given(act->in);
}

static void point_at_act(const struct act *act)
{
    point_at(act->file, act->line);
}

static const char *seconds_of(double seconds)
{
    return textf(fabs(seconds - round(seconds * 10) / 10) < 1e-9 ? "%.1f s"
                                                                 : "%g s",
                 seconds);
}

/* --- memory that is gone ------------------------------------------------- */

static bool returned_memory(const struct run *run, enum act_where where,
                            int kind)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_END && act->where == where &&
            act->value_kind == kind && is_learners(act)) {
            point_at_act(act);
            return true;
        }
    return false;
}

static bool own_array_returned(const struct run *run)
{
    return returned_memory(run, IN_OWN_FRAME, VALUE_TEXT);
}

static bool results_returned(const struct run *run)
{
    return returned_memory(run, IN_OWN_FRAME, VALUE_POINTER);
}

static bool local_array_returned(const struct run *run)
{
    return returned_memory(run, ON_C_STACK, VALUE_TEXT);
}

static bool results_in_local(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_RESULTS && act->where == ON_C_STACK &&
            is_learners(act)) {
            point_at_act(act);
            return true;
        }
    return false;
}

/* A static in a coroutine: two that run at the same time have one of it. */
static bool static_in_coroutine(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        if (!item->is_coroutine || is_given(token_text(item->name)))
            continue;
        for (const struct token *t = item->body; t < item->end; t++) {
            if (!token_is(t, "static") || token_is(t + 1, "const"))
                continue;
            point_at(answer->file, t->line);
            found("Line %d of '%s' is static: one for all calls. Two that run at "
                  "the same time share it, and a second call finds what the first "
                  "one left there.", t->line, token_text(item->name));
            return true;
        }
    }
    return false;
}

/* Is that variable set by this coroutine, and read again behind an await? */
static const struct token *set_and_read_later(const struct item *coroutine,
                                              const struct token *name)
{
    const struct token *set = NULL, *await = NULL;
    for (const struct token *t = coroutine->body; t < coroutine->end; t++) {
        bool is_it = same_token(t, name) && !token_is(t - 1, "->") &&
                     !token_is(t - 1, ".");
        if (is_it && await)
            return set;
        if (is_it && !token_is(t - 1, "!") && token_is(t + 1, "="))
            set = t;
        if (is_it && token_is(t - 1, "!"))      /* set up once, for all */
            return NULL;
        if (set && (token_is(t, "AWAIT") || token_is(t, "TRY_AWAIT")))
            await = t;
    }
    return NULL;
}

static bool is_variable_of_stub(const struct token *name)
{
    const struct source *stub = &sources()->stub;
    for (size_t i = 0; i < stub->count; i++)
        if (stub->items[i].is_variable && stub->items[i].name &&
            same_token(stub->items[i].name, name))
            return true;
    return false;
}

/* A variable outside of all functions that one call fills for itself. */
static bool outside_of_all_functions(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *variable = &answer->items[i];
        if (!variable->is_variable || !variable->name ||
            find_tokens(variable->first, variable->end, "const") ||
            is_variable_of_stub(variable->name))
            continue;
        for (size_t n = 0; n < answer->count; n++) {
            const struct item *item = &answer->items[n];
            const struct token *set =
                item->is_coroutine && !is_given(token_text(item->name))
                    ? set_and_read_later(item, variable->name) : NULL;
            if (!set)
                continue;
            point_at(answer->file, variable->name->line);
            found("'%s' in line %d stands outside of all functions: it is one for "
                  "all calls. Line %d sets it for one of them, and reads on behind "
                  "an await: by then another call may have set it.",
                  token_text(variable->name), variable->name->line, set->line);
            return true;
        }
    }
    return false;
}

static bool text_too_long(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_OVERFLOW && is_learners(act)) {
            point_at_act(act);
            found("Line %d writes %u characters, with the 0 behind them, into an "
                  "array of %g: it is too small, and what does not fit "
                  "overwrites what stands behind it in the struct.",
                  act->line, (unsigned)act->what, act->number);
            return true;
        }
    return false;
}

/* --- numbers ------------------------------------------------------------- */

/* Has a right answer a sleep or a limit of so many seconds? */
static bool right_ones_have(double seconds)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++)
            if ((all[i].fact[n].kind == FACT_SLEEP ||
                 all[i].fact[n].kind == FACT_LIMIT) &&
                fabs(atof(all[i].fact[n].data) - seconds) < 1e-9)
                return true;
    return false;
}

static bool has_number(const struct act *act)
{
    return (act->kind == ACT_SLEEP || act->kind == ACT_LIMIT) &&
           is_learners(act);
}

static bool counted_in_milliseconds(const struct run *run)
{
    EACH_ACT(run, act) {
        if (!has_number(act) || act->number < 1 ||
            right_ones_have(act->number) ||
            !right_ones_have(act->number / 1000))
            continue;
        point_at_act(act);
        found("%s() counts seconds: %s in line %d is %s. Right answers have %s "
              "there: yours is 1000 times as long. In seconds it is %g.",
              act->name, act->text, act->line, seconds_of(act->number),
              seconds_of(act->number / 1000), act->number / 1000);
        return true;
    }
    return false;
}

static bool divided_integers(const struct run *run)
{
    EACH_ACT(run, act) {
        if (!has_number(act) || !act->whole || act->number > 0 ||
            !strchr(act->text, '/'))
            continue;
        point_at_act(act);
        found("%s in line %d is 0: both sides are integers, and C divides "
              "integers without a remainder. %s() gets 0 s.", act->text,
              act->line, act->name);
        return true;
    }
    return false;
}

/* --- results ------------------------------------------------------------- */

static const char *kind_in_words(int kind)
{
    switch (kind) {
    case VALUE_INT: return "a whole number";
    case VALUE_REAL: return "a number with a fraction";
    case VALUE_TEXT: return "a text";
    case VALUE_POINTER: return "a pointer";
    case VALUE_NONE: return "None";
    default: return "another kind of value";
    }
}

/* awaited().real, of what is a whole number. */
static bool read_wrong_member(const struct run *run)
{
    static const struct {
        const char *member;
        int kind;
    } members[] = {{"integer", VALUE_INT}, {"real", VALUE_REAL},
                   {"text", VALUE_TEXT}, {"pointer", VALUE_POINTER}};
    EACH_ACT(run, act) {
        if (act->kind != ACT_READ || !is_learners(act))
            continue;
        for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
            if (members[i].kind == act->value_kind ||
                !statement_has(&sources()->answer, act->line,
                               textf("awaited ( ) . %s", members[i].member)))
                continue;
            point_at_act(act);
            found("What is awaited there is %s, %s, and line %d reads it as "
                  ".%s: that is another meaning of the same bytes. as_int(), "
                  "as_real() and as_text() look at the kind first.",
                  kind_in_words(act->value_kind), act->value, act->line,
                  members[i].member);
            return true;
        }
    }
    return false;
}

/* The latest await of that frame before an act. */
static const struct act *gave_before(const struct run *run,
                                     const struct act *read)
{
    const struct act *gave = NULL;
    for (const struct act *act = run->acts->act; act < read; act++)
        if (act->kind == ACT_GAVE && act->frame == read->frame &&
            act->task == read->task)
            gave = act;
    return gave;
}

static const struct act *await_of(const struct run *run,
                                  const struct act *gave)
{
    const struct act *await = NULL;
    for (const struct act *act = run->acts->act; act < gave; act++)
        if (act->kind == ACT_AWAIT && act->frame == gave->frame &&
            act->task == gave->task)
            await = act;
    return await;
}

/* How did what was awaited there end? */
static const struct act *end_before(const struct run *run,
                                    const struct act *gave, const char *name)
{
    const struct act *ended = NULL;
    for (const struct act *act = run->acts->act; act < gave; act++)
        if (act->kind == ACT_END && act->name && name &&
            strcmp(act->name, name) == 0)
            ended = act;
    return ended;
}

/* The program was stopped when somebody read a result that is none: the line
 * that the message names, and there awaited() was read. */
static bool none_was_read(const struct run *run)
{
    const char *message = strstr(run->complaints, "this value is none");
    const struct act *read = NULL;
    if (run->ending != DIED || !message)
        return false;
    EACH_ACT(run, act)
        if (act->kind == ACT_READ && is_learners(act))
            read = act;
    if (!read || read->value_kind != VALUE_NONE ||
        !strstr(message, textf(":%d", read->line)))
        return false;
    const struct act *gave = gave_before(run, read);
    point_at_act(read);
    if (!gave) {
        found("Line %d reads a result, and '%s' has not come to an AWAIT "
              "before. awaited() is what the latest AWAIT gave.", read->line,
              read->in);
        return true;
    }
    const struct act *await = await_of(run, gave);
    const struct act *ended = await ? end_before(run, gave, await->name) : NULL;
    if (gave->code)
        found("TRY_AWAIT in line %d failed: %s. There is no result then, and "
              "line %d reads it all the same. Ask failure() in between.",
              gave->line, gave->value, read->line);
    else if (ended && ended->how == HOW_END)
        found("Line %d reads what line %d awaited: %s() came to its END, and "
              "so gave None. RETURN(x) gives a result.", read->line,
              gave->line, ended->name);
    else
        found("Line %d reads what line %d awaited: %s, which gives None.",
              read->line, gave->line, await ? await->value : "something");
    return true;
}

/* self->users[2], where nothing was put: the frame that ran when the program was
 * stopped shows it. */
static bool none_in_array(const struct run *run)
{
    const char *message = strstr(run->complaints, "this value is none");
    const struct crash *crash = &run->crash;
    int line = message ? crash_lines_in(crash, answer_file()).line : 0;
    if (run->ending != DIED || !line || !crash->type)
        return false;
    const struct token *t = line_begins(&sources()->answer, line);
    const struct token *end = line_begins(&sources()->answer, line + 4);
    for (; (t = find_tokens(t, end, "self ->")); t += 2) {
        size_t which = field_with_none(crash->type, crash->frame,
                                       token_text(&t[2]));
        size_t jobs = 0;
        if (!token_is(&t[3], "[") || which == SIZE_MAX)
            continue;
        EACH_ACT(run, act)
            jobs += act->kind == ACT_JOB && is_learners(act);
        point_at(answer_file(), line);
        const char *set = where_set(&sources()->answer, line);
        found("self->%s[%zu] is None when line %d reads it: nothing was put there "
              "before%s.%s", token_text(&t[2]), which, line,
              *set ? textf(" (%s)", set) : "",
              jobs ? textf(" %s asked for in all.",
                           jobs == 1 ? "One job was"
                                     : textf("%zu jobs were", jobs)) : "");
        return true;
    }
    return false;
}

/* {"loop" "plain", "threads"}: in a list, two texts without a comma. */
static bool comma_is_missing(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        for (const struct token *t = item->body;
             item->is_variable && t && t + 1 < item->end; t++) {
            if (t->kind != TOKEN_TEXT || t[1].kind != TOKEN_TEXT)
                continue;
            point_at(answer->file, t->line);
            found("Between %s and %s, line %d, a comma is missing: C joins two "
                  "texts that stand next to each other, and all behind them move "
                  "up by one.", token_text(t), token_text(t + 1), t->line);
            return true;
        }
    }
    return false;
}

/* --- failures ------------------------------------------------------------ */

/* With which code do all right answers end that coroutine?  0: not all, or not
 * all the same. */
static int right_code_of(const char *name)
{
    size_t count;
    int code = -1;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++) {
            const struct fact *fact = &all[i].fact[n];
            if (fact->kind != FACT_END || strcmp(fact->name, name) != 0)
                continue;
            if (code >= 0 && fact->code != code)
                return 0;
            code = fact->code;
        }
    return code > 0 ? code : 0;
}

/* The failure that this frame caught with that code, before act. */
static const struct act *caught_before(const struct run *run,
                                       const struct act *end, int code)
{
    const struct act *caught = NULL;
    for (const struct act *act = run->acts->act; act < end; act++)
        if (act->kind == ACT_GAVE && act->frame == end->frame &&
            act->task == end->task && act->code == code &&
            statement_has(&sources()->answer, act->line, "TRY_AWAIT"))
            caught = act;
    return caught;
}

/* A later TRY_AWAIT of that frame that went well, and then failure(). */
static const struct act *replaced_by(const struct act *caught,
                                     const struct act *end)
{
    const struct act *other = NULL;
    for (const struct act *act = caught + 1; act < end; act++) {
        if (act->frame != caught->frame || act->task != caught->task)
            continue;
        if (act->kind == ACT_GAVE && !act->code &&
            statement_has(&sources()->answer, act->line, "TRY_AWAIT"))
            other = act;
        if (other && act->kind == ACT_ASKED)
            return other;
    }
    return NULL;
}

/* ", line 21 asks failure()" */
static const char *asked_between(const struct act *caught,
                                 const struct act *end)
{
    const struct act *asked = NULL;
    for (const struct act *act = caught + 1; act < end; act++)
        if (act->kind == ACT_ASKED && act->frame == caught->frame &&
            act->task == caught->task)
            asked = act;
    return asked ? textf(", line %d asks for it", asked->line)
                 : ", nobody asks for it";
}

/* An own coroutine is to fail, caught that very failure, and did not hand it
 * on. */
static bool failure_not_handed_on(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_END || act->code || !is_asked_for(act->in))
            continue;
        int code = right_code_of(act->in);
        const struct act *caught = code ? caught_before(run, act, code) : NULL;
        if (!caught)
            continue;
        const struct act *other = replaced_by(caught, act);
        point_at_act(other ? other : act);
        if (other)
            found("Line %d catches %s. Then comes another TRY_AWAIT, line %d, "
                  "which goes well: from there on failure() speaks of that one, "
                  "and the first is forgotten. Keep it before: self->error = "
                  "caught(); and in the end RAISE_ERROR(self->error), if it is "
                  "not NULL.", caught->line, caught->value, other->line);
        else
            found("Line %d catches %s%s, and '%s' ends in line %d as if nothing "
                  "had been: whoever awaits it believes that all went well. "
                  "RERAISE hands it on.", caught->line, caught->value,
                  asked_between(caught, act), act->in, act->line);
        return true;
    }
    return false;
}

/* --- jobs ---------------------------------------------------------------- */

/* process_pool(2) as a statement or condition: nobody keeps what it gives. */
static const struct token *pool_not_kept(void)
{
    for (const struct token *t = sources()->answer.tokens.first;
         t && t->kind != TOKEN_END; t++)
        if ((token_is(t, "process_pool") || token_is(t, "thread_pool")) &&
            token_is(t + 1, "(") && !token_is(t - 1, "=") &&
            !token_is(t - 1, "return"))
            return t;
    return NULL;
}

static bool job_without_pool(const struct run *run)
{
    const struct token *pool = pool_not_kept();
    EACH_ACT(run, act) {
        if (act->kind != ACT_JOB || act->object || !is_learners(act) || !pool)
            continue;
        point_at(answer_file(), pool->line);
        found("%s() in line %d makes a pool, and nobody keeps it. The job of "
              "line %d gets NULL for its pool: that stands for the loop's own "
              "pool, of threads.", token_text(pool), pool->line, act->line);
        return true;
    }
    return false;
}

/* struct range *part; ... &part, sizeof part: the bytes of the pointer. */
static bool bytes_of_a_pointer(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    while ((t = find_tokens(t, NULL, "run_in_executor_with ("))) {
        const struct token *end = closing(++t);
        const struct token *size = find_tokens(t, end, "sizeof");
        if (!size || size[1].kind != TOKEN_NAME || !token_is(&size[2], ")"))
            continue;
        const char *name = token_text(&size[1]);
        const struct item *item = item_at(&sources()->answer, t->line);
        if (!find_tokens(t, end, textf("& %s ,", name)) || !item || !item->body ||
            !find_tokens(item->body, t, textf("* %s", name)))
            continue;
        point_at(answer_file(), size->line);
        found("'%s' is a pointer: &%s and sizeof %s are the address and the size "
              "of the pointer, not of the range that it leads to. The job gets "
              "the bytes of an address. %s and sizeof *%s are meant.", name,
              name, name, name, name);
        return true;
    }
    return false;
}

/* --- tasks and groups ---------------------------------------------------- */

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

/* --- waiting for what does not come -------------------------------------- */

static bool is_deadlock(const struct run *run)
{
    return run->code == EDEADLK ||
           strstr(run->complaints, "can become ready any more") != NULL;
}

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

/* --- loops --------------------------------------------------------------- */

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

/* Awaits that stand in the coroutine and were not come to. */
static int await_never_reached(const struct run *run, const struct item *item)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        bool reached = false;
        if (!token_is(t, "AWAIT") && !token_is(t, "TRY_AWAIT"))
            continue;
        EACH_ACT(run, act)
            reached = reached || (act->kind == ACT_AWAIT &&
                                  is_answer(act->file) && act->line == t->line);
        if (!reached)
            return t->line;
    }
    return 0;
}

/* A comparison of loop_time() with a number of seconds above what the whole
 * run took. */
static const struct token *compared_with_too_much(const struct run *run,
                                                  const struct item *item)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        if (!token_is(t, "loop_time"))
            continue;
        for (const struct token *n = t; n < item->end && n->line == t->line;
             n++)
            if ((token_is(n, ">=") || token_is(n, ">")) &&
                n[1].kind == TOKEN_NUMBER && atof(n[1].text) > run->seconds &&
                atof(n[1].text) > 0)
                return n + 1;
    }
    return NULL;
}

static bool time_never_that_long(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        if (!item->is_coroutine || is_given(token_text(item->name)))
            continue;
        const struct token *number = compared_with_too_much(run, item);
        int await = number ? await_never_reached(run, item) : 0;
        if (!await || await < number->line)
            continue;
        point_at(answer->file, number->line);
        found("The AWAIT of line %d is never come to: line %d compares times "
              "with %s, loop_time() counts seconds, and all of it takes %s. "
              "10 milliseconds are 0.01.", await, number->line,
              token_text(number), seconds_of(run->seconds));
        return true;
    }
    return false;
}

bool has_await(const char *coroutine)
{
    const struct item *item =
        item_named(&sources()->answer, coroutine, false);
    return item && (find_tokens(item->body, item->end, "AWAIT") ||
                    find_tokens(item->body, item->end, "TRY_AWAIT"));
}

bool point_at_own_block(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_WORK && act->task && is_learners(act)) {
            point_at_act(act);
            return true;
        }
    return false;
}

const char *sleeps_text(const struct run *run)
{
    const char *text = "";
    EACH_ACT(run, act) {
        if (act->kind != ACT_SLEEP || !is_learners(act) ||
            strstr(text, textf("line %d:", act->line)))
            continue;
        text = textf("%s%sline %d: %s", text, *text ? ", " : "", act->line,
                     seconds_of(act->number));
    }
    return text;
}

bool left_a_result_unread(const struct run *run)
{
    const struct act *gave = NULL;
    EACH_ACT(run, act) {
        if (!is_learners(act))
            continue;
        if (act->kind == ACT_READ)
            gave = NULL;
        if (act->kind == ACT_GAVE && gave && gave->frame == act->frame)
            return true;
        if (act->kind == ACT_GAVE)
            gave = act->value_kind == VALUE_NONE || act->code ? NULL : act;
    }
    return false;
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
        found("'%s' has an AWAIT, in line %d, and never comes to it: it runs from "
              "its beginning to its end in one step, and nobody else does "
              "meanwhile. What stands around that line decides.", name, line);
        return true;
    }
    return false;
}

/* --- calls that make the whole process wait ------------------------------ */

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

/* --- broken off ---------------------------------------------------------- */

/* The name in front of the bracket in which a token stands: of what is called
 * with it. */
static const struct token *called_with(const struct token *t)
{
    int depth = 0;
    for (; t->kind != TOKEN_END && !token_is(t, ";") && !token_is(t, "{"); t--) {
        depth += token_is(t, ")");
        if (token_is(t, "(") && depth-- == 0)
            return t - 1;
    }
    return NULL;
}

static const char *null_handed_over(int line)
{
    const struct token *t =
        find_tokens(line_begins(&sources()->answer, line),
                    line_ends(&sources()->answer, line), "NULL");
    const struct token *name = t ? called_with(t) : NULL;
    return name && name->kind == TOKEN_NAME && islower((unsigned char)*name->text)
               ? textf(" It hands NULL to %s(), which wants an address to "
                       "write to or to read from.", token_text(name))
               : "";
}

/* caught()->members[1], of a group with one member. */
static const char *member_behind_the_last(const struct run *run, int line)
{
    const struct token *t =
        find_tokens(line_begins(&sources()->answer, line),
                    line_ends(&sources()->answer, line), "members [");
    const struct act *group = NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && act->code && is_learners(act))
            group = act;
    if (!t || !group || t[2].kind != TOKEN_NUMBER)
        return "";
    if (group->number < 1)
        return textf(" What was caught there is no group (%s): it has no "
                     "members.", group->value);
    if (atof(t[2].text) < group->number)
        return "";
    return textf(" The group has %g member%s, and the index of the first is 0: "
                 "members[0]. members[%s] is behind the last one.",
                 group->number, group->number > 1 ? "s" : "",
                 token_text(&t[2]));
}

/* self->users[0], and self->users is NULL. */
static const char *null_in_self(const struct run *run, int line)
{
    const struct token *t = line_begins(&sources()->answer, line);
    const struct token *end = line_ends(&sources()->answer, line);
    for (; run->crash.type && (t = find_tokens(t, end, "self ->")); t += 2) {
        size_t which;
        const char *name = token_text(&t[2]);
        if (!field_is_null(run->crash.type, run->crash.frame, name, &which))
            continue;
        const char *set = where_set(&sources()->answer, line);
        return textf(" self->%s%s is NULL there: nothing was put into it.%s",
                     name, which > 0 ? textf("[%zu]", which) : "",
                     *set ? textf(" (%s.)", set) : "");
    }
    return "";
}

static const char *name_at(int line)
{
    const struct item *item = item_at(&sources()->answer, line);
    return item && item->name ? token_text(item->name) : "";
}

static const struct act *last_of_learners(const struct run *run)
{
    const struct act *last = NULL;
    EACH_ACT(run, act)
        if (is_learners(act) && act->line)
            last = act;
    return last;
}

static bool crashed(const struct run *run)
{
    if (run->ending != DIED || stopped_by_runtime(run) ||
        strstr(run->last_words, "exit()"))
        return false;
    int line = crash_lines_in(&run->crash, answer_file()).line;
    const struct act *last = last_of_learners(run);
    if (line) {
        point_at(answer_file(), line);
        found("It crashed in line %d, in '%s' (%s).%s%s%s", line, name_at(line),
              run->last_words, null_handed_over(line), null_in_self(run, line),
              member_behind_the_last(run, line));
    } else if (last) {
        point_at_act(last);
        found("It crashed (%s). The last line of yours that is known to have "
              "run is %d, in '%s'.", run->last_words, last->line, last->in);
    } else {
        found("It crashed (%s).", run->last_words);
    }
    return true;
}

static bool never_came_back(const struct run *run)
{
    if (run->ending != NEVER_YIELDED)
        return false;
    int line = crash_lines_in(&run->crash, answer_file()).line;
    const struct act *last = last_of_learners(run);
    const struct item *item = NULL;
    if (!line && last)
        line = last->line;
    if (line)
        item = item_at(&sources()->answer, line);
    int await = item && item->body ? await_never_reached(run, item) : 0;
    point_at(answer_file(), line);
    found("'%s' did not come back: it was broken off in line %d.%s",
          name_at(line), line,
          await ? textf(" The AWAIT of line %d was not come to.", await) : "");
    return line > 0;
}

static bool stood_still(const struct run *run)
{
    if (run->ending != REALLY_WAITED)
        return false;
    int line = crash_lines_in(&run->crash, answer_file()).line;
    const struct act *last = last_of_learners(run);
    if (line)
        found("The whole process stands still in line %d, in '%s': what it calls "
              "there waits, and the loop and everybody in it wait with it.",
              line, name_at(line));
    else if (last)
        found("Nobody is ready, and no time is set: the loop waits for something "
              "from outside that does not come. The last line of yours was "
              "%d, in '%s'.", last->line, last->in);
    if (line || last)
        point_at(answer_file(), line ? line : last->line);
    return line || last;
}

/* --- all of them --------------------------------------------------------- */

const struct mistake deadly_mistakes[] = {
    {.name = "returns-its-own-array", .made = own_array_returned,
     .broken_too = true,
     .why = "This is the address of an array in the coroutine's own struct. That "
            "is given back when the coroutine ends, and whoever reads the "
            "result then reads what lies there by now. textf() makes a text "
            "that stays.",
     .python = "return text        # Python keeps it as long as it is used",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "array-returned", .made = results_returned, .broken_too = true,
     .why = "What the await of a gather() gives is the address of its array. "
            "That lies in the struct, which is gone when the coroutine has "
            "ended; the results stand in it, one by one: "
            "as_text(self->results[0]) and so on.",
     .python = "a, b = await asyncio.gather(...)   # a list of results",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "returns-a-local-array", .made = local_array_returned,
     .broken_too = true,
     .why = "This is the address of a local array: it is gone as soon as the "
            "function returns, and RETURN does return. textf() makes a text "
            "that stays.",
     .python = "return text        # Python keeps it as long as it is used",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "static-in-a-coroutine", .made = static_in_coroutine,
     .broken_too = true,
     .why = "What belongs to one call is a member of its struct: self->name.",
     .python = "count = 0          # each call of a coroutine has its own",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "outside-of-all-functions", .made = outside_of_all_functions,
     .broken_too = true,
     .why = "What belongs to one call is a member of its struct: self->name.",
     .python = "global data        # the same in Python",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "array-too-small", .made = text_too_long, .broken_too = true,
     .why = "textf() makes a text as long as it has to be, and it stays.",
     .python = "text = f\"...\"       # as long as it has to be",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "results-in-a-local", .made = results_in_local, .broken_too = true,
     .why = "The array for the results is a local variable. It does not survive "
            "the AWAIT: the function returns there, and the results are written "
            "later into whatever has that place by then. Put the array into the "
            "struct: self->results.",
     .read_on = "NOTES.md, chapters 2 and 6"},
    {0},
};

const struct mistake proven_mistakes[] = {
    {.name = "comma-missing", .made = comma_is_missing, .broken_too = true,
     .why = "", .python = "[\"loop\" \"plain\"]         # the same in Python",
     .read_on = "NOTES.md, chapter 23"},
    {.name = "wrong-member-read", .made = read_wrong_member, .why = "",
     .python = "awaited            # a Python name carries its type with it",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "integers-divided", .made = divided_integers, .broken_too = true,
     .why = "Write one of them with a point: 1.0 / 2, or 0.5.",
     .python = "1 / 2              # 0.5; what C does is 1 // 2",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "milliseconds", .made = counted_in_milliseconds,
     .broken_too = true, .why = "",
     .python = "asyncio.sleep(0.2) # seconds, too; JavaScript has milliseconds",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "time-in-seconds", .made = time_never_that_long,
     .broken_too = true, .why = "",
     .python = "loop.time() - since >= 0.01",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "await-not-come-to", .made = await_not_come_to, .why = "",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "waits-past-the-loop", .made = waits_past_the_loop,
     .broken_too = true, .why = "",
     .python = "time.sleep(1)                  # everybody waits\n"
               "await asyncio.sleep(1)         # only we wait",
     .read_on = "NOTES.md, chapter 8"},
    {.name = "group-without-members", .made = group_without_members,
     .broken_too = true, .why = "",
     .python = "async with asyncio.TaskGroup() as tg:\n"
               "    tg.create_task(fetch())    # not asyncio.create_task()",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "pool-not-kept", .made = job_without_pool, .broken_too = true,
     .why = "Keep it: self->pool = process_pool(2).",
     .python = "pool = ProcessPoolExecutor(2)",
     .read_on = "NOTES.md, chapter 15"},
    {.name = "bytes-of-a-pointer", .made = bytes_of_a_pointer,
     .broken_too = true, .why = "", .read_on = "NOTES.md, chapter 15"},
    {.name = "cancels-itself", .made = cancels_itself, .broken_too = true,
     .why = "task_cancel() wants the task that is to end: the one that "
            "create_task() gave.",
     .python = "pulse = asyncio.create_task(heartbeat())\n"
               "pulse.cancel()     # not asyncio.current_task().cancel()",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "failure-not-handed-on", .made = failure_not_handed_on, .why = "",
     .python = "except ...:\n"
               "    await cleanup()\n"
               "    raise",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "taken-twice", .made = took_it_twice, .broken_too = true,
     .why = "",
     .python = "async with places:             # and inside, once more:\n"
               "    async with places: ...     # waits for ever",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "event-never-set", .made = event_never_set, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 18"},
    {.name = "asks-again-and-again", .made = looked_again_and_again,
     .broken_too = true,
     .why = "Wait for the thing itself: AWAIT the task, the lock, the semaphore "
            "or the event wakes you once, when it is time.",
     .python = "while not free:\n"
               "    await asyncio.sleep(0)     # instead of: async with lock",
     .read_on = "NOTES.md, chapter 5"},
    {0},
};

/* And when the exercise knows nothing better. */
const struct mistake plain_mistakes[] = {
    {.name = "none-in-the-array", .made = none_in_array, .broken_too = true,
     .why = "An array is filled by gather(), or by you, place by place.",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "crash", .made = crashed, .broken_too = true, .why = "",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "never-yields", .made = never_came_back, .broken_too = true,
     .why = "While a step runs, nobody else does: no other task, no timer. A loop "
            "that waits for something needs an AWAIT that it comes to.",
     .python = "while not task.done():\n"
               "    pass               # the same: for ever",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "stands-still", .made = stood_still, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 8"},
    {.name = "none-was-read", .made = none_was_read, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 4"},
    {0},
};
