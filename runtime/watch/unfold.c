/* unfold.c - a line without its macro. */
#include "watch/unfold.h"

#include <ctype.h>
#include <string.h>

#include "watch/source.h"

static const struct {
    const char *name, *text;
} macros[] = {
    {"TRY_AWAIT",
     "    self->frame.line = @;                  /* where to go on */\n"
     "    return coro_await(coro_stack, awaitable($));   "
     "/* leave: others run */\n"
     "case @:;                                   /* and come back here */\n"
     "    coro_catch(coro_stack, &self->frame);  "
     "/* failure() is its code */\n"},
    {"AWAIT",
     "    self->frame.line = @;                  /* where to go on */\n"
     "    return coro_await(coro_stack, awaitable($));   "
     "/* leave: others run */\n"
     "case @:;                                   /* and come back here */\n"
     "    if (coro_stack->value.kind == VALUE_RAISED)    /* did it fail? */\n"
     "        return coro_raise(coro_stack, &self->frame,\n"
     "                          coro_stack->value.error);\n"},
    {"RETURN", "    return coro_return(coro_stack, value_of($));\n"},
    {"RAISE",
     "    self->frame.line = @;                  /* for the traceback */\n"
     "    return coro_raise(coro_stack, &self->frame,\n"
     "                      error_new($, \"\"));\n"},
    {"RERAISE",
     "    self->frame.line = @;                  /* for the traceback */\n"
     "    return coro_raise(coro_stack, &self->frame,\n"
     "                      coro_caught(&self->frame));\n"},
    {"BEGIN",
     "    switch (self->frame.line) {            /* where did it stop? */\n"
     "    default:                               /* at no line of ours */\n"
     "        return coro_lost(coro_stack, &self->frame);\n"
     "    case 0:                                /* nowhere: it begins */\n"},
    {"END",
     "        return coro_return(coro_stack, value_none());\n"
     "    }                                      /* of BEGIN's switch */\n"
     "    return coro_fell_out(coro_stack, &self->frame);\n"},
    {"LEAVE",
     "    # = @;                                 /* where to go on */\n"
     "    return ~;                              /* leave */\n"
     "case @:;                                   /* and come back here */\n"},
};
enum { MACROS = sizeof macros / sizeof *macros, ARGUMENT = 300 };

const char *macro_text(const char *name)
{
    for (int i = 0; i < MACROS; i++)
        if (strcmp(macros[i].name, name) == 0)
            return macros[i].text;
    return NULL;
}

/* --- the macro of a line ------------------------------------------------- */

static bool is_of_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Where a word begins in a line; NULL if it is not there, or part of one. */
static const char *find_word(const char *line, const char *word)
{
    const char *found = line;
    while ((found = strstr(found, word))) {
        char behind = found[strlen(word)];
        if ((found == line || !is_of_name(found[-1])) && !is_of_name(behind))
            return found;
        found++;
    }
    return NULL;
}

/* What stands in the parentheses, which may be closed some lines below. */
static void argument_of(const char *file, int line, const char *name,
                        char argument[ARGUMENT])
{
    int depth = 0;
    size_t used = 0;
    const char *from = find_word(source_line(file, line), name) + strlen(name);
    for (; from && *from; from = source_line(file, ++line)) {
        from += strspn(from, " ");
        for (const char *c = from; *c && used + 2 < ARGUMENT; c++) {
            depth += *c == '(' ? 1 : *c == ')' ? -1 : 0;
            if (depth == 0)
                goto closed;
            if (depth > 1 || *c != '(')
                argument[used++] = *c;
        }
        if (depth == 0)
            break;
        argument[used++] = ' ';
    }
closed:
    argument[used] = '\0';
}

/* --- without it ---------------------------------------------------------- */

/* One line of a text, with the number and the arguments put in. */
static void put_line(FILE *out, const char *text, size_t length, int number,
                     const char *argument)
{
    int first = (int)strcspn(argument, ",");
    const char *rest = argument + first + strspn(argument + first, ", ");
    for (size_t i = 0; i < length; i++)
        if (text[i] == '@')
            fprintf(out, "%d", number);
        else if (text[i] == '$')
            fputs(argument, out);
        else if (text[i] == '#')
            fprintf(out, "%.*s", first, argument);
        else if (text[i] == '~')
            fputs(rest, out);
        else
            putc(text[i], out);
    putc('\n', out);
}

static void put_macro(FILE *out, const char *text, int line,
                      const char *argument)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        put_line(out, text, length, line, argument);
        text += length + 1;
    }
}

bool macro_write(const struct place *place, FILE *out)
{
    if (place->line == 0) {
        put_macro(out, macro_text("BEGIN"), 0, "");
        return true;
    }
    const char *line = source_line(place->file, place->line);
    for (int i = 0; line && i < MACROS; i++) {
        char argument[ARGUMENT];
        if (!find_word(line, macros[i].name))
            continue;
        argument_of(place->file, place->line, macros[i].name, argument);
        put_macro(out, macros[i].text, place->line, argument);
        return true;
    }
    return false;
}
