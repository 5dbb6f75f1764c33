/* foreign.c - proofs about words from elsewhere: of another language, of a
 * header that is not included, of a macro with other arguments.  See
 * compiler.h. */
#include <string.h>

#include "proofs.h"

static const char *const words[][2] = {
    {"True", "It is true."},
    {"False", "It is false."},
    {"None", "A pointer to nothing is NULL; a result that is none is "
             "value_none()."},
    {"null", "It is NULL."},
    {"undefined", "A pointer to nothing is NULL."},
    {"nullptr", "It is NULL."},
    {"and", "It is &&."},
    {"or", "It is ||."},
    {"not", "It is !."},
    {"is", "It is == or, for \"is not\", !=. Beside None: p == NULL of a "
           "pointer, is_none(v) of a value, !failure() of no failure."},
    {"pass", "An empty block is { }."},
    {"print", "It is printf(\"%s\\n\", text)."},
    {"console", "It is printf(\"%s\\n\", text)."},
    {"list", "A list in an answer is json_list(a, b, c)."},
    {"len", "Of a text it is strlen(); an array knows its length only as "
            "sizeof it / sizeof it[0]."},
    {"range", "A for counts: for (int i = 0; i < n; i++)."},
    {"str", "A text is a const char *; textf(\"%d\", n) makes one of a "
            "number."},
    {"string", "A text is a const char *."},
    {"let", "A variable has a type: int n = 3. What is to survive an await "
            "is a member of the struct."},
    {"var", "A variable has a type: int n = 3. What is to survive an await "
            "is a member of the struct."},
    {"yield", "AWAIT(async_sleep(0)) lets the others run; what it gives comes "
              "with RETURN."},
    {"lambda", "Write a function and hand over its name."},
    {"function", "A function has the type of its result in front of its name."},
    {"async", "ASYNC(name) begins the body of a coroutine."},
    {"raise", "It is RAISE(EINVAL, \"why\"), and RERAISE for what was caught."},
    {"throw", "It is RAISE(EINVAL, \"why\"), and RERAISE for what was caught."},
    {"except", "Behind TRY_AWAIT, failure() says what it was."},
    {"finally", "What must happen in any case stands behind TRY_AWAIT, before "
                "RERAISE."},
    {"Task", "It is a struct task *."},
    {"Future", "It is a struct future *."},
    {"Event", "It is a struct event."},
    {"Lock", "It is a struct lock."},
    {"del", "What is taken with malloc() goes back with free()."},
    {"none", "value_none() is None; a coroutine that comes to END gives it, "
             "too."},
    {"as_double", "A real number is read with as_real()."},
    {"as_float", "A real number is read with as_real()."},
    {"as_string", "A text is read with as_text()."},
    {"as_str", "A text is read with as_text()."},
    {"as_long", "A whole number is read with as_int()."},
    {"sleep", "The loop's own is AWAIT(async_sleep(seconds))."},
};

bool a_word_of_another_language(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t->kind == TOKEN_NAME || t->line == finding->line; t++) {
        if (t->kind == TOKEN_END || t->line != finding->line)
            break;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (t->kind == TOKEN_NAME && token_is(t, words[i][0]) &&
                !token_is(t - 1, ">") && !token_is(t - 1, "->") &&
                !token_is(t - 1, ".")) {
                set_name(finding, words[i][0], 0);
                snprintf(finding->said[1], CAPTURE_LENGTH, "%s", words[i][1]);
                return true;
            }
    }
    return false;
}

static const char *const of_headers[][2] = {
    {"strcmp", "string.h"}, {"strlen", "string.h"}, {"strcpy", "string.h"},
    {"strcat", "string.h"}, {"strchr", "string.h"}, {"strstr", "string.h"},
    {"memcpy", "string.h"}, {"memset", "string.h"}, {"strncmp", "string.h"},
    {"malloc", "stdlib.h"}, {"free", "stdlib.h"},   {"calloc", "stdlib.h"},
    {"exit", "stdlib.h"},   {"atoi", "stdlib.h"},   {"printf", "stdio.h"},
    {"puts", "stdio.h"},    {"snprintf", "stdio.h"}, {"sqrt", "math.h"},
    {"pow", "math.h"},      {"isdigit", "ctype.h"}, {"isspace", "ctype.h"},
};

bool header_function(struct finding *finding)
{
    for (size_t i = 0; i < sizeof of_headers / sizeof *of_headers; i++)
        for (int n = 1; n < CAPTURE_LIMIT; n++)
            if (strcmp(finding->said[n], of_headers[i][0]) == 0) {
                set_name(finding, of_headers[i][0], 0);
                snprintf(finding->stands[1], CAPTURE_LENGTH, "%s",
                         of_headers[i][1]);
                return true;
            }
    return false;
}

/* Of the headers that answers include: the same without its folder, or
 * nearly. */
bool header_is_near(struct finding *finding)
{
    static const char *const headers[] = {"runtime.h", "web/app.h",
                                          "step/by_hand.h", "core/resume.h"};
    const char *name = base_name(finding->said[1]);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const char *other = base_name(headers[i]);
        if (distance(name, strlen(name), other, strlen(other)) <= 2) {
            set_name(finding, headers[i], 0);
            return true;
        }
    }
    return false;
}

static const char *const usages[][2] = {
    {"to_thread", "to_thread(function, argument)"},
    {"run_in_executor", "run_in_executor(pool, function, argument)"},
    {"run_in_threadpool", "run_in_threadpool(request, function, argument)"},
    {"wait_for", "wait_for(what, seconds)"},
    {"shield", "shield(what)"},
    {"AWAIT", "AWAIT(what)"},
    {"TRY_AWAIT", "TRY_AWAIT(what)"},
    {"RETURN", "RETURN(value)"},
    {"ASYNC", "ASYNC(name)"},
    {"ASYNC_FOR", "ASYNC_FOR(generator) { ... awaited() ... }"},
    {"YIELD", "YIELD(value)"},
    {"task_result", "task_result(task)"},
    {"as_int", "as_int(value)"},
    {"as_text", "as_text(value)"},
    {"depends_on", "depends_on(dependency, ...)"},
};

static size_t arguments(const struct token *open)
{
    const struct token *close = closing(open);
    size_t count = close > open + 1;
    for (const struct token *t = open + 1; t < close; t++) {
        count += token_is(t, ",");
        if (token_is(t, "(") || token_is(t, "[") || token_is(t, "{"))
            t = closing(t);
    }
    return count;
}

static size_t commas(const char *usage)
{
    size_t count = 1;
    for (; *usage; usage++)
        count += *usage == ',';
    return count;
}

/* A macro of the line that has another number of arguments than it wants. */
bool macro_usage(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t->kind != TOKEN_END && t->line == finding->line; t++)
        for (size_t i = 0; i < sizeof usages / sizeof *usages; i++)
            if (token_is(t, usages[i][0]) && token_is(t + 1, "(") &&
                arguments(t + 1) != commas(usages[i][1])) {
                size_t got = arguments(t + 1);
                set_name(finding, usages[i][1], 0);
                snprintf(finding->stands[1], CAPTURE_LENGTH, "%zu argument%s",
                         got, got == 1 ? "" : "s");
                return true;
            }
    return false;
}

/* x.acquire(), of a struct semaphore x: AWAIT(semaphore_acquire(&x)).  (Tasks
 * are asked otherwise.) */
static const struct method {
    const char *type, *name, *in_c;     /* %s: the address of what has it */
} methods[] = {
    {"semaphore", "acquire", "AWAIT(semaphore_acquire(%s));"},
    {"semaphore", "release", "semaphore_release(%s);"},
    {"semaphore", "locked", "semaphore_locked(%s)"},
    {"lock", "acquire", "AWAIT(lock_acquire(%s));"},
    {"lock", "release", "lock_release(%s);"},
    {"condition", "acquire", "AWAIT(condition_acquire(%s));"},
    {"condition", "release", "condition_release(%s);"},
    {"condition", "wait", "AWAIT(condition_wait(%s));"},
    {"condition", "notify", "condition_notify(%s, 1);"},
    {"event", "wait", "AWAIT(event_wait(%s));"},
    {"event", "set", "event_set(%s);"},
    {"event", "clear", "event_clear(%s);"},
    {"async_queue", "put", "AWAIT(async_queue_put(%s, x));"},
    {"async_queue", "get", "AWAIT(async_queue_get(%s));"},
    {"future", "set_result", "future_set_result(%s, x);"},
    {"future", "done", "future_done(%s)"},
    {"task_group", "create_task", "group_create_task(%s, coro(...))"},
    {"async_generator", "aclose", "AWAIT(async_close(%s));"},
};

/* struct TYPE name, or struct TYPE *name: the token in front of the name. */
static const struct token *declared_as(const struct tokens *source,
                                       const struct token *name,
                                       const char *type)
{
    for (const struct token *t = source->first; t->kind != TOKEN_END; t++)
        if (token_is(t, "struct") && token_is(t + 1, type) &&
            (same_token(t + 2, name) ||
             (token_is(t + 2, "*") && same_token(t + 3, name))))
            return t + (token_is(t + 2, "*") ? 2 : 1);
    return NULL;
}

static void set_method(struct finding *finding, const struct method *method,
                       const struct token *name, bool is_pointer)
{
    const struct token *first = name;
    char object[CAPTURE_LENGTH / 2] = "";
    while (token_is(first - 1, ".") || token_is(first - 1, "->"))
        first -= 2;
    snprintf(object, sizeof object, "%s", is_pointer ? "" : "&");
    for (; first <= name; first++)
        snprintf(object + strlen(object), sizeof object - strlen(object),
                 "%.*s", (int)first->length, first->text);
    int length = (int)(strstr(method->in_c, "%s") - method->in_c);
    snprintf(finding->said[1], CAPTURE_LENGTH, "%.*s%s%s", length,
             method->in_c, object, method->in_c + length + strlen("%s"));
}

bool calls_a_method(struct finding *finding)
{
    const struct token *t = first_in_line(finding->source, finding->line);
    for (; t->kind != TOKEN_END && t->line == finding->line; t++)
        for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
            const struct token *type;
            if ((token_is(t, ".") || token_is(t, "->")) &&
                token_is(t + 1, methods[i].name) && token_is(t + 2, "(") &&
                (type = declared_as(finding->source, t - 1,
                                    methods[i].type))) {
                set_method(finding, &methods[i], t - 1, token_is(type, "*"));
                return true;
            }
        }
    return false;
}
