/* twin.c - what the twins have in common: the C side of programs/vclock.py. */
#include "twin.h"

#include <stdlib.h>

struct value run_twin(struct coro main)
{
    struct value result;
    setenv("CLOCK", "virtual", 1);
    run_result(main, &result);
    unsetenv("CLOCK");
    return result;
}

/* --- printing ------------------------------------------------------------ */

static void print_line(const char *mark, const char *format, va_list args)
{
    fputs(mark, stdout);
    if (current_loop())
        printf("%ld ", (long)(loop_time() * 1000 + 1e-6));
    else
        fputs("- ", stdout);
    vprintf(format, args);
    putchar('\n');
}

void tell(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_line("", format, args);
    va_end(args);
}

void note(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_line("~ ", format, args);
    va_end(args);
}

void anyorder(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_line("| ", format, args);
    va_end(args);
}

/* --- texts --------------------------------------------------------------- */

static const char *group_text(const struct error *group)
{
    const char *text = "";
    for (unsigned i = 0; i < group->member_count; i++)
        text = textf("%s%s%s", text, i ? ", " : "", exc(group->members[i]));
    return textf("Group[%s]", text);
}

static const char *python_name(int code)
{
    switch (code) {
    case ValueError:
        return "ValueError";
    case RuntimeError:
        return "RuntimeError";
    default:
        return error_name(code);
    }
}

const char *exc(const struct error *error)
{
    if (!error)
        return "None";
    if (error->code == EGROUP)
        return group_text(error);
    if (error->code == ECANCELED || error->code == ETIMEDOUT ||
        !error->message[0])
        return python_name(error->code);
    return textf("%s: %s", python_name(error->code), error->message);
}

const char *outcome_of(struct future *future)
{
    struct value result;
    switch (future_outcome(future, &result)) {
    case EINPROGRESS:
        return "pending";
    case ECANCELED:
        return "cancelled";
    case 0:
        return textf("returned %s", value_to_text(result));
    default:
        return textf("raised %s", exc(as_error(result)));
    }
}

const char *truth(bool condition)
{
    return condition ? "True" : "False";
}

static const char *list_item(struct value value)
{
    if (value.kind == VALUE_TEXT)
        return textf("'%s'", as_text(value));
    return value_to_text(value);
}

const char *list(const struct value *values, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = textf("%s%s%s", text, i ? ", " : "", list_item(values[i]));
    return textf("[%s]", text);
}

/* --- waiting ------------------------------------------------------------- */

void burn(int ms)
{
    blocking_sleep(ms / 1000.0);
}

ASYNC(twin_ticks)
{
    BEGIN;
    for (; self->count > 0; self->count--)
        AWAIT(async_sleep(0));
    END;
}

ASYNC(twin_settle)
{
    BEGIN;
    for (self->i = 0; self->i < 8 && self->tasks[self->i]; self->i++)
        TRY_AWAIT(self->tasks[self->i]);
    END;
}
