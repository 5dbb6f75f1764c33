/* choices.c - which member, or which variable, another name or number could
 * stand for.  See changing.h. */
#include <string.h>

#include "changing.h"
#include "given.h"
#include "statements.h"

/* self->i++: what is counted, most often in a loop. */
static bool is_counted(const struct token *name)
{
    for (const struct token *t = item->body; t < item->end; t++)
        if (same_token(t, name) && token_is(t - 1, "->") &&
            token_is(t + 1, "++"))
            return true;
    return false;
}

/* Another member of the same type.  What is counted in a loop stands for
 * another number by luck only, but for an index; and to count another one is to
 * count none. */
void change_member(struct place *place, const struct token *t)
{
    if (!fields || !token_is(t - 1, "->") || !token_is(t - 2, "self") ||
        token_is(t + 1, "++") || token_is(t + 1, "--"))
        return;
    const char *type = type_of(t);
    for (const struct token *m = fields->body; type && m < fields->end; m++) {
        if (m->kind != TOKEN_NAME || same_token(m, t) ||
            !(token_is(m + 1, ";") || token_is(m + 1, ",") ||
              token_is(m + 1, "[")))
            continue;
        const char *other = type_of(m);
        bool by_luck = !allowed->any_member && is_counted(m) &&
                       !is_counted(t) && !token_is(t - 3, "[");
        if (other && strcmp(other, type) == 0 && !by_luck)
            place_replace(place, WORD, t, t, token_text(m));
    }
}

static bool right_ones_have(const char *spellings)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    for (size_t i = 0; i < answers; i++)
        if (is_known(&right[i]) &&
            find_tokens(right[i].tokens.first, NULL, spellings))
            return true;
    return false;
}

/* gather->missing, where gather is of a struct of this answer: or ->count?  In
 * an answer that is no machine, only if a right one has it. */
void change_their_member(struct place *place, const struct token *t)
{
    const struct source *answer = &sources()->answer;
    if (!token_is(t - 1, "->") || token_is(t - 2, "self") ||
        token_is(t + 1, "("))
        return;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *record = &answer->items[i];
        const char *type = record->is_struct ? type_in(record, t) : NULL;
        for (const struct token *m = record->body; type && m < record->end;
             m++) {
            const char *other = m->kind == TOKEN_NAME && !same_token(m, t)
                                    ? type_in(record, m) : NULL;
            if (other && strcmp(other, type) == 0 &&
                (allowed->any_member ||
                 right_ones_have(textf("%s -> %s", token_text(t - 2),
                                       token_text(m)))))
                place_replace(place, WORD, t, t, token_text(m));
        }
    }
}

/* run_in_executor(NULL, ...): the pool that the struct has. */
void change_null(struct place *place, const struct token *t)
{
    const struct token *m =
        fields && token_is(t, "NULL") && token_is(t - 1, "(") ? fields->body
                                                              : NULL;
    for (; m && m < fields->end; m++) {
        const char *type = m->kind == TOKEN_NAME ? type_of(m) : NULL;
        if (type && strcmp(type, " struct executor*") == 0)
            place_replace(place, WORD, t, t, textf("self->%s", token_text(m)));
    }
}

/* self->tasks[0]: the counter of a loop, where one is counted. */
void change_index(struct place *place, const struct token *t)
{
    if (t->kind != TOKEN_NUMBER || !token_is(t - 1, "[") ||
        !token_is(t + 1, "]"))
        return;
    for (const struct token *f = item->body; f < t; f++) {
        if (!token_is(f, "for"))
            continue;
        for (const struct token *n = f + 2; n < closing(f + 1); n++)
            if (token_is(n + 1, "++")) {
                bool is_member = token_is(n - 1, "->");
                if (!is_member && t > behind_statement(f))
                    break;
                place_replace(
                    place, WORD, t, t,
                    textf("%s%s", is_member ? "self->" : "", token_text(n)));
                break;
            }
    }
}

/* 6, or CUSTOMERS, where a number that is given is read nowhere:
 * self->cashiers? */
void change_to_unread(struct place *place, const struct token *t)
{
    static const char *const numbers[] = {"int", "unsigned", "size_t", "long",
                                          "double", NULL};
    bool is_number = t->kind == TOKEN_NUMBER || is_constant(t);
    for (const struct token *m = fields && is_number ? fields->body : NULL;
         m && m < fields->end; m++) {
        const char *type = m->kind == TOKEN_NAME ? type_of(m) : NULL;
        for (size_t i = 0; type && numbers[i]; i++)
            if (strcmp(type, numbers[i]) == 0 &&
                !find_tokens(item->body, item->end,
                             textf("self -> %s", token_text(m))))
                place_replace(place, WORD, t, t,
                              textf("self->%s", token_text(m)));
    }
}
