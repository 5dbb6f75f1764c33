/* trace.h - a recorder of everything the loop does, and two pictures of it.
 *
 *      struct trace *trace = trace_new();
 *      loop_run(&(struct loop_options){.virtual_clock = true,
 *                                      .observer = trace_observer(trace)},
 *               coro(async_main), NULL);
 *      trace_timeline(trace, stdout);
 *      trace_free(trace);
 */
#ifndef HANDLOOP_TRACE_H
#define HANDLOOP_TRACE_H

#include <stdint.h>
#include <stdio.h>

#include "loop.h"
#include "observe.h"

/* One event, copied so that it outlives the tasks it is about. */
struct record {
    enum event_kind kind;
    uint64_t turn;
    int64_t time;               /* nanoseconds */
    uint32_t task, by;          /* ids, 0: none */
    uint32_t awaits;            /* SUSPENDED: the task it waits for, or 0 */
    uintptr_t job;              /* tells callbacks apart */
    enum want want;             /* SUSPENDED: for what */
    int64_t until;              /* SUSPENDED, TIMER: the deadline, or -1 */
    int fd;                     /* SUSPENDED: WANT_READABLE, WANT_WRITABLE */
    int line;                   /* of the innermost frame, 0: none */
    const char *coro, *file;    /* of the innermost frame, or NULL */
    const char *name;           /* CREATED: the task's; callbacks: theirs */
    const char *waits_on;       /* SUSPENDED: what for, in words */
    int state;                  /* DONE: enum future_state */
    const char *outcome;        /* DONE: in words, else NULL */
};

/* A recorder; NULL without memory. */
struct trace *trace_new(void);
void trace_free(struct trace *trace);

/* Give this to loop_run().  If memory runs out, recording stops with a
 * message, and the program goes on. */
struct observer trace_observer(struct trace *trace);

/* What was recorded, in order. */
const struct record *trace_records(const struct trace *trace, size_t *count);

/* The task's name and its coroutine's, by id. */
const char *trace_task_name(const struct trace *trace, uint32_t id);

/* A row for each task, time to the right:
 *   = runs or is ready   . waits   ! cancelled   x failed   * done */
void trace_timeline(const struct trace *trace, FILE *out);

/* JSON in the Chrome Trace Event format, which Perfetto opens. */
void trace_json(const struct trace *trace, FILE *out);

#endif
