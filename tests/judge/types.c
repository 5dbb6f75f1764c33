/* types.c - proofs about types, in the course's words.  See compiler.h. */
#include <string.h>

#include "proofs.h"

static const char *const types[][2] = {
    {"struct coro", "a coroutine object, coro(...)"},
    {"struct task *", "a task"},
    {"struct future *", "a future"},
    {"struct value", "a struct value"},
    {"struct value *", "an array of struct values"},
    {"struct error *", "an error"},
    {"struct awaitable", "something to be awaited"},
    {"struct task_group *", "a task group"},
    {"struct executor *", "a pool"},
    {"struct request *", "the request"},
    {"int", "a number"},
    {"long", "a number"},
    {"long int", "a number"},
    {"int64_t", "a number"},
    {"int *", "the address of a number"},
    {"double", "a number"},
    {"_Bool", "true or false"},
    {"bool", "true or false"},
    {"char *", "a text"},
    {"const char *", "a text"},
};

static const char *plain_type(const char *type)
{
    if (strncmp(type, "char[", 5) == 0 ||
        strcmp(type, "const char * restrict") == 0)
        return "a text";
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i][0]) == 0)
            return types[i][1];
    return type;
}

/* struct task *name; is it declared so anywhere? */
static bool is_a_task(const struct finding *finding, const struct token *name)
{
    for (const struct token *t = finding->source->first; t->kind != TOKEN_END;
         t++)
        if (same_token(t, name) && token_is(t - 1, "*") &&
            (token_is(t - 2, "task") || token_is(t - 3, ",")))
            return true;
    return false;
}

/* entry.awaited.result: the last point, or the only one.  A task is asked
 * otherwise. */
bool point_behind_a_pointer(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    const struct token *point = NULL;
    for (; t && t->line == finding->line; t++)
        if (token_is(t, ".") && t[-1].kind == TOKEN_NAME &&
            t[1].kind == TOKEN_NAME)
            point = t;
    if (!point || token_is(point - 1, "self") || is_a_task(finding, point - 1))
        return false;
    const struct token *from = point - 1;
    char chain[CAPTURE_LENGTH / 2] = "";
    while (token_is(from - 1, ".") || token_is(from - 1, "->"))
        from -= 2;
    for (; from < point; from++)
        snprintf(chain + strlen(chain), sizeof chain - strlen(chain), "%.*s",
                 (int)from->length, from->text);
    snprintf(finding->name, sizeof finding->name, "%s->%.*s", chain,
             (int)point[1].length, point[1].text);
    return true;
}

bool not_awaitable(struct finding *finding)
{
    set_name(finding, plain_type(finding->said[1]), 0);
    return true;
}

/* Of RETURN(x), YIELD(x) and others that take any value. */
static bool is_any_value(const struct finding *finding)
{
    const struct message *message = finding->message;
    return strstr(message->words, "value_int") ||
           (message->notes && strstr(message->notes, "value_int"));
}

/* "struct stream *", of "struct stream"; or "struct stream **" of that? */
static bool is_address_of(const char *pointer, const char *type)
{
    size_t length = strlen(type);
    if (strncmp(pointer, "const ", 6) == 0)
        pointer += 6;
    return strncmp(pointer, type, length) == 0 &&
           (strcmp(pointer + length, " *") == 0 ||
            (length > 0 && type[length - 1] == '*' &&
             strcmp(pointer + length, "*") == 0));
}

/* Whoever wants any value gets what is none; false: it may be one. */
static bool gets_no_value(struct finding *finding, const char *got)
{
    if (strcmp(got, "struct coro") == 0)
        set_name(finding, "Here goes a value, and a coroutine object is "
                 "none. AWAIT it before: awaited() is the value that it "
                 "gave.", 0);
    else if (strcmp(got, "struct value *") == 0)
        set_name(finding, "Here go values, and an array of them is only its "
                 "address. Take its elements, one by one: x[0], x[1], ...", 0);
    else if (strncmp(got, "struct ", 7) == 0)
        snprintf(finding->name, sizeof finding->name,
                 "Here goes a value: a number, a text, or what awaited() gave. "
                 "%s is none.", plain_type(got));
    else
        return false;
    return true;
}

/* The first argument does not fit, and there are too few of them. */
static bool is_first_of_too_few(const struct message *message)
{
    return strstr(message->words, "argument 1 of") &&
           is_said_of_line(message->line, "too few arguments to function");
}

bool wants_other_type(struct finding *finding)
{
    enum { PASSING = 1 };       /* this one names them the other way round */
    static const char *const says[] = {
        "expected '([^']*)'.* but argument is of type '([^']*)'",
        "passing '([^']*)'.* to parameter of (incompatible )?type '([^']*)'",
        "assignment to '([^']*)'.* from (incompatible pointer type )?'([^']*)'",
        "assigning to '([^']*)'.* from (incompatible type )?'([^']*)'",
        "assigning to type '([^']*)' from type '([^']*)'",
        ("initialization of '([^']*)'.* from (incompatible pointer type "
         ")?'([^']*)'"),
        "initializing '([^']*)'.* type '([^']*)'",
    };
    const struct message *message = finding->message;
    char kept[CAPTURE_LIMIT][CAPTURE_LENGTH], line[LINE_LENGTH];
    tokens_of_line(finding->source, finding->line, line, sizeof line);
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        if (!fits(says[i], message->words, kept) &&
            !(message->notes && fits(says[i], message->notes, kept)))
            continue;
        const char *last = kept[kept[3][0] ? 3 : 2];
        const char *wanted = i == PASSING ? last : kept[1];
        const char *got = i == PASSING ? kept[1] : last;
        if (strcmp(plain_type(wanted), plain_type(got)) == 0)
            return false;
        if (is_any_value(finding) && gets_no_value(finding, got))
            return true;
        const char *cure =
            is_first_of_too_few(message)
                ? " An argument is missing, the one in front of it."
            : is_address_of(wanted, got)   ? " & in front gives its address."
            : is_address_of(got, wanted)
                ? (strchr(wanted, '*') && strstr(line, " & ")
                       ? " It is a pointer already: without the & it fits."
                       : " * in front gives what it leads to.")
            : strcmp(wanted, "struct value *") == 0 &&
                    strchr(got, '*')
                ? " What is written there are struct values; as_text() and "
                  "as_int() take out what is in one."
                : "";
        snprintf(finding->name, sizeof finding->name,
                 "Here goes %s, and it gets %s.%s", plain_type(wanted),
                 plain_type(got), cure);
        return true;
    }
    return false;
}
