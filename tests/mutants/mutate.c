/* mutate.c - spoil an answer by one small change at a time.
 *
 *      mutate STUB ANSWER NAME [PAIRS]
 *
 * writes NAME.NNN.c for each change of a line that the learner would write (one
 * that is not in the stub), and beside it NAME.NNN.what: the lines that it
 * changed, all those of their statements, the kind of the change, and what was
 * there and is there now.
 * Every line keeps its number.  What is written already is not written again.
 * PAIRS: so many answers with two changes each are added.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../judge/tokens.h"

enum { EDIT_LIMIT = 64, MUTANT_LIMIT = 4000, LINE_LIMIT = 4000 };

/* A piece of the source, and what stands there instead. */
struct edit {
    const char *from, *to;
    char *text;
};

struct mutant {
    struct edit edits[EDIT_LIMIT];  /* from the first place to the last */
    size_t count;
    const char *kind;
};

static struct tokens answer;
static bool learners[LINE_LIMIT];   /* by line: is it the learner's? */
static struct mutant mutants[MUTANT_LIMIT];
static size_t mutant_count;

/* --- texts --------------------------------------------------------------- */

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "mutate: %s\n", what);
    exit(2);
}

static char *format(const char *words, ...)
{
    va_list args;
    va_start(args, words);
    int length = vsnprintf(NULL, 0, words, args);
    va_end(args);
    char *text = malloc((size_t)length + 1);
    if (!text)
        give_up("no memory");
    va_start(args, words);
    vsnprintf(text, (size_t)length + 1, words, args);
    va_end(args);
    return text;
}

static char *piece(const char *from, const char *to)
{
    return format("%.*s", (int)(to - from), from);
}

static const char *end_of(const struct token *token)
{
    return token->text + token->length;
}

/* --- collecting ---------------------------------------------------------- */

static struct mutant *new_mutant(const char *kind)
{
    if (mutant_count == MUTANT_LIMIT)
        give_up("too many changes");
    mutants[mutant_count] = (struct mutant){.kind = kind};
    return &mutants[mutant_count++];
}

static void add_edit(struct mutant *mutant, const char *from, const char *to,
                     char *text)
{
    if (mutant->count == EDIT_LIMIT)
        give_up("too many places");
    mutant->edits[mutant->count++] = (struct edit){from, to, text};
}

/* From the token first to the token last; only if the learner wrote them. */
static void change(const char *kind, const struct token *first,
                   const struct token *last, char *text)
{
    if (learners[first->line])
        add_edit(new_mutant(kind), first->text, end_of(last), text);
}

/* --- which lines are the learner's? -------------------------------------- */

static bool same_line(const struct token *a, const struct token *b)
{
    int line_a = a->line, line_b = b->line;
    for (; a->line == line_a && b->line == line_b; a++, b++)
        if (a->kind == TOKEN_END || b->kind == TOKEN_END)
            return a->kind == b->kind;
        else if (!same_token(a, b))
            return false;
    return a->line != line_a && b->line != line_b;
}

/* The first token of each line; the end is one, too. */
static size_t line_starts(const struct tokens *tokens,
                          const struct token **starts)
{
    size_t count = 0;
    int line = 0;
    for (const struct token *t = tokens->first; t->kind != TOKEN_END; t++)
        if (t->line != line && count < LINE_LIMIT) {
            starts[count++] = t;
            line = t->line;
        }
    return count;
}

/* Those that are not in the longest row of lines that both have. */
static void find_learners_lines(const struct tokens *stub)
{
    static const struct token *ours[LINE_LIMIT], *theirs[LINE_LIMIT];
    size_t n = line_starts(&answer, ours), m = line_starts(stub, theirs);
    uint16_t *common = calloc((n + 1) * (m + 1), sizeof *common);
    if (!common)
        give_up("no memory");
#define COMMON(i, j) common[(i) * (m + 1) + (j)]
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;)
            if (same_line(ours[i], theirs[j]))
                COMMON(i, j) = (uint16_t)(COMMON(i + 1, j + 1) + 1);
            else
                COMMON(i, j) = COMMON(i + 1, j) > COMMON(i, j + 1)
                                   ? COMMON(i + 1, j) : COMMON(i, j + 1);
    for (size_t i = 0, j = 0; i < n;)
        if (j < m && same_line(ours[i], theirs[j]))
            i++, j++;
        else if (j < m && COMMON(i, j + 1) >= COMMON(i + 1, j))
            j++;
        else
            learners[ours[i++]->line] = true;
#undef COMMON
    free(common);
}

/* --- statements ---------------------------------------------------------- */

static bool is_any(const struct token *token, const char *words)
{
    for (; *words; words += strspn(words, " ")) {
        size_t length = strcspn(words, " ");
        if (token->length == length &&
            memcmp(token->text, words, length) == 0)
            return true;
        words += length;
    }
    return false;
}

/* Behind here a statement begins. */
static bool ends_statement(const struct token *token)
{
    return is_any(token, "; { } else do");
}

static bool is_simple(const struct token *token)
{
    return token->kind == TOKEN_NAME &&
           !is_any(token, "if else while for switch do case default struct "
                          "static const enum");
}

/* The semicolon that ends it. */
static const struct token *statement_end(const struct token *token)
{
    while (token->kind != TOKEN_END && !token_is(token, ";")) {
        if (is_any(token, "( [ {"))
            token = closing(token);
        if (token->kind != TOKEN_END)
            token++;
    }
    return token;
}

/* The bracket that closes the condition; its word is at token. */
static const struct token *condition_end(const struct token *token)
{
    return closing(token + 1);
}

/* Where the whole statement ends, with a block or an else. */
static const struct token *whole_end(const struct token *token)
{
    if (is_any(token, "if while for switch")) {
        const struct token *end = whole_end(condition_end(token) + 1);
        if (token_is(token, "if") && token_is(end + 1, "else"))
            end = whole_end(end + 2);
        return end;
    }
    if (token_is(token, "do"))
        return statement_end(whole_end(token + 1) + 1);
    return token_is(token, "{") ? closing(token) : statement_end(token);
}

static void mutate_statement(const struct token *t)
{
    const struct token *end = statement_end(t);
    if (is_any(t, "BEGIN END"))
        return;
    change("left out", t, end, format(";"));
    if (is_simple(end + 1) && learners[t->line] && learners[end[1].line]) {
        const struct token *next = end + 1, *last = statement_end(next);
        if (!is_any(next, "END") && last->kind != TOKEN_END)
            change("two swapped", t, last,
                   format("%.*s%.*s%.*s", (int)(end_of(last) - next->text),
                          next->text, (int)(next->text - end_of(end)),
                          end_of(end), (int)(end_of(end) - t->text), t->text));
    }
}

static void mutate_condition(const struct token *t)
{
    const struct token *close = condition_end(t);
    const char *inside = end_of(t + 1);
    int length = (int)(close->text - inside);
    if (!token_is(t, "for"))
        change("condition turned", t + 1, close,
               format("(!(%.*s))", length, inside));
    if (token_is(t, "while")) {
        change("once only", t, t, format("if"));
        change("for ever", t + 1, close, format("(1)"));
    }
    if (token_is(t, "if")) {
        change("condition left out", t, close, format(""));
        change("if left out", t, whole_end(t), format(";"));
    }
}

/* In a body the statements, one by one. */
static void mutate_statements(const struct token *open)
{
    const struct token *end = closing(open);
    bool begins = true;
    for (const struct token *t = open + 1; t < end; t++) {
        if (is_any(t, "if while for switch")) {
            mutate_condition(t);
            t = condition_end(t);
            begins = true;
        } else if (begins && is_simple(t)) {
            mutate_statement(t);
            t = statement_end(t);
        } else {
            begins = ends_statement(t);
        }
    }
}

/* --- calls --------------------------------------------------------------- */

static bool is_call(const struct token *t)
{
    return t->kind == TOKEN_NAME && token_is(t + 1, "(") &&
           !is_any(t, "if while for switch sizeof ASYNC return");
}

enum { ARGUMENT_LIMIT = 8 };

struct argument {
    const struct token *first, *last;
};

static size_t arguments_of(const struct token *t, struct argument *arguments)
{
    const struct token *close = closing(t + 1), *first = t + 2;
    size_t count = 0;
    for (const struct token *at = first; at <= close; at++) {
        if ((at == close || token_is(at, ",")) && at > first &&
            count < ARGUMENT_LIMIT) {
            arguments[count++] = (struct argument){first, at - 1};
            first = at + 1;
        }
        if (at < close && is_any(at, "( [ {"))
            at = closing(at);
    }
    return count;
}

static char *text_of(struct argument argument)
{
    return piece(argument.first->text, end_of(argument.last));
}

/* f(a, b) with something else for it. */
static void replace_call(const char *kind, const struct token *t, char *text)
{
    change(kind, t, closing(t + 1), text);
}

static void swap_arguments(const struct token *t, struct argument a,
                           struct argument b)
{
    (void)t;
    if (!token_is(a.first, ".") || !token_is(b.first, "."))
        change("arguments swapped", a.first, b.last,
               format("%s%.*s%s", text_of(b),
                      (int)(b.first->text - end_of(a.last)), end_of(a.last),
                      text_of(a)));
}

/* coro(name, .x = a, .y = b): the values change places. */
static void swap_members(struct argument a, struct argument b)
{
    if (!token_is(a.first, ".") || !token_is(b.first, ".") ||
        a.last < a.first + 3 || b.last < b.first + 3)
        return;
    struct argument va = {a.first + 3, a.last}, vb = {b.first + 3, b.last};
    change("arguments swapped", va.first, vb.last,
           format("%s%.*s%s", text_of(vb),
                  (int)(vb.first->text - end_of(va.last)), end_of(va.last),
                  text_of(va)));
}

static void mutate_await(const struct token *t, const char *x)
{
    bool tries = token_is(t, "TRY_AWAIT");
    change(tries ? "AWAIT for TRY_AWAIT" : "TRY_AWAIT for AWAIT", t, t,
           format(tries ? "AWAIT" : "TRY_AWAIT"));
    replace_call("not awaited", t, format("%s", x));
    replace_call("a task, not awaited", t, format("create_task(%s)", x));
    if (token_is(t + 2, "async_sleep"))
        replace_call("blocks", t, format("blocking_sleep%.*s",
                     (int)(end_of(closing(t + 3)) - t[3].text), t[3].text));
}

static void mutate_outcome(const struct token *t, const char *x)
{
    if (token_is(t, "RETURN")) {
        replace_call("without its value", t, format("RETURN(value_none())"));
        replace_call("raised, not returned", t,
                     format("RAISE(EINVAL, \"wrong\")"));
        replace_call("return for RETURN", t, format("return %s", x));
    } else if (token_is(t, "RAISE")) {
        replace_call("returned, not raised", t, format("RETURN(\"wrong\")"));
    }
}

/* Calls that do something around their first argument. */
static void mutate_wrapper(const struct token *t, struct argument first,
                           const char *x)
{
    if (is_any(t, "wait_for shield create_task ensure_future"))
        replace_call("left away", t, format("%s", x));
    if (is_any(t, "wait_for"))
        change("shielded", first.first, first.last, format("shield(%s)", x));
}

static void mutate_group_task(const struct token *t,
                              const struct argument *arguments, size_t count)
{
    if (token_is(t, "group_create_task") && count == 2)
        replace_call("create_task for group_create_task", t,
                     format("create_task(%s)", text_of(arguments[1])));
}

static void mutate_call(const struct token *t)
{
    struct argument arguments[ARGUMENT_LIMIT];
    size_t count = arguments_of(t, arguments);
    for (size_t i = 0; i + 1 < count; i++) {
        swap_arguments(t, arguments[i], arguments[i + 1]);
        swap_members(arguments[i], arguments[i + 1]);
    }
    if (count == 0)
        return;
    char *x = text_of(arguments[0]);
    if (is_any(t, "AWAIT TRY_AWAIT"))
        mutate_await(t, x);
    mutate_outcome(t, x);
    mutate_wrapper(t, arguments[0], x);
    mutate_group_task(t, arguments, count);
    if (is_any(t, "run_in_executor") && count >= 2 &&
        !token_is(arguments[0].first, "NULL"))
        change("the default pool", arguments[0].first, arguments[0].last,
               format("NULL"));
    free(x);
}

/* --- words --------------------------------------------------------------- */

/* As C would read it: a real number has a point. */
static void change_number(const char *kind, const struct token *t, bool real,
                          double value)
{
    char *digits = format("%.10g", value);
    change(kind, t, t, format(real && !strpbrk(digits, ".e") ? "%s.0" : "%s",
                              digits));
    free(digits);
}

static void mutate_number(const struct token *t)
{
    char *digits = piece(t->text, end_of(t));
    bool real = strpbrk(digits, ".eE") && !strchr(digits, 'x');
    double value = strtod(digits, NULL);
    if (value != 0) {
        change_number("1000 times", t, real, value * 1000);
        change_number("half", t, real, real ? value / 2 : (int)value / 2);
    }
    change_number("one more", t, real, value + 1);
    if (!real && value >= 1)
        change_number("one less", t, real, value - 1);
    if (real && value > 0 && value < 1)
        change("integer division", t, t, format("1 / %g", 1 / value));
    free(digits);
}

static const char *const exchanged[][3] = {
    {"<", "<=", ">"}, {"<=", "<", ">="}, {">", ">=", "<"}, {">=", ">", "<="},
    {"==", "!=", "="}, {"!=", "==", NULL}, {"&&", "||", NULL},
    {"||", "&&", NULL}, {"++", "--", NULL}, {"--", "++", NULL},
    {"+=", "=", "-="}, {"-=", "=", "+="}, {"+", "-", NULL}, {"/", "*", NULL},
    {"!", "", NULL}, {"true", "false", NULL}, {"false", "true", NULL},
    {"break", "continue", NULL}, {"continue", "break", NULL},
    {"ETIMEDOUT", "ECANCELED", "EIO"}, {"ECANCELED", "ETIMEDOUT", "EIO"},
    {"EGROUP", "ECANCELED", NULL}, {"RERAISE", "RETURN(value_none())", NULL},
    {"awaited", "caught", NULL}, {"def", "async_def", NULL},
    {"async_def", "def", NULL}, {"as_real", "as_int", NULL},
    {"as_int", "as_real", NULL}, {"as_text", "as_int", NULL},
    {"task_result", "as_text", NULL},
};

static void exchange(const struct token *t)
{
    for (size_t i = 0; i < sizeof exchanged / sizeof *exchanged; i++)
        if (token_is(t, exchanged[i][0]))
            for (int other = 1; other < 3; other++)
                if (exchanged[i][other])
                    change(other == 1 ? "another word" : "yet another word",
                           t, t, format("%s", exchanged[i][other]));
}

/* "loop", "threads": the next one in its place; or a letter is missing. */
static void mutate_text(const struct token *t)
{
    if (t->length > 3)
        change("a letter missing", t, t,
               format("%.*s\"", (int)t->length - 2, t->text));
    if (token_is(t + 1, ",") && t[2].kind == TOKEN_TEXT) {
        change("two texts swapped", t, t + 2,
               format("%.*s%.*s%.*s", (int)t[2].length, t[2].text,
                      (int)(t[2].text - end_of(t)), end_of(t),
                      (int)t->length, t->text));
        change("no comma", t + 1, t + 1, format(""));
    }
}

static void mutate_index(const struct token *t)
{
    const struct token *close = closing(t);
    if (close - t == 2 && t[1].kind == TOKEN_NAME) {
        change("the first only", t + 1, t + 1, format("0"));
        change("the next one", t + 1, t + 1,
               format("%.*s + 1", (int)t[1].length, t[1].text));
    } else if (close - t > 2) {
        change("the first only", t + 1, close - 1, format("0"));
    }
}

/* failure() == ETIMEDOUT: any failure. */
static void mutate_failure(const struct token *t)
{
    if (token_is(t, "failure") && is_any(t + 3, "== !="))
        change("whatever failed", t, t + 4,
               format(token_is(t + 3, "==") ? "failure()" : "!failure()"));
}

static void mutate_words(void)
{
    for (const struct token *t = answer.first; t->kind != TOKEN_END; t++) {
        if (t->kind == TOKEN_NUMBER)
            mutate_number(t);
        else if (t->kind == TOKEN_TEXT)
            mutate_text(t);
        else if (is_call(t))
            mutate_call(t);
        else if (token_is(t, "[") && t > answer.first)
            mutate_index(t);
        mutate_failure(t);
        exchange(t);
    }
}

/* --- what is kept: members ----------------------------------------------- */

/* "type name;" or "type *name, *other;" in a struct: its type, as text. */
struct member {
    const struct token *name;
    const struct token *type, *type_end;    /* without the stars */
    const struct token *from;               /* its stars */
    const struct token *to;                 /* behind its [8] */
};

static void rename_member(struct mutant *mutant, struct member member,
                          const struct token *open, const char *name)
{
    const struct token *end = closing(open);
    for (const struct token *t = open; t < end; t++)
        if (token_is(t, "self") && token_is(t + 1, "->") &&
            same_token(t + 2, member.name) &&
            mutant->count < EDIT_LIMIT - 1)
            add_edit(mutant, t->text, end_of(t + 2), format("%s", name));
}

/* Not an argument of the coroutine's, but set in its body by the learner. */
static bool is_set(struct member member, const struct token *open)
{
    const struct token *end = closing(open);
    for (const struct token *t = answer.first; t->kind != TOKEN_END; t++)
        if (token_is(t, ".") && same_token(t + 1, member.name) &&
            token_is(t + 2, "="))
            return false;
    for (const struct token *t = open; t < end; t++)
        if (token_is(t, "self") && same_token(t + 2, member.name) &&
            is_any(t + 3, "= += -= ++ -- [") && learners[t->line])
            return true;
    return false;
}

static bool is_use(const struct token *t, struct member member)
{
    return token_is(t, "self") && same_token(t + 2, member.name);
}

static bool is_await(const struct token *t)
{
    return is_any(t, "AWAIT TRY_AWAIT YIELD");
}

/* Both in this piece? */
static bool uses_and_awaits(struct member member, const struct token *from,
                            const struct token *to)
{
    bool used = false, waits = false;
    for (; from < to; from++) {
        used = used || is_use(from, member);
        waits = waits || is_await(from);
    }
    return used && waits;
}

/* Is it used, then something awaited, and then used again? */
static bool survives_an_await(struct member member, const struct token *open)
{
    const struct token *end = closing(open);
    bool used = false, waited = false;
    for (const struct token *t = open; t < end; t++) {
        if (is_any(t, "for while do") &&
            uses_and_awaits(member, t, whole_end(t)))
            return true;
        if (is_use(t, member) && waited)
            return true;
        used = used || is_use(t, member);
        if (is_await(t)) {
            const struct token *stop = statement_end(t);
            for (; t < stop; t++)
                used = used || is_use(t, member);
            waited = used;
        }
    }
    return false;
}

/* Kept in a static for all calls; in a local that does not survive an await. */
static void move_member(struct member member, const struct token *async,
                        const struct token *open)
{
    char *name = format("own_%.*s", (int)member.name->length,
                        member.name->text);
    char *declared = format(
        "%.*s %.*s%s%.*s", (int)(end_of(member.type_end) - member.type->text),
        member.type->text, (int)(member.name->text - member.from->text),
        member.from->text, name,
        (int)(member.to->text - end_of(member.name)), end_of(member.name));
    if (!is_set(member, open) || !survives_an_await(member, open))
        return;
    struct mutant *kept = new_mutant("a static for the member");
    add_edit(kept, async->text, async->text, format("static %s; ", declared));
    rename_member(kept, member, open, name);
    struct mutant *local = new_mutant("a local for the member");
    add_edit(local, end_of(open), end_of(open), format(" %s;", declared));
    rename_member(local, member, open, name);
}

static void use_other_member(struct member member, struct member other,
                             const struct token *open)
{
    const struct token *end = closing(open);
    size_t stars = (size_t)(member.name - member.from);
    if (stars != (size_t)(other.name - other.from) ||
        end_of(member.type_end) - member.type->text !=
            end_of(other.type_end) - other.type->text ||
        memcmp(member.type->text, other.type->text,
               (size_t)(end_of(member.type_end) - member.type->text)) != 0)
        return;
    for (const struct token *t = open; t < end; t++)
        if (token_is(t, "self") && same_token(t + 2, member.name))
            change("another member", t + 2, t + 2,
                   piece(other.name->text, end_of(other.name)));
}

enum { MEMBER_LIMIT = 32 };

static size_t members_of(const struct token *open, struct member *members)
{
    const struct token *end = closing(open);
    size_t count = 0;
    for (const struct token *t = open + 1; t < end;) {
        const struct token *stop = statement_end(t), *type = t;
        while (t < stop && !is_any(t + 1, "* ; , [") &&
               !is_any(t + 2, "; , ["))
            t++;
        const struct token *type_end = t;
        const struct token *from = t + 1;
        for (; t <= stop && count < MEMBER_LIMIT; t++)
            if (is_any(t, "; ,")) {
                const struct token *name = from;
                while (token_is(name, "*"))
                    name++;
                if (name < t && name->kind == TOKEN_NAME)
                    members[count++] =
                        (struct member){name, type, type_end, from, t};
                from = t + 1;
            }
        t = stop + 1;
    }
    return count;
}

static const struct token *struct_named(const struct token *name)
{
    for (const struct token *t = answer.first; t->kind != TOKEN_END; t++)
        if (token_is(t, "struct") && same_token(t + 1, name) &&
            token_is(t + 2, "{"))
            return t + 2;
    return NULL;
}

static void mutate_members(const struct token *async, const struct token *body)
{
    const struct token *open = struct_named(async + 2);
    struct member members[MEMBER_LIMIT];
    size_t count = open ? members_of(open, members) : 0;
    for (size_t i = 0; i < count; i++) {
        move_member(members[i], async, body);
        for (size_t j = 0; j < count; j++)
            if (i != j)
                use_other_member(members[i], members[j], body);
    }
}

/* --- awaited at once ----------------------------------------------------- */

/* x = create_task(...); and the await of x right behind it. */
static void await_at_once(const struct token *open)
{
    const struct token *end = closing(open);
    for (const struct token *t = open; t < end; t++)
        if (is_any(t, "create_task group_create_task") &&
            token_is(t - 1, "=") && learners[t->line]) {
            const struct token *from = t - 2, *stop = statement_end(t);
            while (!is_any(from - 1, "; { }"))
                from--;
            change("awaited at once", stop, stop,
                   format("; AWAIT(%s);", piece(from->text, end_of(t - 2))));
        }
}

static void mutate_bodies(void)
{
    for (const struct token *t = answer.first; t->kind != TOKEN_END; t++)
        if (token_is(t, "{") && t > answer.first && token_is(t - 1, ")")) {
            const struct token *name = t - 1;
            while (!token_is(name, "(") && name > answer.first)
                name--;
            mutate_statements(t);
            await_at_once(t);
            if (name > answer.first && token_is(name - 1, "ASYNC"))
                mutate_members(name - 1, t);
            t = closing(t);
        } else if (token_is(t, "{")) {
            t = token_is(t - 1, "=") ? t : closing(t);
        }
}

/* --- writing them -------------------------------------------------------- */

static size_t newlines(const char *from, const char *to)
{
    size_t count = 0;
    for (; from < to; from++)
        count += *from == '\n';
    return count;
}

/* Lines that are left out leave their room. */
static void write_source(FILE *out, const struct mutant *mutant)
{
    const char *at = answer.source;
    for (size_t i = 0; i < mutant->count; i++) {
        const struct edit *edit = &mutant->edits[i];
        fprintf(out, "%.*s%s", (int)(edit->from - at), at, edit->text);
        size_t lost = newlines(edit->from, edit->to),
               kept = newlines(edit->text, edit->text + strlen(edit->text));
        for (; kept < lost; kept++)
            putc('\n', out);
        at = edit->to;
    }
    fputs(at, out);
}

static char *source_of(const struct mutant *mutant)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        give_up("no memory");
    write_source(out, mutant);
    fclose(out);
    return text;
}

static int line_of(const char *at)
{
    return 1 + (int)newlines(answer.source, at);
}

/* The lines of the statement (or row of a table) that this place is in: whoever
 * names one of them names it.  Of one that is gone, whoever names what stands in
 * front of it or behind it. */
static void print_statement_lines(FILE *out, const char *at, bool is_gone)
{
    const struct token *t = answer.first;
    while (t->kind != TOKEN_END && end_of(t) <= at)
        t++;
    const struct token *first = t, *last = t;
    while (first > answer.first && !is_any(first - 1, "; { }"))
        first--;
    while (last->kind != TOKEN_END && !is_any(last, "; { }"))
        last++;
    for (int line = first->line; line <= last->line; line++)
        fprintf(out, "%d ", line);
    if (is_gone && first > answer.first && last->kind != TOKEN_END)
        fprintf(out, "%d %d ", first[-1].line, last[1].line);
}

static void print_flat(FILE *out, const char *text, size_t length)
{
    bool space = false;
    for (size_t i = 0; i < length; i++) {
        if (!isspace((unsigned char)text[i])) {
            if (space)
                putc(' ', out);
            putc(text[i], out);
        }
        space = isspace((unsigned char)text[i]);
    }
}

/* The changed lines, those of their statements, the kind, and the change. */
static char *what_of(const struct mutant *mutant)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        give_up("no memory");
    for (size_t i = 0; i < mutant->count; i++) {
        const struct edit *edit = &mutant->edits[i];
        for (int line = line_of(edit->from); line <= line_of(edit->to); line++)
            fprintf(out, "%d ", line);
    }
    putc('\t', out);
    for (size_t i = 0; i < mutant->count; i++)
        print_statement_lines(out, mutant->edits[i].from,
                              strcmp(mutant->edits[i].text, ";") == 0);
    fprintf(out, "\t%s\t", mutant->kind);
    for (size_t i = 0; i < mutant->count && i < 2; i++) {
        const struct edit *edit = &mutant->edits[i];
        print_flat(out, edit->from, (size_t)(edit->to - edit->from));
        fputs("  ->  ", out);
        print_flat(out, edit->text, strlen(edit->text));
        fputs(i + 1 < mutant->count ? "  ...  " : "", out);
    }
    putc('\n', out);
    fclose(out);
    return text;
}

/* Only if it is not there already: what is unchanged is not built again. */
static void write_file(const char *name, const char *text)
{
    struct tokens old = tokens_of_file(name);
    if (!old.first || strcmp(old.source, text) != 0) {
        FILE *file = fopen(name, "w");
        if (!file || fputs(text, file) == EOF || fclose(file) == EOF)
            give_up(name);
    }
    if (old.first)
        tokens_free(&old);
}

static bool is_known(char **sources, size_t count, const char *source)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(sources[i], source) == 0)
            return true;
    return strcmp(source, answer.source) == 0;
}

static void write_mutants(const char *prefix)
{
    static char *sources[MUTANT_LIMIT];
    size_t count = 0;
    for (size_t i = 0; i < mutant_count; i++) {
        char *source = source_of(&mutants[i]);
        if (is_known(sources, count, source)) {
            free(source);
            continue;
        }
        sources[count++] = source;
        write_file(format("%s.%03zu.c", prefix, count), source);
        write_file(format("%s.%03zu.what", prefix, count),
                   what_of(&mutants[i]));
    }
    for (size_t old = count + 1;
         remove(format("%s.%03zu.c", prefix, old)) == 0; old++)
        remove(format("%s.%03zu.what", prefix, old));
}

/* --- pairs --------------------------------------------------------------- */

static bool before(const struct mutant *a, const struct mutant *b)
{
    return a->count > 0 && b->count > 0 &&
           a->edits[a->count - 1].to <= b->edits[0].from;
}

/* Always the same ones, spread over all. */
static void add_pairs(size_t pairs)
{
    size_t single = mutant_count;
    for (size_t i = 0, tries = 0; i < pairs && tries < 1000; tries++) {
        const struct mutant *a = &mutants[tries * 7919 % single],
                            *b = &mutants[(tries * 104729 + 31) % single];
        if (!before(a, b) || a->count + b->count > EDIT_LIMIT)
            continue;
        struct mutant *both = new_mutant(format("%s + %s", a->kind, b->kind));
        for (size_t n = 0; n < a->count; n++)
            both->edits[both->count++] = a->edits[n];
        for (size_t n = 0; n < b->count; n++)
            both->edits[both->count++] = b->edits[n];
        i++;
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: mutate STUB ANSWER NAME [PAIRS]\n", stderr);
        return 2;
    }
    struct tokens stub = tokens_of_file(argv[1]);
    answer = tokens_of_file(argv[2]);
    if (!stub.first || !answer.first)
        give_up("a file cannot be read");
    find_learners_lines(&stub);
    mutate_bodies();
    mutate_words();
    if (argc > 4 && mutant_count > 0)
        add_pairs((size_t)atoi(argv[4]));
    write_mutants(argv[3]);
    return 0;
}
