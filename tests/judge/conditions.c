/* conditions.c - changes in what is true or false: a part of a condition left
 * out, or its opposite; no condition; true and false, or what stands behind ?
 * and behind :, the other way round.  See changing.h. */
#include "changing.h"
#include "given.h"
#include "statements.h"

static bool is_connective(const struct token *t)
{
    return token_is(t, "&&") || token_is(t, "||");
}

/* --- operands of && and || ----------------------------------------------- */

static const struct token *end_of_operand(const struct token *t,
                                          const struct token *last)
{
    static const char *const behind[] = {"&&", "||", ")", ";", "?", ":", NULL};
    for (;; t++) {
        if (is_open(t))
            t = closing(t);
        if (t >= last || is_any(t + 1, behind))
            return t;
    }
}

static bool begins_operand(const struct place *place, const struct token *t)
{
    static const char *const before[] = {"&&", "||", "(", "=", "return", NULL};
    return is_any(t - 1, before) ||
           (t == place->first && place->kind == EXPRESSION);
}

/* The operand in front of a connective; NULL: it is not all of it. */
static const struct token *operand_before(const struct place *place,
                                          const struct token *connective)
{
    for (const struct token *t = place->first; t < connective; t++)
        if (begins_operand(place, t) &&
            end_of_operand(t, place->last) + 1 == connective)
            return t;
    return NULL;
}

static void leave_out(struct place *place, const struct token *from,
                      const struct token *to)
{
    place_add(place, from->line, WORD,
              text_with(place->first, place->last, from, to, ""),
              textf("%s left out", quote_in_line(from, to)));
}

/* x && y: or only y; or only x.  (Before x || y is tried, which may be right
 * where nothing looks closely.) */
static void leave_out_operands(struct place *place, const struct token *t)
{
    const struct token *first = operand_before(place, t);
    if (first)
        leave_out(place, first, t);
    leave_out(place, t, end_of_operand(t + 1, place->last));
}

/* !x and y, as a part of a condition. */
static void oppose(struct place *place, const struct token *t)
{
    if (t->kind == TOKEN_NAME &&
        (token_is(t - 1, "(") || is_connective(t - 1)) &&
        (find_tokens(place->first, place->last, "&&") ||
         find_tokens(place->first, place->last, "||")))
        place_replace(place, CONDITION, t, t, textf("! %s", token_text(t)));
}

/* n > 0 || is asked of n: the name that the operand in front ends with. */
static const struct token *name_before(const struct token *connective)
{
    static const char *const compares[] = {"<", ">", "<=", ">=",
                                           "==", "!=", NULL};
    const struct token *t = connective - 1;
    while (t->kind == TOKEN_NUMBER || is_any(t, compares))
        t--;
    return t;
}

/* Has a right answer the other connective between such operands? */
static bool right_ones_have(const struct token *connective)
{
    size_t count;
    const struct source *right = right_sources(&count);
    const char *other = token_is(connective, "&&") ? "||" : "&&";
    for (size_t i = 0; i < count; i++)
        for (const struct token *t = right[i].tokens.first;
             (t = find_tokens(t, NULL, other)); t++)
            if (same_token(name_before(t), name_before(connective)) &&
                same_token(t + 1, connective + 1))
                return true;
    return false;
}

void change_operand(struct place *place, const struct token *t)
{
    if (is_connective(t) && !right_ones_have(t))
        leave_out_operands(place, t);
    if (allowed->operands && place->kind == EXPRESSION)
        oppose(place, t);
}

/* Who asks for two things at once, or counts while asking or in a for, does not
 * mean the opposite of all that: if it is right, then by chance. */
static bool is_plain(const struct place *place)
{
    static const char *const others[] = {"&&", "||", "++", "--",
                                         "=",  "+=", "-=", NULL};
    for (const struct token *t = place->first; t <= place->last; t++)
        if (is_any(t, others))
            return false;
    return !token_is(place->first - 1, ";");
}

/* A while with a break in it. */
static bool is_left_from_inside(const struct token *t)
{
    return token_is(t, "while") &&
           find_tokens(t, behind_statement(t), "break ;");
}

/* task->begun, is_ready(job): without any operator. */
static bool is_one_operand(const struct token *t, const struct token *last)
{
    for (; t <= last; t++) {
        if (token_is(t, "(") && t[-1].kind == TOKEN_NAME)
            t = closing(t);
        else if (t->kind != TOKEN_NAME && !token_is(t, "->") &&
                 !token_is(t, "."))
            return false;
    }
    return true;
}

/* As a person writes it. */
static const char *opposite_of(const struct token *first,
                               const struct token *last)
{
    if (is_one_operand(first, last))
        return textf("! %s", text_of(first, last));
    if (token_is(first, "!") && is_one_operand(first + 1, last))
        return text_of(first + 1, last);
    return textf("!(%s)", text_of(first, last));
}

void change_condition(struct place *place)
{
    const struct token *first = place->first;
    if (is_plain(place))
        place_add(place, first->line, CONDITION,
                  opposite_of(first, place->last), "the opposite condition");
    if (token_is(first - 2, "if") || is_left_from_inside(first - 2))
        place_add(place, first->line, CONDITION, "true",
                  "`true` as the condition");
}

/* --- true and false ------------------------------------------------------ */

/* return true; and return false; in one function, all of them at once: the
 * number of that change, 0: there are not both. */
static size_t turned;

void read_returns(void)
{
    const struct token *yes = find_tokens(item->body, item->end, "return true");
    const struct token *no = find_tokens(item->body, item->end, "return false");
    const char *words = textf("true and false the other way round in all that "
                              "%s() returns", token_text(item->name));
    turned = yes && no ? change_new(yes->line, ORDER, words) : 0;
}

void change_returned(struct place *place, const struct token *t)
{
    const char *other = token_is(t, "true")    ? "false"
                        : token_is(t, "false") ? "true"
                                               : NULL;
    if (other && token_is(t - 1, "return"))
        place_choice(place, turned,
                     text_with(place->first, place->last, t, t, other));
}

/* --- ?: ------------------------------------------------------------------ */

void change_choice(struct place *place, const struct token *t)
{
    static const char *const ends[] = {":", ",", ")", ";", "]", NULL};
    const struct token *colon = t + 1, *end;
    if (!token_is(t, "?"))
        return;
    while (colon < place->last && !token_is(colon, ":"))
        colon = is_open(colon) ? closing(colon) + 1 : colon + 1;
    for (end = colon + 1; end <= place->last && !is_any(end, ends); end++)
        end = is_open(end) ? closing(end) : end;
    if (colon < place->last)
        place_add(place, t->line, CONDITION,
                  text_with(place->first, place->last, t, end - 1,
                            textf("? %s : %s", text_of(colon + 1, end - 1),
                                  text_of(t + 1, colon - 1))),
                  "what stands behind `?` and behind `:` the other way round");
}

/* self->n, in which this is the last name: where it begins; or the first one,
 * where it ends. */
static const struct token *chain_begin(const struct place *place,
                                       const struct token *name)
{
    while (name - 2 >= place->first &&
           (token_is(name - 1, "->") || token_is(name - 1, ".")))
        name -= 2;
    return name;
}

static const struct token *chain_end(const struct token *name)
{
    while (token_is(name + 1, "->") || token_is(name + 1, "."))
        name += 2;
    return name;
}

/* n-- gives what n was before; --n what it is then.  That matters only where
 * somebody asks for it. */
void change_counting(struct place *place, const struct token *t)
{
    bool is_mark = token_is(t, "++") || token_is(t, "--");
    bool is_behind = is_mark && t > place->first && t[-1].kind == TOKEN_NAME;
    bool is_in_front = is_mark && !is_behind && t < place->last &&
                       t[1].kind == TOKEN_NAME;
    const struct token *first = is_behind ? chain_begin(place, t - 1) : t + 1;
    const struct token *last = is_in_front ? chain_end(t + 1) : t - 1;
    const struct token *from = is_in_front ? t : first;
    bool is_alone = place->kind == STATEMENT &&
                    token_is((is_in_front ? last : t) + 1, ";") &&
                    !find_tokens(place->first, t, "=") &&
                    !token_is(place->first, "return");
    if ((!is_behind && !is_in_front) || is_alone)
        return;
    place_replace(place, WORD, from, is_in_front ? last : t,
                  is_in_front
                      ? textf("%s%s", quote(first, last), token_text(t))
                      : textf("%s%s", token_text(t), quote(first, last)));
}
