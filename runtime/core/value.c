/* value.c - values, texts and errors. */
#include "core/value.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "memory/arena.h"
#include "core/internal.h"

/* --- reading ------------------------------------------------------------- */

static const char *const kind_names[] = {
    [VALUE_NONE] = "none",       [VALUE_INT] = "an int",
    [VALUE_REAL] = "a real",     [VALUE_TEXT] = "a text",
    [VALUE_JSON] = "JSON",
    [VALUE_POINTER] = "a pointer", [VALUE_ERROR] = "an error",
    [VALUE_RAISED] = "an error",
};

static const char *nobody_running(void)
{
    return "";
}

_Thread_local const char *(*describe_running)(void) = nobody_running;

struct value value_checked(struct value value, enum value_kind wanted,
                           const char *file, int line)
{
    if (value.kind == VALUE_INT && wanted == VALUE_REAL)
        return value_real((double)value.integer);
    if (value.kind != wanted)
        panic("TypeError: this value is %s (%s), not %s%s, %s:%d\n"
              "  Look at where it was returned: RETURN(x) gives the kind of x, "
              "and a coroutine\n  that ends without RETURN gives none.",
              kind_names[value.kind], value_to_text(value), kind_names[wanted],
              describe_running(), file, line);
    return value;
}

const char *value_to_text(struct value value)
{
    switch (value.kind) {
    case VALUE_NONE:
        return "None";
    case VALUE_INT:
        return textf("%lld", (long long)value.integer);
    case VALUE_REAL:
        return textf("%g", value.real);
    case VALUE_TEXT:
    case VALUE_JSON:
        return value.text ? value.text : "(null)";
    case VALUE_POINTER:
        return textf("<pointer %p>", value.pointer);
    case VALUE_ERROR:
    case VALUE_RAISED:
        return error_to_text(value.error);
    }
    return "?";
}

/* --- texts --------------------------------------------------------------- */

const char *vtextf(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = length < 0 ? NULL : arena_get((size_t)length + 1);
    if (!text)
        return "(out of memory)";
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

const char *textf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = vtextf(format, args);
    va_end(args);
    return text;
}

/* --- errors -------------------------------------------------------------- */

enum { TRAIL_KEPT = 32 };       /* frames remembered of a deep chain */

struct error error_cancelled = {.code = ECANCELED, .message = ""};

static struct error error_no_memory = {
    .code = ENOMEM, .message = "out of memory"};

struct error *error_new(int code, const char *format, ...)
{
    struct error *error = arena_get(sizeof *error);
    if (!error)
        return &error_no_memory;
    *error = (struct error){.code = code, .message = ""};
    if (format && format[0]) {
        va_list args;
        va_start(args, format);
        error->message = vtextf(format, args);
        va_end(args);
    }
    return error;
}

const char *error_name(int code)
{
    static const struct {
        int code;
        const char *name;
    } known[] = {
        {ECANCELED, "CancelledError"},
        {ETIMEDOUT, "TimeoutError"},
        {ENOMEM, "MemoryError"},
        {EDEADLK, "Deadlock"},
        {EGROUP, "ExceptionGroup"},
        {EINTERRUPT, "KeyboardInterrupt"},
        {EINCOMPLETE, "IncompleteReadError"},
        {EOVERRUN, "LimitOverrunError"},
        {EWORKER, "BrokenProcessPool"},
        {EEND, "StopAsyncIteration"},
        {ECLOSED, "GeneratorExit"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code)
            return known[i].name;
    char text[128];             /* strerror() is not for several threads */
    if (code > HTTP_ERROR && code < USER_ERROR)
        return textf("HTTP %d", code - HTTP_ERROR);
    if (code < USER_ERROR && strerror_r(code, text, sizeof text) == 0)
        return textf("%s", text);
    return textf("Error %d", code);
}

enum { GROUPS_SHOWN = 32 };     /* one in the other */

static const char *text_of(const struct error *error, unsigned depth);

static const char *words_of(const struct error *error, unsigned depth)
{
    const char *text = error->message;
    if (error->member_count > 0 && depth == GROUPS_SHOWN)
        return textf("%s [...]", text);
    for (unsigned i = 0; i < error->member_count; i++)
        text = textf("%s%s%s", text, i == 0 ? " [" : ", ",
                     text_of(error->members[i], depth + 1));
    return error->member_count > 0 ? textf("%s]", text) : text;
}

static const char *text_of(const struct error *error, unsigned depth)
{
    const char *words = words_of(error, depth);
    return words[0] ? textf("%s: %s", error_name(error->code), words)
                    : error_name(error->code);
}

const char *error_words(const struct error *error)
{
    return words_of(error, 0);
}

const char *error_to_text(const struct error *error)
{
    return error ? text_of(error, 0) : "no error";
}

void error_add_trail(struct error *error, const char *name, const char *file,
                     int line)
{
    if (error == &error_cancelled || error == &error_no_memory)
        return;
    struct traceback *traceback = ++error->traceback_length > TRAIL_KEPT
                                ? NULL : arena_get(sizeof *traceback);
    if (!traceback)
        return;
    *traceback = (struct traceback){.name = name, .file = file, .line = line};
    if (error->traceback_end)
        error->traceback_end->next = traceback;
    else
        error->traceback = traceback;
    error->traceback_end = traceback;
}

static void print_indented(FILE *out, const struct error *error, int indent)
{
    fprintf(out, "%*s%s%s%s\n", indent, "", error_name(error->code),
            error->message[0] ? ": " : "", error->message);
    unsigned shown = 0;
    const struct traceback *at = error->traceback;
    for (; at; at = at->next, shown++)
        fprintf(out, "%*s  %s %s, %s:%d\n", indent, "",
                shown == 0 ? "in" : "awaited by", at->name, at->file,
                at->line);
    if (shown < error->traceback_length)
        fprintf(out, "%*s  ... and %u frames more\n", indent, "",
                error->traceback_length - shown);
    if (error->member_count > 0 && indent == 4 * GROUPS_SHOWN)
        fprintf(out, "%*s...\n", indent + 4, "");
    else
        for (unsigned i = 0; i < error->member_count; i++)
            print_indented(out, error->members[i], indent + 4);
}

void error_print(FILE *out, const struct error *error)
{
    print_indented(out, error, 0);
}

bool panicking;

_Noreturn void panic(const char *format, ...)
{
    panicking = true;
    fflush(stdout);
    fputs("handloop: ", stderr);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    fflush(stderr);
    abort();
}
