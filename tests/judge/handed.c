/* handed.c - what a function is handed on to be called with: is it what that
 * function reads?  See unlike.h.
 *
 *      call_later(seconds, strike, self->task)
 *      static void strike(void *arg) { struct limit *limit = arg; ...
 */
#include <runtime.h>

#include "changing.h"
#include "given.h"
#include "statements.h"
#include "unlike.h"

/* struct limit *limit = arg;  its "limit", the struct; NULL: it does not take
 * its last argument, a void *, for any. */
static const struct token *struct_read_by(const struct item *function)
{
    const struct token *name = closing(function->name + 1) - 1;
    if (!token_is(name - 1, "*") || !token_is(name - 2, "void"))
        return NULL;
    const struct token *begins =
        find_tokens(function->body, function->end,
                    textf("= %s ;", token_text(name)));
    return begins && token_is(begins - 2, "*") && token_is(begins - 4, "struct")
               ? begins - 3 : NULL;
}

const char *words_of_handed(const struct unlike *unlike)
{
    for (const struct token *t = unlike->all.first; t < unlike->mine.first;
         t++) {
        const struct item *function =
            t->kind == TOKEN_NAME && token_is(t + 1, ",")
                ? item_named(&sources()->answer, token_text(t), false) : NULL;
        const struct token *read = function && is_function(function)
                                       ? struct_read_by(function) : NULL;
        const struct token *open = read ? bracket_around(t) : NULL;
        if (!open)
            continue;
        const struct token *end = end_of_argument(t + 2, closing(open));
        if (unlike->mine.end > end)
            continue;
        const char *given = quoted((struct words_of){t + 2, end});
        if (*given)
            return textf("%s() takes what it is given for a struct %s (line "
                         "%d); line %d gives it %s.", token_text(t),
                         token_text(read), read->line, t->line, given);
    }
    return "";
}
