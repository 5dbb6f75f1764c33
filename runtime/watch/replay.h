/* replay.h - the ready queue and the waiting table as they were at any moment
 * of a recording.
 *
 *      struct snapshot now = {0};
 *      while (now.position < count) {
 *          if (snapshot_move(&now, trace, now.position + 1) != 0)
 *              break;
 *          ... look at now.ready, now.waiting, records[now.position - 1] ...
 *      }
 *      snapshot_close(&now);
 */
#ifndef HANDLOOP_WATCH_REPLAY_H
#define HANDLOOP_WATCH_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "watch/trace.h"

/* A task or callback where it stands.  Its record says the rest:
 *      in the ready queue   READY: by whom, at which line it goes on
 *      in the waiting table SUSPENDED, or a callback's TIMER: for what, until
 *                           when, at which line
 *      running              RUN */
struct standing {
    uintptr_t job;              /* 0: nobody stands here */
    uint32_t task;              /* 0: a callback */
    size_t record;              /* that put it here */
    bool cancelled;             /* a cancellation is on its way to the task;
                                   the callback will do nothing */
};

struct standings {
    struct standing *list;
    size_t count;
    struct standing *memory;    /* replay.c's: the list stands in here, */
    size_t room, taken;         /* behind so many that were taken */
};

struct snapshot {
    size_t position;            /* so many records have happened */
    struct standings ready;     /* the first one runs next */
    struct standings waiting;   /* in the order in which they came */
    struct standing running;
    uint32_t created, done;     /* tasks, so far */
};

/* Go to the moment at which the first position records have happened (or all,
 * if there are fewer).  Forward costs only the records between; backward begins
 * anew.  0, or ENOMEM: then it stands at some earlier record. */
int snapshot_move(struct snapshot *snapshot, const struct trace *trace,
                  size_t position);

void snapshot_close(struct snapshot *snapshot);

#endif
