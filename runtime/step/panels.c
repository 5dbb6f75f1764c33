/* panels.c - the source, why a task waits, everybody, the timeline, the
 * Python, the keys. */
#include <stdlib.h>
#include <string.h>

#include "step/view.h"
#include "watch/python.h"
#include "watch/source.h"
#include "watch/trace.h"
#include "watch/words.h"

/* --- the source, with the Python beside it ------------------------------- */

/* Where the step goes on, where it will stop (0: not in this file), and the
 * Python of that. */
struct spot {
    struct place from;
    int line, to;
    int python;                 /* a line of python_line(), or -1 */
};

/* A step that begins in others' files is shown where it stops in that one. */
static bool is_wanted(const struct view *view, const struct place *place)
{
    return view->file && strcmp(place->file, view->file) == 0;
}

static bool find_spot(const struct view *view, struct spot *spot)
{
    struct place stop;
    size_t suspension = view_suspension(view);
    size_t record = view->recording->moments[view->moment].record;
    if (!words_own_place(view->recording, record, &spot->from))
        return false;
    if (suspension && words_own_place(view->recording, suspension, &stop) &&
        is_wanted(view, &stop) && !is_wanted(view, &spot->from))
        spot->from = (struct place){stop.coro, stop.file, 0};
    spot->line = spot->from.line > 0
                     ? spot->from.line
                     : source_beginning(spot->from.file, spot->from.coro);
    spot->to = 0;
    spot->python = python_of(spot->from.file, spot->from.coro, spot->line);
    if (suspension && words_own_place(view->recording, suspension, &stop) &&
        strcmp(stop.file, spot->from.file) == 0) {
        spot->to = stop.line;
        spot->python = python_of(stop.file, stop.coro, stop.line);
    }
    return true;
}

/* The line of the file that is shown first: both are in sight if that can be,
 * and the one where it stops in any case. */
static int first_line(const struct spot *spot, int rows)
{
    bool both = spot->to > spot->line && spot->to - spot->line < rows - 2;
    int middle = both           ? (spot->line + spot->to) / 2
                 : spot->to > 0 ? spot->to
                                : spot->line + rows / 4;
    return middle - rows / 2 > 1 ? middle - rows / 2 : 1;
}

static const char *mark_of(const struct spot *spot, int line)
{
    return line == spot->line ? ">" : line == spot->to ? "*" : " ";
}

static int longest(const char *(*line_of)(const char *file, int line),
                   const char *file, int first)
{
    int longest = 0;
    const char *line;
    for (int i = first; (line = line_of(file, i)); i++)
        if ((int)strlen(line) > longest)
            longest = (int)strlen(line);
    return longest;
}

/* C to the left, Python to the right, if there is room for all lines of both:
 * so many columns for the C, or 0. */
static int width_of_source(const struct view *view, const char *file)
{
    enum { AROUND = 11 };       /* marks, numbers, the bar */
    int source = longest(source_line, file, 1);
    int python = longest(python_line, file, 0);
    return python > 0 && source + python + AROUND <= view->columns ? source : 0;
}

static void source_side_by_side(struct view *view, const struct spot *spot,
                                int rows, int width)
{
    const char *file = spot->from.file;
    int first = first_line(spot, rows);
    int def = python_def(file, spot->from.coro);
    int python = spot->python > def + rows / 2 ? spot->python - rows / 2 : def;
    for (int i = 0; i < rows; i++) {
        const char *text = source_line(file, first + i);
        const char *beside = python_line(file, python + i);
        const char *mark = mark_of(spot, first + i);
        bool here = python + i == spot->python;
        view_line(view, "%s%s%4d  %-*.*s" PLAIN " " BAR "%s%s %s",
                  mark[0] != ' ' ? BOLD : "", mark, first + i, width, width,
                  text ? text : "", here ? BOLD : "", here ? "*" : " ",
                  beside ? beside : "");
    }
}

/* The Python of the marked line has a line of its own, below. */
static void source_alone(struct view *view, const struct spot *spot, int rows)
{
    const char *file = spot->from.file;
    const char *python =
        spot->python >= 0 ? python_line(file, spot->python) : NULL;
    rows -= python ? 1 : 0;
    int first = first_line(spot, rows);
    for (int i = first; i < first + rows; i++) {
        const char *text = source_line(file, i), *mark = mark_of(spot, i);
        if (text)
            view_line(view, "%s%s%4d  %s", mark[0] != ' ' ? BOLD : "", mark, i,
                      text);
        else
            view_line(view, "%s", "");
    }
    if (python)
        view_line(view, DIM " in Python:" PLAIN " %s",
                  python + strspn(python, " "));
}

void view_source(struct view *view, int rows)
{
    struct spot spot;
    int width;
    if (!find_spot(view, &spot))
        view_line(view, " This step is the runtime's own: there is no source "
                        "of yours.");
    else if (!source_line(spot.from.file, 1))
        view_line(view, " %s cannot be read from here.", spot.from.file);
    else if ((width = width_of_source(view, spot.from.file)) > 0)
        source_side_by_side(view, &spot, rows, width);
    else
        source_alone(view, &spot, rows);
}

void view_python(struct view *view, int rows)
{
    struct spot spot;
    if (!find_spot(view, &spot) || !python_line(spot.from.file, 0)) {
        view_line(view, " There is no Python for this step.");
        return;
    }
    int first = spot.python > rows / 2 ? spot.python - rows / 2 : 0;
    for (int i = first; i < first + rows; i++) {
        const char *line = python_line(spot.from.file, i);
        if (line)
            view_line(view, "%s%s %s", i == spot.python ? BOLD : "",
                      i == spot.python ? "*" : " ", line);
    }
}

/* --- why does it wait? ---------------------------------------------------
 *
 * The chain of who waits for whom, down to a timer, a descriptor, a job.  Where
 * it parts, all branches are shown, each a step further to the right.
 */
static const struct standing *where_waits(const struct view *view,
                                          uint32_t task)
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

static void tell_other(struct view *view, uint32_t task, int depth)
{
    const char *name = trace_task_name(view->recording->trace, task);
    if (view->now.running.task == task)
        view_line(view, "%*s%s%s" PLAIN " runs at this moment", 3 * depth, "",
                  view_tint(task), name);
    else if (is_ready(view, task))
        view_line(view, "%*s%s%s" PLAIN " is ready, and runs in its turn",
                  3 * depth, "", view_tint(task), name);
}

static void tell_wait(struct view *view, const struct standing *one, int depth)
{
    char who[WORDS], wait[WORDS], place[WORDS];
    words_who(view->recording, one, who);
    words_wait(view->recording, one->record, view->now.position, wait);
    words_place(view->recording, one->record, place);
    view_line(view, "%*s%s%s" PLAIN " waits%s%s for %s%s", 3 * depth, "",
              view_tint(one->task), who, place[0] ? " at " : "", place, wait,
              one->cancelled ? "; it is cancelled, and will be told in its turn"
                             : "");
}

enum { DEEPEST = 12 };

static void tell_chain(struct view *view, const struct standing *one, int depth,
                       int bottom)
{
    const struct trace *trace = view->recording->trace;
    const struct record *wait = trace_record(trace, one->record);
    const uint32_t *tasks = trace_awaited(trace, wait);
    tell_wait(view, one, depth);
    for (uint32_t i = 0; i < wait->awaited_count; i++) {
        const struct standing *next = where_waits(view, tasks[i]);
        if (task_is_done(view->recording, tasks[i], view->now.position))
            continue;
        if (view->row >= bottom || depth == DEEPEST) {
            view_line(view, "%*s...", 3 * depth + 3, "");
            return;
        }
        if (next)
            tell_chain(view, next, depth + 1, bottom);
        else
            tell_other(view, tasks[i], depth + 1);
    }
}

/* The other end: who will wake it, and when. */
static void tell_waker(struct view *view, const struct standing *one)
{
    char waker[WORDS], stack[WORDS];
    words_waker(view->recording, one->record, waker);
    words_stack(view->recording, one->record, stack);
    if (strchr(stack, '>'))
        view_line(view, "   its frames: %s", stack);
    view_line(view, "   %s by: %s",
              words_will_be_cancelled(view->recording, one->record)
                  ? "cancelled" : "woken", waker);
}

void view_why(struct view *view, int rows)
{
    int bottom = view->row + rows - 3;
    const struct standing *one = view_chosen(view);
    if (!one) {
        view_line(view, " Nobody waits.");
        return;
    }
    view_line(view, BOLD " Why does it wait?" PLAIN
                         "  (up and down choose another one)");
    tell_chain(view, one, 1, bottom);
    tell_waker(view, one);
}

/* --- everybody: the ready queue and the waiting table, page by page ------ */

static void everybody_row(struct view *view, size_t index)
{
    char who[WORDS], cause[WORDS];
    size_t ready = view->now.ready.count;
    const char *mark = index == view->chosen ? ">  " : "   ";
    if (index >= ready) {
        view_waiting(view, &view->now.waiting.list[index - ready], mark);
        return;
    }
    const struct standing *one = &view->now.ready.list[index];
    words_who(view->recording, one, who);
    words_cause(view->recording, one->record, cause);
    cut_words(who, 40);
    view_line(view, "%s%s%-40s" PLAIN " %zu. in line: %s", mark,
              view_tint(one->task), who, index + 1, cause);
}

void view_everybody(struct view *view, int rows)
{
    size_t all = view_choices(view), page = rows > 2 ? (size_t)rows - 2 : 1;
    size_t first = view->chosen / page * page;
    size_t ready = view->now.ready.count;
    size_t last = first + page < all ? first + page : all;
    view_line(view, BOLD " Everybody: %zu ready, %zu waiting" PLAIN
                         "   %zu to %zu of %zu   (up, down, PgUp, PgDn)",
              ready, view->now.waiting.count, all > 0 ? first + 1 : 0, last,
              all);
    for (size_t i = first; i < last; i++) {
        if (i == ready || (i == first && i > ready))
            view_waiting_heading(view);
        everybody_row(view, i);
    }
}

/* --- the timeline -------------------------------------------------------- */

/* So many rows of it that the task which runs is one of them. */
void view_drawing(struct view *view, int rows)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory)
        return;
    uint32_t task = view_record(view)->task;
    uint32_t most = rows > 8 ? (uint32_t)rows - 7 : 1;
    int width = view->columns < 60 ? 60 : view->columns > 200 ? 200
                                                               : view->columns;
    struct timeline part = {.first = task > most ? task - most + 1 : 1,
                            .rows = most, .width = width,
                            .now = view_record(view)};
    trace_timeline_part(view->recording->trace, &part, memory);
    fclose(memory);
    for (char *line = text; *line && rows-- > 0;) {
        size_t length = strcspn(line, "\n");
        view_line(view, "%.*s", (int)length, line);
        line += length + (line[length] == '\n');
    }
    free(text);
}

/* --- the keys ------------------------------------------------------------ */

static const char *const help[] = {
    " n  space  right   the next step: one task, or callback, is resumed",
    " t                 the next turn of the loop",
    " c                 the next jump of the clock",
    " b  left           one step back (the run is recorded: back is exact)",
    " Home  End         the beginning, the end; also 0 and $",
    " /                 find: the next step of a task, by a part of its name",
    " l                 list everybody who is ready, or waits, page by page",
    " up  down          choose one of them; PgUp and PgDn a page of them",
    " w                 why does it wait? down to a timer, a descriptor, a job",
    " u                 this line without the macros",
    " y                 the Python of the lesson",
    " p                 predict which task runs next: it keeps count",
    " g                 the timeline, with a cursor",
    " q                 leave",
    "",
    " >  where the step goes on     *  where it will stop, or who wakes next",
    " The same key again closes what it opened.",
};

void view_help(struct view *view, int rows)
{
    for (size_t i = 0; i < sizeof help / sizeof *help && rows-- > 0; i++)
        view_line(view, "%s", help[i]);
}
