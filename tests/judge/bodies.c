/* bodies.c - all of a function as a right answer has it: where that helps,
 * there is the mistake.  See changing.h. */
#include <string.h>

#include "changing.h"
#include "given.h"
#include "statements.h"

enum { MOST_BODIES = 8 };

static bool have_same_head(const struct item *one, const struct item *other)
{
    const struct token *a = one->first, *b = other->first;
    while (a < one->body && b < other->body && same_token(a, b)) {
        a++;
        b++;
    }
    return a == one->body && b == other->body;
}

/* Does it call what only that right answer has? */
static bool needs_more(const struct item *theirs, const struct source *right)
{
    for (const struct token *t = theirs->body; t < theirs->end; t++)
        if (is_only_of(right, t))
            return true;
    return false;
}

static const char *body_of(const struct item *one)
{
    return text_of(one->body, one->end - 1);
}

static bool is_call(const struct token *t)
{
    return t->kind == TOKEN_NAME && token_is(t + 1, "(") && !is_control(t) &&
           !token_is(t, "sizeof") && !token_is(t, "return");
}

/* What their body calls and this one does not; "" if there is nothing. */
static const char *calls_more(const struct item *theirs)
{
    const char *names = "";
    for (const struct token *t = theirs->body; t < theirs->end; t++) {
        const char *call = textf("%s(", token_text(t));
        if (is_call(t) && !strstr(names, call) &&
            !find_tokens(item->body, item->end, textf("%s (", token_text(t))))
            names = textf("%s%s%s)", names, *names ? ", " : "", call);
    }
    return *names ? textf("; that one calls %s, this one does not", names) : "";
}

/* Bodies that are different, beginning with our own. */
static const char *seen[MOST_BODIES];
static size_t seen_count;

static bool is_new(const char *body)
{
    for (size_t i = 0; i < seen_count; i++)
        if (strcmp(seen[i], body) == 0)
            return false;
    if (seen_count == MOST_BODIES)
        return false;
    seen[seen_count++] = body;
    return true;
}

static void take_body_of(const struct source *right, struct place *place)
{
    for (size_t i = 0; i < right->count; i++) {
        const struct item *theirs = &right->items[i];
        if (!is_theirs(theirs) || !same_token(theirs->name, item->name) ||
            !have_same_head(theirs, item) || needs_more(theirs, right) ||
            !is_new(body_of(theirs)))
            continue;
        const char *back = token_is(item->name - 1, "void") ? " return ;" : "";
        place_add(place, item->name->line, BODY,
                  textf("%s%s", body_of(theirs), back),
                  textf("the body that %s() has in a right answer (lines %d "
                        "to %d%s)", token_text(item->name), item->first->line,
                        (item->end - 1)->line, calls_more(theirs)));
    }
}

/* In front of all that is in it: all that a right answer has there. */
void take_their_body(void)
{
    struct place place = {item->body + 1, item->body + 1, STATEMENT, "", 0};
    size_t answers;
    const struct source *right = right_sources(&answers);
    seen_count = 0;
    is_new(body_of(item));
    for (size_t i = 0; i < answers; i++)
        if (is_known(&right[i]))
            take_body_of(&right[i], &place);
    place_finish_in_front(&place);
}
