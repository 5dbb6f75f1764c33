/* reasons.c - why an answer is not right without a change.  See reasons.h.
 *
 * A change is a statement more or less, or one elsewhere, or another way to
 * wait: of these it is told here what the answer does without them.  Of all
 * others what is unlike is told, see unlike.h.
 */
#include "reasons.h"

#include <ctype.h>
#include <string.h>

#include "given.h"
#include "seen.h"
#include "statements.h"
#include "unlike.h"

/* What is looked at: the change, and where it is. */
static struct {
    const struct change *change;
    const struct run *run;
    const struct item *in;          /* the function */
    const char *name;               /* "last_order()" */
    struct words_of all, right;     /* of the place: as it is, as it would be */
} at;

/* --- awaits -------------------------------------------------------------- */

/* What an await in that line gave first that was a failure; NULL: none. */
static const struct act *failure_in(int line)
{
    EACH_ACT(at.run, act)
        if (act->kind == ACT_GAVE && act->code && act->line == line &&
            is_answer(act->file))
            return act;
    return NULL;
}

/* Or of any line of this function. */
static const struct act *failure_here(void)
{
    EACH_ACT(at.run, act)
        if (act->kind == ACT_GAVE && act->code && is_answer(act->file) &&
            act->line >= at.in->first->line && act->line < at.in->end->line)
            return act;
    return NULL;
}

static const char *time_of(const struct act *act)
{
    return seconds_of((double)act->time / 1e9);
}

static const char *of_awaits(void)
{
    const struct token *mine = at.all.first, *right = at.right.first;
    const struct act *failed = failure_in(mine->line);
    const char *what =
        failed ? textf("What line %d awaits fails at %s: %s.", mine->line,
                       time_of(failed), failed->value)
               : "";
    if (token_is(mine, "TRY_AWAIT") && token_is(right, "AWAIT"))
        return textf("%s%sTRY_AWAIT keeps %s, and goes on in the next line; "
                     "AWAIT hands it on to whoever awaits %s.", what,
                     *what ? " " : "", *what ? "that" : "a failure", at.name);
    if (token_is(mine, "RAISE") && token_is(right, "RERAISE"))
        return "RAISE makes a new failure, with a text of its own; RERAISE "
               "hands on the very one that was caught.";
    if (token_is(mine, "AWAIT") && token_is(right, "TRY_AWAIT"))
        return textf("%s%sAWAIT leaves %s with %s: the lines behind it are not "
                     "come to. TRY_AWAIT goes on, and failure() tells what "
                     "happened.", what, *what ? " " : "", at.name,
                     *what ? "that" : "a failure");
    return "";
}

/* AWAIT(coro(fetch)), and there is a task that runs it. */
static const char *of_second_run(void)
{
    const char *task = quoted((struct words_of){
        at.right.first + 2, closing(at.right.first + 1)});
    int made = line_that_sets(at.in->body, at.in->end, task);
    return made ? textf("Line %d runs %s() anew; %s, made in line %d, runs "
                        "already.", at.all.first->line,
                        token_text(at.all.first + 4), task, made) : "";
}

/* Each sleep that line had, up to three, if they were not all alike. */
static const char *of_sleeps(void)
{
    enum { MOST = 3 };
    const char *text = "";
    int count = 0;
    double first = -1;
    bool differ = false;
    EACH_ACT(at.run, act) {
        if (act->kind != ACT_SLEEP || act->line != at.all.first->line ||
            !is_answer(act->file) || count == MOST)
            continue;
        text = textf("%s%s%g s", text, count ? ", then " : "", act->number);
        differ = differ || (count && act->number != first);
        first = count++ ? first : act->number;
    }
    return differ ? textf("Line %d sleeps %s%s; it has to be %s s each time.",
                          at.all.first->line, text,
                          count == MOST ? " and so on" : "",
                          token_text(at.right.first + 4)) : "";
}

static bool sleeps(const struct token *t)
{
    return is_await(t) && token_is(t + 2, "async_sleep");
}

/* fetch(), or create_task(...): only made; spawn(): let go. */
static const char *of_waiting(void)
{
    const struct token *mine = at.all.first, *right = at.right.first;
    if (is_await(mine) && is_await(right) && token_is(mine + 2, "coro") &&
        token_is(right + 2, "self"))
        return of_second_run();
    if (sleeps(mine) && sleeps(right) && right[4].kind == TOKEN_NUMBER &&
        token_is(right + 5, ")"))
        return of_sleeps();
    if (!is_await(right) || is_await(mine) || is_control(mine))
        return "";
    if (token_is(mine, "spawn"))
        return textf("spawn() makes a task that runs beside %s, which goes on "
                     "without it.", at.name);
    if (token_is(mine, "blocking_sleep"))
        return "blocking_sleep() keeps the whole loop: nobody else runs until "
               "it is over.";
    return textf("Line %d awaits nothing: %s goes on in the next line, at the "
                 "same moment.", mine->line, at.name);
}

/* --- one more ------------------------------------------------------------ */

static const char *const asks_for_failure[] = {"failure", "caught", "is_error",
                                              NULL};

/* In one of these ways. */
static bool asks_already(void)
{
    for (const char *const *ask = asks_for_failure; *ask; ask++)
        if (find_tokens(at.in->body, at.in->end, textf("%s (", *ask)))
            return true;
    return false;
}

/* All its variables, and more, are between these brackets? */
static bool are_names_in(struct words_of condition, const struct token *open)
{
    for (const struct token *t = condition.first; t < condition.end; t++)
        if (t->kind == TOKEN_NAME && !isupper((unsigned char)*t->text) &&
            !find_tokens(open, closing(open), token_text(t)))
            return false;
    return true;
}

/* Does an if or a while of this function ask for the same things, in another
 * way? */
static bool is_asked_otherwise(struct words_of condition)
{
    static const char *const heads[] = {"if", "while", "switch", NULL};
    for (const struct token *t = at.in->body; t < at.in->end; t++)
        if (is_any(t, heads) && are_names_in(condition, t + 1))
            return true;
    return false;
}

static const char *of_condition_more(struct words_of condition)
{
    const struct token *body = at.in->body, *end = at.in->end;
    const char *text = quoted(condition);
    if (!*text || find_words(body, end, condition) ||
        is_asked_otherwise(condition))
        return "";
    for (const struct token *t = condition.first; t < condition.end; t++) {
        const char *call = textf("%s (", token_text(t));
        if (t->kind != TOKEN_NAME || !token_is(t + 1, "(") ||
            find_tokens(body, end, call) ||
            (is_any(t, asks_for_failure) && asks_already()))
            continue;
        const struct act *failed =
            is_any(t, asks_for_failure) ? failure_here() : NULL;
        if (failed)
            return textf("Line %d fails at %s: %s. No line of %s asks %s().",
                         failed->line, time_of(failed), failed->value, at.name,
                         token_text(t));
        return textf("No line of %s asks %s().", at.name, token_text(t));
    }
    return textf("No line of %s asks for `%s`: it goes on, whether that is so "
                 "or not.", at.name, text);
}

/* How the runs of this function ended, if all did so in the same way. */
static enum act_how how_it_ended(void)
{
    enum act_how how = HOW_NONE;
    EACH_ACT(at.run, act) {
        if (act->kind != ACT_END || !act->name ||
            !token_is(at.in->name, act->name))
            continue;
        if (how != HOW_NONE && how != act->how)
            return HOW_NONE;
        how = act->how;
    }
    return how;
}

static const char *of_ending_more(const struct token *t)
{
    const struct token *loop = loop_around(at.all.first);
    const struct act *failed = failure_here();
    if (token_is(t, "RETURN") && how_it_ended() == HOW_END)
        return textf("%s comes to its END without a RETURN: that gives None.",
                     at.name);
    if (token_is(t, "RETURN") &&
        !find_tokens(at.in->body, at.in->end, "RETURN"))
        return textf("%s has no RETURN: its END gives None.", at.name);
    if (token_is(t, "RERAISE") && failed)
        return textf("What line %d awaits fails at %s: %s. TRY_AWAIT has kept "
                     "it, and %s ends as if all had gone well.", failed->line,
                     time_of(failed), failed->value, at.name);
    if (token_is(t, "break") && loop)
        return textf("Without it the loop of line %d goes on.", loop->line);
    return "";
}

static const char *of_call_more(const struct token *t)
{
    const struct token *call = is_await(t) ? t + 2 : t;
    const char *does = is_await(t) ? "awaits" : "calls";
    if (token_is(call, "coro"))
        call += 2;
    if (call->kind != TOKEN_NAME)
        return "";
    if (token_is(call, "self")) {
        struct words_of what = {call, closing(t + 1)};
        bool is_known = find_words(at.in->body, at.in->end,
                                   (struct words_of){t, what.end});
        return is_known || !*quoted(what)
                   ? "" : textf("No line of %s awaits %s.", at.name,
                                quoted(what));
    }
    const char *name = token_text(call);
    bool is_coroutine = token_is(call - 2, "coro");
    if (find_tokens(at.in->body, at.in->end, name) ||
        (!is_coroutine && !token_is(call + 1, "(")))
        return "";
    return textf("No line of %s %s %s().", at.name, does, name);
}

/* What is set nowhere, or not here. */
static const char *of_set_more(const char *what)
{
    const struct source *answer = &sources()->answer;
    int here = line_that_sets(at.in->body, at.in->end, what);
    int anywhere = line_that_sets(answer->tokens.first,
                                  answer->tokens.first + answer->tokens.count,
                                  what);
    if (!anywhere && !may_set(answer->tokens.first,
                              answer->tokens.first + answer->tokens.count,
                              what))
        return textf("No line of yours sets %s.", what);
    if (!here && may_set(at.in->body, at.in->end, what))
        return "";
    if (!here)
        return textf("No line of %s sets %s.", at.name, what);
    return textf("%s is set in line %d, and not here.", what, here);
}

static const char *of_more(void)
{
    struct words_of new = at.right;
    long length = at.all.end - at.all.first;
    if (new.end - new.first > length &&
        find_words(new.end - length, new.end, at.all))
        new.end -= length;
    const char *set = what_is_set(new);
    if (token_is(new.first, "if"))
        return of_condition_more((struct words_of){
            new.first + 2, closing(new.first + 1)});
    if (leaves(new.first))
        return of_ending_more(new.first);
    return *set ? of_set_more(set) : of_call_more(new.first);
}

/* --- one less ------------------------------------------------------------ */

/* Another statement like it in this function: its line, or 0. */
static int line_of_the_same(void)
{
    const struct token *t = find_words(at.in->body, at.all.first, at.all);
    if (!t)
        t = find_words(at.all.end, at.in->end, at.all);
    return t ? t->line : 0;
}

/* "from 0.2 s to 0.5 s" the await of that line has waited, the first time. */
static const char *how_long(int line)
{
    const struct act *begun = NULL;
    EACH_ACT(at.run, act) {
        if (act->line != line || !is_answer(act->file))
            continue;
        if (act->kind == ACT_AWAIT && !begun)
            begun = act;
        if (act->kind == ACT_GAVE && begun && act->frame == begun->frame)
            return act->time > begun->time
                       ? textf("from %s to %s", time_of(begun), time_of(act))
                       : "";
    }
    return "";
}

/* Is that line come to on every way to this place?  (In no block that ends in
 * between, and behind no if.) */
static bool is_always_before(int line, const struct token *t)
{
    static const char *const begins[] = {";", "{", "}", NULL};
    const struct token *one = line_begins(&sources()->answer, line);
    int depth = 0;
    for (const struct token *each = one; each < t && depth >= 0; each++)
        depth += token_is(each, "{") - token_is(each, "}");
    return depth >= 0 && (is_any(one - 1, begins) || token_is(one, "for"));
}

/* if (...) RETURN(x);: it leaves. */
static const char *of_leaving(void)
{
    const struct token *t = at.all.first, *then = closing(t + 1) + 1;
    const char *condition =
        quoted((struct words_of){t + 2, closing(t + 1)});
    if (token_is(then, "{"))
        then++;
    if (!leaves(then) || !*condition)
        return "";
    return textf("When `%s`, line %d leaves %s: what stands behind it is not "
                 "come to.", condition, then->line,
                 loop_around(then) ? "the loop" : at.name);
}

static const char *of_less(void)
{
    static const char *const prints[] = {"printf", "puts", "putchar", "fputs",
                                         NULL};
    const struct token *t = at.all.first;
    if (token_is(t, "if"))
        return of_leaving();
    if (is_any(t, prints))
        return textf("Line %d prints what no right answer prints there.",
                     t->line);
    const char *set = what_is_set(at.all);
    int same = line_of_the_same();
    if (same)
        return textf("Line %d does the same.", same);
    if (is_await(t)) {
        const char *time = how_long(t->line);
        return *time ? textf("Line %d waits %s, and %s stands still.", t->line,
                             time, at.name) : "";
    }
    if (*set) {
        int before = line_that_sets(at.in->body, t, set);
        const struct token *loop = loop_around(t);
        if (before && is_always_before(before, t) &&
            !token_is(at.all.end - 2, "++"))
            return textf("Line %d has set %s already: line %d takes that "
                         "away.", before, set, t->line);
        if (loop && token_is(at.all.end - 3, "="))
            return textf("In each round of the loop of line %d, %s is set to "
                         "%s anew.", loop->line, set,
                         token_text(at.all.end - 2));
    }
    return "";
}

/* --- elsewhere ----------------------------------------------------------- */

/* What asks for the latest await. */
static const char *asks_latest(struct words_of statement)
{
    static const char *const asks[] = {"awaited", "failure", "caught", NULL};
    for (const struct token *t = statement.first; t < statement.end; t++)
        if (is_any(t, asks) && token_is(t + 1, "("))
            return token_text(t);
    return "";
}

/* f(x) or f(&x): up to the end of that argument; NULL: it is no such call. */
static const struct token *behind_call(struct words_of statement,
                                       const char *const *names)
{
    for (const struct token *t = statement.first; t < statement.end; t++)
        if (is_any(t, names) && token_is(t + 1, "("))
            return closing(t + 1);
    return NULL;
}

/* make_ready(job) in front of timer_remove(job): one link for two lists. */
static const char *of_two_lists(struct words_of one, struct words_of other)
{
    static const char *const into[] = {"make_ready", "queue_push",
                                       "add_waiter", NULL};
    static const char *const out_of[] = {"timer_remove", "descriptor_remove",
                                         "take", NULL};
    const struct token *put = behind_call(one, into);
    const struct token *taken = behind_call(other, out_of);
    if (!put || !taken || put[-1].kind != TOKEN_NAME ||
        !same_token(put - 1, taken - 1))
        return "";
    return textf("A job has one link, next. Line %d puts it into another queue, "
                 "which sets that, while it still stands in the list that line "
                 "%d takes it from.", one.first->line, other.first->line);
}

/* The statement that is to be elsewhere, and the one that is in its way. */
static const char *of_two_statements(struct words_of one,
                                     struct words_of other)
{
    const char *sets = what_is_set(one), *set_there = what_is_set(other);
    struct tokens words = tokens_of(sets), there = tokens_of(set_there);
    const char *text = "";
    int first = one.first->line, second = other.first->line;
    const char *asks = asks_latest(other), *asked = asks_latest(one);
    const char *lists = of_two_lists(one, other);
    if (*lists)
        text = lists;
    else if (is_await(one.first) && *asks)
        text = textf("%s() in line %d is about the latest await, line %d.",
                     asks, second, first);
    else if (is_await(other.first) && *asked)
        text = textf("%s() in line %d is about the latest await in front of "
                     "it, not about line %d.", asked, first, second);
    else if (*sets && find_words(other.first, other.end,
                            (struct words_of){words.first,
                                              words.first + words.count}))
        text = textf("Line %d comes first and sets %s; line %d uses it only "
                     "then.", first, sets, second);
    else if (*set_there &&
             find_words(one.first, one.end,
                        (struct words_of){there.first,
                                          there.first + there.count}))
        text = textf("Line %d uses %s before line %d has set it.", first,
                     set_there, second);
    else if (is_await(one.first))
        text = textf("Line %d is come to only when the await of line %d is "
                     "over.", second, first);
    else if (is_await(other.first))
        text = textf("Line %d comes first: it does not wait until the await of "
                     "line %d is over.", first, second);
    tokens_free(&words);
    tokens_free(&there);
    return text;
}

/* The latest await of the block between two places, or NULL. */
static const struct token *await_between(const struct token *t,
                                         const struct token *end)
{
    const struct token *await = NULL;
    for (; t < end && !token_is(t, "}"); t = behind_statement(t))
        if (is_await(t))
            await = t;
    return t == end ? await : NULL;
}

/* On the other side of an await. */
static const char *of_move_over_await(const struct token *from)
{
    bool is_earlier = at.all.first < from;
    struct words_of moved = {from, behind_statement(from)};
    const struct token *await =
        is_earlier ? await_between(at.all.first, from)
                   : await_between(moved.end, at.all.first);
    const char *asks = asks_latest(moved);
    if (!await)
        return "";
    if (is_earlier && *asks)
        return textf("%s() in line %d is about the latest await in front of "
                     "it, line %d.", asks, from->line, await->line);
    if (*asks)
        return "";
    return is_earlier
               ? textf("Line %d is come to only when the await of line %d is "
                       "over.", from->line, await->line)
               : textf("Line %d comes first: it does not wait until the await "
                       "of line %d is over.", from->line, await->line);
}

/* The place is where it is to be: in another loop, or in none. */
static const char *of_move(const struct token *from)
{
    const char *sets = what_is_set((struct words_of){from,
                                                     behind_statement(from)});
    struct tokens name = tokens_of(sets);
    bool is_used = *sets && from > at.all.first &&
                   find_words(at.all.first, from,
                              (struct words_of){name.first,
                                                name.first + name.count});
    tokens_free(&name);
    if (is_used)
        return textf("%s is used in front of line %d, which sets it.", sets,
                     from->line);
    const struct token *here = loop_around(from);
    const struct token *there = loop_around(at.all.first);
    if (here == at.all.first || (here && !there))
        return textf("It stands in the loop of line %d, and is done anew in "
                     "each round; it is to be done once.", here->line);
    if (there && !here)
        return textf("It stands outside of the loop of line %d, and is done "
                     "once for all rounds; each needs its own.", there->line);
    return here == there ? of_move_over_await(from) : "";
}

static const char *of_two_questions(const struct token *one)
{
    const struct token *then = closing(one + 1) + 1;
    const struct token *other = behind_statement(one);
    const char *asked = quoted((struct words_of){other + 2,
                                                 closing(other + 1)});
    if (!*asked || !find_tokens(then, other, "return"))
        return "";
    return textf("Line %d asks whether `%s` only when line %d has not left %s "
                 "already.", other->line, asked, one->line, at.name);
}

/* Two statements in one place: the first one is to be behind the other. */
static const char *of_order(void)
{
    const struct token *from =
        line_begins(&sources()->answer, at.change->line);
    if (strstr(at.change->words, "the other way round") ||
        strstr(at.change->words, "given to"))
        return "";
    if (strstr(at.change->words, "else"))
        return textf("As it stands line %d is done in any case, whether the "
                     "condition is true or not.", at.change->line);
    if (from != at.all.first)
        return of_move(from);
    if (token_is(from, "if"))
        return of_two_questions(from);
    struct words_of next = {at.all.end, behind_statement(at.all.end)};
    return is_simple(next.first) ? of_two_statements(at.all, next) : "";
}

/* --- conditions ---------------------------------------------------------- */

/* if (full) AWAIT(...): or while? */
static const char *of_asking_once(void)
{
    int line = at.all.first->line;
    return awaits_in(at.all.first, at.all.end - 1) > 0
               ? textf("Line %d asks once. When the await behind it comes back, "
                       "it may be so again: others have run meanwhile.", line)
               : textf("Line %d asks once; it has to be done as long as it is "
                       "so.", line);
}

/* `if (...)` in front of it: as it stands there is none. */
static const char *of_condition_in_front(void)
{
    struct words_of condition = {at.right.first + 2,
                                 closing(at.right.first + 1)};
    const char *text = quoted(condition);
    bool is_guarded = token_is(at.all.first - 1, ")") ||
                      token_is(at.all.first - 1, "else");
    return *text && !is_guarded
               ? textf("As it stands, line %d is done in any case, also when "
                       "`%s` is false.", at.all.first->line, text) : "";
}

static bool is_condition_in_front(void)
{
    return token_is(at.right.first, "if") && !token_is(at.all.first, "if") &&
           strncmp(at.change->words, "`if (", 5) == 0;
}

static const char *of_whole_condition(void)
{
    const char *text = quoted(at.all);
    bool is_opposite = strcmp(at.change->words, "the opposite condition") == 0;
    const struct token *head = head_around(at.all.first);
    if (!*text || !head || (!is_opposite && !token_is(at.right.first, "true")))
        return "";
    return textf(is_opposite
                     ? "As it stands, what it guards is done when `%s` is "
                       "true: that is the wrong case."
                     : "As it stands, what it guards is done only when `%s` is "
                       "true.", text);
}

/* --- all of it ----------------------------------------------------------- */

/* Another statement, in which what is otherwise is hard to see. */
static bool is_long(void)
{
    enum { LONG = 70 };
    const char *words = at.change->words;
    return strstr(words, "what a right answer has there") ||
           (strstr(words, "instead of it") && strlen(words) > LONG);
}

/* RETURN(self->text): what it returns may have been decided before. */
static bool returns_a_variable(void)
{
    const struct token *t = at.all.first;
    return token_is(t, "RETURN") && token_is(t + 2, "self") &&
           closing(t + 1) == t + 5;
}

/* A statement that asks what this one does not. */
static const char *of_question(struct words_of theirs)
{
    const struct token *mark = find_tokens(theirs.first, theirs.end, "?");
    const char *asked = mark ? quoted(side_before(mark)) : "";
    if (*asked && !find_tokens(at.all.first, at.all.end, "?") &&
        !token_is(at.all.first - 2, "switch") && !returns_a_variable())
        return textf("Line %d does the same in any case; it has to depend on "
                     "`%s`.", at.all.first->line, asked);
    for (const struct token *t = theirs.first; t < theirs.end; t++)
        if (is_any(t, asks_for_failure) && token_is(t + 1, "(") &&
            !asks_already())
            return textf("No line of %s asks %s().", at.name, token_text(t));
    return "";
}

static const char *of_change(void)
{
    enum rank rank = at.change->rank;
    const char *text = "";
    if (rank == BODY)
        return "";
    if (is_condition_in_front())
        return of_condition_in_front();
    if (rank == MORE || rank == MORE_ANYWHERE || rank == FROM_AFAR)
        return of_more();
    if (rank == ORDER)
        text = of_order();
    if ((rank == LESS || rank == SLIP) && token_is(at.right.first, ";"))
        return of_less();
    if (token_is(at.all.first, "if") && token_is(at.right.first, "while"))
        return of_asking_once();
    if (!*text)
        text = of_awaits();
    if (!*text && rank != ORDER)        /* what is moved awaits as it did */
        text = of_waiting();
    if (!*text)
        text = of_whole_condition();
    if (*text)
        return text;
    struct unlike unlike = unlike_of(at.all, at.right);
    text = words_of_unlike(&unlike);
    if (!*text)
        text = of_question(unlike.theirs);
    return *text || !is_long() ? text : pieces_unlike(&unlike);
}

const char *reason_of(const struct change *change, const struct run *run)
{
    struct tokens right =
        tokens_of(textf("; %s ;", change->text ? change->text : ""));
    const char *text = "";
    at.in = item_at(&sources()->answer, change->line);
    if (change->first && at.in && at.in->body && right.count > 2) {
        at.change = change;
        at.run = run;
        at.name = textf("%s()", token_text(at.in->name));
        at.all = (struct words_of){change->first, change->last + 1};
        at.right = (struct words_of){right.first + 1,
                                     right.first + right.count - 1};
        text = of_change();
    }
    tokens_free(&right);
    return text;
}
