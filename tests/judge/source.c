/* source.c - what stands in a source.  See source.h. */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include <runtime.h>

/* --- items -------------------------------------------------------------- */

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

/* --- looking ------------------------------------------------------------ */

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

const struct token *statement_begins(const struct source *source, int line)
{
    const struct token *t = line_begins(source, line);
    while (t > source->tokens.first && !ends_statement(t - 1))
        t--;
    return t;
}

bool statement_has(const struct source *source, int line,
                   const char *spellings)
{
    const struct token *first = statement_begins(source, line);
    const struct token *end = line_begins(source, line);
    while (end && end->kind != TOKEN_END && !ends_statement(end))
        end++;
    return find_tokens(first, end, spellings) != NULL;
}

bool line_has(const struct source *source, int line, const char *spellings)
{
    return find_tokens(line_begins(source, line), line_ends(source, line),
                       spellings) != NULL;
}

/* Behind self->name, or self->name[...]: is it set there? */
static bool is_set_here(const struct token *name)
{
    static const char *const sets[] = {"=", "+=", "-=", "*=", "/=", "++", "--"};
    const struct token *t = name + 1;
    bool is_first_argument = token_is(name - 3, "(") && token_is(t, ",");
    while (token_is(t, "["))
        t = skip(t);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (token_is(t, sets[i]))
            return true;
    return is_first_argument || token_is(name - 3, "++") ||
           token_is(name - 3, "--") || token_is(name - 3, "&");
}

/* coro(ask, .pause = 0.1), the name of the coroutine being ask. */
static bool is_argument_of(const struct token *name, const struct item *item)
{
    if (!token_is(name - 1, ".") || !token_is(name + 1, "="))
        return false;
    const struct token *t = name;
    while (t->line > name->line - 4 && !token_is(t, "coro") &&
           !token_is(t, ";"))
        t--;
    return token_is(t, "coro") && same_token(t + 2, item->name) &&
           closing(t + 1) > name;
}

static bool sets(const struct token *t, const struct token *name,
                 const struct item *item)
{
    if (!same_token(t, name))
        return false;
    bool is_inside = t > item->body && t < item->end;
    return (is_inside && token_is(t - 1, "->") && token_is(t - 2, "self") &&
            is_set_here(t)) ||
           is_argument_of(t, item);
}

/* "line 35", "lines 28, 30"; "" if it is set nowhere but in that line. */
static const char *lines_that_set(const struct source *source,
                                  const struct item *item,
                                  const struct token *name, int not_in)
{
    enum { MOST_LINES = 4 };
    const char *lines = "";
    int count = 0, last = 0;
    for (const struct token *t = source->tokens.first; t->kind != TOKEN_END;
         t++) {
        if (!sets(t, name, item) || t->line == not_in || t->line == last ||
            count == MOST_LINES)
            continue;
        last = t->line;
        lines = textf("%s%s%d", lines, count++ ? ", " : "", last);
    }
    return count ? textf("line%s %s", count > 1 ? "s" : "", lines) : "";
}

const char *where_set(const struct source *source, int line)
{
    enum { MOST_NAMES = 3 };
    const struct item *item = item_at(source, line);
    const struct token *t = line_begins(source, line), *named[MOST_NAMES];
    const char *text = "";
    size_t count = 0;
    if (!item || !item->body)
        return text;
    for (; t < item->end && !token_is(t, ";") && count < MOST_NAMES; t++) {
        bool known = false;
        if (!token_is(t, "self") || !token_is(t + 1, "->"))
            continue;
        for (size_t i = 0; i < count; i++)
            known = known || same_token(named[i], t + 2);
        const char *lines =
            known ? "" : lines_that_set(source, item, t + 2, line);
        if (!*lines)
            continue;
        text = textf("%s%sself->%s is set in %s", text, *text ? "; " : "",
                     token_text(t + 2), lines);
        named[count++] = t + 2;
    }
    return text;
}

/* --- tables ------------------------------------------------------------- */

/* Behind the { of  const type name[] = {...};  NULL: there is no such thing. */
static const struct token *first_element(const struct source *source,
                                         const char *table)
{
    for (size_t i = 0; i < source->count; i++)
        if (source->items[i].is_variable && source->items[i].body &&
            token_is(source->items[i].name, table))
            return source->items[i].body + 1;
    return NULL;
}

/* Behind the comma; NULL behind the last one. */
static const struct token *next_element(const struct token *t)
{
    while (!token_is(t, ",") && !token_is(t, "}") && t->kind != TOKEN_END)
        t = is_bracket(t) ? skip(t) : t + 1;
    return token_is(t, ",") && !token_is(t + 1, "}") ? t + 1 : NULL;
}

int line_of_element(const struct source *source, const char *table,
                    size_t index)
{
    const struct token *t = first_element(source, table);
    for (size_t i = 0; t; t = next_element(t), i++) {
        if (token_is(t, "[") && t[1].kind == TOKEN_NUMBER)
            i = strtoul(t[1].text, NULL, 10);
        if (i == index)
            return t->line;
    }
    return 0;
}

const char *token_text(const struct token *token)
{
    return textf("%.*s", (int)token->length, token->text);
}
