/* seen.c - what the acts of a run show.  See seen.h. */
#include <math.h>
#include <string.h>

#include "seen.h"

bool is_learners(const struct act *act)
{
    return is_answer(act->file) && act->in && !is_given(act->in);
}

void point_at_act(const struct act *act)
{
    point_at(act->file, act->line);
}

const char *seconds_of(double seconds)
{
    return textf(fabs(seconds - round(seconds * 10) / 10) < 1e-9 ? "%.1f s"
                                                                 : "%g s",
                 seconds);
}

const struct act *last_of_learners(const struct run *run)
{
    const struct act *last = NULL;
    EACH_ACT(run, act)
        if (is_learners(act) && act->line)
            last = act;
    return last;
}

const struct act *own_raise(const struct run *run, int code)
{
    EACH_ACT(run, act)
        if (is_learners(act) && act->kind == ACT_END &&
            act->how == HOW_RAISE && act->code == code &&
            line_has(&sources()->answer, act->line, "RAISE ("))
            return act;
    return NULL;
}

/* --- awaits ------------------------------------------------------------- */

/* The latest await of that frame before an act. */
const struct act *gave_before(const struct run *run, const struct act *read)
{
    const struct act *gave = NULL;
    for (const struct act *act = run->acts->act; act < read; act++)
        if (act->kind == ACT_GAVE && act->frame == read->frame &&
            act->task == read->task)
            gave = act;
    return gave;
}

const struct act *await_of(const struct run *run, const struct act *gave)
{
    const struct act *await = NULL;
    for (const struct act *act = run->acts->act; act < gave; act++)
        if (act->kind == ACT_AWAIT && act->frame == gave->frame &&
            act->task == gave->task)
            await = act;
    return await;
}

/* How did what was awaited there end? */
const struct act *end_before(const struct run *run, const struct act *gave,
                             const char *name)
{
    const struct act *ended = NULL;
    for (const struct act *act = run->acts->act; act < gave; act++)
        if (act->kind == ACT_END && act->name && name &&
            strcmp(act->name, name) == 0)
            ended = act;
    return ended;
}

/* Awaits that stand in the coroutine and were not come to. */
int await_never_reached(const struct run *run, const struct item *item)
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

const struct act *ended_before(const struct run *run, const char *coroutine,
                               const char *tokens, int *line)
{
    const struct item *item =
        item_named(&sources()->answer, coroutine, false);
    const struct token *behind =
        item ? find_tokens(item->body, item->end, tokens) : NULL;
    for (const struct token *t = behind; t && t < item->end;
         t = find_tokens(t + 1, item->end, tokens))
        behind = t;
    EACH_ACT(run, act) {
        if (!behind || act->kind != ACT_END || !is_answer(act->file) ||
            strcmp(act->in, coroutine) != 0 || act->line >= behind->line ||
            (act->how != HOW_RETURN && act->how != HOW_RAISE))
            continue;
        *line = behind->line;
        return act;
    }
    return NULL;
}

bool is_deadlock(const struct run *run)
{
    return run->code == EDEADLK ||
           strstr(run->complaints, "can become ready any more") != NULL;
}

bool has_await(const char *coroutine)
{
    const struct item *item =
        item_named(&sources()->answer, coroutine, false);
    return item && (find_tokens(item->body, item->end, "AWAIT") ||
                    find_tokens(item->body, item->end, "TRY_AWAIT"));
}

const struct act *own_block(const struct run *run)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_WORK && act->task && is_learners(act))
            return act;
    return NULL;
}

/* The line in a coroutine of the learner's that calls the function which does
 * this work: the coroutine goes on when it is done.  NULL: there is none. */
static const struct token *call_of_work(const struct run *run,
                                        const struct act *work)
{
    const struct source *answer = &sources()->answer;
    const struct item *function =
        is_answer(work->file) ? item_at(answer, work->line) : NULL;
    const struct act *act = work + 1;
    const struct act *end = run->acts->act + act_count(run->acts);
    while (act < end && act->task != work->task)
        act++;
    if (!function || !function->body || act == end || !is_learners(act))
        return NULL;
    const struct item *caller = item_named(answer, act->in, false);
    return caller && caller->is_coroutine
               ? find_tokens(caller->body, caller->end,
                             textf("%s (", token_text(function->name)))
               : NULL;
}

const struct item *point_at_own_block(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_WORK || !act->task)
            continue;
        const struct token *call = call_of_work(run, act);
        int line = is_learners(act) ? act->line : call ? call->line : 0;
        if (!line)
            continue;
        point_at(answer_file(), line);
        return item_at(&sources()->answer, line);
    }
    return NULL;
}

void point_at_second_await(const struct run *run, const char *name)
{
    const struct act *first = NULL;
    EACH_ACT(run, act) {
        if (act->kind != ACT_AWAIT || strcmp(act->in, name) != 0 ||
            !is_answer(act->file))
            continue;
        if (first && act->time > first->time) {
            point_at_act(act);
            return;
        }
        first = first ? first : act;
    }
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

/* What was awaited, whose result nobody read before the next one came. */
static const struct act *unread_result(const struct run *run)
{
    const struct act *gave = NULL;
    EACH_ACT(run, act) {
        if (!is_learners(act))
            continue;
        if (act->kind == ACT_READ)
            gave = NULL;
        if (act->kind == ACT_GAVE && gave && gave->frame == act->frame)
            return gave;
        if (act->kind == ACT_GAVE)
            gave = act->value_kind == VALUE_NONE || act->code ? NULL : act;
    }
    return NULL;
}

bool left_a_result_unread(const struct run *run)
{
    return unread_result(run) != NULL;
}

bool reads_again(const struct run *run)
{
    const struct act *before = NULL, *unread = unread_result(run);
    EACH_ACT(run, act) {
        bool is_of_it = unread && act->frame == unread->frame &&
                        act->task == unread->task;
        if (is_of_it && act->kind == ACT_GAVE)
            before = NULL;
        if (!is_of_it || act->kind != ACT_READ)
            continue;
        if (before) {
            const struct act *gave = gave_before(run, act);
            point_at_act(act);
            found("%s no await comes between: each time it is what line %d gave "
                  "last, %s. What line %d gave before, %s, is read nowhere.",
                  before->line == act->line
                      ? textf("Line %d reads awaited() more than once, and",
                              act->line)
                      : textf("Line %d reads awaited(), as line %d did, and",
                              act->line, before->line),
                  gave->line, gave->value, unread->line, unread->value);
            return true;
        }
        before = act;
    }
    return false;
}
