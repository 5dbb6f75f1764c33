/* moves.c - statements that stand inside of a loop, and could stand in front of
 * it or behind it; and the other way round.  See changing.h. */
#include <runtime.h>

#include "changing.h"
#include "statements.h"

/* What may be elsewhere is not here then: its number, by its first token. */
enum { MOST_MOVED = 64 };

static struct moved {
    const struct token *statement;
    size_t number;
} moved[MOST_MOVED];
static size_t moved_count;

void forget_moves(void)
{
    moved_count = 0;
}

void leave_its_place(struct place *place)
{
    for (size_t i = 0; i < moved_count; i++)
        if (moved[i].statement == place->first)
            place_choice(place, moved[i].number, ";");
}

/* i++ counts the rounds: elsewhere it would count nothing. */
static bool can_move(const struct token *t)
{
    return is_simple(t) && !leaves(t) &&
           !token_is(behind_statement(t) - 2, "++") &&
           !token_is(behind_statement(t) - 2, "--") &&
           behind_statement(t)[-1].kind != TOKEN_END;
}

static void move(const struct token *t, const struct token *to,
                 const char *where)
{
    struct place place = {to, to, STATEMENT, "", 0};
    if (moved_count == MOST_MOVED || !can_move(t))
        return;
    size_t number = change_new(t->line, ORDER, textf("this statement %s",
                                                     where));
    place_choice(&place, number, text_of(t, behind_statement(t) - 1));
    place_finish_in_front(&place);
    moved[moved_count++] = (struct moved){t, number};
}

static const struct token *last_statement(const struct token *t,
                                          const struct token *close)
{
    const struct token *last = t;
    for (; t < close; t = behind_statement(t))
        last = t;
    return last;
}

void move_over_loop(const struct token *loop, const struct token *before)
{
    bool is_do = token_is(loop, "do");
    if (!is_do && !token_is(loop, "for") && !token_is(loop, "while") &&
        !token_is(loop, "ASYNC_FOR"))
        return;
    const struct token *open = is_do ? loop + 1 : closing(loop + 1) + 1;
    const struct token *behind = behind_statement(loop), *close;
    if (!token_is(open, "{") || has_label(open, closing(open)))
        return;
    close = closing(open);
    const struct token *last = last_statement(open + 1, close);
    const char *line = textf("%d", loop->line);
    if (open + 1 < last)
        move(open + 1, loop, textf("in front of the loop of line %s", line));
    if (open + 1 < close)
        move(last, behind, textf("behind the loop of line %s", line));
    if (before)
        move(before, open + 1, textf("in the loop of line %s, first", line));
    if (!token_is(behind, "}"))
        move(behind, close, textf("in the loop of line %s, last", line));
}
