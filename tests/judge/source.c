/* source.c - what stands in a source.  See source.h. */
#include "source.h"

#include <string.h>

#include <runtime.h>

/* --- items --------------------------------------------------------------- */

static const struct token *name_of_function(const struct token *first,
                                            const struct token *body)
{
    const struct token *t = first;
    while (t < body && !token_is(t + 1, "("))
        t++;
    return token_is(t, "ASYNC") ? t + 2 : t;
}

static const struct token *skip(const struct token *t)
{
    const struct token *end = closing(t);
    return end->kind == TOKEN_END ? end : end + 1;
}

static bool is_bracket(const struct token *t)
{
    return token_is(t, "(") || token_is(t, "[") || token_is(t, "{");
}

/* What is assigned or ended here: the name in front of = ; or [. */
static const struct token *name_of_variable(const struct token *first,
                                            const struct token *end)
{
    const struct token *name = first;
    for (const struct token *t = first; t < end; t++) {
        if (token_is(t, "=") || token_is(t, "["))
            break;
        if (t->kind == TOKEN_NAME)
            name = t;
        if (is_bracket(t))
            t = closing(t);
    }
    return name;
}

/* One thing at the outermost level; behind it. */
static const struct token *read_item(const struct token *first,
                                     struct item *item)
{
    const struct token *t = first;
    *item = (struct item){.first = first};
    while (t->kind != TOKEN_END && !token_is(t, ";")) {
        if (token_is(t, "{") && t > first && token_is(t - 1, ")")) {
            item->body = t;
            item->name = name_of_function(first, t);
            item->is_coroutine = token_is(first, "ASYNC");
            item->end = skip(t);
            return item->end;
        }
        if (token_is(t, "{") && !item->body) {
            item->body = t;
            item->is_struct = token_is(first, "struct") && t == first + 2;
        }
        t = is_bracket(t) ? skip(t) : t + 1;
    }
    item->end = t;
    item->is_variable = !item->is_struct && !token_is(first, "enum") &&
                        !token_is(first, "extern") &&
                        !(t > first && token_is(t - 1, ")"));
    item->name = item->is_struct   ? first + 1
                 : item->is_variable ? name_of_variable(first, t)
                                     : first;
    return t->kind == TOKEN_END ? t : t + 1;
}

bool source_read(struct source *source, const char *file)
{
    *source = (struct source){.file = file, .tokens = tokens_of_file(file)};
    const struct token *t = source->tokens.first;
    while (t && t->kind != TOKEN_END && source->count < MOST_ITEMS) {
        if (t->kind == TOKEN_DIRECTIVE || token_is(t, ";") ||
            token_is(t, "}")) {
            t++;
            continue;
        }
        t = read_item(t, &source->items[source->count++]);
    }
    return t != NULL;
}

const struct item *item_named(const struct source *source, const char *name,
                              bool is_struct)
{
    for (size_t i = 0; i < source->count; i++) {
        const struct item *item = &source->items[i];
        if (item->body && item->is_struct == is_struct &&
            token_is(item->name, name))
            return item;
    }
    return NULL;
}

bool same_item(const struct item *one, const struct item *other)
{
    if (one->end - one->first != other->end - other->first)
        return false;
    for (long i = 0; i < one->end - one->first; i++)
        if (!same_token(&one->first[i], &other->first[i]))
            return false;
    return true;
}

const struct item *item_at(const struct source *source, int line)
{
    for (size_t i = 0; i < source->count; i++) {
        const struct item *item = &source->items[i];
        if (item->first->line <= line && (item->end - 1)->line >= line)
            return item;
    }
    return NULL;
}

/* --- looking ------------------------------------------------------------- */

static bool are_here(const struct token *t, const char *spellings)
{
    while (*spellings) {
        size_t length = strcspn(spellings, " ");
        if (t->length != length || memcmp(t->text, spellings, length) != 0)
            return false;
        spellings += length;
        spellings += *spellings == ' ';
        t++;
    }
    return true;
}

const struct token *find_tokens(const struct token *from,
                                const struct token *end, const char *spellings)
{
    for (; from && from != end && from->kind != TOKEN_END; from++)
        if (are_here(from, spellings))
            return from;
    return NULL;
}

const struct token *line_begins(const struct source *source, int line)
{
    const struct token *t = source->tokens.first;
    while (t && t->kind != TOKEN_END && t->line < line)
        t++;
    return t;
}

const struct token *line_ends(const struct source *source, int line)
{
    return line_begins(source, line + 1);
}

static bool ends_statement(const struct token *t)
{
    return token_is(t, ";") || token_is(t, "{") || token_is(t, "}");
}

bool statement_has(const struct source *source, int line,
                   const char *spellings)
{
    const struct token *first = line_begins(source, line), *end = first;
    while (first > source->tokens.first && !ends_statement(first - 1))
        first--;
    while (end && end->kind != TOKEN_END && !ends_statement(end))
        end++;
    return find_tokens(first, end, spellings) != NULL;
}

bool line_has(const struct source *source, int line, const char *spellings)
{
    return find_tokens(line_begins(source, line), line_ends(source, line),
                       spellings) != NULL;
}

const char *token_text(const struct token *token)
{
    return textf("%.*s", (int)token->length, token->text);
}
