/* page_json.c - a recording as JSON, for player.js.
 *
 * Texts, frames and places are written once, at the end; what comes before has
 * their numbers.  An event is an array: its kind, whom it is about, and what
 * that kind has besides; a number between two events is the time from then on.
 *
 *      "events":[[0,1],[6,1,0],...,1000000000,[4,2,1,5,0],...]
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/numbers.h"
#include "view/page.h"
#include "view/quote.h"
#include "watch/python.h"
#include "watch/source.h"
#include "watch/trace.h"
#include "watch/unfold.h"
#include "watch/words.h"

struct writer {
    FILE *out;
    const struct recording *recording;
    const struct record *records;
    size_t count;               /* of records, that are written */
    size_t steps;
    struct numbers words, files, places, stacks, callbacks, things;
};

/* --- texts --------------------------------------------------------------- */

static void put_text(struct writer *writer, const char *text)
{
    putc('"', writer->out);
    quote_json(writer->out, text, strlen(text));
    putc('"', writer->out);
}

/* A text by its number: 0 is "". */
static size_t word(struct writer *writer, const char *text)
{
    return number_of(&writer->words, text, strlen(text) + 1);
}

/* What to write between the elements of a list. */
static const char *comma(size_t index)
{
    return index > 0 ? "," : "";
}

/* --- where it stands ----------------------------------------------------- */

/* A place as the key of a table, without padding. */
struct place_key {
    const char *coro, *file;
    intptr_t line;
};

static size_t place_number(struct writer *writer, const struct place *place)
{
    struct place_key key = {place->coro, place->file, place->line};
    return number_of(&writer->places, &key, sizeof key);
}

/* The frames of a record, the outermost first. */
static size_t stack_number(struct writer *writer, size_t record)
{
    enum { DEEPEST = 64 };
    size_t numbers[DEEPEST], depth;
    const struct place *stack =
        recording_stack(writer->recording, record, &depth);
    for (size_t i = 0; i < depth && i < DEEPEST; i++)
        numbers[i] = place_number(writer, &stack[i]);
    return number_of(&writer->stacks, numbers, depth * sizeof *numbers);
}

/* --- who ----------------------------------------------------------------- */

struct callback_key {
    uintptr_t job;
    size_t who;                 /* in words */
};

/* A task by its number; a callback by one below zero. */
static long who(struct writer *writer, size_t record)
{
    const struct record *at = &writer->records[record];
    struct standing standing = {.task = at->task, .record = record};
    char words[WORDS];
    if (at->task)
        return (long)at->task;
    words_who(writer->recording, &standing, words);
    struct callback_key key = {at->job, word(writer, words)};
    return -1 - (long)number_of(&writer->callbacks, &key, sizeof key);
}

/* --- events -------------------------------------------------------------- */

/* The names of enum event_kind, in its order. */
static const char kinds[] =
    "[\"turn\",\"turn end\",\"clock\",\"created\",\"ready\",\"unready\","
    "\"run\",\"waits\",\"timer\",\"no timer\",\"cancel\",\"done\"]";

static void put_ready(struct writer *writer, size_t record)
{
    char cause[WORDS];
    words_cause(writer->recording, record, cause);
    fprintf(writer->out, ",%zu,%zu,%u", stack_number(writer, record),
            word(writer, cause), (unsigned)writer->records[record].by);
}

/* The number of what others may wait for, too; 0: no such thing. */
static size_t thing_number(struct writer *writer, const struct record *record)
{
    uintptr_t thing = record->thing;
    return thing ? 1 + number_of(&writer->things, &thing, sizeof thing) : 0;
}

/* For what; until when, or -1; who will wake it; the frames; which thing, and
 * who holds it; and the tasks that it waits for.  If these are several, how
 * many are done is said behind the words. */
static void put_wait(struct writer *writer, size_t record)
{
    const struct record *at = &writer->records[record];
    const uint32_t *awaited =
        trace_awaited(writer->recording->trace, at);
    bool several = at->awaited_count > 0 && !at->awaits;
    char wait[WORDS], waker[WORDS];
    words_wait(writer->recording, record, writer->count, wait);
    words_waker(writer->recording, record, waker);
    fprintf(writer->out, ",%zu,%lld,%zu",
            word(writer, several ? at->waits_on : wait), (long long)at->until,
            word(writer, waker));
    if (at->kind == EVENT_TIMER)
        return;
    fprintf(writer->out, ",%zu,%zu,%u,%d", stack_number(writer, record),
            thing_number(writer, at), (unsigned)at->holder, several);
    for (uint32_t i = 0; i < at->awaited_count; i++)
        fprintf(writer->out, ",%u", (unsigned)awaited[i]);
}

static void put_event(struct writer *writer, size_t record)
{
    const struct record *at = &writer->records[record];
    FILE *out = writer->out;
    fprintf(out, "[%d", at->kind);
    if (at->kind == EVENT_TURN)
        fprintf(out, ",%llu", (unsigned long long)at->turn);
    else if (at->task || at->job)
        fprintf(out, ",%ld", who(writer, record));
    if (at->kind == EVENT_RUN)
        fprintf(out, ",%zu", stack_number(writer, record));
    else if (at->kind == EVENT_READY)
        put_ready(writer, record);
    else if (at->kind == EVENT_SUSPENDED || at->kind == EVENT_TIMER)
        put_wait(writer, record);
    else if (at->kind == EVENT_CANCEL)
        fprintf(out, ",%u", (unsigned)at->by);
    putc(']', out);
}

static void put_events(struct writer *writer)
{
    int64_t time = 0;
    fprintf(writer->out, ",\n\"kinds\":%s,\n\"events\":[", kinds);
    for (size_t i = 0; i < writer->count; i++) {
        int64_t now = writer->records[i].time;
        fputs(comma(i), writer->out);
        if (now != time)
            fprintf(writer->out, "%lld,", (long long)now);
        time = now;
        put_event(writer, i);
    }
    fputs("]", writer->out);
}

/* --- steps --------------------------------------------------------------- */

static void put_printed(struct writer *writer, const char *text, size_t length)
{
    putc('"', writer->out);
    quote_json(writer->out, text, length);
    putc('"', writer->out);
}

/* Its first event, the one behind its last, how it ends, what it prints. */
static void put_step(struct writer *writer, size_t step)
{
    const struct moment *moment = &writer->recording->moments[step];
    char end[WORDS];
    size_t length;
    const char *printed =
        recording_printed(writer->recording, step, &length);
    words_end(writer->recording, step, end);
    fprintf(writer->out, "%s[%zu,%zu,%zu", comma(step), moment->record,
            moment->end, word(writer, end));
    if (length > 0) {
        putc(',', writer->out);
        put_printed(writer, printed, length);
    }
    putc(']', writer->out);
}

static void put_steps(struct writer *writer)
{
    const struct recording *recording = writer->recording;
    size_t before = strlen(recording->output), length;
    if (recording->moment_count > 0)
        before = (size_t)(recording_printed(recording, 0, &length) -
                          recording->output);
    fputs(",\n\"before\":", writer->out);
    put_printed(writer, recording->output, before);
    fputs(",\n\"steps\":[", writer->out);
    for (size_t i = 0; i < writer->steps; i++)
        put_step(writer, i);
    fputs("]", writer->out);
}

/* --- tables -------------------------------------------------------------- */

static void put_tasks(struct writer *writer)
{
    const struct trace *trace = writer->recording->trace;
    fputs(",\n\"tasks\":[", writer->out);
    for (uint32_t id = 1; id <= trace_task_count(trace); id++) {
        const struct trace_task *task = trace_task(trace, id);
        fprintf(writer->out, "%s[%zu,%zu,%u,%d,%zu]", comma(id - 1),
                word(writer, trace_task_name(trace, id)),
                word(writer, task->coro ? task->coro : ""),
                (unsigned)task->by, task->state,
                word(writer, task->outcome ? task->outcome : ""));
    }
    fputs("]", writer->out);
}

static void put_callbacks(struct writer *writer)
{
    fputs(",\n\"callbacks\":[", writer->out);
    for (size_t i = 0; i < writer->callbacks.count; i++) {
        const struct callback_key *key = writer->callbacks.things[i].bytes;
        fprintf(writer->out, "%s%zu", comma(i), key->who);
    }
    fputs("]", writer->out);
}

static void put_stacks(struct writer *writer)
{
    fputs(",\n\"stacks\":[", writer->out);
    for (size_t i = 0; i < writer->stacks.count; i++) {
        const struct thing *stack = &writer->stacks.things[i];
        const size_t *places = stack->bytes;
        fprintf(writer->out, "%s[", comma(i));
        for (size_t k = 0; k < stack->size / sizeof *places; k++)
            fprintf(writer->out, "%s%zu", comma(k), places[k]);
        fputs("]", writer->out);
    }
    fputs("]", writer->out);
}

static bool is_own(const char *file)
{
    return strncmp(file, "runtime/", 8) != 0;
}

/* Without its macro; "" if it has none. */
static size_t macro_word(struct writer *writer, const struct place *place)
{
    char *text = NULL;
    size_t size = 0, number = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory)
        return 0;
    bool found = macro_write(place, memory);
    fclose(memory);
    if (found)
        number = word(writer, text);
    free(text);
    return number;
}

/* The coroutine; its line, 0 at the beginning; and in a file of the program's
 * own, which one, the line to show, that of the Python or -1, the line without
 * its macro. */
static void put_place(struct writer *writer, const struct place *place)
{
    fprintf(writer->out, "[%zu,%d", word(writer, place->coro), place->line);
    if (is_own(place->file)) {
        int line = place->line > 0
                       ? place->line
                       : source_beginning(place->file, place->coro);
        fprintf(writer->out, ",%zu,%d,%d,%zu",
                number_of(&writer->files, place->file, strlen(place->file) + 1),
                line, python_of(place->file, place->coro, line),
                macro_word(writer, place));
    }
    fputs("]", writer->out);
}

static void put_places(struct writer *writer)
{
    fputs(",\n\"places\":[", writer->out);
    for (size_t i = 0; i < writer->places.count; i++) {
        const struct place_key *key = writer->places.things[i].bytes;
        struct place place = {key->coro, key->file, (int)key->line};
        fputs(comma(i), writer->out);
        put_place(writer, &place);
    }
    fputs("]", writer->out);
}

typedef const char *line_reader(const char *file, int line);

static void put_lines(struct writer *writer, const char *name,
                      line_reader *line_at, const char *file, int first)
{
    const char *line;
    fprintf(writer->out, ",\"%s\":[", name);
    for (int i = first; (line = line_at(file, i)); i++) {
        fputs(comma((size_t)(i - first)), writer->out);
        put_text(writer, line);
    }
    fputs("]", writer->out);
}

static void put_files(struct writer *writer)
{
    fputs(",\n\"files\":[", writer->out);
    for (size_t i = 0; i < writer->files.count; i++) {
        const char *file = writer->files.things[i].bytes;
        fprintf(writer->out, "%s{\"name\":", comma(i));
        put_text(writer, file);
        put_lines(writer, "lines", source_line, file, 1);
        put_lines(writer, "python", python_line, file, 0);
        fputs("}", writer->out);
    }
    fputs("]", writer->out);
}

static void put_words(struct writer *writer)
{
    fputs(",\n\"words\":[", writer->out);
    for (size_t i = 0; i < writer->words.count; i++) {
        fputs(comma(i), writer->out);
        put_text(writer, writer->words.things[i].bytes);
    }
    fputs("]", writer->out);
}

/* --- all of it ----------------------------------------------------------- */

/* A long run is written up to the end of some step. */
static void limit(struct writer *writer)
{
    enum { RECORDS = 200000 };
    const struct recording *recording = writer->recording;
    writer->records = trace_records(recording->trace, &writer->count);
    writer->steps = recording->moment_count;
    while (writer->steps > 0 &&
           recording->moments[writer->steps - 1].end > RECORDS)
        writer->steps--;
    if (writer->steps < recording->moment_count)
        writer->count = writer->steps > 0
                            ? recording->moments[writer->steps - 1].end
                            : 0;
}

static bool close_tables(struct writer *writer)
{
    struct numbers *tables[] = {&writer->words,  &writer->files,
                                &writer->places, &writer->stacks,
                                &writer->callbacks, &writer->things};
    bool incomplete = false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        incomplete |= tables[i]->incomplete;
        numbers_free(tables[i]);
    }
    return !incomplete;
}

static void put_ending(struct writer *writer)
{
    const struct recording *recording = writer->recording;
    fprintf(writer->out, "{\"all\":%zu,\n\"ending\":", recording->moment_count);
    put_text(writer, recording->ending ? recording->ending : "");
    fputs(",\n\"failed\":", writer->out);
    put_text(writer, recording->code && !recording->ending
                         ? error_name(recording->code)
                         : "");
}

int page_json(const struct recording *recording, FILE *out)
{
    struct writer writer = {.out = out, .recording = recording};
    limit(&writer);
    word(&writer, "");
    put_ending(&writer);
    put_events(&writer);
    put_steps(&writer);
    put_tasks(&writer);
    put_callbacks(&writer);
    put_stacks(&writer);
    put_places(&writer);
    put_files(&writer);
    put_words(&writer);
    fputs("}\n", out);
    return close_tables(&writer) ? 0 : ENOMEM;
}
