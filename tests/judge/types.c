/* types.c - proofs about types, in the course's words.  See compiler.h. */
#include <string.h>

#include "proofs.h"

static const char *const types[][2] = {
    {"struct coro", "a coroutine object, coro(...)"},
    {"struct task *", "a task"},
    {"struct future *", "a future"},
    {"struct value", "a struct value"},
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
    char kept[CAPTURE_LIMIT][CAPTURE_LENGTH];
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        if (!fits(says[i], message->words, kept) &&
            !(message->notes && fits(says[i], message->notes, kept)))
            continue;
        const char *last = kept[kept[3][0] ? 3 : 2];
        const char *wanted = i == PASSING ? last : kept[1];
        const char *got = i == PASSING ? kept[1] : last;
        if (strcmp(plain_type(wanted), plain_type(got)) == 0)
            return false;
        if (is_any_value(finding) && strcmp(got, "struct coro") == 0) {
            set_name(finding, "Here goes a value, and a coroutine object is "
                     "none. AWAIT it before: awaited() is the value that it "
                     "gave.", 0);
            return true;
        }
        snprintf(finding->name, sizeof finding->name,
                 "Here goes %s, and it gets %s.", plain_type(wanted),
                 plain_type(got));
        return true;
    }
    return false;
}
