/* parts.h - what the given parts of the machine know of each other. */
#ifndef PARTS_H
#define PARTS_H

#include "machine.h"

bool is_task(const struct future *future);
const char *task_describe(const struct task *task);
const char *task_describe_wait(const struct task *task);
const char *callback_name(const struct job *job);

/* The end of a loop. */
void handles_close(void);
void callbacks_close(void);

/* For the stepper: see watch.c. */
void watch_begin(bool by_somebody);
void watch_end(void);
void watch_before(struct job *job);
void watch_after(void);
void watch_created(struct task *task);
void watch_cancel(struct task *task);
void watch_timer(struct job *job);
void watch_no_timer(struct job *job, bool was_there);

#endif
