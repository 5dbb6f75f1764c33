/* event.h - which tasks the loop's events are about. */
#ifndef HANDLOOP_WATCH_EVENT_H
#define HANDLOOP_WATCH_EVENT_H

#include "core/observe.h"
#include "core/task_private.h"

/* The task that a future is the head of; NULL: none's. */
static inline struct task *future_task(const struct future *future)
{
    return is_task(future) ? container_of(future, struct task, future) : NULL;
}

/* The task that an event is about, and the one that runs meanwhile; NULL:
 * none. */
static inline struct task *event_task(const struct loop_event *event)
{
    return event->future ? future_task(event->future) : job_task(event->job);
}

static inline struct task *event_by(const struct loop_event *event)
{
    return event->by ? task_of_stack(event->by) : NULL;
}

#endif
