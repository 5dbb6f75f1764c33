/* impossible.c - which changes cannot be compiled?  See impossible.h. */
#include "impossible.h"

#include <runtime.h>
#include <stdlib.h>
#include <string.h>

#include "given.h"
#include "statements.h"

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_" \
                     "0123456789"

static struct change *all;
static bool was_new;            /* one that was not known to be impossible */

static void rule_out_change(struct change *change)
{
    was_new = was_new || !change->is_impossible;
    change->is_impossible = true;
}

/* As a name of its own, not as a member? */
static bool names(const char *text, const char *name)
{
    for (const char *at = text; (at = strstr(at, name)); at++)
        if (at - text < 2 || (at[-1] != '.' && at[-1] != '>'))
            return true;
    return false;
}

static const struct item *function_of(const struct change *change)
{
    return item_at(&sources()->answer, change->line);
}

/* take(bool leaves(...)): there leaves can be called, and nowhere else. */
static bool is_argument_of(const char *name, const struct item *item)
{
    return item && item->body && find_tokens(item->first, item->body, name);
}

/* The variable that a line of the answer uses is known there, unless it is moved;
 * where one word is another, so is what stands in the lines beside it. */
static bool is_used_in(const struct change *change, const char *name)
{
    const struct source *answer = &sources()->answer;
    bool is_one_word = change->rank < CONDITION && change->rank != BODY;
    int beside = is_one_word ? 2 : 0;
    const struct token *t = line_begins(answer, change->line - beside);
    bool is_moved = change->rank == ORDER &&
                    !strstr(change->words, "the other way round");
    if (is_moved || (!is_one_word && is_declaration(t)))
        return false;
    for (; t->kind != TOKEN_END && t->line <= change->line + beside; t++)
        if (token_is(t, name) && !token_is(t - 1, "struct") &&
            !token_is(t - 1, "->") && !token_is(t - 1, "."))
            return true;
    return false;
}

/* Is the name, which is unknown in one change, unknown in another one as well?
 * What a body declares is unknown only outside of it. */
static bool is_unknown_in(const struct change *change, const char *name,
                          const struct change *where, bool is_everywhere)
{
    const struct item *function = function_of(change);
    if (is_everywhere)
        return !is_argument_of(name, function);
    return function == function_of(where) && !is_used_in(change, name) &&
           (change->rank != BODY || where->rank == BODY);
}

/* error: ‘ENOUGH’ undeclared (...): it is said only once for each function, of
 * what is called only once at all.  The name is the first one in quotes, of
 * whatever kind they are.  (clang: call to undeclared function, implicitly declaring
 * library function.) */
static void rule_out_name(const char *words, const struct change *where)
{
    bool is_everywhere = strstr(words, "implicit");
    if (!is_everywhere && !strstr(words, "undeclared"))
        return;
    const char *name = words + strcspn(words, "'\xe2");
    name += strcspn(name, NAME_LETTERS);
    name = textf("%.*s", (int)strspn(name, NAME_LETTERS), name);
    for (size_t i = 0; *name && i < MOST_CHANGES && all[i].text; i++)
        if (is_unknown_in(&all[i], name, where, is_everywhere) &&
            names(all[i].text, textf(" %s ", name)))
            rule_out_change(&all[i]);
}

/* Conditions, which have no lines of their own. */
static void rule_out_line(int line)
{
    for (size_t i = 0; i < MOST_CHANGES && all[i].text; i++)
        if (!all[i].has_own_line && all[i].line == line)
            rule_out_change(&all[i]);
}

/* file.c:70031:5: error: ...  is about the change with the number 7, and so is a
 * warning of pointers that are not alike, which is right by luck at most; so is,
 * where a macro hides the place, file.c:70031:5: note: in expansion of macro
 * ... */
bool rule_out(const char *message, struct change *changes)
{
    static bool is_error;
    const char *words = strstr(message, " error: ");
    const char *warned = strstr(message, " warning: ");
    bool mixes_pointers = warned && strstr(warned, "pointer");
    is_error = words || (is_error && !warned);
    if (mixes_pointers)
        words = warned;
    if (!words && is_error)
        words = strstr(message, " note: in expansion");
    const char *colon = words ? strchr(message, ':') : NULL;
    int number = colon && colon < words ? atoi(colon + 1) / LINES_APART : 0;
    const char *file = answer_file();
    all = changes;
    was_new = false;
    if (strncmp(message, file, strlen(file)) != 0)
        return false;
    if (number > 0 && number <= MOST_CHANGES) {
        rule_out_change(&all[number - 1]);
        if (!mixes_pointers)
            rule_out_name(words, &all[number - 1]);
    } else if (!mixes_pointers && colon && colon < words) {
        rule_out_line(atoi(colon + 1));
    }
    return was_new;
}
