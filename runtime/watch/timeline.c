/* timeline.c - a recording as a picture: a row for each task, time to the
 * right.
 *
 *                       s 0        0.5        1
 *      Task-1 async_main  =.....................*
 *      Task-2 fetch_user  =.....................*  User 1 data
 */
#include <stdlib.h>
#include <string.h>

#include "core/future_private.h"
#include "watch/trace.h"

enum {
    NAME_WIDTH = 14,    /* for a task's name at most, */
    CORO_WIDTH = 16,    /* its coroutine's, */
    NOTE_WIDTH = 24,    /* and how it ended */
    ROWS = 200,         /* at most */
    TICK = 8,           /* columns from one tick to the next at least, */
    TURN_TICK = 4,      /* if the columns are turns; */
    TURN = 4,           /* and then, columns for a turn at most */
};

#define SAME_RUN 0.1    /* of a column: runs as close as this count as one */

enum state { ABSENT, READY, RUNS, WAITS };

/* One row in one column: for how long it was what. */
struct cell {
    double ran, ready, waited;
    bool runs;              /* some run began here, */
    double first, last;     /* the first one and the last, in columns */
    char mark;              /* an end, or a cancellation; 0: none */
};

struct row {
    enum state state;
    int64_t since;          /* when that began */
    int64_t until;          /* WAITS: the deadline, or -1 */
    struct cell *cells;
};

struct chart {
    const struct trace *trace;
    const struct record *records;
    size_t count;
    struct timeline part;
    uint32_t rows;          /* row 0 is for callbacks, the others for tasks,
                               the first of them in row 1 */
    struct row row[ROWS + 1];
    bool callbacks_shown;
    bool by_turn;           /* no time passed: turns take its place */
    int64_t length;         /* of the whole run, nanoseconds or turns */
    int64_t turn_ended;     /* when nobody ran any more */
    int64_t tick;           /* nanoseconds or turns from tick to tick, */
    int tick_columns;       /* and columns */
    int columns, name_width, coro_width, note_width;
};

/* --- texts of a given width ---------------------------------------------- */

/* Of a UTF-8 text: no character begins with this byte. */
static bool is_continuation(char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Characters in a UTF-8 text, up to the end of its line. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text && *text != '\n'; text++)
        if (!is_continuation(*text))
            width++;
    return width;
}

static int at_most(int width, int limit)
{
    return width < limit ? width : limit;
}

/* Print so many columns of a text, cut with ".." or padded. */
static void put_text(FILE *out, const char *text, int width)
{
    bool cut = width_of(text) > width;
    int room = cut ? width - 2 : width;
    for (; *text && *text != '\n'; text++) {
        unsigned char c = (unsigned char)*text;
        if (!is_continuation(*text) && --room < 0)
            break;
        fputc(c < ' ' || c == 127 ? '?' : c, out);
    }
    fprintf(out, "%*s", cut ? 2 : room, cut ? ".." : "");
}

/* How a task ended; what is clear from its mark needs no words. */
static const char *note_of(const struct trace_task *task)
{
    const char *outcome = task->outcome ? task->outcome : "not ended";
    if (strcmp(outcome, "returned None") == 0)
        return "";
    if (strncmp(outcome, "returned ", 9) == 0)
        return outcome + 9;
    return strncmp(outcome, "raised ", 7) == 0 ? outcome + 7 : outcome;
}

/* --- measures ------------------------------------------------------------ */

static uint32_t task_of_row(const struct chart *chart, uint32_t row)
{
    return row > 0 ? chart->part.first + row - 1 : 0;
}

/* NULL: it is not in this part of the chart. */
static struct row *row_of_task(struct chart *chart, uint32_t task)
{
    uint32_t row = task - chart->part.first + 1;
    return task >= chart->part.first && row < chart->rows ? &chart->row[row]
                                                          : NULL;
}

static int64_t moment_of(const struct chart *chart, const struct record *record)
{
    if (!chart->by_turn)
        return record->time;
    return record->turn > 0 ? (int64_t)record->turn - 1 : 0;
}

static double column_at(const struct chart *chart, int64_t moment)
{
    return (double)moment / (double)chart->tick * chart->tick_columns;
}

static int column_of(const struct chart *chart, int64_t moment)
{
    return (int)(column_at(chart, moment) + 1e-6);
}

/* The smallest of 1, 2, 5, 10, 20, 50... whose ticks stand wide enough apart
 * when the whole length fits. */
static void choose_scale(struct chart *chart, int room)
{
    static const int steps[] = {1, 2, 5};
    int least = chart->by_turn ? TURN_TICK : TICK;
    double length = chart->length > 0 ? (double)chart->length : 1;
    int64_t power = 1;
    for (int i = 0;; i++) {
        if (i == 3) {
            i = 0;
            power *= 10;
        }
        chart->tick = steps[i] * power;
        double columns = (double)chart->tick * (room - 1) / length;
        if (chart->by_turn && columns > (double)chart->tick * TURN)
            columns = (double)chart->tick * TURN;
        if (columns < least)
            continue;
        chart->tick_columns = (int)(columns < room ? columns : room);
        break;
    }
    chart->columns = column_of(chart, chart->length) + 1;
}

/* Callbacks get a row if the program has some of its own, or if one of the
 * runtime's took its time. */
static bool has_callbacks(const struct chart *chart)
{
    bool runs = false;
    int64_t since = 0;
    for (size_t i = 0; i < chart->count; i++) {
        const struct record *record = &chart->records[i];
        if (record->kind != EVENT_RUN && record->kind != EVENT_TURN_END)
            continue;
        if (runs && record->time - since > chart->length / chart->part.width)
            return true;
        runs = record->kind == EVENT_RUN && !record->task;
        since = record->time;
        if (runs && record->name)
            return true;
    }
    return false;
}

static void measure(struct chart *chart)
{
    const struct record *last = &chart->records[chart->count - 1];
    chart->by_turn = last->time == 0;
    chart->length = moment_of(chart, last);
    chart->callbacks_shown = has_callbacks(chart);
    if (chart->callbacks_shown)
        chart->name_width = width_of("callbacks");
    for (uint32_t row = 1; row < chart->rows; row++) {
        uint32_t id = task_of_row(chart, row);
        const struct trace_task *task = trace_task(chart->trace, id);
        int name = width_of(trace_task_name(chart->trace, id));
        int coro = task->coro ? width_of(task->coro) : 0;
        int note = width_of(note_of(task));
        if (name > chart->name_width)
            chart->name_width = at_most(name, NAME_WIDTH);
        if (coro > chart->coro_width)
            chart->coro_width = at_most(coro, CORO_WIDTH);
        if (note > chart->note_width)
            chart->note_width = at_most(note, NOTE_WIDTH);
    }
    int words = chart->name_width + 1 + chart->coro_width + chart->note_width;
    choose_scale(chart, chart->part.width - words - 2 - 2);
}

/* --- filling the cells --------------------------------------------------- */

static void add(struct cell *cell, enum state state, double columns)
{
    if (state == RUNS)
        cell->ran += columns;
    else if (state == READY)
        cell->ready += columns;
    else
        cell->waited += columns;
}

/* The row was in this state from one moment to another one. */
static void fill(const struct chart *chart, struct row *row, enum state state,
                 int64_t from, int64_t to)
{
    if (state == ABSENT)
        return;
    double begin = column_at(chart, from), end = column_at(chart, to);
    for (int i = column_of(chart, from); i < chart->columns && i < end; i++) {
        double left = begin > i ? begin : i;
        double right = end < i + 1 ? end : i + 1;
        if (right > left)
            add(&row->cells[i], state, right - left);
    }
}

static void note_run(struct cell *cell, double column)
{
    if (!cell->runs)
        cell->first = column;
    cell->runs = true;
    cell->last = column;
}

/* Close what the row was until now, and begin something else. */
static void change(const struct chart *chart, struct row *row,
                   enum state state, int64_t now)
{
    int64_t due = row->until;
    if (row->state == WAITS && due >= row->since && due < chart->turn_ended &&
        due < now) {                    /* due, but somebody kept the loop */
        fill(chart, row, WAITS, row->since, due);
        fill(chart, row, READY, due, now);
    } else {
        fill(chart, row, row->state, row->since, now);
    }
    if (state == RUNS)
        note_run(&row->cells[column_of(chart, now)], column_at(chart, now));
    row->state = state;
    row->since = now;
    row->until = -1;
}

static void mark(const struct chart *chart, struct row *row, char mark,
                 int64_t now)
{
    row->cells[column_of(chart, now)].mark = mark;
}

static char mark_of_end(int state)
{
    return state == RETURNED ? '*' : state == FAILED ? 'x' : '!';
}

static void draw_record(struct chart *chart, const struct record *record)
{
    int64_t now = moment_of(chart, record);
    struct row *callbacks = &chart->row[0];
    if (record->kind == EVENT_TURN_END)
        chart->turn_ended = now;
    if (record->kind == EVENT_RUN || record->kind == EVENT_TURN_END)
        change(chart, callbacks, ABSENT, now);
    if (record->kind == EVENT_RUN && !record->task)
        change(chart, callbacks, RUNS, now);

    struct row *row = row_of_task(chart, record->task);
    if (!record->task || !row)
        return;
    if (record->kind == EVENT_READY) {
        change(chart, row, READY, now);
    } else if (record->kind == EVENT_RUN) {
        change(chart, row, RUNS, now);
    } else if (record->kind == EVENT_SUSPENDED) {
        change(chart, row, WAITS, now);
        row->until = chart->by_turn ? -1 : record->until;
    } else if (record->kind == EVENT_CANCEL) {
        mark(chart, row, '!', now);
    } else if (record->kind == EVENT_DONE) {
        change(chart, row, ABSENT, now);
        mark(chart, row, mark_of_end(record->state), now);
    }
}

static void draw(struct chart *chart)
{
    for (size_t i = 0; i < chart->count; i++)
        draw_record(chart, &chart->records[i]);
    for (uint32_t i = 0; i < chart->rows; i++)
        change(chart, &chart->row[i], ABSENT, chart->length);
}

/* --- printing ------------------------------------------------------------ */

/* Did it run in short moments, two of them close together, and wait between
 * them?  Then it is no long run, though the columns are too coarse to show
 * the gaps. */
static bool runs_now_and_then(const struct cell *cells, int i)
{
    const struct cell *cell = &cells[i];
    double since = cell->first;
    if (!cell->runs || cell->ran >= cell->waited)
        return false;
    if (i > 0 && cells[i - 1].runs)
        since = cells[i - 1].last;
    return cell->last - since > SAME_RUN;
}

static char letter(const struct cell *cells, int i)
{
    const struct cell *cell = &cells[i];
    if (cell->mark)
        return cell->mark;
    if (runs_now_and_then(cells, i))
        return '+';
    if (cell->runs || (cell->ran > 0 && cell->ran >= cell->waited))
        return '=';
    if (cell->ready > cell->waited)
        return '-';
    return cell->waited > 0 ? '.' : ' ';
}

struct unit {
    const char *name;
    int64_t length;
};

static struct unit unit_of(const struct chart *chart)
{
    if (chart->by_turn)
        return (struct unit){"turn", 1};
    if (chart->length >= NANOSECONDS_PER_SECOND)
        return (struct unit){"s", NANOSECONDS_PER_SECOND};
    if (chart->length >= NANOSECONDS_PER_MS)
        return (struct unit){"ms", NANOSECONDS_PER_MS};
    return (struct unit){"us", 1000};
}

static void print_axis(const struct chart *chart, FILE *out)
{
    struct unit unit = unit_of(chart);
    fprintf(out, "%*s  ", chart->name_width + 1 + chart->coro_width, unit.name);
    int column = 0;
    for (int64_t at = 0; at <= chart->length; at += chart->tick) {
        char label[32];
        double number = (double)at / (double)unit.length;
        int length = snprintf(label, sizeof label, "%g",
                              chart->by_turn ? number + 1 : number);
        int start = column_of(chart, at);
        fprintf(out, "%*s%s", start - column, "", label);
        column = start + length;
    }
    fputc('\n', out);
}

static void print_row(const struct chart *chart, uint32_t row, FILE *out)
{
    uint32_t id = task_of_row(chart, row);
    const struct cell *cells = chart->row[row].cells;
    const struct trace_task *task = trace_task(chart->trace, id);
    const char *note = task ? note_of(task) : "";
    put_text(out, task ? trace_task_name(chart->trace, id) : "callbacks",
             chart->name_width);
    fputc(' ', out);
    put_text(out, task && task->coro ? task->coro : "", chart->coro_width);
    fputs("  ", out);
    int end = chart->columns;
    while (!*note && end > 0 && letter(cells, end - 1) == ' ')
        end--;
    for (int i = 0; i < end; i++)
        fputc(letter(cells, i), out);
    if (*note) {
        fputs("  ", out);
        put_text(out, note, at_most(width_of(note), chart->note_width));
    }
    fputc('\n', out);
}

/* What the letters mean, but only those that are there. */
static void print_legend(const struct chart *chart, FILE *out)
{
    static const char *const meanings[] = {
        "= runs",      "- ready or due", ". waits", "+ runs now and then",
        "! cancelled", "x failed",       "* done",
    };
    const char *before = "\n";
    uint32_t first = chart->callbacks_shown ? 0 : 1;
    for (size_t m = 0; m < sizeof meanings / sizeof *meanings; m++) {
        bool used = false;
        for (uint32_t id = first; id < chart->rows; id++)
            for (int i = 0; i < chart->columns; i++)
                used |= letter(chart->row[id].cells, i) == meanings[m][0];
        if (!used)
            continue;
        fprintf(out, "%s%s", before, meanings[m]);
        before = "   ";
    }
    fputc('\n', out);
    if (chart->by_turn)
        fputs("No time passed: the numbers are turns of the loop.\n", out);
    if (trace_incomplete(chart->trace))
        fputs("The recording ended early: there was no more memory.\n", out);
}

static void print_cursor(const struct chart *chart, FILE *out)
{
    int left = chart->name_width + 1 + chart->coro_width + 2;
    int column = left + column_of(chart, moment_of(chart, chart->part.now));
    if (column + 5 <= chart->part.width)
        fprintf(out, "%*s^ now\n", column, "");
    else
        fprintf(out, "%*snow ^\n", column - 4, "");
}

static void print(const struct chart *chart, FILE *out)
{
    print_axis(chart, out);
    for (uint32_t row = 1; row < chart->rows; row++)
        print_row(chart, row, out);
    if (chart->callbacks_shown)
        print_row(chart, 0, out);
    if (chart->part.now)
        print_cursor(chart, out);
    uint32_t tasks = trace_task_count(chart->trace);
    uint32_t shown = chart->part.first - 1 + chart->rows - 1;
    if (tasks > shown)
        fprintf(out, "... and %u tasks more\n", (unsigned)(tasks - shown));
    print_legend(chart, out);
}

void trace_timeline(const struct trace *trace, FILE *out)
{
    struct timeline part = {.first = 1, .rows = 40, .width = 80};
    trace_timeline_part(trace, &part, out);
}

void trace_timeline_part(const struct trace *trace,
                         const struct timeline *part, FILE *out)
{
    struct chart chart = {.trace = trace, .part = *part};
    chart.records = trace_records(trace, &chart.count);
    uint32_t tasks = trace_task_count(trace);
    if (tasks < part->first) {
        fputs("Nothing was recorded.\n", out);
        return;
    }
    uint32_t rows = tasks - part->first + 1;
    rows = rows < part->rows ? rows : part->rows;
    chart.rows = 1 + (rows < ROWS ? rows : ROWS);
    measure(&chart);
    size_t columns = (size_t)chart.columns;
    struct cell *cells = calloc(chart.rows * columns, sizeof *cells);
    if (!cells) {
        fputs("There is no memory for the timeline.\n", out);
        return;
    }
    for (uint32_t i = 0; i < chart.rows; i++)
        chart.row[i] = (struct row){.until = -1, .cells = cells + i * columns};
    draw(&chart);
    print(&chart, out);
    free(cells);
}
