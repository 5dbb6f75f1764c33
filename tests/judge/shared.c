/* shared.c - a variable of the answer that all calls share. */
#include "shared.h"

#include <runtime.h>
#include <string.h>

#include "given.h"

/* Is the variable const that is declared here?  A pointer to something const is
 * none. */
static bool is_constant(const struct token *t, const struct token *end)
{
    bool constant = false;
    for (; t < end && !token_is(t, ";") && !token_is(t, "="); t++)
        constant = token_is(t, "const") || (constant && !token_is(t, "*"));
    return constant;
}

/* A variable that all calls share: static in a function, or outside of all. */
static const struct token *shared_in(const struct item *item)
{
    if (item->is_variable && !item->is_coroutine)
        return is_constant(item->first, item->end) ? NULL : item->name;
    for (const struct token *t = item->body; t && t < item->end; t++)
        if (token_is(t, "static") && !is_constant(t, item->end))
            return t + 2;
    return NULL;
}

bool is_in_function(const struct token *name)
{
    const struct item *item = item_at(&sources()->answer, name->line);
    return item && item->body && !item->is_variable;
}

const struct token *declared(const struct token *t)
{
    while (t[1].kind == TOKEN_NAME || token_is(t + 1, "*"))
        t++;
    return t;
}

static bool is_shared_in_stub(const struct token *name)
{
    const struct source *stub = &sources()->stub;
    for (size_t i = 0; i < stub->count; i++) {
        const struct token *shared = shared_in(&stub->items[i]);
        if (shared && same_token(declared(shared), name))
            return true;
    }
    return false;
}

const struct token *shared_variable(void)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const struct token *name =
            is_given(token_text(item->name)) ? NULL : shared_in(item);
        if (name && !is_shared_in_stub(declared(name)))
            return declared(name);
    }
    return NULL;
}

/* --- what is to be shared ----------------------------------------------- */

const struct item *beginning_of_runs(void)
{
    const struct source *stub = &sources()->stub, *answer = &sources()->answer;
    for (size_t i = 0; i < stub->count; i++) {
        const struct item *item = &stub->items[i];
        const char *name = token_text(item->name);
        if (!item->body || item->is_coroutine || item->is_struct ||
            item->is_variable || !token_is(item->name - 1, "void") ||
            is_given(name) || !item_named(answer, name, false))
            continue;
        if (find_tokens(sources()->check.tokens.first, NULL,
                        textf("%s (", name)))
            return item_named(answer, name, false);
    }
    return NULL;
}

int line_of_use(const struct item *item, const struct token *name)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (same_token(t, name))
            return t->line;
    return name->line;
}

/* name = ..., name_init(&name, ...), event_clear(&name) */
bool is_set_in(const struct item *item, const struct token *name)
{
    for (const struct token *t = item->body; t < item->end; t++) {
        if (!same_token(t, name))
            continue;
        const char *call = token_is(t - 1, "&") ? token_text(t - 3) : "";
        if (token_is(t + 1, "=") || token_is(t + 1, "[") ||
            strcmp(call, "memset") == 0 || strstr(call, "_init") ||
            strstr(call, "_clear"))
            return true;
    }
    return false;
}
