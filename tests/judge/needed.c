/* needed.c - what a part of a right answer needs.  See needed.h. */
#include "needed.h"

#include "changing.h"
#include "given.h"
#include "patch.h"
#include "statements.h"

static const struct source *right;

/* A name that was not known, and the line in front of some token that makes it
 * known; NULL: that is more than a line. */
enum { MOST_NEEDED = 60 };

static struct needed {
    const struct token *name, *before;
    const char *line;
} needed[MOST_NEEDED];
static size_t needed_count;

void need(const struct token *name, const struct token *before,
                 const char *line)
{
    if (needed_count < MOST_NEEDED)
        needed[needed_count++] = (struct needed){name, before, line};
}

bool need_line(const struct token *name, const char *line)
{
    for (size_t i = 0; i < needed_count; i++)
        if (needed[i].name == name && needed[i].line) {
            needed[i].line = line;
            return true;
        }
    return false;
}

static bool is_needed(const struct needed *one, const struct token *first,
                      const struct token *last)
{
    for (const struct token *t = first; t && t <= last; t++)
        if (same_token(one->name, t))
            return true;
    return false;
}

bool needs_much(const struct token *first, const struct token *last)
{
    for (size_t i = 0; i < needed_count; i++)
        if (!needed[i].line && is_needed(&needed[i], first, last))
            return true;
    return false;
}

bool needs_more(const struct token *first, const struct token *last)
{
    for (size_t i = 0; i < needed_count; i++)
        if (is_needed(&needed[i], first, last))
            return true;
    return false;
}

static bool is_there_already(const struct needed *one, const struct token *at)
{
    const struct item *in = item_at(&sources()->answer, at->line);
    if (!in || !in->body)
        return false;
    look_into(in);
    return is_declared_around(at, one->name);
}

void patch_needed(const struct token *first, const struct token *last,
                  const struct token *at)
{
    for (size_t i = 0; i < needed_count; i++)
        if (needed[i].line && is_needed(&needed[i], first, last) &&
            !is_there_already(&needed[i], at)) {
            patch_in_front(needed[i].before, needed[i].line);
            needed[i].line = NULL;
        }
}

/* --- members and helpers ------------------------------------------------- */

/* The members of theirs that ours has not, as text. */
static const char *members_missing(const struct item *ours,
                                   const struct item *theirs)
{
    const char *text = "";
    const struct token *t = theirs->body + 1, *close = closing(theirs->body);
    while (t < close) {
        const struct token *end = behind_statement(t), *part;
        const struct token *begins = first_declarator(t), *next;
        for (part = begins; part < end - 1; part = next + 1) {
            next = end_of_declarator(part, end - 1);
            const struct token *name = name_in(part);
            if (name->kind != TOKEN_NAME || begins == t ||
                type_in(ours, name))
                continue;
            const char *member = textf("%s %s;", quote(t, begins - 1),
                                       quote_declarator(part, next - 1));
            text = textf("%s%s\n", text, member);
            need(name, closing(ours->body), member);
        }
        t = end;
    }
    return text;
}

static bool has_item(const struct source *source, const struct item *one)
{
    bool is_named = is_function(one) || one->is_struct || one->is_variable;
    for (size_t i = 0; is_named && i < source->count; i++)
        if (same_token(source->items[i].name, one->name) &&
            source->items[i].is_struct == one->is_struct)
            return true;
    return find_tokens(source->tokens.first, NULL,
                       text_of(one->first, one->end - 1) + 1) != NULL;
}

/* enum { LIMIT = 3, MANY }: those that are not known here. */
static const char *enumerators_missing(const struct item *one,
                                       const struct token *before)
{
    const char *text = "";
    const struct token *t = one->body + 1, *close = closing(one->body), *end;
    for (; t < close; t = end + 1) {
        end = end_of_declarator(t, close);
        if (find_tokens(sources()->answer.tokens.first, NULL, token_text(t)))
            continue;
        const char *line = textf("enum { %s };", quote(t, end - 1));
        text = textf("%s%s\n", text, line);
        need(t, before, line);
    }
    return text;
}

static bool has_directive(const struct source *source, const struct token *one)
{
    for (size_t i = 0; i < source->tokens.count; i++)
        if (same_token(&source->tokens.first[i], one))
            return true;
    return false;
}

/* In front of the first function that the learner wrote: what theirs has, and
 * this answer has not. */
static void add_items(const struct item *first)
{
    const struct source *answer = &sources()->answer;
    const char *text = "";
    for (size_t i = 0; i < right->tokens.count; i++) {
        const struct token *t = &right->tokens.first[i];
        if (t->kind == TOKEN_DIRECTIVE && !has_directive(answer, t))
            text = textf("%s%s\n", text, token_text(t));
    }
    for (size_t i = 0; i < right->count; i++) {
        const struct item *one = &right->items[i];
        if (one->body && token_is(one->first, "enum"))
            text = textf("%s%s", text, enumerators_missing(one, first->first));
        else if (!has_item(answer, one)) {
            text = textf("%s%s\n", text,
                         text_in_lines(one->first,
                                       one->end - is_function(one)));
            need(one->name, first->first,
                 one->is_variable ? quote(one->first, one->end) : NULL);
        }
    }
    if (*text)
        place_text(first->first, change_new(first->first->line, BODY, ""),
                   text);
}

static void add_members(const struct item *ours, const struct item *theirs)
{
    const char *text = members_missing(ours, theirs);
    const struct token *close = closing(ours->body);
    if (*text)
        place_text(close, change_new(close->line, BODY, ""), text);
}

/* --- all of it ----------------------------------------------------------- */

void write_needed(const struct source *answer_of_theirs)
{
    right = answer_of_theirs;
    needed_count = 0;
    const struct source *answer = &sources()->answer;
    const struct item *first = NULL;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *one = &answer->items[i];
        const struct item *theirs =
            one->is_struct ? item_named(right, token_text(one->name), true)
                           : NULL;
        if (theirs && !same_item(one, theirs))
            add_members(one, theirs);
        if (!first && is_ours(one))
            first = one;
    }
    if (first)
        add_items(first);
}
