/* indented.c - statements that are indented as if they belonged to what has no
 * braces.  See indented.h.  (gcc warns of them, but not where a macro stands, as
 * AWAIT does.) */
#include "indented.h"

#include "given.h"
#include "proven.h"
#include "statements.h"

static bool is_first_in_line(const struct token *t)
{
    return t[-1].line < t->line;
}

static int column_of(const struct token *t)
{
    enum { TAB = 8 };
    const char *begin = t->text;
    int column = 0;
    while (begin > sources()->answer.tokens.source && begin[-1] != '\n')
        begin--;
    for (; begin < t->text; begin++)
        column += *begin == '\t' ? TAB - column % TAB : 1;
    return column;
}

/* What stands in one line with the head may begin it: } else */
static int column_of_line(const struct token *t)
{
    while (!is_first_in_line(t))
        t--;
    return column_of(t);
}

static bool may_belong(const struct token *t)
{
    return is_first_in_line(t) && (is_simple(t) || is_control(t)) &&
           !token_is(t, "else") && !token_is(t, "case") &&
           !token_is(t, "default");
}

static bool is_body(const struct token *t)
{
    return is_simple(t) || (is_control(t) && !token_is(t, "{"));
}

static bool is_head(const struct token *t)
{
    static const char *const heads[] = {"if", "for", "while", NULL};
    return (is_any(t, heads) && token_is(t + 1, "(")) ||
           (token_is(t, "else") && !token_is(t + 1, "if"));
}

/* Where the body leaves, what stands behind it would never be come to: then it
 * is not meant to belong there. */
bool is_indented_behind(const struct token *head, struct indented *indented)
{
    if (!is_head(head))
        return false;
    const struct token *body =
        token_is(head, "else") ? head + 1 : closing(head + 1) + 1;
    if (!is_body(body) || !is_first_in_line(body) || leaves(body) ||
        column_of(body) <= column_of_line(head))
        return false;
    const struct token *first = behind_statement(body), *end = first;
    while (may_belong(end) && column_of(end) == column_of(body))
        end = behind_statement(end);
    *indented = (struct indented){head, body, first, end};
    return first < end;
}

const struct token *else_of_another(const struct token *head)
{
    if (!token_is(head, "if") || !token_is(head + 1, "("))
        return NULL;
    const struct token *inner = closing(head + 1) + 1;
    if (!token_is(inner, "if") || !is_first_in_line(inner))
        return NULL;
    const struct token *other = behind_statement(closing(inner + 1) + 1);
    return token_is(other, "else") && is_first_in_line(other) &&
                   column_of(other) == column_of_line(head) &&
                   column_of(other) < column_of(inner)
               ? other : NULL;
}

/* --- said ----------------------------------------------------------------- */

static const struct token *find_else(void)
{
    const struct token *t = sources()->answer.tokens.first;
    while (t->kind != TOKEN_END &&
           (!else_of_another(t) || line_is_given(t->line)))
        t++;
    return t->kind == TOKEN_END ? NULL : t;
}

static bool find_indented(struct indented *indented)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        for (const struct token *t = item->body; t && t < item->end; t++)
            if (is_indented_behind(t, indented) && !line_is_given(t->line))
                return true;
    }
    return false;
}

static bool seems_to_belong(const struct run *run)
{
    struct indented it;
    (void)run;
    if (!find_indented(&it))
        return false;
    int first = it.first->line, last = (it.end - 1)->line;
    point_at(answer_file(), it.head->line);
    found("The %s of line %d has no braces: only line %d belongs to it. %s "
          "indented as if %s did, too, but C does not look at that: the %s is "
          "over.", token_text(it.head), it.head->line, it.body->line,
          first == last ? textf("Line %d is", first)
                        : textf("Lines %d to %d are", first, last),
          first == last ? "it" : "they", token_text(it.head));
    return true;
}

bool lacks_braces(void)
{
    struct indented it;
    return find_indented(&it) || find_else();
}

static bool else_goes_elsewhere(const struct run *run)
{
    const struct token *head = find_else();
    (void)run;
    if (!head)
        return false;
    int line = else_of_another(head)->line;
    point_at(answer_file(), line);
    found("The else of line %d stands below the if of line %d, and belongs to "
          "that of line %d: an else goes with the nearest if in front of it.",
          line, head->line, (closing(head + 1) + 1)->line);
    return true;
}

const struct mistake indented_mistakes[] = {
    {.name = "else-of-another", .made = else_goes_elsewhere,
     .broken_too = true,
     .why = "Braces around what belongs to the first if end the second one "
            "before the else.",
     .python = "if failed:\n"
               "    if mine: ...\n"
               "else: ...              # the indentation says whose it is",
     .read_on = NULL},
    {.name = "indented-without-braces", .made = seems_to_belong,
     .broken_too = true,
     .why = "A block of C stands in braces.",
     .python = "if failed:\n"
               "    await goodbye()\n"
               "    raise              # the indentation is the block",
     .read_on = NULL},
    {0},
};
