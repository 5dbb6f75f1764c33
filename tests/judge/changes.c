/* changes.c - an answer with many small changes in it.  See changes.h.
 *
 * A statement is followed by itself with another token in it; a condition,
 * which may be in front of a block, is an expression with several values.  The
 * changes are those by which answers differ from right ones: a number, an
 * operator, a member, AWAIT or TRY_AWAIT; two statements or arguments the
 * other way round; one too many; one that right answers have, and this one has
 * not.
 */
#include "changes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "given.h"

enum { MOST_TOKENS = 6000 };

/* What is written in front of each token of the answer, and behind it. */
static const char *before[MOST_TOKENS], *behind[MOST_TOKENS];

static struct change *list;
static size_t count;

/* The function that is looked at, and its struct if it is a coroutine. */
static const struct item *item, *fields;

static size_t index_of(const struct token *t)
{
    return (size_t)(t - sources()->answer.tokens.first);
}

static void write_before(const struct token *t, const char *text)
{
    const char *there = before[index_of(t)];
    before[index_of(t)] = there ? textf("%s%s", there, text) : text;
}

static void write_behind(const struct token *t, const char *text)
{
    const char *there = behind[index_of(t)];
    behind[index_of(t)] = there ? textf("%s%s", text, there) : text;
}

/* --- pieces of text ----------------------------------------------------- */

/* From first up to last, both included, with new instead of these two. */
static const char *text_with(const struct token *first,
                             const struct token *last,
                             const struct token *from,
                             const struct token *to, const char *new)
{
    const char *text = "";
    for (const struct token *t = first; t <= last; t++) {
        if (from && t == from)
            text = textf("%s %s", text, new);
        if (!from || t < from || t > to)
            text = textf("%s %s", text, token_text(t));
    }
    return text;
}

static bool is_any(const struct token *t, const char *const *spellings)
{
    for (; *spellings; spellings++)
        if (token_is(t, *spellings))
            return true;
    return false;
}

/* Is there a space between these two, where a person writes them? */
static bool is_space_between(const struct token *t)
{
    static const char *const none_before[] = {")", "]", ";", ",", ".", "->",
                                              "[", "++", "--", NULL};
    static const char *const none_behind[] = {"(", "[", ".", "->", "!", "&",
                                              NULL};
    static const char *const words[] = {"if", "while", "for", "return", NULL};
    bool is_call = token_is(t + 1, "(") && t->kind == TOKEN_NAME &&
                   !is_any(t, words);
    return !is_call && !is_any(t + 1, none_before) && !is_any(t, none_behind);
}

/* On one line, to be quoted. */
static const char *quote(const struct token *first, const struct token *last)
{
    const char *text = token_text(first);
    for (const struct token *t = first; t < last; t++)
        text = textf("%s%s%s", text, is_space_between(t) ? " " : "",
                     token_text(t + 1));
    return text;
}

static const char *text_of(const struct token *first, const struct token *last)
{
    return text_with(first, last, NULL, NULL, NULL);
}

static bool is_open(const struct token *t)
{
    static const char *const open[] = {"(", "[", "{", NULL};
    return is_any(t, open);
}

static bool is_await(const struct token *t)
{
    return token_is(t, "AWAIT") || token_is(t, "TRY_AWAIT");
}

/* --- what is changed ---------------------------------------------------- */

/* A range of tokens that can be something else: a whole statement, or an
 * expression; and what else it can be. */
struct place {
    const struct token *first, *last;
    bool is_statement;
    const char *choices;
    size_t count;
};

/* Its number, from 1; 0: there is no room for more. */
static size_t new_change(int line, enum rank rank, const char *words)
{
    if (count == MOST_CHANGES)
        return 0;
    list[count].line = line;
    list[count].words = words;
    list[count].rank = rank;
    return ++count;
}

/* Two awaits need two lines: a line of their own keeps them apart. */
static void add_choice(struct place *place, size_t number, const char *text)
{
    int line = place->first->line;
    if (number == 0)
        return;
    list[number - 1].text = text;
    list[number - 1].has_own_line = place->is_statement;
    if (list[number - 1].is_impossible)
        return;
    if (place->is_statement)
        place->choices = textf("%sif (act_change == %zu) {\n#line %zu\n%s\n"
                               "#line %d\n} else ", place->choices, number,
                               number * LINES_APART + (size_t)line, text, line);
    else
        place->choices = textf("%sact_change == %zu ? (%s) : ",
                               place->choices, number, text);
    place->count++;
}

static void add(struct place *place, int line, enum rank rank,
                const char *text, const char *words)
{
    add_choice(place, new_change(line, rank, words), text);
}

static void finish(const struct place *place)
{
    if (place->count == 0)
        return;
    write_before(place->first,
                 textf(place->is_statement ? "{ %s { " : "(%s (",
                       place->choices));
    write_behind(place->last, place->is_statement ? " } }" : "))");
}

/* In front of END, which closes brackets, nothing may be open. */
static void finish_in_front(const struct place *place)
{
    if (place->count > 0)
        write_before(place->first, textf("%s{ } ", place->choices));
}

static void replace(struct place *place, enum rank rank,
                    const struct token *from, const struct token *to,
                    const char *new)
{
    add(place, from->line, rank,
        text_with(place->first, place->last, from, to, new),
        textf("`%s` instead of `%s`", new, quote(from, to)));
}

/* --- what right answers have -------------------------------------------- */

/* Do we know what it did?  (Those who test this leave some out.) */
static bool is_known(const struct source *right)
{
    const char *place = strstr(right->file, "solutions/");
    if (!place)
        place = strstr(right->file, "right/");
    return place && facts_know(right_facts_file(),
                               textf("%.*s", (int)strcspn(place, "."), place));
}

enum { MOST_WORDS = 24 };

struct words {
    const struct token *word[MOST_WORDS];
    size_t count;
};

static void collect(struct words *words, const struct token *t)
{
    for (size_t i = 0; i < words->count; i++)
        if (same_token(words->word[i], t))
            return;
    if (words->count < MOST_WORDS)
        words->word[words->count++] = t;
}

static bool is_constant(const struct token *t)
{
    if (t->kind != TOKEN_NAME || t->length < 3 || token_is(t + 1, "("))
        return false;
    for (size_t i = 0; i < t->length; i++)
        if (!isupper((unsigned char)t->text[i]) && t->text[i] != '_')
            return false;
    return !token_is(t, "BEGIN") && !token_is(t, "END") &&
           !token_is(t, "RERAISE") && !token_is(t, "NULL");
}

static struct words numbers, constants, texts;

static void collect_words(const struct item *theirs)
{
    for (const struct token *t = theirs->body; t && t < theirs->end; t++) {
        if (t->kind == TOKEN_NUMBER)
            collect(&numbers, t);
        else if (t->kind == TOKEN_TEXT)
            collect(&texts, t);
        else if (is_constant(t))
            collect(&constants, t);
    }
}

static bool is_function(const struct item *one)
{
    return one->body && one->name && token_is(one->body - 1, ")");
}

/* Is it the learner's part of a right answer? */
static bool is_theirs(const struct item *theirs)
{
    return is_function(theirs) && !is_given(token_text(theirs->name));
}

static void read_right_answers(void)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    for (size_t i = 0; i < answers; i++)
        for (size_t n = 0; is_known(&right[i]) && n < right[i].count; n++)
            if (is_theirs(&right[i].items[n]))
                collect_words(&right[i].items[n]);
}

/* --- words -------------------------------------------------------------- */

static void change_operator(struct place *place, const struct token *t)
{
    static const char *const others[][3] = {
        {"<", "<=", ">"},  {"<=", "<", ">="}, {">", ">=", "<"},
        {">=", ">", "<="}, {"==", "!=", NULL}, {"!=", "==", NULL},
        {"&&", "||", NULL}, {"||", "&&", NULL}, {"++", "--", NULL},
        {"--", "++", NULL}, {"+=", "-=", NULL}, {"-=", "+=", NULL},
        {"+", "-", NULL},   {"-", "+", NULL},   {"/", "*", NULL},
        {"*", "/", NULL},   {"true", "false", NULL},
        {"false", "true", NULL}, {"break", "continue", NULL},
        {"continue", "break", NULL}};
    bool is_unary = is_open(t - 1) || token_is(t - 1, ",") ||
                    token_is(t - 1, "=") || t == place->first;
    if (token_is(t, "!")) {
        replace(place, WORD, t, t, "");
        list[count - 1].words = "`!` left out";
    }
    if (is_unary && t->kind == TOKEN_MARK)
        return;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        for (size_t n = 1; token_is(t, others[i][0]) && n < 3; n++)
            if (others[i][n])
                replace(place, WORD, t, t, others[i][n]);
}

/* The type and the stars of a member, as text; NULL: it is none. */
static const char *type_in(const struct item *record, const struct token *name)
{
    const struct token *t = record ? record->body + 1 : NULL, *first = t;
    for (; t && t < record->end; t++) {
        if (token_is(t, ";")) {
            first = t + 1;
            continue;
        }
        bool is_name = t->kind == TOKEN_NAME && t > first &&
                       (token_is(t + 1, ";") || token_is(t + 1, ",") ||
                        token_is(t + 1, "["));
        if (!is_name || !same_token(t, name))
            continue;
        const char *type = token_text(first);
        if (token_is(first, "struct") || token_is(first, "const"))
            type = text_of(first, first + 1);
        return textf("%s%s%s", type, token_is(t - 1, "*") ? "*" : "",
                     token_is(t + 1, "[") ? "[]" : "");
    }
    return NULL;
}

static const char *type_of(const struct token *name)
{
    return type_in(fields, name);
}

/* self->count = n: or is it added? */
static void change_assignment(struct place *place, const struct token *t)
{
    static const char *const numbers_[] = {"int", "long", "double", "size_t",
                                           "unsigned", NULL};
    const char *type = fields && token_is(t - 2, "->") && token_is(t, "=")
                           ? type_of(t - 1) : NULL;
    for (size_t i = 0; type && numbers_[i]; i++)
        if (strcmp(type, numbers_[i]) == 0)
            replace(place, WORD, t, t, "+=");
}

static bool is_among(const struct words *words, const char *spelling)
{
    for (size_t i = 0; i < words->count; i++)
        if (token_is(words->word[i], spelling))
            return true;
    return false;
}

static bool is_integer(const struct token *number)
{
    return !memchr(number->text, '.', number->length);
}

static void change_number(struct place *place, const struct token *t)
{
    long number = strtol(token_text(t), NULL, 10);
    bool is_whole = is_integer(t);
    for (size_t i = 0; i < numbers.count; i++)
        if (!same_token(t, numbers.word[i]) &&
            (place->is_statement || is_whole == is_integer(numbers.word[i])))
            replace(place, WORD, t, t, token_text(numbers.word[i]));
    for (long other = number - 1; is_whole && other <= number + 1; other += 2)
        if (other >= 0 && !is_among(&numbers, textf("%ld", other)))
            replace(place, WORD, t, t, textf("%ld", other));
}

static void change_constant(struct place *place, const struct token *t)
{
    for (size_t i = 0; is_constant(t) && i < constants.count; i++)
        if (!same_token(t, constants.word[i]))
            replace(place, WORD, t, t, token_text(constants.word[i]));
}

/* Alike but for the middle of one to three letters. */
static bool is_near(const struct token *one, const struct token *other)
{
    enum { MIDDLE = 3 };
    size_t least = one->length < other->length ? one->length : other->length;
    size_t most = one->length + other->length - least, front = 0, back = 0;
    while (front < least && one->text[front] == other->text[front])
        front++;
    while (back < least - front &&
           one->text[one->length - 1 - back] ==
               other->text[other->length - 1 - back])
        back++;
    return most - front - back <= MIDDLE;
}

static void change_text(struct place *place, const struct token *t)
{
    for (size_t i = 0; i < texts.count; i++)
        if (!same_token(t, texts.word[i]) && is_near(t, texts.word[i]))
            replace(place, WORD, t, t, token_text(texts.word[i]));
}

static void change_member(struct place *place, const struct token *t)
{
    if (!fields || !token_is(t - 1, "->") || !token_is(t - 2, "self"))
        return;
    const char *type = type_of(t);
    for (const struct token *m = fields->body; type && m < fields->end; m++) {
        if (m->kind != TOKEN_NAME || same_token(m, t) ||
            !(token_is(m + 1, ";") || token_is(m + 1, ",") ||
              token_is(m + 1, "[")))
            continue;
        const char *other = type_of(m);
        if (other && strcmp(other, type) == 0)
            replace(place, WORD, t, t, token_text(m));
    }
}

/* Behind the statement that begins here. */
static const struct token *behind_statement(const struct token *t)
{
    if (token_is(t, "{"))
        return closing(t) + 1;
    if (token_is(t, "if") || token_is(t, "while") || token_is(t, "for") ||
        token_is(t, "switch")) {
        const struct token *end = behind_statement(closing(t + 1) + 1);
        return token_is(t, "if") && token_is(end, "else")
                   ? behind_statement(end + 1) : end;
    }
    if (token_is(t, "do"))
        t = behind_statement(t + 1);
    while (t->kind != TOKEN_END && !token_is(t, ";"))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t->kind == TOKEN_END ? t : t + 1;
}

/* run_in_executor(NULL, ...): the pool that the struct has. */
static void change_null(struct place *place, const struct token *t)
{
    const struct token *m = fields && token_is(t, "NULL") &&
                                    token_is(t - 1, "(") ? fields->body : NULL;
    for (; m && m < fields->end; m++) {
        const char *type = m->kind == TOKEN_NAME ? type_of(m) : NULL;
        if (type && strcmp(type, " struct executor*") == 0)
            replace(place, WORD, t, t, textf("self->%s", token_text(m)));
    }
}

/* self->tasks[0]: the counter of a loop, where one is counted. */
static void change_index(struct place *place, const struct token *t)
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
                replace(place, WORD, t, t,
                        textf("%s%s", is_member ? "self->" : "",
                              token_text(n)));
                break;
            }
    }
}

static void change_call(struct place *place, const struct token *t)
{
    static const char *const others[][2] = {
        {"AWAIT", "TRY_AWAIT"}, {"TRY_AWAIT", "AWAIT"},
        {"gather_return_exceptions", "gather"},
        {"gather", "gather_return_exceptions"},
        {"as_int", "as_real"}, {"as_real", "as_int"},
        {"event_set", "event_clear"}, {"event_clear", "event_set"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (token_is(t, others[i][0]) && token_is(t + 1, "("))
            replace(place, WORD, t, t, others[i][1]);
}

/* Any failure, or a certain one? */
static void change_failure(struct place *place, const struct token *t)
{
    static const char *const compared[] = {"==", "!=", NULL};
    if (!token_is(t, "failure") || is_any(t + 3, compared))
        return;
    bool is_not = token_is(t - 1, "!");
    for (size_t i = 0; i < constants.count; i++)
        if (token_is(constants.word[i] - 1, compared[0]) ||
            token_is(constants.word[i] - 1, compared[1]))
            for (int n = 0; n < 2; n++)
                replace(place, CONDITION, is_not ? t - 1 : t, t + 2,
                        textf("failure() %s %s", compared[n],
                              token_text(constants.word[i])));
}

static void change_words(struct place *place)
{
    for (const struct token *t = place->first; t <= place->last; t++) {
        if (t->kind == TOKEN_NUMBER) {
            change_number(place, t);
            change_index(place, t);
        } else if (t->kind == TOKEN_TEXT) {
            change_text(place, t);
        } else {
            change_operator(place, t);
            change_assignment(place, t);
            change_constant(place, t);
            change_member(place, t);
            change_null(place, t);
            change_call(place, t);
            change_failure(place, t);
        }
    }
}

/* --- arguments ---------------------------------------------------------- */

/* coro(ask_station): and what has a name here that is wanted there. */
static void give_arguments(struct place *place, const struct token *coro)
{
    const struct token *open = coro + 1, *close = closing(open);
    const struct item *theirs =
        item_named(&sources()->answer, token_text(open + 1), true);
    const struct token *m = theirs && fields ? theirs->body : NULL;
    for (; m && m < theirs->end; m++) {
        const char *type = m->kind == TOKEN_NAME ? type_in(theirs, m) : NULL;
        const char *ours = type ? type_of(m) : NULL;
        const char *name = token_text(m);
        if (!ours || strcmp(type, ours) != 0 ||
            find_tokens(open, close, textf(". %s", name)))
            continue;
        add(place, coro->line, ORDER,
            text_with(place->first, place->last, close, close,
                      textf(", .%s = self->%s )", name, name)),
            textf("`.%s = self->%s` given to coro(%s)", name, name,
                  token_text(open + 1)));
    }
}

static const struct token *end_of_argument(const struct token *t,
                                           const struct token *close)
{
    while (t < close && !token_is(t, ","))
        t = is_open(t) ? closing(t) + 1 : t + 1;
    return t;
}

/* Numbers, texts, or members of the same type; or calls of the same
 * function. */
static bool are_of_one_kind(const struct token *one, const struct token *other)
{
    bool members = token_is(one, "self") && token_is(other, "self");
    if (members) {
        const char *type = type_of(one + 2), *same = type_of(other + 2);
        return type && same && strcmp(type, same) == 0;
    }
    if ((one->kind == TOKEN_NUMBER && is_constant(other)) ||
        (is_constant(one) && other->kind == TOKEN_NUMBER))
        return true;
    if (one->kind == TOKEN_NAME && other->kind == TOKEN_NAME)
        return same_token(one, other) && token_is(one + 1, "(") && !members;
    return one->kind == other->kind && one->kind != TOKEN_MARK;
}

static void swap_arguments(struct place *place)
{
    for (const struct token *t = place->first; t <= place->last; t++) {
        if (token_is(t, "coro") && token_is(t + 1, "("))
            give_arguments(place, t);
        if (!token_is(t, "(") || t[-1].kind != TOKEN_NAME)
            continue;
        const struct token *close = closing(t), *one = t + 1;
        for (const struct token *end; one < close; one = end + 1) {
            end = end_of_argument(one, close);
            const struct token *other = end + 1;
            if (end >= close)
                break;
            const struct token *last = end_of_argument(other, close) - 1;
            if (!are_of_one_kind(one, other))
                continue;
            add(place, one->line, ORDER,
                text_with(place->first, place->last, one, last,
                          textf("%s ,%s", text_of(other, last),
                                text_of(one, end - 1))),
                textf("the arguments `%s` and `%s` the other way round",
                      quote(one, end - 1), quote(other, last)));
        }
    }
}

/* --- statements --------------------------------------------------------- */

static bool is_control(const struct token *t)
{
    static const char *const words[] = {"if", "while", "for", "switch", "do",
                                        "else", "case", "default", "{", NULL};
    return is_any(t, words) || (t->kind == TOKEN_NAME && token_is(t + 1, ":"));
}

static bool is_declaration(const struct token *t)
{
    static const char *const types[] = {"struct", "const", "static", "int",
                                        "long", "double", "bool", "char",
                                        "size_t", "unsigned", NULL};
    return is_any(t, types) ||
           (t->kind == TOKEN_NAME && t[1].kind == TOKEN_NAME &&
            !token_is(t, "return") && !token_is(t, "goto"));
}

static bool is_frame_of_body(const struct token *t)
{
    static const char *const words[] = {"BEGIN", "END", "RESUME", "END_RESUME",
                                        NULL};
    return is_any(t, words);
}

static bool is_simple(const struct token *t)
{
    return !is_control(t) && !is_declaration(t) && !is_frame_of_body(t) &&
           !token_is(t, ";") && !token_is(t, "}");
}

static bool is_awaitable_call(const struct token *t)
{
    static const char *const names[] = {
        "async_sleep", "gather", "gather_array", "semaphore_acquire",
        "lock_acquire", "event_wait", "async_queue_get", "async_queue_put",
        "group_exit", "timeout_exit", "wait_for", "shield", "coro",
        "stream_drain", "stream_readline", "create_task", NULL};
    const struct item *own = t->kind == TOKEN_NAME
        ? item_named(&sources()->answer, token_text(t), false) : NULL;
    return token_is(t + 1, "(") &&
           (is_any(t, names) ||
            (own && find_tokens(own->first, own->body, "struct coro")));
}

static bool can_await(void)
{
    return item->is_coroutine;
}

static void change_waiting(struct place *place)
{
    const struct token *t = place->first, *last = place->last;
    const struct token *made = find_tokens(t, last, "create_task (");
    if (!can_await() || is_await(t))
        return;
    if (is_awaitable_call(t))
        add(place, t->line, WAIT, textf("AWAIT(%s);", text_of(t, last - 1)),
            textf("AWAIT of %s()", token_text(t)));
    if (is_awaitable_call(t))
        add(place, t->line, WAIT, textf("TRY_AWAIT(%s);", text_of(t, last - 1)),
            textf("TRY_AWAIT of %s()", token_text(t)));
    if (token_is(t, "self") && !find_tokens(t, last, "=") &&
        !find_tokens(t, last, "("))
        add(place, t->line, WAIT, textf("AWAIT(%s);", text_of(t, last - 1)),
            textf("AWAIT of %s", quote(t, last - 1)));
    if (made)
        add(place, t->line, WAIT,
            textf("AWAIT(%s);", text_of(made + 2, closing(made + 1) - 1)),
            "AWAIT instead of create_task()");
    if (token_is(t, "blocking_sleep"))
        add(place, t->line, WAIT,
            textf("AWAIT(async_sleep%s);", text_of(t + 1, last - 1)),
            "AWAIT(async_sleep()) instead of blocking_sleep()");
}

static void change_ending(struct place *place)
{
    const struct token *t = place->first;
    if (!can_await() || !token_is(t, "RETURN"))
        return;
    if (!find_tokens(t, place->last, "awaited"))
        add(place, t->line, WAIT, "RETURN(awaited());",
            "what was awaited as the result");
}

static void leave_out(struct place *place)
{
    const struct token *t = place->first;
    add(place, t->line, LESS, ";", "this statement left out");
}

/* The next one, of the same block, the other way round. */
static void swap_with(struct place *place, struct place *next)
{
    size_t number =
        new_change(place->first->line, ORDER,
                   textf("this statement behind that of line %d",
                         next->first->line));
    add_choice(place, number,
               textf("%s\n%s", text_of(next->first, next->last),
                     text_of(place->first, place->last)));
    add_choice(next, number, ";");
}

/* --- statements of right answers ---------------------------------------- */

enum { LONGEST_UNIT = 60, MOST_UNITS = 40 };
enum { SHORT = 60 };        /* letters that are quoted as they are */

struct unit {
    const struct token *first, *last;
    const struct token *behind;     /* the statement in front of it, or NULL */
};

static struct unit units[MOST_UNITS];
static size_t unit_count;

static bool stands_in(const struct item *where, const struct unit *unit)
{
    long length = unit->last - unit->first + 1;
    for (const struct token *t = where->body; t + length <= where->end; t++) {
        long n = 0;
        while (n < length && same_token(&t[n], &unit->first[n]))
            n++;
        if (n == length)
            return true;
    }
    return false;
}

static int awaits_in(const struct token *first, const struct token *last)
{
    int awaits = 0;
    for (const struct token *t = first; t <= last; t++)
        awaits += is_await(t);
    return awaits;
}

static const struct source *their_source;
static const struct item *their_fields;

static bool stands_before(const struct token *name, const struct token *end)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t < end; t++)
        if (same_token(t, name))
            return true;
    return false;
}

/* A function of theirs that this answer does not know here? */
static bool is_only_theirs(const struct token *t)
{
    return token_is(t + 1, "(") &&
           item_named(their_source, token_text(t), false) &&
           !stands_before(t, item->body);
}

/* Only members (of the same types) and names that this answer has, too; the
 * runtime's are called, or in capital letters. */
static bool can_stand_here(const struct unit *unit)
{
    static const char *const in_coroutines[] = {
        "awaited", "failure", "caught", "RETURN", "RAISE", "RERAISE",
        "RAISE_ERROR", NULL};
    int awaits = awaits_in(unit->first, unit->last);
    for (const struct token *t = unit->first; t <= unit->last; t++) {
        if (!can_await() && is_any(t, in_coroutines))
            return false;
        if (t->kind != TOKEN_NAME || token_is(t, "self"))
            continue;
        if (token_is(t - 1, "->") && token_is(t - 2, "self")) {
            const char *ours = type_of(t), *type = type_in(their_fields, t);
            if (!ours || !type || strcmp(ours, type) != 0)
                return false;
        } else if (is_only_theirs(t)) {
            return false;
        } else if (!stands_before(t, item->end) && !token_is(t + 1, "(") &&
                   !isupper((unsigned char)*t->text)) {
            return false;
        }
    }
    return awaits <= 1 && (awaits == 0 || can_await());
}

static void collect_unit(const struct token *t,
                         const struct token *previous)
{
    static const char *const others[] = {"for", "while", "else", "case",
                                         "default", NULL};
    struct unit unit = {t, behind_statement(t) - 1, previous};
    if (unit_count == MOST_UNITS || unit.last - t > LONGEST_UNIT ||
        t->kind != TOKEN_NAME || is_any(t, others) || token_is(t + 1, ":") ||
        is_declaration(t) || is_frame_of_body(t) ||
        stands_in(item, &unit) || !can_stand_here(&unit))
        return;
    for (size_t i = 0; i < unit_count; i++)
        if (strcmp(text_of(units[i].first, units[i].last),
                   text_of(unit.first, unit.last)) == 0)
            return;
    units[unit_count++] = unit;
}

/* The statements of a body, at any depth. */
static void collect_units(const struct item *theirs)
{
    const struct token *last = NULL;
    for (const struct token *t = theirs->body; t + 1 < theirs->end; t++) {
        static const char *const ends[] = {";", "{", "}", ":", NULL};
        bool begins = is_any(t, ends) ||
                      (token_is(t, ")") && t[1].kind == TOKEN_NAME) ||
                      token_is(t, "else");
        if (begins) {
            collect_unit(t + 1, last);
            last = t + 1;
        }
        if (token_is(t, "("))
            t = closing(t) - 1;
    }
}

static void read_units_of(const struct source *right, bool same)
{
    for (size_t i = 0; i < right->count; i++) {
        const struct item *theirs = &right->items[i];
        if (!is_theirs(theirs) || same_token(theirs->name, item->name) != same)
            continue;
        their_source = right;
        their_fields = item_named(right, token_text(theirs->name), true);
        collect_units(theirs);
    }
}

/* Those of the function that is called so, and then of others. */
static void read_units(void)
{
    size_t answers;
    const struct source *right = right_sources(&answers);
    unit_count = 0;
    for (int same = 1; same >= 0; same--)
        for (size_t i = 0; i < answers; i++)
            if (is_known(&right[i]))
                read_units_of(&right[i], same);
}

/* Does a statement begin as another one does? */
static bool begin_alike(const struct token *one, const struct token *other)
{
    enum { BEGINNING = 5 };
    int i = 0;
    while (i < BEGINNING && same_token(&one[i], &other[i]) &&
           !token_is(&one[i], ";"))
        i++;
    return i == BEGINNING || (same_token(&one[i], &other[i]) && i > 0);
}

/* What a right answer has there instead: it begins alike. */
static void take_theirs(struct place *place)
{
    for (size_t i = 0; i < unit_count; i++) {
        const char *text = quote(units[i].first, units[i].last);
        if (begin_alike(units[i].first, place->first))
            add(place, place->first->line, MORE,
                text_of(units[i].first, units[i].last),
                strlen(text) <= SHORT ? textf("`%s` instead of it", text)
                                      : "what a right answer has there");
    }
}

static const struct token *latest;      /* the statement before this one */

/* Would it stand there between statements as it does in a right answer? */
static bool fits(const struct unit *unit, const struct token *t)
{
    return begin_alike(unit->last + 1, t) ||
           (unit->behind && latest && begin_alike(unit->behind, latest));
}

/* As it is if it is short, or what it calls. */
static const char *in_short(const struct unit *unit)
{
    const char *text = quote(unit->first, unit->last);
    const struct token *name = unit->first;
    if (strlen(text) <= SHORT)
        return text;
    if (token_is(name, "if") || token_is(name, "while"))
        return textf("%s (...) ...", token_text(name));
    while (name < unit->last && !token_is(name + 1, "("))
        name++;
    return is_await(name) ? textf("%s(%s(...))", token_text(name),
                                  token_text(name + 2))
                          : textf("%s(...)", token_text(name));
}

/* What is often forgotten, by the type of a member: behind an await, or
 * anywhere. */
static void insert_usual(struct place *place, const char *rest)
{
    static const struct {
        const char *type, *front, *back;
        bool behind_await;
    } usual[] = {
        {" struct value", "", " = awaited();", true},
        {" const char*", "", " = as_text(awaited());", true},
        {"int", "", " = (int)as_int(awaited());", true},
        {" struct error*", "", " = caught();", true},
        {" struct task_group*", "", " = task_group();", false},
        {" struct task*", "AWAIT(", ");", false},
        {" struct task*", "task_cancel(", ");", false}};
    bool is_behind = latest && is_await(latest);
    bool has_group = find_tokens(item->body, item->end, "group_exit");
    for (const struct token *m = fields ? fields->body : NULL;
         m && m < fields->end; m++) {
        const char *type = m->kind == TOKEN_NAME && !token_is(m + 1, "*")
                               ? type_of(m) : NULL;
        for (size_t i = 0; type && i < sizeof usual / sizeof *usual; i++) {
            if (strcmp(type, usual[i].type) != 0 ||
                (usual[i].behind_await && !is_behind) ||
                (has_group && strcmp(usual[i].front, "AWAIT(") == 0))
                continue;
            const char *statement =
                textf("%sself->%s%s", usual[i].front, token_text(m),
                      usual[i].back);
            add(place, place->first->line, MORE_ANYWHERE,
                textf("%s\n%s", statement, rest),
                textf("one more statement in front of it, `%s`", statement));
        }
    }
    if (is_behind && can_await())
        add(place, place->first->line, MORE_ANYWHERE,
            textf("if (failure()) RERAISE;\n%s", rest),
            "one more statement in front of it, `if (failure()) RERAISE;`");
}

/* What stands behind it is never come to. */
static bool leaves(const struct token *t)
{
    static const char *const words[] = {"RETURN", "RAISE", "RAISE_ERROR",
                                        "RERAISE", "return", "goto", "break",
                                        "continue", NULL};
    return is_any(t, words);
}

/* In front of this statement. */
static void insert(struct place *place, const char *rest)
{
    insert_usual(place, rest);
    for (size_t i = 0; i < unit_count; i++) {
        if (*rest && leaves(units[i].first))
            continue;
        add(place, place->first->line,
            fits(&units[i], place->first) ? MORE : MORE_ANYWHERE,
            textf("%s\n%s", text_of(units[i].first, units[i].last), rest),
            textf("one more statement in front of it, `%s`",
                  in_short(&units[i])));
    }
}

/* --- walking through a body --------------------------------------------- */

static void change_expression(const struct token *first,
                              const struct token *last, bool is_condition)
{
    struct place place = {first, last, false, "", 0};
    if (first > last)
        return;
    change_words(&place);
    if (is_condition)
        add(&place, first->line, CONDITION,
            textf("!(%s)", text_of(first, last)), "the opposite condition");
    finish(&place);
}

/* for (first; condition; step) */
static void change_for(const struct token *open)
{
    const struct token *part = open + 1, *close = closing(open);
    for (int i = 0; i < 3; i++) {
        const struct token *end = part, *value = part;
        while (end < close && !token_is(end, ";"))
            end = is_open(end) ? closing(end) + 1 : end + 1;
        if (i == 0 && is_declaration(part))
            while (value < end && !token_is(value++, "="))
                ;
        change_expression(value, end - 1, i == 1);
        part = end + 1;
    }
}

static void change_declaration(const struct token *t, const struct token *last)
{
    while (t < last && !token_is(t, "="))
        t++;
    const struct token *end = end_of_argument(t + 1, last);
    if (t < last && !token_is(t + 1, "{") && !token_is(item->body, "static"))
        change_expression(t + 1, end - 1, false);
}

static const struct token *change_statement(const struct token *t,
                                            struct place *place);

static const struct token *change_body(const struct token *t)
{
    struct place place = {.first = NULL};
    const struct token *end = change_statement(t, &place);
    if (place.first)
        finish(&place);
    return end;
}

/* In front of what is not simple, or of the end of a block. */
static void insert_in_front(const struct token *t)
{
    static const char *const words[] = {"if", "for", "while", "do", "}", NULL};
    struct place place = {t, t, true, "", 0};
    if (!is_any(t, words) ||
        (latest && (token_is(latest, "END") || token_is(latest, "RETURN"))))
        return;
    insert(&place, "");
    finish_in_front(&place);
}

/* All statements of a block: each knows the next one. */
static void change_block(const struct token *open)
{
    const struct token *t = open + 1, *close = closing(open);
    struct place last = {.first = NULL};
    while (t < close) {
        struct place place = {.first = NULL};
        insert_in_front(t);
        t = change_statement(t, &place);
        if (last.first && place.first && !token_is(last.first, "RETURN"))
            swap_with(&last, &place);
        if (last.first)
            finish(&last);
        last = place;
    }
    if (last.first)
        finish(&last);
    insert_in_front(close);
}

static bool has_label(const struct token *t, const struct token *last)
{
    for (; t < last; t++)
        if (token_is(t, "case") || token_is(t, "default") ||
            (t->kind == TOKEN_NAME && token_is(t + 1, ":") &&
             (token_is(t - 1, ";") || token_is(t - 1, "{") ||
              token_is(t - 1, "}"))))
            return true;
    return false;
}

/* if and while: once, or again and again; or not at all. */
static void change_whole(const struct token *t)
{
    struct place place = {t, behind_statement(t) - 1, true, "", 0};
    bool is_if = token_is(t, "if");
    if ((!is_if && !token_is(t, "while")) ||
        awaits_in(t, place.last) > 1 || has_label(t, place.last) ||
        find_tokens(t, place.last, "else"))
        return;
    replace(&place, ORDER, t, t, is_if ? "while" : "if");
    leave_out(&place);
    finish(&place);
}

/* Control words, with what is inside of them. */
static const struct token *change_control(const struct token *t)
{
    if (token_is(t, "{")) {
        change_block(t);
        return closing(t) + 1;
    }
    if (token_is(t, "case") || token_is(t, "default") ||
        token_is(t + 1, ":")) {
        while (!token_is(t, ":"))
            t++;
        return t + 1;
    }
    if (token_is(t, "else"))
        return change_body(t + 1);
    if (token_is(t, "do")) {
        t = change_body(t + 1);
        change_expression(t + 2, closing(t + 1) - 1, true);
        return closing(t + 1) + 2;
    }
    const struct token *close = closing(t + 1);
    change_whole(t);
    if (token_is(t, "for"))
        change_for(t + 1);
    else
        change_expression(t + 2, close - 1, !token_is(t, "switch"));
    return change_body(close + 1);
}

/* What is simple is left open, in place, for the one who knows the next. */
static const struct token *change_statement(const struct token *t,
                                            struct place *place)
{
    if (is_control(t)) {
        latest = t;
        return change_control(t);
    }
    const struct token *end = behind_statement(t);
    if (is_declaration(t))
        change_declaration(t, end - 1);
    if (is_frame_of_body(t) && token_is(t, "BEGIN"))
        latest = t;
    if ((!is_simple(t) && !token_is(t, ";")) || end[-1].kind == TOKEN_END) {
        if (!token_is(t, "END") || line_is_given(t->line))
            return end;
        struct place last = {t, end - 1, true, "", 0};
        insert(&last, "");
        finish_in_front(&last);
        return end;
    }
    *place = (struct place){t, end - 1, true, "", 0};
    if (token_is(t, ";")) {
        insert(place, "");
        return end;
    }
    change_words(place);
    swap_arguments(place);
    change_waiting(place);
    change_ending(place);
    take_theirs(place);
    insert(place, text_of(t, end - 1));
    leave_out(place);
    latest = t;
    return end;
}

static bool is_learners_own(const struct item *one)
{
    return is_function(one) && !line_is_given(one->name->line);
}

static void change_all(void)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        item = &answer->items[i];
        if (!is_learners_own(item))
            continue;
        fields = item->is_coroutine
                     ? item_named(answer, token_text(item->name), true) : NULL;
        read_units();
        latest = NULL;
        change_block(item->body);
    }
}

/* --- writing it --------------------------------------------------------- */

size_t write_changes(const char *file, struct change *changes)
{
    const struct tokens *tokens = &sources()->answer.tokens;
    FILE *out = tokens->first && tokens->count < MOST_TOKENS
                    ? fopen(file, "w") : NULL;
    if (!out)
        return 0;
    memset(before, 0, sizeof before);
    memset(behind, 0, sizeof behind);
    list = changes;
    count = 0;
    read_right_answers();
    change_all();
    fprintf(out, "extern int act_change;\n#line 1 \"%s\"\n", answer_file());
    const char *from = tokens->source;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *t = &tokens->first[i];
        fwrite(from, 1, (size_t)(t->text - from), out);
        fputs(before[i] ? before[i] : "", out);
        fwrite(t->text, 1, t->length, out);
        fputs(behind[i] ? behind[i] : "", out);
        from = t->text + t->length;
    }
    fputs(from, out);
    fclose(out);
    return count;
}
