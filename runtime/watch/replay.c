/* replay.c - ready queue and waiting table, rebuilt from a recording. */
#include "watch/replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "watch/trace.h"

/* --- a list of who stands there --------------------------------------------
 *
 * Most are taken from the front, in the order in which they came.  So the list
 * begins somewhere in its memory, and taking the first moves nobody:
 *
 *      memory  | taken | taken | first | second | ... | last |      |
 *                                ^ list, count of them           room
 */
static bool make_room(struct standings *standings)
{
    if (standings->taken + standings->count < standings->room)
        return true;
    if (standings->taken > standings->count) {
        memmove(standings->memory, standings->list,
                standings->count * sizeof *standings->list);
        standings->list = standings->memory;
        standings->taken = 0;
        return true;
    }
    size_t room = standings->room ? standings->room * 2 : 16;
    struct standing *memory =
        realloc(standings->memory, room * sizeof *memory);
    if (!memory)
        return false;
    standings->memory = memory;
    standings->list = memory + standings->taken;
    standings->room = room;
    return true;
}

static void append(struct standings *standings, struct standing standing)
{
    standings->list[standings->count++] = standing;
}

static struct standing *find(const struct standings *standings, uintptr_t job)
{
    for (size_t i = 0; i < standings->count; i++)
        if (standings->list[i].job == job)
            return &standings->list[i];
    return NULL;
}

/* Take a job out; what stood there, or nobody. */
static struct standing take(struct standings *standings, uintptr_t job)
{
    struct standing *found = find(standings, job);
    if (!found)
        return (struct standing){0};
    struct standing standing = *found;
    struct standing *end = standings->list + --standings->count;
    if (found == standings->list) {
        standings->list++;
        standings->taken++;
    } else {
        memmove(found, found + 1, (size_t)(end - found) * sizeof *found);
    }
    return standing;
}

/* --- one record ---------------------------------------------------------- */

static void leave_all(struct snapshot *snapshot, uintptr_t job)
{
    if (snapshot->running.job == job) {
        snapshot->running = (struct standing){0};
        return;
    }
    take(&snapshot->ready, job);
    take(&snapshot->waiting, job);
}

static void mark_cancelled(struct snapshot *snapshot, uintptr_t job)
{
    struct standing *standing = find(&snapshot->ready, job);
    if (!standing)
        standing = find(&snapshot->waiting, job);
    if (!standing && snapshot->running.job == job)
        standing = &snapshot->running;
    if (standing)
        standing->cancelled = true;
}

static void apply(struct snapshot *snapshot, const struct record *record)
{
    uintptr_t job = record->job;
    struct standing standing = {
        .job = job, .task = record->task, .record = snapshot->position};
    switch (record->kind) {
    case EVENT_CREATED:
        snapshot->created++;
        break;
    case EVENT_READY:
        standing.cancelled = take(&snapshot->waiting, job).cancelled;
        append(&snapshot->ready, standing);
        break;
    case EVENT_RUN:
        standing.cancelled = take(&snapshot->ready, job).cancelled &&
                             !record->task;     /* a task has it now */
        snapshot->running = standing;
        break;
    case EVENT_SUSPENDED:
        standing.cancelled = snapshot->running.cancelled;
        snapshot->running = (struct standing){0};
        append(&snapshot->waiting, standing);
        break;
    case EVENT_TIMER:
        append(&snapshot->waiting, standing);
        break;
    case EVENT_NO_TIMER:
        take(&snapshot->waiting, job);
        break;
    case EVENT_UNREADY:
    case EVENT_CANCEL:
        mark_cancelled(snapshot, job);
        break;
    case EVENT_DONE:
        if (!record->task)
            break;
        snapshot->done++;
        leave_all(snapshot, job);
        break;
    case EVENT_TURN_END:
        snapshot->running = (struct standing){0};
        break;
    case EVENT_TURN:
    case EVENT_CLOCK:
        break;
    }
}

/* --- to any record ------------------------------------------------------- */

static struct standings emptied(const struct standings *standings)
{
    return (struct standings){.list = standings->memory,
                              .memory = standings->memory,
                              .room = standings->room};
}

static void begin_anew(struct snapshot *snapshot)
{
    struct standings ready = emptied(&snapshot->ready);
    struct standings waiting = emptied(&snapshot->waiting);
    *snapshot = (struct snapshot){.ready = ready, .waiting = waiting};
}

int snapshot_move(struct snapshot *snapshot, const struct trace *trace,
                  size_t position)
{
    size_t count;
    const struct record *records = trace_records(trace, &count);
    if (position < snapshot->position)
        begin_anew(snapshot);
    while (snapshot->position < position && snapshot->position < count) {
        if (!make_room(&snapshot->ready) || !make_room(&snapshot->waiting))
            return ENOMEM;
        apply(snapshot, &records[snapshot->position]);
        snapshot->position++;
    }
    return 0;
}

void snapshot_close(struct snapshot *snapshot)
{
    free(snapshot->ready.memory);
    free(snapshot->waiting.memory);
    *snapshot = (struct snapshot){0};
}
