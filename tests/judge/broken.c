/* broken.c - runs that were broken off: the line, and what was there. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* --- a result of another kind ------------------------------------------- */

/* How a coroutine of the learner's came to its END, before act. */
static const struct act *end_without_result(const struct run *run,
                                            const struct act *before)
{
    const struct act *ended = NULL;
    for (const struct act *act = run->acts->act; act < before; act++)
        if (act->kind == ACT_END && act->how == HOW_END && is_learners(act))
            ended = act;
    return ended;
}

/* How a task ended, before act: the last end of all in it is its own. */
static const struct act *end_of_task(const struct run *run,
                                     const struct act *before, uint32_t task)
{
    const struct act *ended = NULL;
    for (const struct act *act = run->acts->act; act < before; act++)
        if (act->kind == ACT_END && act->task == task)
            ended = act;
    return ended;
}

/* wait_for(x) and shield(x) give what x does: how that ended, if x is made in
 * the same statement. */
static const struct act *end_inside(const struct act *await,
                                    const struct act *gave)
{
    const struct act *ended = NULL;
    if (!await->name || (strcmp(await->name, "wait_for") != 0 &&
                         strcmp(await->name, "shield") != 0))
        return NULL;
    for (const struct act *act = await + 1; act < gave; act++)
        if (act->kind == ACT_END &&
            (act->how == HOW_END || act->value_kind == VALUE_NONE) &&
            statement_has(&sources()->answer, await->line,
                          textf("coro ( %s", act->in)))
            ended = act;
    return ended;
}

static const struct act *end_of_awaited(const struct run *run,
                                        const struct act *gave,
                                        const struct act *await)
{
    if (!await)
        return NULL;
    if (await->what)
        return end_of_task(run, gave, await->what);
    const struct act *ended = end_before(run, gave, await->name);
    return ended ? ended : end_inside(await, gave);
}

/* What an await gave that is none. */
static const char *why_none(const struct run *run, const struct act *gave,
                            const struct act *await)
{
    const struct act *ended = end_of_awaited(run, gave, await);
    if (ended && ended->how == HOW_END)
        return is_given(ended->in)
                   ? textf("%s() gives nothing, which is None. What an await "
                           "gave is to be kept right behind it, before the "
                           "next one", ended->in)
                   : textf("%s() came to its END%s, and so gave None. RETURN(x) "
                           "gives a result", ended->in,
                           ended->line && is_learners(ended)
                               ? textf(" in line %d", ended->line) : "");
    if (ended && ended->how == HOW_RETURN && is_learners(ended))
        return textf("%s() returned None in line %d", ended->in, ended->line);
    return textf("%s, which gives None", await ? await->value : "something");
}

/* Who asks for one code between the two, and it was another one; NULL: nobody. */
static const struct act *asked_between(const struct act *gave,
                                       const struct act *read)
{
    for (const struct act *act = gave + 1; act < read; act++)
        if (act->kind == ACT_ASKED && act->task == gave->task &&
            is_learners(act) &&
            statement_has(&sources()->answer, act->line, "failure ( ) =="))
            return act;
    return NULL;
}

/* What that frame was given earlier, of another kind than what was read, in
 * words; "": nothing. */
static const char *given_earlier(const struct run *run, const struct act *gave,
                                 const struct act *read)
{
    const struct act *earlier = NULL;
    for (const struct act *act = run->acts->act; act < gave; act++)
        if (act->kind == ACT_GAVE && act->frame == gave->frame &&
            act->task == gave->task && !act->code &&
            act->value_kind != VALUE_NONE &&
            act->value_kind != read->value_kind)
            earlier = act;
    return earlier ? textf(" Line %d gave %s: that is to be read in front of "
                           "line %d.", earlier->line, earlier->value,
                           gave->line)
                   : "";
}

/* The program was stopped when somebody read a result that is of another kind:
 * the line that the message names, and there awaited() was read. */
static const struct act *read_of_another_kind(const struct run *run)
{
    const char *message = strstr(run->complaints, "this value is ");
    const struct act *read = NULL;
    if (run->ending != DIED || !message)
        return NULL;
    EACH_ACT(run, act)
        if (act->kind == ACT_READ && is_learners(act))
            read = act;
    bool is_none = strncmp(message, "this value is none", 18) == 0;
    return read && is_none == (read->value_kind == VALUE_NONE) &&
                   strstr(message, textf(":%d", read->line))
               ? read : NULL;
}

static bool other_kind_was_read(const struct run *run)
{
    const struct act *read = read_of_another_kind(run);
    if (!read)
        return false;
    bool is_none = read->value_kind == VALUE_NONE;
    const struct act *gave = gave_before(run, read);
    const struct act *await = gave ? await_of(run, gave) : NULL, *asked;
    bool is_in_loop =
        find_tokens(line_begins(&sources()->answer, 1),
                    line_begins(&sources()->answer, read->line), "ASYNC_FOR (");
    point_at_act(read);
    if (!gave && is_in_loop)
        found("Line %d reads what ASYNC_FOR has got for it, and that is %s.",
              read->line, is_none ? "None" : "of another kind");
    else if (!gave)
        found("Line %d reads a result, and '%s' has not come to an AWAIT "
              "before. awaited() is what the latest AWAIT gave.", read->line,
              read->in);
    else if (gave->code && (asked = asked_between(gave, read)))
        found("TRY_AWAIT in line %d failed: %s. There is no result then. Line "
              "%d asks failure(), but lets this one pass, and line %d reads a "
              "result.", gave->line, gave->value, asked->line, read->line);
    else if (gave->code)
        found("TRY_AWAIT in line %d failed: %s. There is no result then, and "
              "line %d reads it all the same. Ask failure() in between.",
              gave->line, gave->value, read->line);
    else if (is_none && statement_has(&sources()->answer, gave->line,
                                      "async_close ("))
        found("Line %d reads what line %d awaited: async_close(), which gives "
              "None.%s", read->line, gave->line,
              given_earlier(run, gave, read));
    else if (is_none)
        found("Line %d reads what line %d awaited: %s.", read->line, gave->line,
              why_none(run, gave, await));
    else if (statement_has(&sources()->answer, read->line,
                           read->value_kind == VALUE_TEXT
                               ? "as_int ( awaited" : "as_text ( awaited"))
        found("Line %d reads what line %d awaited, %s, which gave %s. "
              "awaited() is what the latest AWAIT gave.%s",
              read->line, gave->line,
              await && await->value ? await->value : "something", gave->value,
              given_earlier(run, gave, read));
    else
        return false;
    return true;
}

/* gather(self->users, ...), which writes into that array; NULL: there is
 * none. */
static const struct token *gather_into(const char *array)
{
    const struct token *first = sources()->answer.tokens.first, *part;
    part = find_tokens(first, NULL, textf("gather ( & self -> %s", array));
    return part ? part
                : find_tokens(first, NULL, textf("gather ( self -> %s", array));
}

/* Nobody awaits it: neither at once nor what it was kept in. */
static bool is_never_awaited(const struct token *gather)
{
    const struct token *kept = gather - 2;
    if (is_await(gather - 2))
        return false;
    return !token_is(gather - 1, "=") ||
           !find_tokens(gather, NULL, textf("AWAIT ( self -> %s",
                                            token_text(kept)));
}

/* Why nothing was put into it, as far as it is seen. */
static const char *why_nothing_came(const struct run *run, const char *array,
                                    size_t which, int line)
{
    const struct token *gather = gather_into(array);
    EACH_ACT(run, act)
        if (gather && act->kind == ACT_GAVE && act->code && is_learners(act) &&
            statement_has(&sources()->answer, act->line, "TRY_AWAIT") &&
            statement_has(&sources()->answer, act->line,
                          textf("( self -> %s", array)))
            return textf(": TRY_AWAIT of the gather() in line %d failed (%s), "
                         "and then nothing is written. Ask failure() in "
                         "between.", act->line, act->value);
    const struct act *ended = end_without_result(
        run, run->acts->act + act_count(run->acts));
    const char *set = where_set(&sources()->answer, line);
    const struct token *fewer =
        find_tokens(sources()->answer.tokens.first, NULL,
                    textf("gather_array ( self -> %s ,", array));
    if (fewer && fewer[6].kind == TOKEN_NUMBER && token_is(fewer + 7, ",") &&
        strtoul(fewer[6].text, NULL, 10) <= which)
        return textf(": gather_array() in line %d is told of %s calls, and "
                     "fills as many places.", fewer->line,
                     token_text(fewer + 6));
    if (gather && is_never_awaited(gather))
        return textf(": the gather() of line %d is not awaited. AWAIT it, and "
                     "the results are there.", gather->line);
    if (gather && ended &&
        find_tokens(gather, closing(gather + 1), textf("coro ( %s", ended->in)))
        return textf(". %s() came to its END in line %d: that gives None. "
                     "RETURN(x) gives a result.", ended->in, ended->line);
    return *set ? textf(" (%s).", set) : ".";
}

/* self->users[2] in this line, where nothing was put: the frame that ran when
 * the program was stopped shows it.  If none of its places is empty, it was
 * none of them that was read. */
static bool none_in_array_of(const struct run *run, int line, bool is_outside)
{
    const struct crash *crash = &run->crash;
    const struct token *t = line_begins(&sources()->answer, line);
    const struct token *end = line_begins(&sources()->answer, line + 4);
    for (; t && (t = find_tokens(t, end, "self ->")); t += 2) {
        const char *name = token_text(&t[2]);
        if (!token_is(&t[3], "["))
            continue;
        size_t values, jobs = 0;
        size_t which =
            field_with_none(crash->type, crash->frame, name, &values);
        if (is_outside != (which == SIZE_MAX) || values == 0 ||
            (is_outside && t[4].kind == TOKEN_NUMBER))
            continue;
        point_at(answer_file(), line);
        if (is_outside) {
            found("Line %d reads None, and none of the %zu places of self->%s "
                  "is None: the index, %s, leads outside of it. They have the "
                  "indices 0 to %zu.", line, values, name,
                  quote(&t[4], closing(&t[3]) - 1), values - 1);
            return true;
        }
        EACH_ACT(run, act)
            jobs += act->kind == ACT_JOB && is_learners(act);
        found("self->%s[%zu] is None when line %d reads it: nothing was put "
              "there before%s%s", name, which, line,
              why_nothing_came(run, name, which, line),
              jobs ? textf(" %s asked for in all.",
                           jobs == 1 ? "One call was"
                                     : textf("%zu calls were", jobs)) : "");
        return true;
    }
    return false;
}

/* The innermost line of the learner's, or the one that called it. */
static bool none_was_at(const struct run *run, bool is_outside)
{
    bool is_none_read = strstr(run->complaints, "this value is none") != NULL;
    struct crash_lines lines = {.line = 0};
    if (run->ending == DIED && is_none_read && run->crash.type)
        lines = crash_lines_in(&run->crash, answer_file());
    return (lines.line && none_in_array_of(run, lines.line, is_outside)) ||
           (lines.caller && none_in_array_of(run, lines.caller, is_outside));
}

static bool none_in_array(const struct run *run)
{
    return none_was_at(run, false);
}

static bool index_outside(const struct run *run)
{
    return none_was_at(run, true);
}

/* self->all = gather(self->users, ...), and no AWAIT(self->all). */
static bool gather_not_awaited(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    if (!none_in_array(run))
        return false;
    while ((t = find_tokens(t, NULL, "= gather ("))) {
        const char *name = token_text(--t);
        if (!find_tokens(t, NULL, textf("AWAIT ( self -> %s )", name)) &&
            !find_tokens(t, NULL, textf("AWAIT ( %s )", name))) {
            point_at(answer_file(), t->line);
            found("The gather() of line %d is never awaited: its results are "
                  "None until all of them have ended.", t->line);
            return true;
        }
        t += 2;
    }
    return false;
}

/* gather(self->users, coro(fetch, .user = self->users[0])): nothing is there
 * before all have ended.  (gather(&self->users[1], ...) is one, too.) */
static bool reads_what_it_fills(const struct run *run)
{
    const struct token *t, *end;
    if (!none_in_array(run))
        return false;
    int line = crash_lines_in(&run->crash, answer_file()).line;
    t = line_begins(&sources()->answer, line);
    end = line_begins(&sources()->answer, line + 4);
    t = t ? find_tokens(t, end, "gather (") : NULL;
    const struct token *close = t ? closing(t + 1) : NULL;
    const struct token *self = t ? find_tokens(t, close, "self ->") : NULL;
    if (!self || self > t + 3 ||
        !find_tokens(self + 3, close,
                     textf("self -> %s [", token_text(self + 2))))
        return false;
    found("Line %d gives gather() a call that needs self->%s, which that very "
          "gather() is to fill: None is there before all of them have ended.",
          line, token_text(self + 2));
    return true;
}

/* --- broken off --------------------------------------------------------- */

/* The name in front of the bracket in which a token stands: of what is called
 * with it. */
static const struct token *called_with(const struct token *t)
{
    int depth = 0;
    for (; t->kind != TOKEN_END && !token_is(t, ";") && !token_is(t, "{");
         t--) {
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
    return name && name->kind == TOKEN_NAME &&
                   islower((unsigned char)*name->text)
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
                     "members. Ask failure() == EGROUP before, and RERAISE any "
                     "other.", group->value);
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

/* AWAIT(done), where another line has "done = create_future();": what that
 * makes goes when the coroutine has ended that made it.  "": it is kept in a
 * struct, or none that makes one has ended. */
static const char *made_by_another(const struct run *run, int line)
{
    const struct source *answer = &sources()->answer;
    const struct token *t = line_begins(answer, line);
    const struct token *end = line_ends(answer, line), *made = NULL;
    for (; t < end && !made; t++)
        if (t->kind == TOKEN_NAME && !token_is(t - 1, "->") &&
            !token_is(t - 1, "."))
            made = find_tokens(answer->tokens.first, NULL,
                               textf("%s = create_future (", token_text(t)));
    const struct item *maker = made ? item_at(answer, made->line) : NULL;
    if (!maker || !maker->is_coroutine)
        return "";
    EACH_ACT(run, act)
        if (act->kind == ACT_END &&
            strcmp(act->in, token_text(maker->name)) == 0)
            return textf(" Line %d makes that future in a call of %s(), and "
                         "it goes when that call has ended; one has ended by "
                         "then. What others wait for has to last: keep it in "
                         "the frame of somebody who ends later, or wait for an "
                         "event.", made->line, act->in);
    return "";
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
        found("It crashed in line %d, in '%s' (%s).%s%s%s%s", line,
              name_at(line), run->last_words, null_handed_over(line),
              null_in_self(run, line), member_behind_the_last(run, line),
              made_by_another(run, line));
    } else if (last) {
        point_at_act(last);
        found("It crashed (%s). The last line of yours that is known to have "
              "run is %d, in '%s'.", run->last_words, last->line, last->in);
    } else {
        found("It crashed (%s).", run->last_words);
    }
    return true;
}

/* caught()->members[0] of what is no group, or behind its last member. */
static bool crashed_at_members(const struct run *run)
{
    int line = crash_lines_in(&run->crash, answer_file()).line;
    return line && *member_behind_the_last(run, line) && crashed(run);
}

/* Was it in this function at that look? */
static bool was_in(const struct crash *crash, int look, const struct item *item)
{
    int lines[CRASH_DEPTH];
    size_t count =
        crash_lines_at_look(crash, look, answer_file(), lines, CRASH_DEPTH);
    for (size_t i = 0; i < count; i++)
        if (item_at(&sources()->answer, lines[i]) == item)
            return true;
    return false;
}

/* The innermost line whose function it was in at most looks: what that calls
 * comes back, and is called again. */
static int line_of_loop(const struct crash *crash)
{
    int lines[CRASH_DEPTH], line = 0, most = 0;
    size_t count =
        crash_lines_at_look(crash, 0, answer_file(), lines, CRASH_DEPTH);
    for (size_t i = 0; i < count; i++) {
        const struct item *item = item_at(&sources()->answer, lines[i]);
        int looks = 1;
        for (int look = 1; item && look < crash->looks; look++)
            looks += was_in(crash, look, item);
        if (looks > most) {
            most = looks;
            line = lines[i];
        }
    }
    return line;
}

static bool never_came_back(const struct run *run)
{
    if (run->ending != NEVER_YIELDED)
        return false;
    int line = line_of_loop(&run->crash);
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
        found("The whole process stands still in line %d, in '%s': what it "
              "calls there waits, and the loop and everybody in it wait with "
              "it.",
              line, name_at(line));
    else if (last)
        found("Nobody is ready, and no time is set: the loop waits for "
              "something from outside that does not come. The last line of "
              "yours was %d, in '%s'.", last->line, last->in);
    if (line || last)
        point_at(answer_file(), line ? line : last->line);
    return line || last;
}

/* The machine of exercises 31 to 36 is a program of its own, and says where it
 * was: "handloop: at 0x12 0x34". */
static bool machine_broke_off(const struct run *run)
{
    struct value machine = noted(run, "machine");
    const char *at = strstr(run->complaints, "handloop: at ");
    if (is_none(machine) || !at)
        return false;
    at += strlen("handloop: at ");
    int line = crash_lines_at(textf("%.*s", (int)strcspn(at, "\n"), at),
                              as_text(machine), answer_file()).line;
    if (line)
        found("Of your lines it was in line %d then, in %s().", line,
              name_at(line));
    point_at(answer_file(), line);
    return line > 0;
}

/* --- all of them -------------------------------------------------------- */

/* And when the exercise knows nothing better. */
/* RETURN(awaited()) of None. */
static const struct act *read_and_returned(const struct run *run)
{
    EACH_ACT(run, end) {
        if (end->kind != ACT_END || end->how != HOW_RETURN ||
            end->value_kind != VALUE_NONE || !is_learners(end) ||
            !statement_has(&sources()->answer, end->line,
                           "RETURN ( awaited ( ) )"))
            continue;
        for (const struct act *act = run->acts->act; act < end; act++)
            if (act->kind == ACT_READ && act->line == end->line &&
                act->task == end->task && act->value_kind == VALUE_NONE)
                return act;
    }
    return NULL;
}

/* None is read, and what the await before had given was not. */
static bool read_behind_another(const struct run *run)
{
    const struct act *read = read_of_another_kind(run), *missed = NULL;
    if (!read)
        read = read_and_returned(run);
    const struct act *gave = read ? gave_before(run, read) : NULL;
    if (!gave || gave->code || read->value_kind != VALUE_NONE)
        return false;
    for (const struct act *act = run->acts->act; act < gave; act++) {
        if (act->frame != gave->frame || act->task != gave->task)
            continue;
        if (act->kind == ACT_READ)
            missed = NULL;
        if (act->kind == ACT_GAVE)
            missed = act->code || act->value_kind == VALUE_NONE ? NULL : act;
    }
    if (!missed)
        return false;
    point_at_act(read);
    found("Line %d reads what line %d awaited, which gives None. What line %d "
          "gave before, %s, nobody has read: awaited() is about the latest "
          "await only.", read->line, gave->line, missed->line, missed->value);
    return true;
}

const struct mistake plain_mistakes[] = {
    {.name = "gather-of-its-own-results", .made = reads_what_it_fills,
     .broken_too = true,
     .why = "gather() is for calls that do not need each other. One that needs "
            "what another gives is awaited behind it.",
     .python = "user = await find_user(name)\n"
               "order = await find_order(user)     # not in one gather()",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "gather-not-awaited", .made = gather_not_awaited,
     .broken_too = true,
     .why = "gather() makes the tasks and gives back something to wait for. "
            "AWAIT that before you read what they gave.",
     .python = "all = asyncio.gather(a, b, c)\n"
               "results = await all            # this is missing",
     .read_on = "NOTES.md, chapter 6", .is_proven = true},
    {.name = "index-outside", .made = index_outside, .broken_too = true,
     .why = "A place is counted from 0, in the order in which the results were "
            "asked for; C does not look whether it is there.",
     .python = "results[3]         # IndexError: list index out of range",
     .read_on = "NOTES.md, chapter 6", .is_proven = true},
    {.name = "none-in-the-array", .made = none_in_array, .broken_too = true,
     .why = "An array is filled by gather(), or by you, place by place.",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "crashed-at-members", .made = crashed_at_members,
     .broken_too = true, .why = "",
     .python = "except* OSError as group:      # a group, and no other error\n"
               "    group.exceptions[0]",
     .read_on = "NOTES.md, chapter 12"},
    {.name = "crash", .made = crashed, .broken_too = true, .why = ""},
    {.name = "never-yields", .made = never_came_back, .broken_too = true,
     .why = "While a step runs, nobody else does: no other task, no timer. A "
            "loop that waits for something needs an AWAIT that it comes to.",
     .python = "while not task.done():\n"
               "    pass               # the same: for ever",
     .read_on = "NOTES.md, chapter 9"},
    {.name = "stands-still", .made = stood_still, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 8"},
    {.name = "machine-broke-off", .made = machine_broke_off, .why = ""},
    {.name = "read-behind-another", .made = read_behind_another,
     .broken_too = true, .is_proven = true,
     .why = "Take each result right behind its AWAIT, and keep it in self.",
     .python = "degrees = await ask()          # has a name, and stays\n"
               "await asyncio.sleep(0.2)",
     .read_on = "NOTES.md, chapter 4"},
    {.name = "other-kind-read", .made = other_kind_was_read, .broken_too = true,
     .why = "", .read_on = "NOTES.md, chapter 4"},
    {0},
};
