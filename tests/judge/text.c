/* text.c - mistakes that the text alone shows: a member that is an array too
 * short for its index; a list walked along while its links change; a statement
 * that is never come to. */
#include <stdlib.h>
#include <string.h>

#include "given.h"
#include "members.h"
#include "part.h"
#include "proven.h"
#include "seen.h"
#include "statements.h"

/* --- a member, and its use ---------------------------------------------- */

bool is_of_self(const struct token *name)
{
    return token_is(name - 1, "->") && token_is(name - 2, "self");
}

const struct item *own_coroutine(size_t *i, const struct item **fields)
{
    const struct source *answer = &sources()->answer;
    for (; *i < answer->count; (*i)++) {
        const struct item *item = &answer->items[*i];
        if (!item->is_coroutine || line_is_given(item->name->line))
            continue;
        *fields = item_named(answer, token_text(item->name), true);
        if (*fields) {
            (*i)++;
            return item;
        }
    }
    return NULL;
}

/* --- arrays that are too short ------------------------------------------ */

/* A number, or an enum's name for one; -1: neither. */
static long number_at(const struct token *t)
{
    if (t->kind == TOKEN_NUMBER)
        return strtol(t->text, NULL, 10);
    const struct token *n = sources()->answer.tokens.first;
    for (; t->kind == TOKEN_NAME && n && n->kind != TOKEN_END; n++)
        if (same_token(n, t) && token_is(n + 1, "=") &&
            n[2].kind == TOKEN_NUMBER &&
            (token_is(n - 1, "{") || token_is(n - 1, ",")))
            return strtol(n[2].text, NULL, 10);
    return -1;
}

/* How far does a loop count that is around this use, self->name[self->i]?  And
 * where does it stand? */
static long counted_to(const struct item *item, const struct token *index,
                       const struct token *end, int *line)
{
    long most = -1;
    for (const struct token *t = item->body; t < index; t++) {
        if (!token_is(t, "for") || index >= behind_statement(t))
            continue;
        const struct token *compared = find_tokens(t, closing(t + 1), "<");
        const struct token *or_is = find_tokens(t, closing(t + 1), "<=");
        compared = compared ? compared : or_is;
        long length = end - index, to = compared ? number_at(compared + 1) : -1;
        if (to >= 0 && compared == or_is)
            to++;
        if (!compared || !token_is(compared + 2, ";"))
            continue;
        bool same = compared - length > t;
        for (long n = 0; same && n < length; n++)
            same = same_token(&index[n], compared - length + n);
        if (same && to > most) {
            most = to;
            *line = compared->line;
        }
    }
    return most;
}

/* The highest index of this use, plus 1; 0: it is not known.  A loop that
 * counts up to the length of an array leaves room for break: it is believed
 * only where nothing leaves it. */
static long places_used(const struct item *item, const struct token *name,
                        int *line)
{
    const struct token *open = name + 1;
    if (!token_is(open, "["))
        return 0;
    const struct token *index = open + 1, *end = closing(open);
    if (end == index + 1 && number_at(index) >= 0)
        return number_at(index) + 1;
    return counted_to(item, index, end, line);
}

/* gather(self->name, one, other): how many there are; and whoever else gets an
 * array gets its length behind it. */
static long places_handed_out(const struct token *name)
{
    const struct token *open = name - 3, *close = closing(open);
    if (!token_is(open, "(") || !token_is(name + 1, ","))
        return 0;
    if (!token_is(open - 1, "gather") &&
        !token_is(open - 1, "gather_return_exceptions"))
        return token_is(name + 3, ",") ? number_at(name + 2) : 0;
    long count = 0;
    for (const struct token *t = name + 1; t < close;
         t = is_open(t) ? closing(t) + 1 : t + 1)
        count += token_is(t, ",");
    return count;
}

static bool has_break(const struct item *item)
{
    return find_tokens(item->body, item->end, "break") != NULL;
}

static bool is_used_behind_its_end(const struct item *item,
                                   const struct token *member, long room)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        if (!is_of_self(t) || !same_token(t, member))
            continue;
        int line = t->line;
        long used = places_used(item, t, &line), handed = places_handed_out(t);
        bool counted = token_is(t + 1, "[") && number_at(t + 2) < 0;
        if (handed > used)
            used = handed;
        if (used <= room || (counted && has_break(item)))
            continue;
        point_at(answer_file(), t->line);
        found("self->%s has %ld place%s, line %d: %s0%s. Line %d uses the one "
              "with the index %ld, which is memory of something else%s.",
              token_text(member), room, room == 1 ? "" : "s", member->line,
              room == 1 ? "" : "from ",
              room == 1 ? "" : textf(" to %ld", room - 1), t->line, used - 1,
              line == t->line ? "" : textf(": line %d counts so far", line));
        return true;
    }
    return false;
}

bool used_behind_its_end(const struct run *run)
{
    const struct item *item, *fields;
    (void)run;
    for (size_t i = 0; (item = own_coroutine(&i, &fields));)
        for (const struct token *m = fields->body; m < fields->end; m++) {
            long room = m->kind == TOKEN_NAME && token_is(m + 1, "[") &&
                                token_is(m + 3, "]")
                            ? number_at(m + 2) : -1;
            if (room > 0 && is_used_behind_its_end(item, m, room))
                return true;
        }
    return false;
}

/* --- a list, and its links ------------------------------------------------ */

/* for (...; job; job = job->next): the variable; NULL: it is no such loop. */
static const struct token *walker(const struct token *loop)
{
    const struct token *close = closing(loop + 1), *name = close - 5;
    bool walks = name > loop && token_is(name + 1, "=") &&
                 same_token(name, name + 2) && token_is(close - 2, "->") &&
                 token_is(close - 1, "next");
    return walks ? name : NULL;
}

/* The call in there that puts it into a queue, as its last argument. */
static const struct token *puts_away(const struct token *from,
                                     const struct token *end,
                                     const struct token *name)
{
    static const char *const putting[] = {"make_ready", "queue_push", NULL};
    for (const struct token *t = from; t < end; t++)
        if (is_any(t, putting) && token_is(t + 1, "(") &&
            same_token(closing(t + 1) - 1, name) &&
            (token_is(closing(t + 1) - 2, "(") ||
             token_is(closing(t + 1) - 2, ",")))
            return t;
    return NULL;
}

/* A job is in one queue at a time: its link is another one behind that. */
static bool walks_along_moved(const struct run *run)
{
    const struct token *t = sources()->answer.tokens.first;
    (void)run;
    while (is_free_answer() && (t = find_tokens(t, NULL, "for ("))) {
        const struct token *name = walker(t), *from = closing(t + 1) + 1;
        const struct token *end = behind_statement(t);
        const struct token *put = name ? puts_away(from, end, name) : NULL;
        t++;
        if (!put || find_tokens(from, end, "break") ||
            find_tokens(from, end, "return"))
            continue;
        point_at(answer_file(), put->line);
        found("Line %d puts %s into a queue: %s() sets %s->next. And by just "
              "that link line %d goes on. Take the first one out until none is "
              "left, or note the next one before.", put->line,
              token_text(name), token_text(put), token_text(name),
              name->line);
        return true;
    }
    return false;
}

/* --- never come to ------------------------------------------------------ */

/* A statement behind one that leaves, in the same block: RETURN(x); f(); */
static const struct token *never_come_to(const struct item *item)
{
    static const char *const begin[] = {";", "{", "}", NULL};
    static const char *const other[] = {"}", ";", "END", "END_RESUME", "case",
                                        "default", NULL};
    for (const struct token *t = item->body + 1; t < item->end; t++) {
        if (!leaves(t) || !is_any(t - 1, begin))
            continue;
        const struct token *next = behind_statement(t);
        if (next < item->end && !is_any(next, other) && !leaves(next) &&
            !token_is(next + 1, ":"))
            return t;
    }
    return NULL;
}

static bool behind_what_leaves(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const struct token *leaves =
            item->body && token_is(item->body - 1, ")") &&
                    !line_is_given(item->name->line)
                ? never_come_to(item) : NULL;
        if (!leaves)
            continue;
        int line = behind_statement(leaves)->line;
        point_at(answer->file, line);
        found("Line %d is never come to: %s, in line %d in front of it, leaves "
              "whatever happens.", line, token_text(leaves), leaves->line);
        return true;
    }
    return false;
}

/* --- a loop of one round --------------------------------------------------- */

/* The last statement of a loop's block, if it leaves whatever happens. */
static const struct token *leaves_at_its_end(const struct token *loop)
{
    const struct token *t = closing(loop + 1) + 1, *end, *last = NULL;
    if (!token_is(t, "{"))
        return leaves(t) ? t : NULL;
    for (end = closing(t), t++; t < end; t = behind_statement(t))
        last = t;
    return last && leaves(last) ? last : NULL;
}

/* for (...) { count++; RETURN(count); }, in a coroutine, and it was come to. */
static bool leaves_in_the_first_round(const struct run *run)
{
    static const char *const loops[] = {"for", "while", NULL};
    const struct item *item, *fields;
    for (size_t i = 0; (item = own_coroutine(&i, &fields));)
        for (const struct token *t = item->body; t < item->end; t++) {
            const struct token *end =
                is_any(t, loops) ? behind_statement(t) : NULL;
            const struct token *last = end ? leaves_at_its_end(t) : NULL;
            if (!last || find_tokens(t, end, "continue") ||
                find_tokens(t, end, "case") || token_is(t - 1, "}"))
                continue;
            EACH_ACT(run, act)
                if (act->kind == ACT_END && act->line == last->line) {
                    point_at(answer_file(), last->line);
                    found("Line %d stands in the loop of line %d, and leaves "
                          "whatever happens: in the very first round, and "
                          "there is never a second one.", last->line, t->line);
                    return true;
                }
        }
    return false;
}

/* --- arguments that are not looked at ------------------------------------- */

static bool is_read_in(const struct source *source, const struct token *name)
{
    for (const struct token *t = source->tokens.first; t->kind != TOKEN_END;
         t++)
        if (same_token(t, name) && token_is(t - 1, "->"))
            return true;
    return false;
}

static bool is_read_in_right_ones(const struct token *name)
{
    size_t count;
    const struct source *right = right_sources(&count);
    for (size_t i = 0; i < count; i++)
        if (!is_read_in(&right[i], name))
            return false;
    return count > 0;
}

/* coro(day, .cashiers = cashiers), in a given line; and no line of the answer
 * reads it, as all right answers do. */
static bool argument_not_read(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    const struct item *fields;
    size_t i = 0;
    (void)run;
    for (const struct item *item; (item = own_coroutine(&i, &fields));) {
        const struct token *call =
            find_tokens(answer->tokens.first, NULL,
                        textf("coro ( %s ,", token_text(item->name)));
        if (!call || !line_is_given(call->line) || !is_asked_for(
                token_text(item->name)))
            continue;
        const struct token *close = closing(call + 1);
        for (const struct token *t = call; t < close; t++) {
            if (!token_is(t, ".") || !token_is(t + 2, "=") ||
                is_read_in(answer, t + 1) || !is_read_in_right_ones(t + 1))
                continue;
            point_at(answer_file(), item->name->line);
            found("%s() is given %s, in line %d, and no line of yours reads "
                  "self->%s: whatever is asked for, it does the same.",
                  token_text(item->name), token_text(t + 1), call->line,
                  token_text(t + 1));
            return true;
        }
    }
    return false;
}

/* Do all calls of that coroutine in right answers, and there are some, give it
 * this member? */
static bool right_ones_give(const char *name, const struct token *member)
{
    size_t count, calls = 0;
    const struct source *right = right_sources(&count);
    const char *call = textf("coro ( %s", name);
    const char *given = textf(". %s =", token_text(member));
    for (size_t i = 0; i < count; i++)
        for (const struct token *t = right[i].tokens.first;
             (t = find_tokens(t, NULL, call)); t++) {
            if (!find_tokens(t, closing(t + 1), given))
                return false;
            calls++;
        }
    return calls > 0;
}

/* In the body of the coroutine of that name, which the learner has added: the
 * line that reads this member, which no line sets; 0: there is none. */
static int line_that_needs(const char *name, const struct token *member)
{
    const struct source *answer = &sources()->answer;
    const struct item *item = item_named(answer, name, false);
    const char *self = textf("self -> %s", token_text(member));
    const char *given = textf(". %s =", token_text(member));
    const struct token *reads =
        item && item->body ? find_tokens(item->body, item->end, self) : NULL;
    if (!reads || is_given(name) || item_named(&sources()->stub, name, true))
        return 0;
    for (const struct token *t = reads; t;
         t = find_tokens(t + 1, item->end, self))
        if (token_is(t + 3, "=") || token_is(t - 1, "&") ||
            token_is(t + 3, "++") || token_is(t - 1, "++"))
            return 0;
    for (const struct token *t = answer->tokens.first;
         (t = find_tokens(t, NULL, textf("coro ( %s", name))); t++)
        if (find_tokens(t, closing(t + 1), given))
            return 0;
    return reads->line;
}

/* coro(find_price), where right answers say coro(find_price, .order = ...); or
 * one of the learner's, whose body reads what it is not given. */
static bool argument_left_out(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (const struct token *t = answer->tokens.first;
         (t = find_tokens(t, NULL, "coro (")); t++) {
        const char *name = token_text(t + 2);
        const struct item *fields = item_named(answer, name, true);
        bool is_named = token_is(t + 3, ")") || token_is(t + 4, ".");
        if (!fields || !fields->body || !is_named || line_is_given(t->line))
            continue;
        for (const struct token *m = fields->body; m < fields->end; m++) {
            if (m->kind != TOKEN_NAME || !token_is(m + 1, ";") ||
                token_is(m, "CORO") ||
                find_tokens(t, closing(t + 1),
                            textf(". %s =", token_text(m))))
                continue;
            int needs = line_that_needs(name, m);
            if (!needs && !(is_given(name) && right_ones_give(name, m)))
                continue;
            point_at(answer_file(), t->line);
            found("Line %d makes %s() without its .%s%s: what is not given "
                  "there is 0, or NULL.", t->line, name, token_text(m),
                  needs ? textf(", which line %d reads", needs) : "");
            return true;
        }
    }
    return false;
}

/* --- arguments that are copies -------------------------------------------- */

/* A statement that counts or sets this variable, and does nothing else? */
static bool is_only_set(const struct token *name)
{
    static const char *const begins[] = {";", "{", "}", ")", "else", NULL};
    static const char *const sets[] = {"++", "--", "+=", "-=", "*=", "=", NULL};
    return token_is(name - 1, "++") ? is_any(name - 2, begins)
                                    : is_any(name - 1, begins) &&
                                          is_any(name + 1, sets);
}

/* static void test(long n, long primes): the parameter, no pointer, that this
 * function counts or sets, and that no line of it looks at; NULL: none. */
static const struct token *counted_parameter(const struct item *function)
{
    const struct token *open =
        find_tokens(function->first, function->body, "(");
    const struct token *close = open ? closing(open) : NULL;
    if (!close || !token_is(function->name - 1, "void"))
        return NULL;
    for (const struct token *name = open + 1; name < close; name++) {
        size_t uses = 0, changes = 0;
        if (name->kind != TOKEN_NAME || token_is(name - 1, "*") ||
            (!token_is(name + 1, ",") && name + 1 != close))
            continue;
        for (const struct token *t = function->body; t < function->end; t++) {
            if (!same_token(t, name) || token_is(t - 1, "->") ||
                token_is(t - 1, "."))
                continue;
            uses++;
            changes += is_only_set(t);
        }
        if (uses > 0 && uses == changes)
            return name;
    }
    return NULL;
}

/* test(self->n, self->primes), which counts its own copy. */
static bool counts_its_copy(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const struct token *name =
            item->body && !item->is_coroutine && !item->is_struct &&
                    !item->is_variable && !line_is_given(item->name->line)
                ? counted_parameter(item) : NULL;
        const char *function = token_text(item->name);
        const struct token *call =
            name ? find_tokens(answer->tokens.first, NULL,
                               textf("%s ( self ->", function)) : NULL;
        if (!call)
            continue;
        const struct token *use =
            find_tokens(item->body, item->end, token_text(name));
        point_at(answer_file(), use->line);
        found("'%s' in line %d is a copy of what line %d hands to %s(): it is "
              "gone when that returns, and what it was copied from has not "
              "changed.", token_text(name), use->line, call->line, function);
        return true;
    }
    return false;
}

/* --- what is never entered ----------------------------------------------- */

/* "fetch_page(number = 1) begins": what every right answer awaits then, and
 * this one never does; "" if it is something else that parts them. */
static const char *never_begun(const struct run *run)
{
    struct parting parting = parting_of(run, case_judged);
    const char *open = parting.is_there ? strchr(parting.expected, '(') : NULL;
    if (!open || !strstr(parting.expected, ") begins") || !parting.got ||
        !strstr(parting.got, "never begins"))
        return "";
    return textf("%.*s", (int)(open - parting.expected), parting.expected);
}

/* The if or the loop of that body, in no other one, in which this stands. */
static const struct token *control_around(const struct item *item,
                                          const char *name)
{
    static const char *const words[] = {"if", "while", "for", NULL};
    const struct token *t = item->body + 1;
    while (t < item->end - 1) {
        const struct token *end = behind_statement(t);
        if (is_any(t, words) &&
            find_tokens(closing(t + 1), end, name) &&
            !find_tokens(t, closing(t + 1), name))
            return t;
        t = end;
    }
    return NULL;
}

/* It came behind that statement, and to no await in it. */
static bool went_past(const struct run *run, const struct item *item,
                      const struct token *control)
{
    int end = behind_statement(control)[-1].line;
    bool is_behind = false;
    EACH_ACT(run, act) {
        if (!is_learners(act) || strcmp(act->in, token_text(item->name)) != 0)
            continue;
        if (act->kind == ACT_AWAIT && act->line > control->line &&
            act->line <= end)
            return false;
        is_behind = is_behind || act->line > end;
    }
    return is_behind;
}

static bool never_entered(const struct run *run)
{
    const char *name = never_begun(run);
    const struct item *item, *fields;
    for (size_t i = 0; *name && (item = own_coroutine(&i, &fields));) {
        const struct token *control = control_around(item, name);
        if (!control || !went_past(run, item, control))
            continue;
        point_at(answer_file(), control->line);
        found("%s() is awaited in the %s of line %d, and nothing in there has "
              "run: its condition was false %s.", name,
              token_is(control, "if") ? "if" : "loop", control->line,
              token_is(control, "if") ? "each time"
                                      : "when it was come to");
        return true;
    }
    return false;
}

/* --- all of them ---------------------------------------------------------- */

const struct mistake left_out_mistakes[] = {
    {.name = "counts-its-copy", .made = counts_its_copy, .broken_too = true,
     .is_proven = true,
     .why = "An argument is a copy in C. Let the function return what is to be "
            "kept, or hand it the address, &self->count, and count *count.",
     .python = "count += test(n)           # Python cannot change it either",
     .read_on = NULL},
    {.name = "argument-left-out", .made = argument_left_out,
     .broken_too = true, .why = "An argument is given by its name, .x = 1.",
     .python = "work()             # TypeError: missing 1 required argument",
     .read_on = "NOTES.md, chapter 4"},
    {0},
};

const struct mistake argument_mistakes[] = {
    {.name = "argument-not-read", .made = argument_not_read,
     .broken_too = true, .why = "", .read_on = "NOTES.md, chapter 4"},
    {0},
};

const struct mistake round_mistakes[] = {
    {.name = "first-round-only", .made = leaves_in_the_first_round,
     .broken_too = true, .is_proven = true,
     .why = "What is to be done once, when the loop is over, stands behind its "
            "closing bracket.",
     .python = "for n in numbers:\n    count += 1\nreturn count       # not "
               "indented", .read_on = NULL},
    {0},
};

const struct mistake link_mistakes[] = {
    {.name = "walks-along-moved", .made = walks_along_moved,
     .broken_too = true, .why = "", .read_on = "NOTES.md, chapter 31",
     .is_proven = true},
    {0},
};

const struct mistake text_mistakes[] = {
    {.name = "never-come-to", .made = behind_what_leaves, .broken_too = true,
     .why = "",
     .python = "return total\ncount += 1         # never: return has left",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "never-entered", .made = never_entered, .why = "",
     .python = "while False:               # not once\n    await work()",
     .read_on = NULL},
    {0},
};
