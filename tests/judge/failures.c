/* failures.c - a failure that was caught, and is not handed on as it was: it
 * is forgotten, replaced by another one, or made anew. */
#include <errno.h>
#include <string.h>

#include "facts.h"
#include "proven.h"
#include "seen.h"

/* --- looking ------------------------------------------------------------ */

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

/* Does a right answer end that coroutine with that failure, in this scene? */
static bool right_ones_end_so(const struct act *end)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++)
            if (all[i].fact[n].kind == FACT_END &&
                all[i].fact[n].code == end->code &&
                strcmp(all[i].fact[n].name, end->in) == 0)
                return true;
    return count == 0;
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

/* A TRY_AWAIT of that frame behind the one that caught it: from there on RERAISE
 * is about that; NULL: there is none. */
static const struct act *tried_behind(const struct act *caught,
                                      const struct act *end)
{
    for (const struct act *act = caught + 1; act < end; act++)
        if (act->kind == ACT_GAVE && act->frame == caught->frame &&
            act->task == caught->task &&
            statement_has(&sources()->answer, act->line, "TRY_AWAIT"))
            return act;
    return NULL;
}

/* Who asks failure() or caught() last, between the two; NULL: nobody. */
static const struct act *asks_between(const struct act *caught,
                                      const struct act *end)
{
    const struct act *asked = NULL;
    for (const struct act *act = caught + 1; act < end; act++)
        if (act->kind == ACT_ASKED && act->frame == caught->frame &&
            act->task == caught->task)
            asked = act;
    return asked;
}

/* ", line 21 asks failure()" */
static const char *asked_between(const struct act *caught,
                                 const struct act *end)
{
    const struct act *asked = asks_between(caught, end);
    return asked ? textf(", line %d asks for it", asked->line)
                 : ", nobody asks for it";
}

static const char *how_to_hand_on(const struct act *caught,
                                  const struct act *end)
{
    const struct act *behind = tried_behind(caught, end);
    return behind ? textf("Keep it in front of line %d, self->error = "
                          "caught(), and raise it in the end, "
                          "RAISE_ERROR(self->error): RERAISE would be about "
                          "line %d.", behind->line, behind->line)
                  : "RERAISE hands it on.";
}

/* Does a right answer begin that coroutine in this scene? */
static bool right_ones_begin(const char *name)
{
    size_t count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++)
            if (all[i].fact[n].kind == FACT_BEGIN &&
                strcmp(all[i].fact[n].name, name) == 0)
                return true;
    return count == 0;
}

/* Between a failure that was caught and the end, what no right answer begins
 * in this scene: the failure is not to be kept for later, then. */
static const struct act *begun_all_the_same(const struct act *caught,
                                            const struct act *end)
{
    for (const struct act *act = caught; act < end; act++)
        if (act->kind == ACT_BEGIN && act->task == end->task &&
            is_given(act->name) && !right_ones_begin(act->name))
            return act;
    return NULL;
}

/* A failure is caught, and nobody asks for it before the next thing begins. */
static bool went_on(const struct run *run)
{
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->code || !is_asked_for(end->in))
            continue;
        int code = right_code_of(end->in);
        const struct act *caught = code ? caught_before(run, end, code) : NULL;
        const struct act *next = caught ? begun_all_the_same(caught, end)
                                        : NULL;
        if (!next || asks_between(caught, next))
            continue;
        point_at_act(caught);
        found("Line %d catches %s, and goes on: '%s' begins, which in a right "
              "answer does not begin here. AWAIT, in line %d, passes the "
              "failure on at once.", caught->line, caught->value, next->name,
              caught->line);
        return true;
    }
    return false;
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
                  "which goes well: from there on failure() speaks of that "
                  "one, and the first is forgotten.%s", caught->line,
                  caught->value, other->line,
                  other->line == caught->line
                      ? " Hand it on right there, before the next round."
                  : begun_all_the_same(caught, act)
                      ? ""
                      : " Keep it before: self->error = caught(); and in the "
                        "end RAISE_ERROR(self->error), if it is not NULL.");
        else
            found("Line %d catches %s%s, and '%s' ends in line %d as if "
                  "nothing had been: whoever awaits it believes that all went "
                  "well. %s", caught->line, caught->value,
                  asked_between(caught, act), act->in, act->line,
                  how_to_hand_on(caught, act));
        return true;
    }
    return false;
}

/* RERAISE of what the latest TRY_AWAIT caught, where an earlier one ended
 * otherwise, as it should. */
static bool raised_the_latest(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_END || act->how != HOW_RAISE ||
            !is_learners(act) || !is_asked_for(act->in) ||
            right_ones_end_so(act) ||
            !statement_has(&sources()->answer, act->line, "RERAISE"))
            continue;
        const struct act *first = NULL, *latest = NULL;
        for (const struct act *gave = run->acts->act; gave < act; gave++) {
            if (gave->kind != ACT_GAVE || gave->frame != act->frame ||
                gave->task != act->task ||
                !statement_has(&sources()->answer, gave->line, "TRY_AWAIT"))
                continue;
            first = first ? first : gave;
            latest = gave;
        }
        if (!latest || latest->line == first->line || latest->code != act->code ||
            first->code == act->code)
            continue;
        point_at_act(act);
        found("RERAISE in line %d raises what the latest TRY_AWAIT caught: %s, "
              "in line %d. What line %d awaited had ended otherwise (%s), and "
              "that is forgotten by then. Keep it: self->error = caught(), "
              "behind line %d, and in the end RAISE_ERROR(self->error) if it "
              "is not NULL.", act->line, latest->value, latest->line,
              first->line, first->value, first->line);
        return true;
    }
    return false;
}

/* In this scene something fails so in right answers, too, and that coroutine in
 * none of them. */
static bool right_ones_handle(int code, const char *name)
{
    size_t count;
    bool fails = false;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), case_judged, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < all[i].count; n++) {
            const struct fact *fact = &all[i].fact[n];
            if (fact->kind != FACT_END || !fact->code)
                continue;
            if (strcmp(fact->name, name) == 0)
                return false;
            fails = fails || fact->code == code;
        }
    return fails;
}

/* if (failure() == ECONNRESET), of a failure with that code: the name that this
 * line asks for, if it is another one's; or NULL. */
static const struct token *asks_for_other(int line, int code)
{
    static const struct {
        const char *name;
        int code;
    } names[] = {{"ECONNREFUSED", ECONNREFUSED}, {"ECONNRESET", ECONNRESET},
                 {"ECONNABORTED", ECONNABORTED}, {"EHOSTUNREACH", EHOSTUNREACH},
                 {"ETIMEDOUT", ETIMEDOUT},       {"ENOENT", ENOENT},
                 {"EPIPE", EPIPE},               {"EINVAL", EINVAL},
                 {"EBADF", EBADF},               {"EIO", EIO}};
    const struct token *t = line_begins(&sources()->answer, line);
    const struct token *asked = find_tokens(t, NULL, "failure ( ) ==");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (asked && asked->line == line && names[i].code != code &&
            token_is(asked + 4, names[i].name))
            return asked + 4;
    return NULL;
}

/* What was caught is handed on, since it was asked whether it is another. */
static bool asked_for_another(const struct run *run)
{
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_RAISE ||
            !is_learners(end) || !is_asked_for(end->in) ||
            end->code == ECANCELED || !right_ones_handle(end->code, end->in) ||
            !statement_has(&sources()->answer, end->line, "RERAISE"))
            continue;
        const struct act *caught = caught_before(run, end, end->code);
        const struct token *name = NULL;
        int line = 0;
        for (const struct act *act = caught; act && act < end; act++)
            if (act->kind == ACT_ASKED && act->frame == end->frame && !name &&
                (name = asks_for_other(act->line, end->code)))
                line = act->line;
        if (!name)
            continue;
        point_at(answer_file(), line);
        found("Line %d catches %s. Line %d asks for %s, which is another one, "
              "and so it is handed on in line %d.", caught->line,
              caught->value, line, token_text(name), end->line);
        return true;
    }
    return false;
}

/* RETURN(awaited()) of None, since failure() was about a later await when it was
 * asked. */
static bool failure_forgotten(const struct run *run)
{
    EACH_ACT(run, end) {
        const struct act *failed = NULL, *other;
        if (end->kind != ACT_END || end->how != HOW_RETURN ||
            end->value_kind != VALUE_NONE || !is_learners(end) ||
            !statement_has(&sources()->answer, end->line,
                           "RETURN ( awaited ( ) )"))
            continue;
        for (const struct act *act = run->acts->act; act < end; act++)
            if (act->kind == ACT_GAVE && act->code &&
                act->frame == end->frame && act->task == end->task)
                failed = act;
        if (!failed || !(other = replaced_by(failed, end)))
            continue;
        point_at_act(other);
        found("Line %d fails at %s: %s. Then line %d, another TRY_AWAIT, goes "
              "well: from there on failure() is about that one, and so '%s' "
              "ends in line %d with what that gave, None.", failed->line,
              seconds_of(clock_to_seconds(failed->time)), failed->value,
              other->line, end->in, end->line);
        return true;
    }
    return false;
}

/* Where a frame sleeps that has caught a cancellation, and nobody has asked for
 * it in between; NULL: nowhere. */
static const struct act *sleeps_behind(const struct run *run,
                                       const struct act *caught)
{
    const struct act *end = run->acts->act + act_count(run->acts);
    for (const struct act *act = caught + 1; act < end; act++) {
        if (act->task != caught->task || strcmp(act->in, caught->in) != 0)
            continue;
        if (act->kind == ACT_ASKED || act->kind == ACT_END)
            return NULL;
        if (act->kind == ACT_SLEEP && act->number > 0)
            return act;
    }
    return NULL;
}

/* Where there is nothing to tidy up, whoever is cancelled has to end. */
static bool goes_on_cancelled(const struct run *run)
{
    if (!was_play_cancelled(run))
        return false;
    EACH_ACT(run, act) {
        const struct act *sleep =
            act->kind == ACT_GAVE && act->code == ECANCELED &&
                    is_learners(act) &&
                    statement_has(&sources()->answer, act->line, "TRY_AWAIT")
                ? sleeps_behind(run, act) : NULL;
        if (!sleep)
            continue;
        point_at_act(act);
        found("'%s' was cancelled at %s in line %d, which catches that, and "
              "nobody asks for it: it goes on, and sleeps in line %d. A plain "
              "AWAIT leaves right there.", act->in,
              seconds_of(clock_to_seconds(act->time)), act->line, sleep->line);
        return true;
    }
    return false;
}

/* Where the task that is awaited was cancelled by who awaits it; NULL: nowhere. */
static const struct act *cancelled_here(const struct run *run,
                                        const struct act *await)
{
    for (const struct act *act = run->acts->act; act < await; act++)
        if (act->kind == ACT_CANCEL && is_learners(act) && act->what &&
            act->what == await->what && act->task == await->task)
            return act;
    return NULL;
}

/* task_cancel(task); AWAIT(task);  which ends the coroutine as cancelled, too,
 * where right answers end otherwise. */
static bool handed_on_its_own_cancel(const struct run *run)
{
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_PASSED_ON ||
            end->code != ECANCELED || !is_learners(end) ||
            !is_asked_for(end->in) || right_ones_end_so(end))
            continue;
        const struct act *await = NULL;
        for (const struct act *act = run->acts->act; act < end; act++)
            if (act->kind == ACT_AWAIT && act->frame == end->frame &&
                act->task == end->task)
                await = act;
        const struct act *cancel = await ? cancelled_here(run, await) : NULL;
        if (!cancel)
            continue;
        point_at_act(await);
        found("Line %d cancels the task, and line %d awaits it: it ends with "
              "CancelledError, and AWAIT hands that on, so that '%s' ends with "
              "it, too.", cancel->line, await->line, end->in);
        return true;
    }
    return false;
}

/* The latest timeout() of that frame before an act; NULL: none. */
static const struct act *block_before(const struct run *run,
                                      const struct act *end)
{
    const struct act *limit = NULL;
    for (const struct act *act = run->acts->act; act < end; act++)
        if (act->kind == ACT_LIMIT && strcmp(act->name, "timeout") == 0 &&
            act->task == end->task && strcmp(act->in, end->in) == 0)
            limit = act;
    return limit;
}

/* timeout(...); AWAIT(...); timeout_exit(...);  and the time is over. */
static bool left_the_block(const struct run *run)
{
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_PASSED_ON ||
            end->code != ECANCELED || !is_learners(end) ||
            !is_asked_for(end->in) || right_ones_end_so(end))
            continue;
        const struct act *limit = block_before(run, end);
        const struct item *item =
            item_named(&sources()->answer, end->in, false);
        const struct token *exit =
            item ? find_tokens(item->body, item->end, "timeout_exit (") : NULL;
        if (!limit || !exit || end->line == exit->line ||
            end->time - limit->time < (int64_t)(limit->number * 1e9 - 1e3))
            continue;
        point_at_act(end);
        found("Line %d is in the block of timeout(), line %d. When the time is "
              "over, it is cancelled there, and AWAIT leaves at once: "
              "timeout_exit(), line %d, which would make ETIMEDOUT of it, is "
              "not come to.", end->line, limit->line, exit->line);
        return true;
    }
    return false;
}

/* RAISE(...) of its own, where the very failure that was caught is to come out. */
static bool raised_another(const struct run *run)
{
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_RAISE ||
            !is_learners(end) || !is_asked_for(end->in) ||
            !statement_has(&sources()->answer, end->line, "RAISE ("))
            continue;
        int code = right_code_of(end->in);
        const struct act *caught = code ? caught_before(run, end, code) : NULL;
        if (!caught || !caught->value || !end->value ||
            strcmp(caught->value, end->value) == 0)
            continue;
        point_at_act(end);
        found("Line %d caught %s, and line %d raises a failure of its own%s: "
              "%s. RERAISE hands on the very one that was caught last; "
              "RAISE_ERROR(error) one that was kept, error = caught().",
              caught->line, caught->value, end->line,
              code == end->code ? ", with the same number" : "", end->value);
        return true;
    }
    return false;
}

const struct mistake failure_mistakes[] = {
    {.name = "goes-on-cancelled", .made = goes_on_cancelled, .why = "",
     .python = "await one                      # outside of the try",
     .read_on = "NOTES.md, chapter 10", .wants_trial = true},
    {.name = "raised-the-latest", .made = raised_the_latest, .why = "",
     .python = "except Exception as e:\n"
               "    error = e                  # keep it\n"
               "...\n"
               "raise error",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "asked-for-another", .made = asked_for_another, .why = "",
     .read_on = "NOTES.md, chapter 10", .wants_trial = true},
    {.name = "failure-forgotten", .made = failure_forgotten,
     .why = "Keep it in self before the next await, self->code = failure(); or "
            "let that one be a plain AWAIT, which leaves failure() as it was.",
     .python = "except ConnectionRefusedError as e:\n"
               "    error = e                  # keep it",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "went-on-after-a-failure", .made = went_on, .why = "",
     .python = "await open()                   # outside of try: if it fails,\n"
               "try:                           # nothing below begins\n"
               "    ...",
     .read_on = "NOTES.md, chapter 10", .wants_trial = true},
    {.name = "failure-not-handed-on", .made = failure_not_handed_on, .why = "",
     .python = "except ...:\n"
               "    await cleanup()\n"
               "    raise",
     .read_on = "NOTES.md, chapter 10"},
    {0},
};

const struct mistake raised_mistakes[] = {
    {.name = "block-left", .made = left_the_block,
     .why = "In the block it is TRY_AWAIT; whatever failed is handed to "
            "timeout_exit() at its end, caught().",
     .python = "async with asyncio.timeout(3): ...     # __aexit__() in any case",
     .read_on = "NOTES.md, chapter 7"},
    {.name = "own-cancel-handed-on", .made = handed_on_its_own_cancel,
     .is_proven = true,
     .why = "TRY_AWAIT waits for its end as well, and goes on behind it.",
     .python = "task.cancel()\n"
               "try: await task\n"
               "except asyncio.CancelledError: pass",
     .read_on = "NOTES.md, chapter 10"},
    {.name = "raised-another", .made = raised_another, .why = "",
     .python = "except OSError:\n"
               "    raise                      # and no other one",
     .read_on = "NOTES.md, chapter 10"},
    {0},
};
