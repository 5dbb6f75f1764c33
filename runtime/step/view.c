/* view.c - the picture: who is ready, who waits, what runs and prints. */
#include "step/view.h"

#include <string.h>

#include "step/predict.h"
#include "watch/trace.h"
#include "watch/words.h"

/* --- the step, and what it prints ---------------------------------------- */

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
        view_line(view, " " GREEN "%.*s", (int)size, text + from);
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

static void draw_panel(struct view *view, int rows)
{
    if (view->question) {
        view_question(view, view->question);
        return;
    }
    switch (view->panel) {
    case SHOW_SOURCE:
        view_source(view, rows);
        break;
    case SHOW_WHY:
        view_why(view, rows);
        break;
    case SHOW_MACROS:
        view_macros(view);
        break;
    case SHOW_DRAWING:
        view_drawing(view, rows);
        break;
    case SHOW_PYTHON:
        view_python(view, rows);
        break;
    case SHOW_EVERYBODY:
        view_everybody(view, rows);
        break;
    case SHOW_HELP:
        view_help(view, rows);
        break;
    }
}

static void draw_running(struct view *view)
{
    char who[WORDS], title[2 * WORDS];
    struct standing chain = view->now.running;
    size_t suspension = view_suspension(view);
    if (suspension)
        chain.record = suspension;      /* the frames that it will have */
    view_chain(view, &chain, who);
    snprintf(title, sizeof title, "runs: %s", who);
    struct rule rule = rule_of(view, RULE[0]);
    rule_write(&rule, 2, title);
    view_line(view, BOLD "%s", rule.text);
}

static void draw_step(struct view *view, int rows)
{
    char end[WORDS];
    int printed = printed_lines(view, rows / 4);
    int bottom = view->row + rows - 1 - (printed > 0 ? printed + 1 : 0);
    draw_running(view);
    draw_panel(view, bottom - view->row);
    view_fill(view, bottom);
    if (printed > 0)
        view_heading(view, "it prints");
    draw_printed(view, printed);
    words_end(view->recording, view->moment, end);
    view_line(view, BOLD " " ARROW " %s",
              end[0] ? end : "comes back to the loop");
}

static void draw_end(struct view *view, int rows)
{
    int bottom = view->row + rows;
    const struct recording *recording = view->recording;
    view_heading(view, "the end");
    if (recording->ending)
        view_line(view, RED " The program did not end: %s.", recording->ending);
    else if (recording->code)
        view_line(view, RED " main failed: %s", error_name(recording->code));
    else
        view_line(view, " main has returned.");
    const char *last = recording->output + strlen(recording->output);
    for (int lines = 0; last > recording->output; last--)
        if (last[-1] == '\n' && ++lines > bottom - view->row)
            break;
    while (*last && view->row < bottom) {
        size_t size = strcspn(last, "\n");
        view_line(view, " " GREEN "%.*s", (int)size, last);
        last += size + (last[size] == '\n');
    }
    view_fill(view, bottom);
}

/* --- all of it ----------------------------------------------------------- */

static void draw_title(struct view *view)
{
    const struct record *record = view_record(view);
    struct rule title = rule_of(view, ' ');
    int used = snprintf(title.text, sizeof title.text,
                        " %s   turn %llu   %.3f s   step %zu of %zu",
                        view_at_end(view) ? "the end" : "Handloop",
                        (unsigned long long)record->turn,
                        clock_to_seconds(record->time),
                        view->moment + (view_at_end(view) ? 0 : 1),
                        view->recording->moment_count);
    title.text[used] = ' ';
    char tasks[80];
    int length = snprintf(tasks, sizeof tasks, "%u of %u tasks done",
                          (unsigned)view->now.done,
                          (unsigned)view->now.created);
    if (used + length + 3 < title.width)
        rule_write(&title, title.width - length - 1, tasks);
    view_line(view, REVERSE "%s", title.text);
}

static void draw_keys(struct view *view)
{
    static const char wide[] =
        " n next   t turn   c clock   b back   Home  End   / find   l list   "
        "w why   u macro   p predict   g timeline   y Python   ? help   q quit";
    static const char narrow[] =
        " n next t turn c clock b back Home End / l list w why u macro "
        "p predict g y ? q";
    struct rule keys = rule_of(view, ' ');
    size_t width = (size_t)keys.width;
    const char *text = strlen(wide) < width ? wide : narrow;
    memcpy(keys.text, text, strlen(text) < width ? strlen(text) : width);
    view_line(view, REVERSE "%s", keys.text);
}

/* A panel that is about everybody stands where the table was, too. */
static void draw_middle(struct view *view, int bottom)
{
    size_t most = (size_t)(view->rows > 40 ? 12 : view->rows / 6 + 1);
    bool takes_all = view->panel == SHOW_EVERYBODY ||
                     view->panel == SHOW_DRAWING || view->panel == SHOW_HELP;
    if (takes_all && !view->question) {
        draw_panel(view, bottom - view->row);
        view_fill(view, bottom);
        return;
    }
    view_ready(view);
    view_table(view, most);
    if (view_at_end(view))
        draw_end(view, bottom - view->row);
    else
        draw_step(view, bottom - view->row);
}

void view_draw(struct view *view)
{
    view->row = 0;
    fputs("\033[H", view->out);
    draw_title(view);
    draw_middle(view, view->rows - 2);
    view_line(view, BOLD " %s", view->message);
    draw_keys(view);
    fflush(view->out);
}
