/* trace.h - a recorder of everything the loop does, and two pictures of it.
 *
 *      struct trace *trace = trace_new();
 *      loop_run(&(struct loop_options){.virtual_clock = true,
 *                                      .observer = trace_observer(trace)},
 *               coro(async_main), NULL);
 *      trace_timeline(trace, stdout);
 *      trace_free(trace);
 *
 * replay.h goes through a recording, forwards and backwards.
 */
#ifndef HANDLOOP_WATCH_TRACE_H
#define HANDLOOP_WATCH_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/loop.h"
#include "core/observe.h"
#include "watch/region.h"

/* One event, copied so that it outlives the tasks it is about. */
struct record {
    enum event_kind kind;
    uint64_t turn;
    int64_t time;               /* nanoseconds */
    uint32_t task;              /* the id; 0: it is about a callback, or all */
    uint32_t by;                /* the task that did it, in its step or in a
                                   callback that it had made ready; RUN: that
                                   made it ready.  0: nobody, the loop did */
    uintptr_t job;              /* tells callbacks apart while they live */
    const char *name;           /* the task's or callback's; NULL: a callback
                                   of the runtime, */
    const char *of;             /* and of what: "gather"; NULL: not known */
    const char *coro, *file;    /* of the task's innermost frame, NULL: none */
    int line;                   /* where that frame is, 0: at its beginning */

    /* SUSPENDED */
    enum coro_want want;             /* for what, */
    const char *waits_on;       /* and that in words */
    uint32_t awaits;            /* the task it waits for, or 0 */
    uint32_t awaited_count;     /* tasks whose end it waits for, also through
                                   a gather() and its kind: trace_awaited() */
    size_t first_awaited;
    uintptr_t thing;            /* that others may wait for, too; or 0 */
    uint32_t holder;            /* the task that holds it, or 0 */
    int fd;                     /* WANT_READABLE, WANT_WRITABLE */
    int64_t until;              /* TIMER too: the deadline, or -1 */

    /* DONE */
    int state;                  /* enum future_state */
    const char *outcome;        /* in words: "returned 3"; NULL: no task's */
};

/* A task, as it is known at the end of the recording. */
struct trace_task {
    const char *name;
    const char *coro, *file;    /* of its outermost frame */
    uint32_t by;                /* the task that created it, or 0 */
    int64_t created, ended;     /* nanoseconds; ended: -1 if it did not */
    size_t end;                 /* the record of that; SIZE_MAX: none */
    int state;                  /* enum future_state */
    const char *outcome;        /* in words, NULL while it is pending */
};

/* A recorder, for one run of a loop; NULL without memory.  The other one keeps
 * all in a region: then it goes with that, and not by trace_free(). */
struct trace *trace_new(void);
struct trace *trace_new_in(struct region *region);
void trace_free(struct trace *trace);

/* Give this to loop_run().  If memory runs out, recording stops with a
 * message, and the program goes on. */
struct observer trace_observer(struct trace *trace);

/* What was recorded, in order.  Recording more may move the array; the texts
 * stay where they are until trace_free(). */
const struct record *trace_records(const struct trace *trace, size_t *count);

/* One of them, the first being 0. */
const struct record *trace_record(const struct trace *trace, size_t index);

/* The ids of the tasks whose end a suspended task waits for; NULL: none. */
const uint32_t *trace_awaited(const struct trace *trace,
                              const struct record *record);

/* Did memory run out? */
bool trace_incomplete(const struct trace *trace);

/* The tasks have the ids 1 to trace_task_count().  NULL, and "?", for any
 * other id. */
uint32_t trace_task_count(const struct trace *trace);
const struct trace_task *trace_task(const struct trace *trace, uint32_t id);
const char *trace_task_name(const struct trace *trace, uint32_t id);

/* A row for each task (the first 40), time to the right, 80 columns wide:
 *
 *      = runs   - ready or due, but somebody else has the loop
 *      . waits  + runs now and then
 *      ! cancelled   x failed   * done
 *
 * If no time passed at all, a column is not a time but a turn of the loop. */
void trace_timeline(const struct trace *trace, FILE *out);

/* The same of so many tasks from one on, so many columns wide (60 or more),
 * with a cursor under the time of a record (NULL: without). */
struct timeline {
    uint32_t first, rows;
    int width;
    const struct record *now;
};
void trace_timeline_part(const struct trace *trace,
                         const struct timeline *part, FILE *out);

/* JSON in the Chrome Trace Event format, which Perfetto opens. */
void trace_json(const struct trace *trace, FILE *out);

#endif
