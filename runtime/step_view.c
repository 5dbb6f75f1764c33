/* step_view.c - the picture: what is ready, who waits, what runs, what it says. */
#include "step_view.h"

#include <stdarg.h>
#include <string.h>

#include "step_words.h"

/* --- the paper -------------------------------------------------------------------- */

/* How many bytes of the text fill so many columns. */
static size_t bytes_in(const char *text, int columns)
{
    size_t bytes = 0;
    while (text[bytes] && columns-- > 0)
        do
            bytes++;
        while (((unsigned char)text[bytes] & 0xC0) == 0x80);
    return bytes;
}

void view_line(struct view *view, const char *style, const char *format, ...)
{
    char text[1024];
    va_list args;
    if (view->row >= view->rows)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    int length = (int)bytes_in(text, view->columns);
    if (view->colours && style[0])
        fprintf(view->out, "\033[%sm%.*s\033[0m\033[K", style, length, text);
    else
        fprintf(view->out, "%.*s\033[K", length, text);
    if (++view->row < view->rows)
        fputs("\r\n", view->out);
}

static void heading(struct view *view, const char *title)
{
    char rule[3 * 400 + 1] = "";
    int width = view->columns - (int)strlen(title) - 4;
    for (int i = 0; i < width && i < 400; i++)
        strcat(rule, view->utf8 ? "\u2500" : "-");
    view_line(view, "2", "%s %s %s", view->utf8 ? "\u2500" : "-", title, rule);
}

/* --- the parts ---------------------------------------------------------------------- */

static bool at_end(const struct view *view)
{
    return view->moment >= view->recording->moment_count;
}

const struct record *view_record(const struct view *view)
{
    size_t count;
    const struct record *records =
        trace_records(view->recording->trace, &count);
    if (at_end(view))
        return &records[count - 1];
    return &records[view->recording->moments[view->moment].record];
}

size_t view_suspension(const struct view *view)
{
    const struct moment *step = &view->recording->moments[view->moment];
    size_t count;
    const struct record *records =
        trace_records(view->recording->trace, &count);
    for (size_t i = step->record + 1; i < step->end; i++)
        if (records[i].kind == EVENT_SUSPENDED &&
            records[i].task == records[step->record].task)
            return i;
    return 0;
}

static void draw_title(struct view *view)
{
    const struct record *record = view_record(view);
    view_line(view, "7", " %s   turn %llu   %.3f s   step %zu of %zu ",
              at_end(view) ? "the end" : "Handloop",
              (unsigned long long)record->turn, clock_to_seconds(record->time),
              view->moment + (at_end(view) ? 0 : 1),
              view->recording->moment_count);
}

static void draw_ready(struct view *view)
{
    char who[WORDS], all[1000] = "";
    size_t shown = 0, count = view->now.ready.count;
    for (; shown < count; shown++) {
        words_who(view->recording, &view->now.ready.list[shown], who);
        if (strlen(all) + strlen(who) + 24 > (size_t)view->columns)
            break;
        strcat(all, shown > 0 ? "   " : " ");
        strcat(all, who);
    }
    char title[40];
    snprintf(title, sizeof title, "ready: %zu", count);
    heading(view, title);
    if (shown < count)
        view_line(view, "", "%s   and %zu more", all, count - shown);
    else
        view_line(view, "", "%s", count > 0 ? all : " -");
}

/* The one whose time comes first. */
static size_t next_to_wake(const struct view *view)
{
    size_t count, best = SIZE_MAX;
    const struct record *records =
        trace_records(view->recording->trace, &count);
    const struct standings *waiting = &view->now.waiting;
    for (size_t i = 0; i < waiting->count; i++) {
        int64_t until = records[waiting->list[i].record].until;
        if (until >= 0 &&
            (best == SIZE_MAX ||
             until < records[waiting->list[best].record].until))
            best = i;
    }
    return best;
}

static void draw_waiting(struct view *view, size_t rows)
{
    const struct standings *waiting = &view->now.waiting;
    size_t next = next_to_wake(view);
    size_t first = view->chosen >= rows ? view->chosen - rows + 1 : 0;
    char title[80];
    snprintf(title, sizeof title, "waiting: %zu%s", waiting->count,
             waiting->count > 0 ? "   (* wakes next   > chosen: w says why)" : "");
    heading(view, title);
    if (waiting->count == 0)
        view_line(view, "", " -");
    for (size_t i = first; i < waiting->count && i < first + rows; i++) {
        char who[WORDS], wait[WORDS], place[WORDS];
        const struct standing *one = &waiting->list[i];
        words_who(view->recording, one, who);
        words_wait(view->recording, one->record, wait);
        words_place(view->recording, one->record, place);
        view_line(view, i == next ? "33" : "", "%s%s%-22.30s %-19s %s%s",
                  i == view->chosen ? ">" : " ", i == next ? "*" : " ", who,
                  place, wait, one->cancelled ? ", cancelled" : "");
    }
}

/* --- source --------------------------------------------------------------------------- */

/* Is this the line of Python in which the function of that name begins? */
static bool python_defines(const char *python, const char *coro)
{
    char wanted[WORDS];
    snprintf(wanted, sizeof wanted, "def %.100s(",
             strcmp(coro, "async_main") == 0 ? "main" : coro);
    return strstr(python, wanted) != NULL;
}

static int python_of(const struct place *place)
{
    const char *line;
    for (int i = 0; (line = source_python(place->file, i)); i++)
        if (python_defines(line, place->coro))
            return i;
    return 0;
}

static int marked_line(const struct view *view, const struct place *from,
                       int *to)
{
    struct place stop;
    size_t suspension = view_suspension(view);
    *to = suspension && words_own_place(view->recording, suspension, &stop) &&
                  strcmp(stop.file, from->file) == 0
              ? stop.line
              : 0;
    if (from->line > 0)
        return from->line;
    for (int i = 1; i <= source_length(from->file); i++) {
        char wanted[WORDS];
        snprintf(wanted, sizeof wanted, "ASYNC(%.100s)", from->coro);
        if (strncmp(source_line(from->file, i), wanted, strlen(wanted)) == 0)
            return i;
    }
    return 1;
}

static void draw_source(struct view *view, int rows)
{
    struct place from;
    size_t record = view->recording->moments[view->moment].record;
    if (!words_own_place(view->recording, record, &from)) {
        view_line(view, "", " The runtime's own: no source is shown.");
        return;
    }
    int to, line = marked_line(view, &from, &to);
    bool both = to > line && to - line < rows - 2;
    int middle = both ? (line + to) / 2 : to > 0 ? to : line + rows / 4;
    int first = middle - rows / 2 > 1 ? middle - rows / 2 : 1;
    int half = view->columns - 50 < 86 ? view->columns - 50 : 86;
    bool python_fits = source_python(from.file, 0) && view->columns >= 110;
    int python = python_of(&from);
    for (int i = 0; i < rows; i++) {
        const char *text = source_line(from.file, first + i);
        const char *beside = python_fits ? source_python(from.file, python + i)
                                         : NULL;
        if (!text)
            break;
        const char *mark = first + i == line ? ">" : first + i == to ? "*" : " ";
        if (beside)
            view_line(view, mark[0] != ' ' ? "1" : "", "%s%4d  %-*.*s %s %s",
                      mark, first + i, half - 8, half - 8, text,
                      view->utf8 ? "\u2502" : "|", beside);
        else
            view_line(view, mark[0] != ' ' ? "1" : "", "%s%4d  %s", mark,
                      first + i, text);
    }
}

/* --- what it prints ------------------------------------------------------------------- */

/* The last lines of what the step printed. */
static void draw_printed(struct view *view, int rows)
{
    size_t length;
    const char *text =
        recording_printed(view->recording, view->moment, &length);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    size_t from = length;
    for (int lines = 0; from > 0; from--)
        if (text[from - 1] == '\n' && ++lines == rows)
            break;
    while (rows-- > 0) {
        const char *newline = memchr(text + from, '\n', length - from);
        size_t size = newline ? (size_t)(newline - text) - from : length - from;
        view_line(view, "32", " %.*s", (int)size, text + from);
        from += size + (newline ? 1 : 0);
    }
}

/* How many, at most most. */
static int printed_lines(const struct view *view, int most)
{
    size_t length;
    int lines = 0;
    const char *text =
        recording_printed(view->recording, view->moment, &length);
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines > most ? most : lines;
}

static void draw_step(struct view *view, int rows)
{
    char who[WORDS], title[3 * WORDS], stack[WORDS], end[WORDS];
    words_who(view->recording, &view->now.running, who);
    size_t suspension = view_suspension(view);
    words_stack(view->recording, suspension ? suspension :
                view->recording->moments[view->moment].record, stack);
    snprintf(title, sizeof title, strchr(stack, '>') ? "runs: %s   %s"
                                                     : "runs: %s", who, stack);
    heading(view, title);
    int printed = printed_lines(view, rows / 4);
    int bottom = view->row + rows - printed - 3;
    switch (view->panel) {
    case SHOW_WHY:
        view_why(view, bottom - view->row);
        break;
    case SHOW_MACROS:
        view_macros(view, bottom - view->row);
        break;
    case SHOW_DRAWING:
        view_drawing(view, bottom - view->row);
        break;
    case SHOW_HELP:
        view_help(view, bottom - view->row);
        break;
    case SHOW_SOURCE:
        draw_source(view, bottom - view->row);
        break;
    }
    while (view->row < bottom)
        view_line(view, "", "%s", "");
    heading(view, "it prints");
    draw_printed(view, printed);
    words_end(view->recording, view->moment, end);
    view_line(view, "1", " %s %s", view->utf8 ? "\u2192" : "->",
              end[0] ? end : "comes back to the loop");
}

static void draw_end(struct view *view, int rows)
{
    int bottom = view->row + rows;
    const struct recording *recording = view->recording;
    heading(view, "the end");
    if (recording->ending)
        view_line(view, "31", " The program did not end: %s.", recording->ending);
    else if (recording->code)
        view_line(view, "31", " main failed: %s", error_name(recording->code));
    else
        view_line(view, "", " main has returned.");
    size_t length = strlen(recording->output);
    const char *last = recording->output + length;
    for (int lines = 0; last > recording->output; last--)
        if (last[-1] == '\n' && ++lines == bottom - view->row)
            break;
    while (*last && view->row < bottom) {
        size_t size = strcspn(last, "\n");
        view_line(view, "32", " %.*s", (int)size, last);
        last += size + (last[size] == '\n');
    }
    while (view->row < bottom)
        view_line(view, "", "%s", "");
}

void view_draw(struct view *view)
{
    view->row = 0;
    fputs("\033[H", view->out);
    draw_title(view);
    draw_ready(view);
    size_t room = (size_t)(view->rows > 40 ? 12 : view->rows / 6 + 1);
    size_t waiting = view->now.waiting.count;
    draw_waiting(view, waiting < room ? waiting : room);
    int rows = view->rows - view->row - 2;
    if (at_end(view))
        draw_end(view, rows);
    else
        draw_step(view, rows);
    view_line(view, "1", " %s", view->message);
    view_line(view, "7", " n next  t turn  c clock  b back  w why  u macro  "
                         "p predict  g line  ? help  q ");
    fflush(view->out);
}
