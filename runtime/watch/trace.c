/* trace.c - the recorder. */
#include "watch/trace.h"

#include <stdlib.h>
#include <string.h>

#include "watch/event.h"

/* Texts are copied into chunks, which never move. */
struct chunk {
    struct chunk *before;
    size_t used, room;
    char text[];
};

struct trace {
    struct region *region;      /* where all is kept; NULL: by malloc() */
    struct record *records;
    size_t count, room;
    struct trace_task *tasks;   /* [0] stands for none */
    size_t task_count, task_room;
    uint32_t *awaited;          /* ids, those of a record side by side */
    size_t awaited_count, awaited_room;
    struct chunk *texts;
    size_t front;               /* before this, every READY record has run */
    uint32_t doer;              /* on whose behalf something runs now, or 0 */
    bool incomplete;            /* there was no memory: recording has stopped */
};

/* --- life ---------------------------------------------------------------- */

struct trace *trace_new(void)
{
    return calloc(1, sizeof(struct trace));
}

struct trace *trace_new_in(struct region *region)
{
    struct trace *trace = region_get(region, sizeof *trace);
    if (trace)
        trace->region = region;
    return trace;
}

void trace_free(struct trace *trace)
{
    while (trace->texts) {
        struct chunk *chunk = trace->texts;
        trace->texts = chunk->before;
        free(chunk);
    }
    free(trace->records);
    free(trace->tasks);
    free(trace->awaited);
    free(trace);
}

/* --- room ---------------------------------------------------------------- */

enum { CHUNK = 4000 };

static bool grow_texts(struct trace *trace, size_t size)
{
    if (trace->texts && trace->texts->room - trace->texts->used >= size)
        return true;
    size_t room = size > CHUNK ? size : CHUNK;
    size_t all = sizeof(struct chunk) + room;
    struct chunk *chunk = trace->region ? region_get(trace->region, all)
                                        : malloc(all);
    if (!chunk)
        return false;
    *chunk = (struct chunk){.before = trace->texts, .room = room};
    trace->texts = chunk;
    return true;
}

/* A copy of the text; NULL without memory. */
static const char *keep(struct trace *trace, const char *text)
{
    size_t size = strlen(text) + 1;
    if (!grow_texts(trace, size))
        return NULL;
    struct chunk *chunk = trace->texts;
    char *copy = memcpy(&chunk->text[chunk->used], text, size);
    chunk->used += size;
    return copy;
}

/* --- tasks --------------------------------------------------------------- */

static bool keep_name(struct trace *trace, const struct task *task)
{
    struct trace_task *known = &trace->tasks[task->id];
    char number[24];
    const char *name = task->name;
    if (!name) {
        snprintf(number, sizeof number, "Task-%u", (unsigned)task->id);
        name = number;
    }
    if (!known->name || strcmp(known->name, name) != 0)
        known->name = keep(trace, name);
    return known->name != NULL;
}

static bool add_task(struct trace *trace, const struct task *task, uint32_t by,
                     int64_t time)
{
    const struct coro_frame *frame = task->stack.leaf;
    while (trace->task_count <= task->id) {
        struct trace_task *tasks =
            region_array(trace->region, trace->tasks, &trace->task_room,
                         trace->task_count, sizeof *tasks);
        if (!tasks)
            return false;
        trace->tasks = tasks;
        trace->tasks[trace->task_count++] =
            (struct trace_task){.ended = -1, .end = SIZE_MAX};
    }
    trace->tasks[task->id] = (struct trace_task){
        .coro = frame ? frame->type->name : NULL,
        .file = frame ? frame->type->file : NULL,
        .by = by,
        .created = time,
        .ended = -1,
        .end = SIZE_MAX,
        .state = PENDING,
    };
    return true;
}

/* Python's name for how it stands. */
static const char *words_for_outcome(const struct future *future)
{
    switch ((enum future_state)future->state) {
    case PENDING:
        return "pending";
    case CANCELLED:
        return "cancelled";
    case RETURNED:
        return textf("returned %s", value_to_text(future->outcome));
    case FAILED:
        return textf("raised %s", error_to_text(future->outcome.error));
    }
    return "?";
}

static bool end_task(struct trace *trace, struct record *record,
                     const struct future *future)
{
    struct trace_task *task = &trace->tasks[record->task];
    task->ended = record->time;
    task->end = trace->count;
    task->state = record->state;
    task->outcome = keep(trace, words_for_outcome(future));
    record->outcome = task->outcome;
    return task->outcome != NULL;
}

/* --- who did it? ---------------------------------------------------------
 *
 * Tasks do things in their steps.  What a callback does is the doing of the
 * task that made the callback ready: when a task ends, a callback of gather()
 * runs, and wakes the task that waits for the gather.
 */

/* The record that made this job ready.  The ready queue is first in, first
 * out, and so the search goes on where the last one ended. */
static uint32_t who_made_ready(struct trace *trace, uintptr_t job)
{
    for (; trace->front < trace->count; trace->front++) {
        const struct record *record = &trace->records[trace->front];
        if (record->kind == EVENT_READY && record->job == job)
            return trace->records[trace->front++].by;
    }
    return 0;
}

static uint32_t who_did(struct trace *trace, const struct loop_event *event)
{
    uint32_t by = trace->doer;
    if (event->kind == EVENT_RUN) {
        by = who_made_ready(trace, (uintptr_t)event->job);
        trace->doer = event_task(event) ? event_task(event)->id : by;
    } else if (event->kind == EVENT_TURN_END) {
        by = trace->doer = 0;
    }
    return by;
}

/* --- what it waits for --------------------------------------------------- */

static void describe_future(const struct trace *trace,
                            const struct future *future, char *out, size_t room)
{
    if (is_task(future))
        snprintf(out, room, "task '%s'", trace_task_name(
                     trace, ((const struct task *)future)->id));
    else if (future_type_of(future)->in_short)
        snprintf(out, room, "%s", future_type_of(future)->in_short(future));
    else
        snprintf(out, room, "%s", future_describe(future));
}

/* Add the tasks behind a future: itself, or those that it waits for. */
static void add_awaited(void *arg, const struct future *future)
{
    struct trace *trace = arg;
    if (!is_task(future)) {
        if (future_type_of(future)->each_awaited)
            future_type_of(future)->each_awaited(future, add_awaited, trace);
        return;
    }
    uint32_t *awaited =
        region_array(trace->region, trace->awaited, &trace->awaited_room,
                     trace->awaited_count, sizeof *awaited);
    if (!awaited) {
        trace->incomplete = true;
        return;
    }
    trace->awaited = awaited;
    trace->awaited[trace->awaited_count++] = ((const struct task *)future)->id;
}

static void note_awaited(struct trace *trace, struct record *record,
                         const struct future *future)
{
    record->first_awaited = trace->awaited_count;
    add_awaited(trace, future);
    record->awaited_count =
        (uint32_t)(trace->awaited_count - record->first_awaited);
    if (is_task(future))
        record->awaits = ((const struct task *)future)->id;
}

static void describe_wait(const struct trace *trace, struct awaitable wanted,
                          char *out, size_t room)
{
    switch (wanted.want) {
    case WANT_SLEEP:
        if (wanted.delay <= 0)
            snprintf(out, room, "the others' turn");
        else
            snprintf(out, room, "sleep(%g)", clock_to_seconds(wanted.delay));
        break;
    case WANT_FUTURE:
        describe_future(trace, wanted.future, out, room);
        break;
    case WANT_READABLE:
        snprintf(out, room, "descriptor %d, to read", wanted.fd);
        break;
    case WANT_WRITABLE:
        snprintf(out, room, "descriptor %d, to write", wanted.fd);
        break;
    case WANT_GO_ON:
    case WANT_END:
    case WANT_CORO:
        snprintf(out, room, "nothing");
        break;
    }
}

static void note_shared(struct record *record, const struct future *future)
{
    if (!future_type_of(future)->shared)
        return;
    struct shared_thing shared = future_type_of(future)->shared(future);
    record->thing = (uintptr_t)shared.thing;
    record->holder = shared.holder;
}

static bool note_wait(struct trace *trace, struct record *record,
                      struct awaitable wanted)
{
    char words[200];
    describe_wait(trace, wanted, words, sizeof words);
    record->want = wanted.want;
    record->waits_on = keep(trace, words);
    if (wanted.want == WANT_FUTURE) {
        note_awaited(trace, record, wanted.future);
        note_shared(record, wanted.future);
    }
    if (wanted.want == WANT_READABLE || wanted.want == WANT_WRITABLE)
        record->fd = wanted.fd;
    return record->waits_on != NULL && !trace->incomplete;
}

/* --- an event ------------------------------------------------------------ */

static bool note_task(struct trace *trace, struct record *record,
                      const struct loop_event *event)
{
    const struct task *task = event_task(event);
    const struct coro_frame *leaf = task->stack.leaf;
    if (event->kind == EVENT_CREATED &&
        !add_task(trace, task, record->by, event->time))
        return false;
    if (!keep_name(trace, task))
        return false;
    record->task = task->id;
    record->job = (uintptr_t)&task->job;
    record->name = trace->tasks[task->id].name;
    record->coro = leaf ? leaf->type->name : NULL;
    record->file = leaf ? leaf->type->file : NULL;
    record->line = leaf ? leaf->line : 0;
    if (event->kind == EVENT_SUSPENDED)
        return note_wait(trace, record, event->wanted);
    if (event->kind != EVENT_DONE)
        return true;
    record->state = event->future->state;
    return end_task(trace, record, event->future);
}

static void note_callback(struct record *record, const struct job *job)
{
    const char *name = job_name(job);
    if (job->type->of)
        record->of = name;
    else
        record->name = name;
}

static bool add_record(struct trace *trace, const struct loop_event *event)
{
    struct record record = {
        .kind = event->kind,
        .turn = event->turn,
        .time = event->time,
        .by = who_did(trace, event),
        .job = (uintptr_t)event->job,
        .until = -1,
    };
    if (event->kind == EVENT_SUSPENDED || event->kind == EVENT_TIMER)
        record.until = event->until;
    if (event_task(event) && !note_task(trace, &record, event))
        return false;
    if (!event_task(event) && event->job)
        note_callback(&record, event->job);
    if (!event_task(event) && event->future)
        record.state = event->future->state;

    struct record *records =
        region_array(trace->region, trace->records, &trace->room, trace->count,
                     sizeof *records);
    if (!records)
        return false;
    trace->records = records;
    trace->records[trace->count++] = record;
    return true;
}

static void see(void *arg, const struct loop_event *event)
{
    struct trace *trace = arg;
    if (trace->incomplete || add_record(trace, event))
        return;
    trace->incomplete = true;
    fprintf(stderr, "handloop: out of memory after %zu events; the recording "
            "ends here, the program goes on\n", trace->count);
}

struct observer trace_observer(struct trace *trace)
{
    return (struct observer){.see = see, .arg = trace};
}

/* --- asking -------------------------------------------------------------- */

const struct record *trace_records(const struct trace *trace, size_t *count)
{
    *count = trace->count;
    return trace->records;
}

const struct record *trace_record(const struct trace *trace, size_t index)
{
    return &trace->records[index];
}

const uint32_t *trace_awaited(const struct trace *trace,
                              const struct record *record)
{
    return record->awaited_count > 0 ? &trace->awaited[record->first_awaited]
                                     : NULL;
}

bool trace_incomplete(const struct trace *trace)
{
    return trace->incomplete;
}

uint32_t trace_task_count(const struct trace *trace)
{
    return trace->task_count > 0 ? (uint32_t)(trace->task_count - 1) : 0;
}

const struct trace_task *trace_task(const struct trace *trace, uint32_t id)
{
    return id > 0 && id < trace->task_count ? &trace->tasks[id] : NULL;
}

const char *trace_task_name(const struct trace *trace, uint32_t id)
{
    const struct trace_task *task = trace_task(trace, id);
    return task && task->name ? task->name : "?";
}
