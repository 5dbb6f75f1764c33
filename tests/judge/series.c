/* series.c - one more in a row of statements that are alike but for a member, or
 * for the number of a place; and in each such row of a function.  See changing.h.
 *
 *      task_cancel(self->user);
 *      task_cancel(self->orders);      and self->news?
 *      TRY_AWAIT(self->user);
 *      TRY_AWAIT(self->orders);        then here, too
 */
#include "series.h"

#include <stdlib.h>
#include <string.h>

#include "changing.h"
#include "patch.h"
#include "statements.h"

/* Behind this statement one more, in which this word stands there. */
enum { MOST_ROWS = 100 };

static struct row {
    const struct item *function;
    const struct token *last;
    const char *word, *text;
    size_t number;
} rows[MOST_ROWS];
static size_t row_count;

void forget_rows(void)
{
    row_count = 0;
}

/* What goes on with the same word is one change. */
static size_t number_for(const char *word, int line)
{
    for (size_t i = 0; i < row_count; i++)
        if (rows[i].function == item && strcmp(rows[i].word, word) == 0)
            return rows[i].number;
    return change_new(line, MORE, "one more statement behind it");
}

/* Where the two statements are not the same, if it is in one token; or NULL. */
static const struct token *only_difference(const struct token *one,
                                           const struct token *end,
                                           const struct token *other)
{
    const struct token *found = NULL;
    for (; one < end; one++, other++) {
        if (same_token(one, other))
            continue;
        if (found || one->kind != other->kind)
            return NULL;
        found = other;
    }
    return found;
}

/* One with that word there, unless it stands in this function already. */
static void add_one(struct place *place, const struct token *there,
                    const char *word)
{
    const char *text =
        text_with(place->first, place->last, there, there, word);
    if (row_count == MOST_ROWS || find_tokens(item->body, item->end, text + 1))
        return;
    struct row row = {item, place->last, word, text,
                      number_for(word, place->first->line)};
    place_choice(place, row.number,
                 textf("%s\n%s", text_of(place->first, place->last), text));
    rows[row_count++] = row;
}

/* self->user, self->orders: each other member of that type. */
static void add_members(struct place *place, const struct token *there)
{
    const char *type = fields ? type_of(there) : NULL;
    for (const struct token *m = fields ? fields->body : NULL;
         type && m < fields->end; m++) {
        const char *other = m->kind == TOKEN_NAME ? type_of(m) : NULL;
        if (other && strcmp(other, type) == 0)
            add_one(place, there, token_text(m));
    }
}

void continue_row(struct place *place)
{
    const struct token *t = place->first;
    if (!latest || behind_statement(latest) != t ||
        t - latest != place->last + 1 - t)
        return;
    const struct token *there = only_difference(latest, t, t);
    if (there && token_is(there - 1, "->"))
        add_members(place, there);
    if (there && there->kind == TOKEN_NUMBER && token_is(there - 1, "["))
        add_one(place, there,
                textf("%ld", strtol(there->text, NULL, 10) + 1));
}

const char *rows_as_patch(size_t number, int columns)
{
    bool is_row = false;
    patch_begin();
    for (size_t i = 0; i < row_count; i++) {
        if (rows[i].number != number)
            continue;
        struct tokens new = tokens_of(rows[i].text);
        patch_behind(rows[i].last, code_of(new.first,
                                           new.first + new.count - 1));
        tokens_free(&new);
        is_row = true;
    }
    return is_row ? patch_text(columns) : NULL;
}
