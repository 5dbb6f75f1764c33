/* step_panels.c - why a task waits, what a line stands for, the timeline, help. */
#include <stdlib.h>
#include <string.h>

#include "step_view.h"
#include "step_words.h"

/* --- why is this task waiting? ------------------------------------------------------ */

static const struct record *all_records(const struct view *view)
{
    size_t count;
    return trace_records(view->recording->trace, &count);
}

static const struct standing *where_waits(const struct view *view, uint32_t task)
{
    for (size_t i = 0; i < view->now.waiting.count; i++)
        if (view->now.waiting.list[i].task == task)
            return &view->now.waiting.list[i];
    return NULL;
}

static bool is_ready(const struct view *view, uint32_t task)
{
    for (size_t i = 0; i < view->now.ready.count; i++)
        if (view->now.ready.list[i].task == task)
            return true;
    return false;
}

/* The tasks that it made in the step in which it began to wait: for a gather,
 * those it waits for. */
static void tell_children(struct view *view, const struct standing *one)
{
    const struct record *records = all_records(view);
    char names[400] = "";
    size_t first = one->record;
    while (first > 0 && records[first].kind != EVENT_RUN)
        first--;
    for (size_t i = first; i < one->record; i++) {
        const char *name = trace_task_name(view->recording->trace,
                                           records[i].task);
        if (records[i].kind != EVENT_CREATED || records[i].by != one->task ||
            (!where_waits(view, records[i].task) &&
             !is_ready(view, records[i].task) &&
             view->now.running.task != records[i].task) ||
            strlen(names) + strlen(name) + 3 > sizeof names)
            continue;
        strcat(names, names[0] ? ", " : "");
        strcat(names, name);
    }
    if (names[0])
        view_line(view, "", "      it made in that step, and they are not done: "
                            "%s", names);
}

static void tell_wait(struct view *view, const struct standing *one)
{
    char who[WORDS], wait[WORDS], place[WORDS];
    words_who(view->recording, one, who);
    words_wait(view->recording, one->record, wait);
    words_place(view->recording, one->record, place);
    view_line(view, "", "   %s waits at %s for %s", who, place, wait);
    if (one->task && all_records(view)[one->record].awaits == 0)
        tell_children(view, one);
}

static void tell_root(struct view *view, uint32_t task)
{
    if (is_ready(view, task))
        view_line(view, "", "   %s is ready, and will run in its turn",
                  trace_task_name(view->recording->trace, task));
    else if (view->now.running.task == task)
        view_line(view, "", "   %s runs at this moment",
                  trace_task_name(view->recording->trace, task));
}

void view_why(struct view *view, int rows)
{
    const struct record *records = all_records(view);
    if (view->chosen >= view->now.waiting.count) {
        view_line(view, "", " Nobody waits.");
        return;
    }
    const struct standing *one = &view->now.waiting.list[view->chosen];
    view_line(view, "1", " Why does it wait?  (up and down choose another one)");
    for (int steps = 2; one && steps < rows; steps++) {
        tell_wait(view, one);
        uint32_t next = records[one->record].awaits;
        if (next == 0)
            return;
        one = where_waits(view, next);
        if (!one)
            tell_root(view, next);
    }
}

/* --- what the macros of a line stand for --------------------------------------------- */

/* %1$d in words: N is the line, X is what stands in the parentheses. */
static const struct {
    const char *macro, *text;
} macros[] = {
    {"TRY_AWAIT(", "    self->frame.line = N;              /* where to go on */\n"
                   "    return coro_await(coro_stack, X);  /* leave */\n"
                   "case N:;                               /* and come back here */\n"
                   "    coro_catch(coro_stack, ...);       /* failure() is its code */"},
    {"AWAIT(", "    self->frame.line = N;              /* where to go on */\n"
               "    return coro_await(coro_stack, X);  /* leave: others run */\n"
               "case N:;                               /* and come back here */\n"
               "    if (it failed)\n"
               "        return coro_raise(...);        /* the error travels on */"},
    {"RETURN(", "    return coro_return(coro_stack, value_of(X));\n"
                "           /* whoever awaits us is resumed with the value */"},
    {"RAISE(", "    return coro_raise(coro_stack, &self->frame, error_new(X));\n"
               "           /* whoever awaits us is resumed with the error */"},
    {"BEGIN", "    switch (self->frame.line) {        /* where did we stop? */\n"
              "    case 0:;                           /* nowhere yet */"},
    {"END", "        return coro_return(coro_stack, value_none());\n"
            "    }                                  /* of that switch */"},
    {"ASYNC(", "static struct step X_body(struct stack *coro_stack, struct X *self);\n"
               "const struct coro_type X = {\"X\", X_body, sizeof(struct X), ...};\n"
               "static struct step X_body(struct stack *coro_stack, struct X *self)"},
};

/* The argument of the macro in this line, up to the last parenthesis. */
static void argument_of(const char *line, const char *macro, char *out,
                        size_t room)
{
    const char *from = strstr(line, macro) + strlen(macro);
    const char *to = strrchr(from, ')');
    size_t size = macro[strlen(macro) - 1] != '(' ? 0
                  : to ? (size_t)(to - from) : strlen(from);
    snprintf(out, room, "%.*s%s", (int)size, from, to || size == 0 ? "" : " ...");
}

static void expand(struct view *view, const char *text, int number,
                   const char *argument)
{
    char line[400];
    while (*text) {
        size_t used = 0;
        for (; *text && *text != '\n'; text++) {
            int more = *text == 'N' && text[-1] != 'E'
                           ? snprintf(line + used, sizeof line - used, "%d", number)
                       : *text == 'X'
                           ? snprintf(line + used, sizeof line - used, "%s", argument)
                           : snprintf(line + used, sizeof line - used, "%c", *text);
            used += (size_t)more;
            if (used > sizeof line - 100)
                break;
        }
        view_line(view, "", " %.*s", (int)used, line);
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
}

static void view_macro(struct view *view, const struct place *place)
{
    const char *line = source_line(place->file, place->line);
    if (!line)
        return;
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++) {
        char argument[200];
        if (!strstr(line, macros[i].macro))
            continue;
        argument_of(line, macros[i].macro, argument, sizeof argument);
        view_line(view, "1", "%4d %s", place->line, line);
        view_line(view, "", "%s", " stands for");
        expand(view, macros[i].text, place->line, argument);
        return;
    }
    view_line(view, "", "%4d %s   has no macro in it", place->line, line);
}

void view_macros(struct view *view, int rows)
{
    struct place place;
    (void)rows;
    size_t record = view_suspension(view);
    if (!record)
        record = view->recording->moments[view->moment].record;
    if (words_own_place(view->recording, record, &place) && place.line > 0)
        view_macro(view, &place);
    else
        view_line(view, "", " It begins: BEGIN is a switch on the line where the "
                            "coroutine stands, and that is 0.");
}

/* --- the timeline ------------------------------------------------------------------------ */

void view_drawing(struct view *view, int rows)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory)
        return;
    trace_timeline(view->recording->trace, memory);
    fclose(memory);
    char *line = text;
    size_t count;
    const struct record *records =
        trace_records(view->recording->trace, &count);
    double total = clock_to_seconds(records[count - 1].time);
    double now = clock_to_seconds(view_record(view)->time);
    size_t axis = 0, width = 0;
    for (char *c = text; *c; c += strcspn(c, "\n") + (c[strcspn(c, "\n")] == '\n')) {
        size_t length = strcspn(c, "\n"), mark = strcspn(c, "=");
        if (c == text && strstr(c, "  0"))
            axis = (size_t)(strstr(c, "  0") - c) + 2;
        if (axis && mark < length && c[0] != '=' && c != text) {
            size_t last = mark + strspn(c + mark, "=.-+") + 1;
            width = last > width ? last : width;
        }
    }
    while (*line && rows-- > 2) {
        size_t length = strcspn(line, "\n");
        view_line(view, "", "%.*s", (int)length, line);
        line += length + (line[length] == '\n');
    }
    if (axis && width > axis && total > 0)
        view_line(view, "1", "%*s^ now",
                  (int)(axis + (size_t)((double)(width - 1 - axis) * now / total)),
                  "");
    free(text);
}

void view_help(struct view *view, int rows)
{
    static const char *const lines[] = {
        " n  space  right   the next step: one task, or callback, is resumed",
        " t                 the next turn of the loop",
        " c                 the next jump of the clock",
        " b  left           one step back (the run is recorded: back is exact)",
        " home  end         the beginning, the end",
        " up  down          choose one of those that wait",
        " w                 why does it wait? down to a timer, a descriptor, a job",
        " /                 go to the next step of a task, by a part of its name",
        " u                 what the macros of the line stand for",
        " p                 predict which task runs next",
        " g                 the timeline",
        " q                 leave",
        " >  where the step goes on     *  where it will stop",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines && rows-- > 0; i++)
        view_line(view, "", "%s", lines[i]);
}
