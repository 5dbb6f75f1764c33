/* standstill.h - a loop that does not go on: who keeps it, and who waits? */
#ifndef HANDLOOP_WATCH_STANDSTILL_H
#define HANDLOOP_WATCH_STANDSTILL_H

#include "core/loop.h"

/* For loop_options.patience.  A deadlock or a livelock is reported, and ends
 * the loop; work that is waited for too long is named, and time goes on
 * without it. */
extern const struct patience usual_patience;

/* "sleeps", "waits for task 'x'": what holds a task up. */
const char *task_describe_wait(const struct task *task);

/* Seconds of computing after which one is a livelock that asks nothing, 5; one
 * that may be a computation is told of sooner. */
extern double livelock_patience;

#endif
