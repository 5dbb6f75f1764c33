/* trace_json.c - a recording in the Chrome Trace Event format.
 *
 * Each task is a thread of its own.  Its runs are slices ("X"), arrows lead
 * from whoever woke it to where it runs ("s" to "f"), cancellations are marks
 * ("i"), the lengths of the ready queue and the waiting table are counters
 * ("C").  Perfetto (ui.perfetto.dev) and chrome://tracing draw it.
 */
#include <stdlib.h>

#include "io/byte_buffer_private.h"
#include "io/utf8.h"
#include "watch/replay.h"
#include "watch/trace.h"

struct writer {
    FILE *file;
    struct byte_buffer *out;    /* events on their way to the file */
    const struct trace *trace;
    const struct record *records;
    size_t count;
    bool begun;                 /* the list has an element */
};

/* --- texts --------------------------------------------------------------- */

static bool is_plain(unsigned char c)
{
    return c >= ' ' && c < 127 && c != '"' && c != '\\';
}

/* Put the character here, escaped if need be; how many bytes it has. */
static size_t put_character(struct byte_buffer *out, const unsigned char *c)
{
    size_t length = utf8_length((const char *)c);
    if (length == 0)
        buffer_add_text(out, "\\ufffd");
    else if (*c < ' ' || *c == 127)
        buffer_printf(out, "\\u%04x", *c);
    else if (*c == '"' || *c == '\\')
        buffer_printf(out, "\\%c", *c);
    else
        buffer_add(out, c, length);
    return length > 0 ? length : 1;
}

/* Nearly all texts are plain from end to end: they go out in one piece. */
static void put_escaped(struct byte_buffer *out, const char *text)
{
    const unsigned char *c = (const unsigned char *)text;
    while (*c) {
        size_t plain = 0;
        while (is_plain(c[plain]))
            plain++;
        if (plain > 0)
            buffer_add(out, c, plain);
        c += plain;
        if (*c)
            c += put_character(out, c);
    }
}

static void put_string(struct byte_buffer *out, const char *text)
{
    buffer_add(out, "\"", 1);
    put_escaped(out, text);
    buffer_add(out, "\"", 1);
}

/* ,"name": - and its value comes next. */
static void put_name(struct byte_buffer *out, const char *name)
{
    buffer_add_text(out, ",\"");
    buffer_add_text(out, name);
    buffer_add_text(out, "\":");
}

static void put_member(struct byte_buffer *out, const char *name,
                       const char *text)
{
    put_name(out, name);
    put_string(out, text);
}

static void put_count(struct byte_buffer *out, const char *name,
                      int64_t count)
{
    put_name(out, name);
    buffer_add_int(out, count);
}

/* Microseconds, to the nanosecond.  Not by printf's "%f": a locale may write
 * a comma there. */
static void put_time(struct byte_buffer *out, const char *name, int64_t time)
{
    const int nanoseconds = (int)(time % 1000);
    put_count(out, name, time / 1000);
    const char fraction[] = {'.', (char)('0' + nanoseconds / 100),
                             (char)('0' + nanoseconds / 10 % 10),
                             (char)('0' + nanoseconds % 10)};
    buffer_add(out, fraction, sizeof fraction);
}

/* --- events -------------------------------------------------------------- */

/* Every event begins alike.  Thread 0 is for callbacks. */
static void begin_event(struct writer *writer, const char *phase, uint32_t task)
{
    buffer_add_text(writer->out, writer->begun ? ",\n" : "");
    buffer_add_text(writer->out, "{\"ph\":\"");
    buffer_add_text(writer->out, phase);
    buffer_add_text(writer->out, "\",\"pid\":1");
    put_count(writer->out, "tid", task);
    writer->begun = true;
}

static void end_event(struct writer *writer)
{
    buffer_add_text(writer->out, "}");
}

static void name_thread(struct writer *writer, uint32_t id)
{
    const struct trace_task *task = trace_task(writer->trace, id);
    begin_event(writer, "M", id);
    put_member(writer->out, "name", "thread_name");
    buffer_add_text(writer->out, ",\"args\":{\"name\":\"");
    put_escaped(writer->out, task ? trace_task_name(writer->trace, id)
                                  : "callbacks");
    if (task && task->coro) {
        buffer_add_text(writer->out, " ");
        put_escaped(writer->out, task->coro);
    }
    buffer_add_text(writer->out, "\"}");
    end_event(writer);
    begin_event(writer, "M", id);
    put_member(writer->out, "name", "thread_sort_index");
    buffer_add_text(writer->out, ",\"args\":{\"sort_index\":");
    buffer_add_int(writer->out, id);
    buffer_add_text(writer->out, "}");
    end_event(writer);
}

/* The record with which the run ends that begins at index. */
static const struct record *end_of_run(const struct writer *writer,
                                       size_t index)
{
    const struct record *run = &writer->records[index];
    for (size_t i = index + 1; i < writer->count; i++) {
        const struct record *record = &writer->records[i];
        if (record->kind == EVENT_RUN || record->kind == EVENT_TURN_END)
            return record;
        if ((record->kind == EVENT_SUSPENDED || record->kind == EVENT_DONE) &&
            run->task && record->task == run->task)
            return record;
    }
    return &writer->records[writer->count - 1];
}

static void put_run_details(struct writer *writer, const struct record *run,
                            const struct record *end)
{
    struct byte_buffer *out = writer->out;
    buffer_add_text(out, ",\"args\":{\"turn\":");
    buffer_add_int(out, (int64_t)run->turn);
    if (run->file)
        put_member(out, "file", run->file);
    if (run->line)
        put_count(out, "from line", run->line);
    if (end->kind == EVENT_SUSPENDED && end->task == run->task) {
        put_count(out, "to line", end->line);
        put_member(out, "then waits for", end->waits_on);
    }
    if (end->kind == EVENT_DONE && end->outcome)
        put_member(out, "then", end->outcome);
    buffer_add_text(out, "}");
}

static void put_run(struct writer *writer, size_t index)
{
    const struct record *run = &writer->records[index];
    const struct record *end = end_of_run(writer, index);
    const char *name = run->task ? run->coro : run->name;
    begin_event(writer, "X", run->task);
    put_member(writer->out, "name", name ? name : "callback of the runtime");
    put_time(writer->out, "ts", run->time);
    put_time(writer->out, "dur", end->time - run->time);
    put_run_details(writer, run, end);
    end_event(writer);
}

/* An arrow's end: its number is that of the record that woke the task. */
static void put_arrow(struct writer *writer, const char *phase, uint32_t task,
                      int64_t time, size_t number)
{
    begin_event(writer, phase, task);
    buffer_add_text(writer->out, ",\"cat\":\"wake\",\"name\":\"wakes\"");
    put_count(writer->out, "id", (int64_t)number);
    if (phase[0] == 'f')
        buffer_add_text(writer->out, ",\"bp\":\"e\"");
    put_time(writer->out, "ts", time);
    end_event(writer);
}

/* From the task that woke this one: record says READY, the run began later. */
static void put_wake(struct writer *writer, size_t ready, size_t run)
{
    const struct record *woken = &writer->records[ready];
    if (!woken->task || !woken->by || woken->by == woken->task)
        return;
    put_arrow(writer, "s", woken->by, woken->time, ready);
    put_arrow(writer, "f", woken->task, writer->records[run].time, ready);
}

static void put_cancel(struct writer *writer, const struct record *record)
{
    begin_event(writer, "i", record->task);
    put_member(writer->out, "s", "t");
    put_member(writer->out, "name", "cancel");
    put_time(writer->out, "ts", record->time);
    if (record->by) {
        buffer_add_text(writer->out, ",\"args\":{\"by\":");
        put_string(writer->out, trace_task_name(writer->trace, record->by));
        buffer_add_text(writer->out, "}");
    }
    end_event(writer);
}

static void put_counters(struct writer *writer, const struct record *record,
                         const struct snapshot *now)
{
    begin_event(writer, "C", 0);
    put_member(writer->out, "name", "queues");
    put_time(writer->out, "ts", record->time);
    buffer_add_text(writer->out, ",\"args\":{\"ready\":");
    buffer_add_int(writer->out, (int64_t)now->ready.count);
    put_count(writer->out, "waiting", (int64_t)now->waiting.count);
    buffer_add_text(writer->out, "}");
    end_event(writer);
}

/* --- all of it ----------------------------------------------------------- */

/* Write the record that comes next; now is how things stood before it. */
static void put_record(struct writer *writer, const struct snapshot *now)
{
    size_t index = now->position;
    const struct record *record = &writer->records[index];
    if (record->kind == EVENT_RUN) {
        put_run(writer, index);
        if (now->ready.count > 0 && now->ready.list[0].job == record->job)
            put_wake(writer, now->ready.list[0].record, index);
    } else if (record->kind == EVENT_CANCEL) {
        put_cancel(writer, record);
    } else if (record->kind == EVENT_TURN || record->kind == EVENT_TURN_END) {
        put_counters(writer, record, now);
    }
}

/* A write of the kernel's costs as much as some twenty events. */
static void write_out(struct writer *writer, size_t at_least)
{
    struct byte_buffer *out = writer->out;
    if (out->used < at_least)
        return;
    fwrite(out->bytes, 1, out->used, writer->file);
    buffer_clear(out);
}

static void cut_short(void)
{
    fputs("handloop: out of memory; the trace is cut short\n", stderr);
}

void trace_json(const struct trace *trace, FILE *file)
{
    enum { FULL = 1 << 16 };
    struct byte_buffer out = {0};
    struct writer writer = {.file = file, .out = &out, .trace = trace};
    struct snapshot now = {0};
    writer.records = trace_records(trace, &writer.count);
    buffer_add_text(&out, "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
    for (uint32_t id = 0; id <= trace_task_count(trace); id++)
        name_thread(&writer, id);
    while (now.position < writer.count && !out.incomplete) {
        put_record(&writer, &now);
        if (snapshot_move(&now, trace, now.position + 1) != 0)
            break;
        write_out(&writer, FULL);
    }
    if (now.position < writer.count)
        cut_short();
    snapshot_close(&now);
    buffer_add_text(&out, "\n]}\n");
    write_out(&writer, 0);
    buffer_free(&out);
}
