/* part.c - where a run parts from the right ones.
 *
 * What is compared: which given coroutines begin, and with which arguments;
 * how they end; and how the exercise's own ones end.  Within an instant of the
 * virtual clock there is no order.  Missing is what all right runs have and
 * this one has not, extra what it has and no right run: so that nothing is
 * said of matters in which right answers differ.
 */
#include "part.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "seen.h"
#include "statements.h"

static const struct facts *rights;
static size_t right_count;
static struct facts mine;
static const struct run *seen;
static int64_t known_until;         /* of mine: it broke off there */

/* --- facts that count --------------------------------------------------- */

/* What the loop itself does when nothing can become ready any more is nobody's
 * act: from there on all are cancelled. */
static const struct act *last_act;

static void cut_at_deadlock(void)
{
    size_t count = act_count(seen->acts);
    last_act = seen->acts->act + count;
    if (seen->code != EDEADLK)
        return;
    for (const struct act *act = seen->acts->act; act < last_act; act++)
        if (act->code == EDEADLK ||
            (act->code == ECANCELED && act->kind == ACT_GAVE &&
             clock_to_seconds(act->time) >= seen->seconds - 1e-9))
            last_act = act;
}

static bool is_cut(const struct fact *fact)
{
    return fact->act && fact->act >= last_act;
}

static bool is_hard(const struct fact *fact)
{
    if (fact->kind != FACT_BEGIN && fact->kind != FACT_END)
        return false;
    return !is_cut(fact) &&
           (is_given(fact->name) || is_asked_for(fact->name));
}

/* An own coroutine's arguments are its own matter. */
static bool alike(const struct fact *one, const struct fact *other,
                  bool at_that_time)
{
    if (at_that_time && one->time != other->time)
        return false;
    if (one->kind == FACT_BEGIN && other->kind == FACT_BEGIN &&
        is_asked_for(one->name))
        return strcmp(one->name, other->name) == 0;
    return same_thing(one, other);
}

static size_t count_in(const struct facts *facts, const struct fact *like,
                       bool at_that_time)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->count; i++)
        count += alike(&facts->fact[i], like, at_that_time) &&
                 !is_cut(&facts->fact[i]);
    return count;
}

/* How often all right runs have it, at least, and at most. */
static size_t least(const struct fact *like, bool at_that_time)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < right_count; i++) {
        size_t count = count_in(&rights[i], like, at_that_time);
        least = count < least ? count : least;
    }
    return least;
}

static size_t most(const struct fact *like, bool at_that_time)
{
    size_t most = 0;
    for (size_t i = 0; i < right_count; i++) {
        size_t count = count_in(&rights[i], like, at_that_time);
        most = count > most ? count : most;
    }
    return most;
}

static bool is_missing(const struct fact *fact)
{
    return is_hard(fact) && fact->time < known_until &&
           count_in(&mine, fact, true) < least(fact, true);
}

/* A name that not all right runs have is no matter for a claim. */
static bool all_have(enum fact_kind kind, const char *name)
{
    for (size_t i = 0; i < right_count; i++) {
        bool has = false;
        for (size_t n = 0; !has && n < rights[i].count; n++)
            has = rights[i].fact[n].kind == kind &&
                  strcmp(rights[i].fact[n].name, name) == 0;
        if (!has)
            return false;
    }
    return true;
}

static bool is_extra(const struct fact *fact)
{
    return is_hard(fact) &&
           (is_given(fact->name) || all_have(fact->kind, fact->name)) &&
           count_in(&mine, fact, true) > most(fact, true);
}

/* --- the instant -------------------------------------------------------- */

static int64_t first_difference(void)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < rights[0].count; i++)
        if (rights[0].fact[i].time < first && is_missing(&rights[0].fact[i]))
            first = rights[0].fact[i].time;
    for (size_t i = 0; i < mine.count; i++)
        if (mine.fact[i].time < first && is_extra(&mine.fact[i]))
            first = mine.fact[i].time;
    return first;
}

/* The first of a kind that is missing, or extra, then: of the learner's own
 * coroutines, or of given ones. */
static const struct fact *missing(int64_t time, enum fact_kind kind, bool own)
{
    for (size_t i = 0; i < rights[0].count; i++) {
        const struct fact *fact = &rights[0].fact[i];
        if (fact->time == time && fact->kind == kind &&
            is_asked_for(fact->name) == own && is_missing(fact))
            return fact;
    }
    return NULL;
}

static const struct fact *extra(int64_t time, enum fact_kind kind, bool own)
{
    for (size_t i = 0; i < mine.count; i++) {
        const struct fact *fact = &mine.fact[i];
        if (fact->time == time && fact->kind == kind &&
            is_asked_for(fact->name) == own && is_extra(fact))
            return fact;
    }
    return NULL;
}

/* The same thing at another time. */
static const struct fact *elsewhen(const struct facts *facts,
                                   const struct fact *like, bool of_that_name)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct fact *fact = &facts->fact[i];
        if (fact->time <= like->time || is_cut(fact))
            continue;
        if (alike(fact, like, false) ||
            (of_that_name && fact->kind == like->kind &&
             strcmp(fact->name, like->name) == 0))
            return fact;
    }
    return NULL;
}

/* --- words -------------------------------------------------------------- */

static const char *seconds(int64_t time)
{
    return time % 100000 == 0 ? textf("%.1f s", (double)time / 1e6)
                              : textf("%g s", (double)time / 1e6);
}

static const char *call(const struct fact *fact)
{
    return textf("%s(%s)", fact->name,
                 is_asked_for(fact->name) ? "" : fact->data);
}

static const char *outcome(const struct fact *fact)
{
    if (fact->code == ECANCELED)
        return "ends as cancelled";
    if (fact->code)
        return textf("fails: %s", fact->data);
    if (strcmp(fact->data, "None") == 0)
        return "ends without a result";
    return textf("returns %s", fact->data);
}

static const char *at_line(const struct act *act)
{
    return act && act->line && is_answer(act->file)
               ? textf(", line %d", act->line) : "";
}

static void point(struct parting *parting, const struct act *act)
{
    if (act && act->line && is_answer(act->file) && !line_is_given(act->line)) {
        parting->file = act->file;
        parting->line = act->line;
    }
}

/* --- where the learner's code stands ------------------------------------ */

/* Up to that time, and before the loop gave up. */
static bool is_by_then(const struct act *act, int64_t time)
{
    return act < last_act && act->time / 1000 <= time;
}

/* Does this await go on at that time? */
static bool still_waits(const struct act *await, int64_t time)
{
    for (const struct act *act = await + 1; is_by_then(act, time); act++)
        if (act->frame == await->frame && act->task == await->task &&
            (act->kind == ACT_GAVE || act->kind == ACT_END))
            return false;
    return true;
}

/* Is it for something of the loop's, and not for another coroutine or task of
 * the learner's, which will stand somewhere itself? */
static bool is_for_itself(const struct act *await)
{
    static const char *const others[] = {
        "wait_for", "leaving_group", "leaving_timeout", "waiting_for_tasks",
        "taking_value"};
    const char *name = await->name;
    if (await->what)
        return false;
    for (size_t i = 0; name && i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0)
            return false;
    return !name || is_given(name) ||
           !item_named(&sources()->answer, name, false);
}

/* What of the learner's waits at that time: the first await, of those for
 * something that comes by itself if there is one; NULL: nothing waits. */
static const struct act *waits_at(int64_t time, const char *not_for)
{
    const struct act *found = NULL;
    for (const struct act *act = seen->acts->act; is_by_then(act, time);
         act++) {
        if (act->kind != ACT_AWAIT || !is_learners(act) ||
            !still_waits(act, time) ||
            (not_for && act->name && strcmp(act->name, not_for) == 0))
            continue;
        if (!found || (!is_for_itself(found) && is_for_itself(act)))
            found = act;
    }
    return found;
}

static const struct act *ended_by(int64_t time)
{
    const struct act *found = NULL;
    for (const struct act *act = seen->acts->act; is_by_then(act, time); act++)
        if (act->kind == ACT_END && is_learners(act) && is_asked_for(act->in))
            found = act;
    return found;
}

static const char *how_it_ended(const struct act *act)
{
    switch (act->how) {
    case HOW_RETURN:
        return "RETURN";
    case HOW_RAISE:
        return act->code == ECANCELED ? "ends as cancelled" : "fails";
    case HOW_PASSED_ON:
        return textf("what it awaits there fails: %s", act->value);
    case HOW_END:
    case HOW_NONE:
        break;
    }
    return "END";
}

/* The loop around an await, whose next round begins what is missing yet; "":
 * there is none. */
static const char *round_of(const struct act *await, const char *missing)
{
    static const char *const loops[] = {"for", "while", NULL};
    const struct source *answer = &sources()->answer;
    const struct item *item = item_at(answer, await->line);
    const struct token *around = NULL;
    for (const struct token *t = item ? item->body : NULL; t && t < item->end;
         t++)
        if (is_any(t, loops) && t->line <= await->line &&
            await->line <= (behind_statement(t) - 1)->line &&
            find_tokens(t, behind_statement(t), textf("coro ( %s", missing)))
            around = t;
    return around ? textf(" The next round of the loop in line %d, which begins "
                          "%s() anew, comes only when that is there.",
                          around->line, missing) : "";
}

/* Where does yours stand then?  Points there. */
static const char *standing(struct parting *parting, int64_t time,
                            const char *not_for)
{
    const struct act *act = waits_at(time, not_for);
    if (!act)
        act = waits_at(time, NULL);
    if (act) {
        point(parting, act);
        return textf("%s() waits since %s in line %d for %s.%s", act->in,
                     seconds(act->time / 1000), act->line, act->value,
                     not_for ? round_of(act, not_for) : "");
    }
    act = ended_by(time);
    if (!act)
        return NULL;
    point(parting, act);
    return textf("%s() has ended at %s, line %d: %s.", act->in,
                 seconds(act->time / 1000), act->line, how_it_ended(act));
}

/* The line that made a coroutine begin: an await, or create_task(); or else the
 * latest gather() before it. */
static const struct act *beginner(const struct act *begin)
{
    const struct act *found = NULL, *gather = NULL;
    for (const struct act *act = seen->acts->act; act < begin; act++) {
        if (act->kind == ACT_MADE && act->what == begin->task)
            found = act;
        if (act->kind == ACT_AWAIT && act->task == begin->task && act->name &&
            strcmp(act->name, begin->name) == 0)
            found = act;
        if (act->kind == ACT_RESULTS && act->time == begin->time)
            gather = act;
    }
    return found ? found : gather;
}

/* --- what is said ------------------------------------------------------- */

/* What ended just then in all right runs: the sign for what comes next. */
static const char *occasion(const struct fact *fact)
{
    for (size_t i = 0; i < rights[0].count; i++) {
        const struct fact *other = &rights[0].fact[i];
        if (other->kind == FACT_END && other->time == fact->time &&
            is_given(other->name) && least(other, true) > 0 &&
            other->time > 0 &&
            (fact->kind == FACT_BEGIN || strcmp(other->name, fact->name) != 0))
            return textf(", as soon as %s() %s", other->name,
                         other->code == ECANCELED ? "has been cancelled"
                         : other->code            ? "has failed"
                                                  : "has returned");
    }
    return "";
}

/* Where the learner's own code raised what came out here; NULL: it did not. */
static const struct act *raised_first(const struct act *end)
{
    const struct act *found = NULL;
    for (const struct act *act = seen->acts->act; act < end; act++)
        if (act->kind == ACT_END && act->how == HOW_RAISE && is_learners(act) &&
            act->code == end->code && strcmp(act->value, end->value) == 0)
            found = act;
    return found;
}

/* RETURN(awaited()) behind what has failed: the await; NULL: it is not so. */
static const struct act *failed_await(const struct act *end)
{
    const struct act *gave = NULL;
    for (const struct act *act = seen->acts->act; act < end; act++)
        if (act->kind == ACT_GAVE && act->frame == end->frame &&
            act->task == end->task)
            gave = act;
    return gave && gave->code && strcmp(end->value, "None") == 0 &&
                   statement_has(&sources()->answer, end->line, "awaited (")
               ? gave : NULL;
}

/* Does it end at that time in a right run, be it otherwise? */
static bool a_right_one_ends(const struct fact *it)
{
    for (size_t i = 0; i < right_count; i++)
        for (size_t n = 0; n < rights[i].count; n++) {
            const struct fact *fact = &rights[i].fact[n];
            if (fact->kind == FACT_END && fact->time == it->time &&
                strcmp(fact->name, it->name) == 0)
                return true;
        }
    return false;
}

/* How it ends in all right answers, whenever; NULL: not always alike. */
static const struct fact *always_ends(const char *name)
{
    const struct fact *found = NULL;
    for (size_t i = 0; i < right_count; i++)
        for (size_t n = 0; n < rights[i].count; n++) {
            const struct fact *fact = &rights[i].fact[n];
            if (fact->kind != FACT_END || strcmp(fact->name, name) != 0)
                continue;
            if (found && !same_thing(found, fact))
                return NULL;
            found = fact;
        }
    return found;
}

static void say_end(struct parting *parting, const struct fact *it,
                    const struct fact *wanted)
{
    const struct fact *then = missing(it->time, FACT_BEGIN, false);
    const struct fact *later = elsewhen(&rights[0], it, true);
    const struct fact *always = always_ends(it->name);
    if (!wanted && always && !same_thing(always, it) && a_right_one_ends(it))
        wanted = always;
    if (wanted)
        parting->expected =
            textf("%s() %s.", it->name, outcome(wanted));
    else if (then) {
        parting->expected =
            textf("%s begins then%s.", call(then), occasion(then));
        if (!elsewhen(&mine, then, false))
            parting->more = where_begun(&sources()->answer, then->name);
    }
    else if (later)
        parting->expected =
            textf("%s() goes on, and %s only at %s%s.", it->name,
                  outcome(later), seconds(later->time), occasion(later));
    else
        parting->expected = textf("%s() does not end %s.", it->name,
                                  a_right_one_ends(it) ? "so" : "then");
    parting->got = textf("%s() %s%s%s.", it->name, outcome(it),
                         at_line(it->act),
                         it->act->how == HOW_END ? ": END is reached" : "");
    const struct act *raised = it->act->how == HOW_PASSED_ON
                                   ? raised_first(it->act) : NULL;
    if (it->act->how == HOW_PASSED_ON)
        parting->more = "What it awaits there failed, and AWAIT hands that on.";
    if (raised)
        parting->more = textf("It was raised in line %d, in '%s', and handed "
                              "on from there.", raised->line, raised->in);
    const struct act *failed = it->act->how == HOW_RETURN
                                   ? failed_await(it->act) : NULL;
    if (failed)
        parting->more = textf("What line %d awaited has failed: %s. There is "
                              "no result then, and awaited() is None.",
                              failed->line, failed->value);
    if (it->act->how == HOW_END && wanted && !wanted->code)
        parting->more = "A coroutine that comes to END gives None; RETURN(x) "
                        "gives x.";
    const char *set = wanted && !it->code && it->act->how == HOW_RETURN
                          ? where_set(&sources()->answer, it->act->line) : "";
    if (*set)
        parting->more = textf("%s.", set);
    point(parting, it->act);
}

static void say_no_begin(struct parting *parting, const struct fact *wanted)
{
    const struct fact *other = extra(wanted->time, FACT_BEGIN, false);
    const struct fact *later = elsewhen(&mine, wanted, false);
    parting->expected = textf("%s begins%s.", call(wanted), occasion(wanted));
    if (other && strcmp(other->name, wanted->name) == 0) {
        const struct act *by = beginner(other->act);
        parting->got = textf("%s begins%s.", call(other), at_line(by));
        point(parting, by);
        return;
    }
    parting->got = later ? textf("it begins only at %s%s.",
                                 seconds(later->time),
                                 at_line(beginner(later->act)))
                         : "it never begins.";
    parting->more = standing(parting, wanted->time, wanted->name);
    if (!parting->more && later)
        point(parting, beginner(later->act));
}

static void say_begin(struct parting *parting, const struct fact *it)
{
    const struct fact *later = elsewhen(&rights[0], it, false);
    const struct act *by = beginner(it->act);
    size_t wanted = most(it, false);
    if (later && least(later, true) > 0)
        parting->expected = textf("%s begins only at %s%s.", call(it),
                                  seconds(later->time), occasion(later));
    else if (wanted > 0)
        parting->expected =
            textf("%s begins %s in all.", call(it),
                  wanted == 1 ? "once" : textf("%zu times", wanted));
    else
        parting->expected = textf("%s does not begin.", call(it));
    parting->got = textf("it begins%s.", at_line(by));
    point(parting, by);
}

static void say_given_end(struct parting *parting, const struct fact *it,
                          const struct fact *wanted)
{
    if (wanted)
        parting->expected =
            textf("%s() %s.", wanted->name, outcome(wanted));
    else
        parting->expected = textf("%s() goes on.", it->name);
    if (it) {
        parting->got = textf("%s() %s.", it->name, outcome(it));
        const struct act *cancel = NULL;
        for (const struct act *act = seen->acts->act; act < it->act; act++)
            if (act->kind == ACT_CANCEL && is_learners(act))
                cancel = act;
        if (it->code == ECANCELED && cancel) {
            parting->more = textf("It was cancelled in line %d.", cancel->line);
            point(parting, cancel);
        }
        return;
    }
    const struct fact *later = elsewhen(&mine, wanted, true);
    parting->got = later ? textf("%s() %s only at %s.", later->name,
                                 outcome(later), seconds(later->time))
                         : textf("%s() has not ended.", wanted->name);
    parting->more = standing(parting, wanted->time, wanted->name);
}

static void say_no_end(struct parting *parting, const struct fact *wanted)
{
    const struct fact *later = elsewhen(&mine, wanted, true);
    parting->expected = textf("%s() %s then%s.", wanted->name,
                              outcome(wanted), occasion(wanted));
    parting->got = later ? textf("it goes on until %s%s.", seconds(later->time),
                                 at_line(later->act))
                         : "it goes on.";
    parting->more = standing(parting, wanted->time, wanted->name);
    if (!parting->more && later)
        point(parting, later->act);
}

static void word_it(struct parting *parting, int64_t time)
{
    const struct fact *end = extra(time, FACT_END, true);
    const struct fact *no_end = missing(time, FACT_END, true);
    const struct fact *begin = extra(time, FACT_BEGIN, false);
    const struct fact *no_begin = missing(time, FACT_BEGIN, false);
    const struct fact *given_end = extra(time, FACT_END, false);
    const struct fact *no_given_end = missing(time, FACT_END, false);
    if (no_begin && !(end && !no_end))
        say_no_begin(parting, no_begin);
    else if (end)
        say_end(parting, end,
                no_end && strcmp(no_end->name, end->name) == 0 ? no_end : NULL);
    else if (begin)
        say_begin(parting, begin);
    else if (given_end || no_given_end)
        say_given_end(parting, given_end, no_given_end);
    else if (no_end)
        say_no_end(parting, no_end);
    else
        parting->is_there = false;
}

/* --- laying them side by side ------------------------------------------- */

static void take(const struct run *this, int which)
{
    static int taken = -1;
    seen = this;
    if (taken != which)
        rights = facts_of_right_ones(right_facts_file(), which, &right_count);
    taken = which;
    mine = facts_of(seen->acts);
    cut_at_deadlock();
    bool broke_off = seen->ending != ENDED || acts_incomplete(seen->acts);
    known_until = !broke_off       ? INT64_MAX
                  : mine.count > 0 ? mine.fact[mine.count - 1].time
                                   : 0;
}

struct parting parting_of(const struct run *this, int which)
{
    struct parting parting = {.is_there = false};
    take(this, which);
    if (!rights || mine.count == 0)
        return parting;
    int64_t time = first_difference();
    if (time == INT64_MAX)
        return parting;
    parting.is_there = true;
    parting.until = seconds(time);
    word_it(&parting, time);
    return parting;
}

/* --- work --------------------------------------------------------------- */

static size_t jobs_in(const struct facts *facts, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->count; i++)
        count += facts->fact[i].kind == FACT_JOB &&
                 strcmp(facts->fact[i].name, name) == 0;
    return count;
}

static size_t work_in(const struct facts *facts, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->count; i++)
        count += (facts->fact[i].kind == FACT_WORK ||
                  facts->fact[i].kind == FACT_BEGIN) &&
                 strcmp(facts->fact[i].name, name) == 0;
    return count;
}

/* Or given to a pool?  It may have failed there before it did any work. */
static bool was_called(const struct facts *facts, const char *name)
{
    return jobs_in(facts, name) > 0 || work_in(facts, name) > 0;
}

size_t work_of_right_ones(int which, const char *name)
{
    size_t least = SIZE_MAX, count;
    const struct facts *all =
        facts_of_right_ones(right_facts_file(), which, &count);
    for (size_t i = 0; i < count; i++) {
        size_t work = work_in(&all[i], name);
        least = work < least ? work : least;
    }
    return count ? least : 0;
}

const char *work_not_done(const struct run *this, int which)
{
    take(this, which);
    if (!rights || known_until != INT64_MAX)
        return NULL;
    for (size_t i = 0; i < rights[0].count; i++) {
        const struct fact *fact = &rights[0].fact[i];
        if ((fact->kind == FACT_WORK || fact->kind == FACT_BEGIN) &&
            is_given(fact->name) && !was_called(&mine, fact->name) &&
            work_of_right_ones(which, fact->name) > 0)
            return fact->name;
    }
    return NULL;
}

struct parts work_in_fewer_parts(const struct run *this, int which)
{
    take(this, which);
    for (size_t i = 0; right_count && i < rights[0].count; i++) {
        const struct fact *fact = &rights[0].fact[i];
        size_t jobs = jobs_in(&mine, fact->name), least = SIZE_MAX;
        for (size_t n = 0; n < right_count; n++) {
            size_t theirs = jobs_in(&rights[n], fact->name);
            least = theirs < least ? theirs : least;
        }
        if (fact->kind == FACT_JOB && jobs > 0 && jobs < least)
            return (struct parts){fact->name, jobs, least};
    }
    return (struct parts){.name = NULL};
}
