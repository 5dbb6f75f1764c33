/* differ.c - what one function has otherwise than another.  See differ.h. */
#include "differ.h"

#include "alike.h"
#include "statements.h"

static struct differences *all;

static struct difference *add(enum how how, const struct token *first,
                              const struct token *last,
                              const struct token *theirs,
                              const struct token *their_last)
{
    struct difference *new = &all->list[all->count];
    if (all->count + 1 < MOST_DIFFERENCES)
        all->count++;
    else
        all->is_too_much = true;
    *new = (struct difference){how, first, last, theirs, their_last, NULL};
    return new;
}

/* --- how alike two statements are ---------------------------------------- */

static struct row_of_words row_of(const struct token *first,
                                  const struct token *end)
{
    struct row_of_words row = {.count = 0};
    for (const struct token *t = first; t < end && row.count < LONGEST_ROW; t++)
        row.word[row.count++] = hash_of(t->text, t->length);
    return row;
}

static bool is_label(const struct token *t)
{
    return token_is(t, "case") || token_is(t, "default") ||
           (t->kind == TOKEN_NAME && token_is(t + 1, ":"));
}

static bool is_fixed(const struct token *t)
{
    return is_label(t) || is_declaration(t) || is_frame_of_body(t);
}

static const struct token *else_of(const struct token *t)
{
    const struct token *end = behind_statement(closing(t + 1) + 1);
    return token_is(t, "if") && token_is(end, "else") ? end : NULL;
}

/* One variable, and one value for it. */
static bool is_one_value(const struct token *value, const struct token *end)
{
    return !token_is(value + 1, "{") &&
           end_of_declarator(value, end - 1) == end - 1;
}

/* Can one become the other?  0: no; or else how much they have in common. */
static int likeness(const struct token *a, const struct token *a_end,
                    const struct token *b, const struct token *b_end)
{
    if (same_tokens(a, a_end, b, b_end))
        return 3 * (int)(a_end - a);
    if (is_declaration(a) && is_declaration(b)) {
        const struct token *one = begins_with(a, a_end);
        const struct token *other = begins_with(b, b_end);
        return one && other && same_tokens(a, one, b, other) &&
               is_one_value(one, a_end) && is_one_value(other, b_end);
    }
    if (is_fixed(a) || is_fixed(b) || is_control(a) != is_control(b) ||
        (is_control(a) && !same_token(a, b)))
        return 0;
    struct row_of_words one = row_of(a, a_end), other = row_of(b, b_end);
    int common = (int)align(&one, &other, NULL);
    size_t longer = one.count > other.count ? one.count : other.count;
    return is_control(a) || 2 * common >= (int)longer ? common : 0;
}

/* --- lists of statements ------------------------------------------------- */

enum { MOST_STATEMENTS = 60 };

struct list {
    const struct token *first[MOST_STATEMENTS + 1];     /* and behind them */
    size_t count;
};

static struct list list_of(const struct token *t, const struct token *end)
{
    struct list list = {.count = 0};
    while (t < end && list.count < MOST_STATEMENTS) {
        list.first[list.count++] = t;
        if (is_label(t))
            while (!token_is(t++, ":"))
                ;
        else
            t = behind_statement(t);
    }
    list.first[list.count] = end;
    all->is_too_much |= t < end;
    return list;
}

static void compare_statements(const struct token *a,
                               const struct token *a_end,
                               const struct token *b,
                               const struct token *b_end);

/* One name, which is known in the whole block then; its value is set here. */
static void declare(const struct token *here, const struct token *type,
                    const struct token *part, const struct token *end)
{
    const struct token *value = begins_with(part, end);
    const struct token *last = value ? value - 1 : end - 1;
    bool is_list = value && token_is(value + 1, "{");
    add(DECLARED, here, here, part, last)->type = type;
    all->is_too_much |= value && (last != name_in(part) || is_list);
    if (value)
        add(IN_FRONT, here, here, last, end - 1);
}

/* One more of theirs, in front of ours. */
static void add_theirs(const struct token *here, const struct token *b,
                       const struct token *b_end)
{
    if (!is_fixed(b)) {
        add(IN_FRONT, here, here, b, b_end - 1);
        return;
    }
    if (!is_declaration(b) || token_is(b, "static")) {
        all->is_too_much = true;
        return;
    }
    const struct token *end = b_end - 1, *next;
    for (const struct token *part = first_declarator(b); part < end;
         part = next + 1) {
        next = end_of_declarator(part, end);
        declare(here, b, part, next);
    }
}

static void leave_out(const struct token *a, const struct token *a_end)
{
    if (is_label(a) || is_frame_of_body(a))
        all->is_too_much = true;
    else if (!is_declaration(a) && !token_is(a, ";"))
        add(LEFT_OUT, a, a_end - 1, NULL, NULL);
}

static void compare_lists(const struct list *a, const struct list *b)
{
    int best[MOST_STATEMENTS + 1][MOST_STATEMENTS + 1];
    bool is_pair[MOST_STATEMENTS][MOST_STATEMENTS];
    for (size_t i = a->count + 1; i-- > 0;)
        for (size_t k = b->count + 1; k-- > 0;) {
            if (i == a->count || k == b->count) {
                best[i][k] = 0;
                continue;
            }
            int like = likeness(a->first[i], a->first[i + 1], b->first[k],
                                b->first[k + 1]);
            int without = best[i + 1][k] > best[i][k + 1] ? best[i + 1][k]
                                                          : best[i][k + 1];
            is_pair[i][k] = like && like + best[i + 1][k + 1] >= without;
            best[i][k] = is_pair[i][k] ? like + best[i + 1][k + 1] : without;
        }
    size_t i = 0, k = 0;
    while (i < a->count || k < b->count) {
        if (i < a->count && k < b->count && is_pair[i][k]) {
            compare_statements(a->first[i], a->first[i + 1], b->first[k],
                               b->first[k + 1]);
            i++, k++;
        } else if (i < a->count && k < b->count &&
                   best[i + 1][k + 1] == best[i][k] &&
                   !is_fixed(a->first[i]) && !is_fixed(b->first[k])) {
            add(STATEMENT_IS, a->first[i], a->first[i + 1] - 1, b->first[k],
                b->first[k + 1] - 1);
            i++, k++;
        } else if (k < b->count &&
                   (i == a->count || best[i][k + 1] >= best[i + 1][k])) {
            add_theirs(a->first[i], b->first[k], b->first[k + 1]);
            k++;
        } else {
            leave_out(a->first[i], a->first[i + 1]);
            i++;
        }
    }
}

/* --- statements ---------------------------------------------------------- */

static void compare_expressions(const struct token *a,
                                const struct token *a_end,
                                const struct token *b,
                                const struct token *b_end)
{
    if (same_tokens(a, a_end, b, b_end))
        return;
    if (a == a_end || b == b_end)
        all->is_too_much = true;
    else
        add(EXPRESSION_IS, a, a_end - 1, b, b_end - 1);
}

/* What stands between the brackets of a block, or alone without any. */
static void compare_blocks(const struct token *a, const struct token *a_end,
                           const struct token *b, const struct token *b_end)
{
    struct list ours, theirs;
    bool is_alone = !token_is(a, "{");
    if (same_tokens(a, a_end, b, b_end))
        return;
    ours = is_alone ? list_of(a, a_end) : list_of(a + 1, a_end - 1);
    theirs = token_is(b, "{") ? list_of(b + 1, b_end - 1) : list_of(b, b_end);
    size_t before = all->count;
    compare_lists(&ours, &theirs);
    /* In front of what stands alone, or behind it, nothing can stand. */
    for (size_t i = before; is_alone && i < all->count; i++)
        if (all->list[i].how == IN_FRONT &&
            (all->list[i].first == a || all->list[i].first == a_end)) {
            all->count = before;
            add(STATEMENT_IS, a, a_end - 1, b, b_end - 1);
            return;
        }
}

static void compare_for(const struct token *a, const struct token *b)
{
    const struct token *a_close = closing(a), *b_close = closing(b);
    for (int part = 0; part < 3; part++) {
        const struct token *a_end = ++a, *b_end = ++b;
        while (a_end < a_close && !token_is(a_end, ";"))
            a_end = is_open(a_end) ? closing(a_end) + 1 : a_end + 1;
        while (b_end < b_close && !token_is(b_end, ";"))
            b_end = is_open(b_end) ? closing(b_end) + 1 : b_end + 1;
        const struct token *a_value = begins_with(a, a_end);
        const struct token *b_value = begins_with(b, b_end);
        if (part == 0 && is_declaration(a) && a_value && b_value &&
            same_tokens(a, a_value, b, b_value))
            compare_expressions(a_value + 1, a_end, b_value + 1, b_end);
        else if (part == 0 && (is_declaration(a) || is_declaration(b)) &&
                 !same_tokens(a, a_end, b, b_end))
            all->is_too_much = true;
        else
            compare_expressions(a, a_end, b, b_end);
        a = a_end;
        b = b_end;
    }
}

static void compare_else(const struct token *a, const struct token *a_end,
                         const struct token *b, const struct token *b_end)
{
    const struct token *ours = else_of(a), *theirs = else_of(b);
    if (ours && theirs)
        compare_blocks(ours + 1, a_end, theirs + 1, b_end);
    else if (ours)
        add(LEFT_OUT, ours + 1, a_end - 1, NULL, NULL);
    else if (theirs)
        add(ELSE, a, a_end - 1, theirs + 1, b_end - 1);
}

static void compare_control(const struct token *a, const struct token *a_end,
                            const struct token *b, const struct token *b_end)
{
    const struct token *a_close = closing(a + 1), *b_close = closing(b + 1);
    if (token_is(a, "{")) {
        compare_blocks(a, a_end, b, b_end);
        return;
    }
    if (token_is(a, "do")) {
        const struct token *a_body = behind_statement(a + 1);
        const struct token *b_body = behind_statement(b + 1);
        compare_blocks(a + 1, a_body, b + 1, b_body);
        compare_expressions(a_body + 2, closing(a_body + 1), b_body + 2,
                            closing(b_body + 1));
        return;
    }
    compare_else(a, a_end, b, b_end);
    if (token_is(a, "for"))
        compare_for(a + 1, b + 1);
    else
        compare_expressions(a + 2, a_close, b + 2, b_close);
    compare_blocks(a_close + 1, behind_statement(a_close + 1), b_close + 1,
                   behind_statement(b_close + 1));
}

/* Part by part; or all of it, where a part cannot be theirs: the counter of a
 * for is declared in one head, and in the other it is a member. */
static void compare_parts(const struct token *a, const struct token *a_end,
                          const struct token *b, const struct token *b_end)
{
    size_t before = all->count;
    bool was_too_much = all->is_too_much;
    compare_control(a, a_end, b, b_end);
    if (all->is_too_much && !was_too_much && before + 1 < MOST_DIFFERENCES) {
        all->count = before;
        all->is_too_much = false;
        add(STATEMENT_IS, a, a_end - 1, b, b_end - 1);
    }
}

static void compare_statements(const struct token *a,
                               const struct token *a_end,
                               const struct token *b,
                               const struct token *b_end)
{
    if (same_tokens(a, a_end, b, b_end))
        return;
    if (is_control(a))
        compare_parts(a, a_end, b, b_end);
    else if (is_declaration(a))
        compare_expressions(begins_with(a, a_end) + 1, a_end - 1,
                            begins_with(b, b_end) + 1, b_end - 1);
    else
        add(STATEMENT_IS, a, a_end - 1, b, b_end - 1);
}

void add_differences(struct differences *differences, const struct item *ours,
                     const struct item *theirs)
{
    all = differences;
    all->is_too_much |= !same_tokens(ours->first, ours->body, theirs->first,
                                     theirs->body);
    struct list a = list_of(ours->body + 1, ours->end - 1);
    struct list b = list_of(theirs->body + 1, theirs->end - 1);
    compare_lists(&a, &b);
}
