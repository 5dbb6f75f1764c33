/* beyond.h - what programs in tests/asyncio name that the machine
 * of exercises 31 to 36 does not have.  They are not run on it. */
#ifndef BEYOND_H
#define BEYOND_H

#include "machine.h"

enum return_when { ALL_COMPLETED, FIRST_COMPLETED };

struct event { int nothing; };

static inline struct coro event_wait(struct event *event)
{
    (void)event;
    return async_sleep(0);
}

struct timeout;

static inline struct timeout *timeout(double seconds)
{
    (void)seconds;
    return NULL;
}

static inline struct coro timeout_exit(struct timeout *timeout,
                                       struct error *error)
{
    (void)timeout;
    (void)error;
    return async_sleep(0);
}

static inline int timeout_reschedule(struct timeout *timeout, double seconds)
{
    (void)timeout;
    (void)seconds;
    return 0;
}

static inline struct coro wait_tasks(struct task *const *tasks, size_t count,
                                     enum return_when when, double seconds)
{
    (void)tasks;
    (void)count;
    (void)when;
    return async_sleep(seconds);
}

static inline struct task *create_task_named(struct coro coro,
                                             const char *name)
{
    struct task *task = create_task(coro);
    task->name = name;
    return task;
}

static inline void loop_set_slow_step(double seconds)
{
    (void)seconds;
}

#endif
