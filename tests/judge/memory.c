/* memory.c - mistakes with memory, which prove themselves: it is gone when it
 * is read, too small, or one for all calls. */
#include <string.h>

#include "proven.h"
#include "seen.h"
#include "shared.h"
#include "statements.h"

/* --- memory that is gone ------------------------------------------------ */

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

/* gather(users, ...): the name; NULL: it is something else. */
static const struct token *results_named(int line)
{
    const struct source *answer = &sources()->answer;
    const struct token *t = statement_begins(answer, line);
    for (; t->kind != TOKEN_END && !token_is(t, ";"); t++)
        if (strncmp(t->text, "gather", strlen("gather")) == 0 &&
            token_is(t + 1, "(") && t[2].kind == TOKEN_NAME &&
            token_is(t + 3, ","))
            return t + 2;
    return NULL;
}

static bool results_in_local(const struct run *run)
{
    EACH_ACT(run, act) {
        if (act->kind != ACT_RESULTS || act->where != ON_C_STACK ||
            !is_learners(act))
            continue;
        const struct token *name = results_named(act->line);
        const char *results = name ? token_text(name) : "results";
        found("The array for the results is a local variable. Put it into the "
              "struct: self->%s.", results);
        point_at_act(act);
        return true;
    }
    return false;
}

/* struct executor *pool, struct lock door: one for all calls is their use. */
static bool is_to_be_shared(const struct token *t)
{
    static const char *const types[] = {"executor", "lock",      "semaphore",
                                        "event",    "condition", "async_queue",
                                        NULL};
    return token_is(t, "struct") && is_any(t + 1, types);
}

static bool is_variable(const struct token *t, const struct token *name)
{
    return same_token(t, name) && !token_is(t - 1, "->") &&
           !token_is(t - 1, ".");
}

/* Is it set to what only this call knows? */
static bool is_of_one_call(const struct item *item, const struct token *name)
{
    static const char *const sources[] = {"awaited", "caught", "failure",
                                          "self", "create_task", NULL};
    for (const struct token *t = name; t < item->end; t++)
        if (is_variable(t, name) && token_is(t + 1, "="))
            for (const struct token *v = t; v < behind_statement(t); v++)
                if (is_any(v, sources))
                    return true;
    return false;
}

/* Is it not made to be shared?  Where something is, which begins afresh before
 * each run, only what is one call's own is meant. */
static bool is_wrongly_shared(const struct item *item, const struct token *t)
{
    return !token_is(t + 1, "const") && !is_to_be_shared(t + 1) &&
           (!beginning_of_runs() || is_of_one_call(item, declared(t)));
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
            if (!token_is(t, "static") || !is_wrongly_shared(item, t))
                continue;
            point_at(answer->file, t->line);
            found("Line %d of '%s' is static: one for all calls. Two that run "
                  "at the same time share it, and a second call finds what the "
                  "first one left there.", t->line, token_text(item->name));
            return true;
        }
    }
    return false;
}

static bool has_await_in(const struct token *t, const struct token *end)
{
    return find_tokens(t, end, "AWAIT (") || find_tokens(t, end, "TRY_AWAIT (");
}

/* AWAIT(gather(results, ...)): they come in while others wait for theirs. */
static bool is_gathered_into(const struct token *t)
{
    return token_is(t - 1, "(") && token_is(t + 1, ",") &&
           (token_is(t - 2, "gather") || token_is(t - 2, "gather_array") ||
            token_is(t - 2, "gather_return_exceptions"));
}

/* results[i] = awaited(), tasks[i] = create_task(): one by one. */
static bool is_filled_with(const struct token *t, const char *call)
{
    const struct token *behind = token_is(t + 1, "[") ? closing(t + 1) + 1
                                                      : t + 1;
    return token_is(behind, "=") &&
           find_tokens(behind, behind_statement(behind), call);
}

/* In a loop that awaits, each time round? */
static bool is_in_awaiting_loop(const struct item *coroutine,
                                const struct token *t)
{
    for (const struct token *loop = coroutine->body; loop < t; loop++) {
        if (!token_is(loop, "for") && !token_is(loop, "while"))
            continue;
        const struct token *end = behind_statement(loop);
        if (end > t && has_await_in(loop, end))
            return true;
    }
    return false;
}

/* Is that variable set by this coroutine, and read again behind an await?  (One
 * that is asked first, "if (!pool)", is set up once, for all.) */
static const struct token *set_and_read_later(const struct item *coroutine,
                                              const struct token *name)
{
    const struct token *set = NULL;
    bool awaited = false;
    for (const struct token *t = coroutine->body; t < coroutine->end; t++) {
        if (set && (token_is(t, "AWAIT") || token_is(t, "TRY_AWAIT")))
            awaited = true;
        if (!is_variable(t, name))
            continue;
        if (!set && token_is(t - 1, "!"))
            return NULL;
        if (set && awaited)
            return set;
        if (is_gathered_into(t) || is_filled_with(t, "awaited (") ||
            is_filled_with(t, "create_task (") ||
            (token_is(t + 1, "=") && !token_is(t - 1, "!"))) {
            set = t;
            awaited = is_gathered_into(t) ||
                      (is_filled_with(t, "awaited (") &&
                       is_in_awaiting_loop(coroutine, t));
        }
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

static bool is_wrong(const struct run *run)
{
    const struct expectation *e =
        exercise_asked->cases[case_judged].expectations;
    while (e->asked && e->holds(run))
        e++;
    return e->asked != NULL;
}

/* One call alone shares with nobody: what is wrong then comes of something
 * else. */
static bool is_shared_by_none(const struct run *run, const struct item *item)
{
    size_t calls = 0;
    EACH_ACT(run, act)
        calls += act->kind == ACT_BEGIN && token_is(item->name, act->name);
    return calls == 1 && !run->is_second && is_wrong(run);
}

/* A variable outside of all functions that one call fills for itself. */
static bool outside_of_all_functions(const struct run *run)
{
    const struct source *answer = &sources()->answer;
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
            if (!set || is_shared_by_none(run, item))
                continue;
            point_at(answer->file, variable->name->line);
            found("'%s' in line %d stands outside of all functions: it is one "
                  "for all calls. Line %d sets it for one of them, and reads "
                  "on behind an await: by then another call may have set it.",
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
            found("Line %d writes %u characters, with the 0 behind them, into "
                  "an array of %g: it is too small, and what does not fit "
                  "overwrites what stands behind it in the struct.",
                  act->line, (unsigned)act->what, act->number);
            return true;
        }
    return false;
}

/* --- all of them -------------------------------------------------------- */

const struct mistake deadly_mistakes[] = {
    {.name = "returns-its-own-array", .made = own_array_returned,
     .broken_too = true,
     .why = "This is the address of an array in the coroutine's own struct. "
            "That is given back when the coroutine ends, and whoever reads the "
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
    {.name = "behind-the-array", .made = used_behind_its_end,
     .broken_too = true,
     .why = "An array of so many places has the indices from 0 up to one less. "
            "C does not look.",
     .python = "users[3]           # IndexError: list index out of range",
     .read_on = "NOTES.md, chapter 6"},
    {.name = "results-in-a-local", .made = results_in_local, .broken_too = true,
     .why = "A local variable does not survive the AWAIT: the function returns "
            "there, and the results are written later into whatever has that "
            "place by then.",
     .read_on = "NOTES.md, chapters 2 and 6"},
    {0},
};
