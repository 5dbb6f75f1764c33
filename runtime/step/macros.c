/* macros.c - this line without the macros. */
#include "step/macros.h"

#include <ctype.h>
#include <string.h>

#include "step/source.h"
#include "step/view.h"
#include "step/words.h"

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

/* --- its lines ----------------------------------------------------------- */

/* How much of a line fits: up to a comma, or a parenthesis that opens. */
static size_t that_fits(const char *line, size_t width)
{
    if (strlen(line) <= width)
        return strlen(line);
    for (const char *sign = ",("; *sign; sign++)
        for (size_t i = width; i > width / 2; i--)
            if (line[i - 1] == *sign)
                return i;
    return width;
}

/* A line that is too long goes without its comment, or else on below. */
static void wrap_line(struct view *view, char *line)
{
    enum { MARGIN = 2, INDENT = 12, NARROWEST = 30 };
    int columns = view->columns < NARROWEST ? NARROWEST : view->columns;
    size_t width = (size_t)columns - MARGIN;
    char *comment = strstr(line, " /*");
    if (strlen(line) > width && comment)
        *comment = '\0';
    size_t fits = that_fits(line, width);
    view_line(view, " %.*s", (int)fits, line);
    while (line[fits]) {
        line += fits + strspn(line + fits, " ");
        fits = that_fits(line, width - INDENT);
        view_line(view, " %*s%.*s", INDENT, "", (int)fits, line);
    }
}

/* One line of a text, with the number and the arguments put in. */
static void put_line(struct view *view, const char *text, size_t length,
                     int number, const char *argument)
{
    char line[2 * ARGUMENT], digits[16];
    size_t used = 0, first = strcspn(argument, ",");
    const char *rest = argument + first + strspn(argument + first, ", ");
    snprintf(digits, sizeof digits, "%d", number);
    for (size_t i = 0; i < length && used < ARGUMENT; i++) {
        const char *from = &text[i];
        size_t size = 1;
        if (*from == '@') {
            from = digits, size = strlen(digits);
        } else if (*from == '$') {
            from = argument, size = strlen(argument);
        } else if (*from == '#') {
            from = argument, size = first;
        } else if (*from == '~') {
            from = rest, size = strlen(rest);
        }
        memcpy(line + used, from, size);
        used += size;
    }
    line[used] = '\0';
    wrap_line(view, line);
}

static void put_macro(struct view *view, const char *text,
                      const struct place *place, const char *argument)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        put_line(view, text, length, place->line, argument);
        text += length + 1;
    }
}

static void view_macro(struct view *view, const struct place *place)
{
    const char *line = source_line(place->file, place->line);
    if (!line)
        return;
    view_line(view, BOLD "%4d %s", place->line, line);
    for (int i = 0; i < MACROS; i++) {
        char argument[ARGUMENT];
        if (!find_word(line, macros[i].name))
            continue;
        argument_of(place->file, place->line, macros[i].name, argument);
        view_line(view, " is, without the macro:");
        put_macro(view, macros[i].text, place, argument);
        return;
    }
    view_line(view, " No macro is in this line.");
}

void view_macros(struct view *view)
{
    struct place place;
    size_t record = view_suspension(view);
    if (!record)
        record = view->recording->moments[view->moment].record;
    if (words_own_place(view->recording, record, &place) && place.line > 0) {
        view_macro(view, &place);
        return;
    }
    view_line(view, " It begins, for the line where it stands is 0.  "
                    "BEGIN is:");
    put_macro(view, macro_text("BEGIN"), &place, "");
}
