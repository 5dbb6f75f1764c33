/* calls.c - changes of what is called: with its arguments the other way round,
 * or one more; or waited for in another way.  See changing.h. */
#include <string.h>

#include "changing.h"
#include "given.h"
#include "statements.h"

/* --- arguments ----------------------------------------------------------- */

/* coro(ask_station): and what has a name here that is wanted there. */
static void give_arguments(struct place *place, const struct token *coro)
{
    const struct token *open = coro + 1, *close = closing(open);
    const struct item *theirs =
        item_named(&sources()->answer, token_text(open + 1), true);
    const struct token *m = theirs && fields ? theirs->body : NULL;
    for (; m && m < theirs->end; m++) {
        const char *type = m->kind == TOKEN_NAME ? type_in(theirs, m) : NULL;
        const char *ours = type ? type_of(m) : NULL;
        const char *name = token_text(m);
        if (!ours || strcmp(type, ours) != 0 ||
            find_tokens(open, close, textf(". %s", name)))
            continue;
        place_add(place, coro->line, ORDER,
                  text_with(place->first, place->last, close, close,
                            textf(", .%s = self->%s )", name, name)),
                  textf("`.%s = self->%s` given to coro(%s)", name, name,
                        token_text(open + 1)));
    }
}

const struct token *end_of_argument(const struct token *t,
                                    const struct token *close)
{
    while (t < close && !token_is(t, ","))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t;
}

/* What gives a text; what is made an int. */
static bool are_alike(const struct token *one, const struct token *other)
{
    static const char *const texts[] = {"as_text", "value_to_text",
                                        "error_to_text", "textf", NULL};
    return (is_any(one, texts) && is_any(other, texts)) ||
           (token_is(one, "(") && token_is(other, "(") &&
            same_token(one + 1, other + 1) && token_is(one + 2, ")") &&
            token_is(other + 2, ")"));
}

/* struct range *one: where a variable or an argument is declared, the token in
 * front of its name; NULL: it is none. */
static const struct token *type_before(const struct token *name)
{
    for (const struct token *t = item->first; t < item->end; t++)
        if (same_token(t, name) &&
            (t[-1].kind == TOKEN_NAME || token_is(t - 1, "*")) &&
            !token_is(t - 1, "return"))
            return t - 1;
    return NULL;
}

/* Two variables, of one type. */
static bool are_variables(const struct token *one, const struct token *other)
{
    static const char *const behind[] = {",", ")", "}", NULL};
    if (one->kind != TOKEN_NAME || other->kind != TOKEN_NAME ||
        same_token(one, other) || !is_any(one + 1, behind) ||
        !is_any(other + 1, behind))
        return false;
    const struct token *type = type_before(one), *same = type_before(other);
    return type && same && same_token(type, same) &&
           (!token_is(type, "*") || same_token(type - 1, same - 1));
}

/* Numbers, texts, variables or members of the same type; or calls of the same
 * function. */
static bool are_of_one_kind(const struct token *one, const struct token *other)
{
    bool members = token_is(one, "self") && token_is(other, "self");
    if (members) {
        const char *type = type_of(one + 2), *same = type_of(other + 2);
        return type && same && strcmp(type, same) == 0;
    }
    if ((one->kind == TOKEN_NUMBER && is_constant(other)) ||
        (is_constant(one) && other->kind == TOKEN_NUMBER) ||
        are_alike(one, other) || are_variables(one, other))
        return true;
    if (one->kind == TOKEN_NAME && other->kind == TOKEN_NAME)
        return same_token(one, other) && token_is(one + 1, "(") && !members;
    return one->kind == other->kind && one->kind != TOKEN_MARK;
}

/* The argument that begins here, and each one behind it. */
static void swap_with_others(struct place *place, const struct token *one,
                             const struct token *close)
{
    const struct token *end = end_of_argument(one, close), *middle = end + 1;
    for (const struct token *other = middle; other < close;) {
        const struct token *behind = end_of_argument(other, close);
        const char *between =
            other == middle ? "" : text_of(middle, other - 2);
        bool is_any_next = allowed->any_arguments || token_is(close, "}");
        if (is_any_next ? other == middle : are_of_one_kind(one, other))
            place_add(place, one->line, ORDER,
                      text_with(place->first, place->last, one, behind - 1,
                                textf("%s , %s %s %s",
                                      text_of(other, behind - 1), between,
                                      *between ? "," : "",
                                      text_of(one, end - 1))),
                      textf("the %s `%s` and `%s` the other way round",
                            token_is(close, "}") ? "values" : "arguments",
                            quote(one, end - 1), quote(other, behind - 1)));
        other = behind + 1;
    }
}

/* The n-th parameter of a function: its name, NULL: there is none. */
static const struct token *parameter(const struct item *function, int n)
{
    const struct token *t = function->name + 2;
    const struct token *close = closing(function->name + 1);
    for (; n > 0 && t < close; n--)
        t = end_of_argument(t, close) + 1;
    const struct token *end = t < close ? end_of_argument(t, close) : t;
    return end > t && end[-1].kind == TOKEN_NAME ? end - 1 : NULL;
}

/* struct job *job: both of that type? */
static bool are_of_one_struct(const struct token *one,
                              const struct token *other)
{
    return token_is(one - 1, "*") && token_is(other - 1, "*") &&
           token_is(one - 3, "struct") && token_is(other - 3, "struct") &&
           same_token(one - 2, other - 2);
}

/* goes_first(heap[child], heap[slot]): and what this function was given
 * itself? */
static void give_parameters(struct place *place, const struct token *open)
{
    const struct token *close = closing(open), *one = open + 1, *end, *ours;
    const struct item *called =
        item_named(&sources()->answer, token_text(open - 1), false);
    const struct token *theirs;
    if (!called || called->is_coroutine || !allowed->any_arguments)
        return;
    for (int n = 0; one < close && (theirs = parameter(called, n)); n++) {
        end = end_of_argument(one, close);
        for (int i = 0; (ours = parameter(item, i)); i++)
            if (are_of_one_struct(theirs, ours) &&
                !find_tokens(open, close, token_text(ours)))
                place_replace(place, WORD, one, end - 1, token_text(ours));
        one = end + 1;
    }
}

void swap_arguments(struct place *place)
{
    for (const struct token *t = place->first; t <= place->last; t++) {
        if (token_is(t, "coro") && token_is(t + 1, "("))
            give_arguments(place, t);
        bool is_call = token_is(t, "(") && t[-1].kind == TOKEN_NAME;
        if (!is_call && !(token_is(t, "{") && token_is(t - 1, ")")))
            continue;
        const struct token *close = closing(t);
        give_parameters(place, t);
        for (const struct token *one = t + 1; one < close;
             one = end_of_argument(one, close) + 1)
            swap_with_others(place, one, close);
    }
}

/* --- waiting, and ending ------------------------------------------------- */

static bool is_awaitable_call(const struct token *t)
{
    static const char *const names[] = {
        "async_accept", "async_close", "async_connect", "async_next",
        "async_queue_get", "async_queue_join", "async_queue_put", "async_read",
        "async_readable", "async_sleep", "async_writable", "async_write",
        "condition_wait", "condition_wait_for", "coro", "create_task",
        "event_wait", "gather", "gather_array",
        "gather_array_return_exceptions", "gather_return_exceptions",
        "group_exit", "lock_acquire", "next_completed", "provide",
        "run_in_executor", "run_in_executor_with", "semaphore_acquire",
        "shield", "stream_drain", "stream_read", "stream_readexactly",
        "stream_readline", "timeout_exit", "to_thread", "wait_for",
        "wait_tasks", NULL};
    const struct item *own =
        t->kind == TOKEN_NAME
            ? item_named(&sources()->answer, token_text(t), false)
            : NULL;
    return token_is(t + 1, "(") &&
           (is_any(t, names) ||
            (own && find_tokens(own->first, own->body, "struct coro")));
}

bool can_await(void)
{
    return item->is_coroutine;
}

/* AWAIT(coro(fetch)): or a task that was made before? */
static void await_task(struct place *place)
{
    const struct token *t = place->first + 2;
    const struct token *last = closing(place->first + 1) - 1;
    for (const struct token *m = fields ? fields->body : NULL;
         token_is(t, "coro") && m && m < fields->end; m++) {
        const char *type = m->kind == TOKEN_NAME ? type_of(m) : NULL;
        if (type && strcmp(type, " struct task*") == 0)
            place_replace(place, WAIT, t, last,
                          textf("self->%s", token_text(m)));
    }
}

void change_waiting(struct place *place)
{
    const struct token *t = place->first, *last = place->last;
    const char *makes = token_is(t, "spawn") ? "spawn" : "create_task";
    const struct token *made = find_tokens(t, last, textf("%s (", makes));
    if (is_await(t))
        await_task(place);
    if (!can_await() || is_await(t))
        return;
    if (is_awaitable_call(t))
        place_add(place, t->line, WAIT,
                  textf("AWAIT(%s);", text_of(t, last - 1)),
                  textf("AWAIT of %s()", token_text(t)));
    if (is_awaitable_call(t))
        place_add(place, t->line, WAIT,
                  textf("TRY_AWAIT(%s);", text_of(t, last - 1)),
                  textf("TRY_AWAIT of %s()", token_text(t)));
    if (token_is(t, "self") && !find_tokens(t, last, "=") &&
        !find_tokens(t, last, "("))
        place_add(place, t->line, WAIT,
                  textf("AWAIT(%s);", text_of(t, last - 1)),
                  textf("AWAIT of %s", quote(t, last - 1)));
    if (made)
        place_add(
            place, t->line, WAIT,
            textf("AWAIT(%s);", text_of(made + 2, closing(made + 1) - 1)),
            textf("AWAIT instead of %s()", makes));
    if (token_is(t, "blocking_sleep"))
        place_add(place, t->line, WAIT,
                  textf("AWAIT(async_sleep%s);", text_of(t + 1, last - 1)),
                  "AWAIT(async_sleep()) instead of blocking_sleep()");
}

/* Behind a TRY_AWAIT: for a failure only, or only if there is none; but then
 * there is nothing to RERAISE.  (Is a loop left too early, it may be right
 * without that; where nothing fails, both are.) */
void change_when(struct place *place)
{
    static const char *const conditions[] = {"failure()", "!failure()"};
    const struct token *t = place->first;
    if (!can_await() || is_await(t) ||
        !find_tokens(item->body, t, "TRY_AWAIT"))
        return;
    bool leaves_loop = token_is(t, "break") || token_is(t, "continue");
    bool takes_out = find_tokens(t, place->last, "as_text ( awaited") ||
                     find_tokens(t, place->last, "as_int ( awaited");
    for (size_t i = 0; i < (token_is(t, "RERAISE") ? 1 : 2); i++)
        place_add(place, t->line,
                  leaves_loop          ? MORE_ANYWHERE
                  : takes_out && i > 0 ? WORD
                                       : CONDITION,
                  textf("if (%s) %s", conditions[i],
                        text_of(t, place->last)),
                  textf("`if (%s)` in front of it", conditions[i]));
}

/* RAISE(code, "...", x): or is that text the result? */
static void return_the_text(struct place *place)
{
    const struct token *open = place->first + 1, *close = closing(open);
    const struct token *text = end_of_argument(open + 1, close) + 1;
    if (text >= close)
        return;
    const char *made = textf("RETURN(textf(%s));", quote(text, close - 1));
    place_add(place, place->first->line, WAIT, made,
              textf("`%s` instead of it", made));
}

void change_ending(struct place *place)
{
    const struct token *t = place->first;
    if (!can_await())
        return;
    if (token_is(t, "RAISE"))
        return_the_text(place);
    if (token_is(t, "RAISE") && find_tokens(item->body, t, "TRY_AWAIT"))
        place_add(place, t->line, WAIT, "RERAISE;", "`RERAISE;` instead of it");
    if (!token_is(t, "RETURN"))
        return;
    if (!find_tokens(t, place->last, "awaited"))
        place_add(place, t->line, WAIT, "RETURN(awaited());",
                  "what was awaited as the result");
}
