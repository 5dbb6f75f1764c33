/* task_private.h - tasks from inside: where they wait, their steps, and what
 * others of the runtime do with them. */
#ifndef HANDLOOP_CORE_TASK_PRIVATE_H
#define HANDLOOP_CORE_TASK_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/future_private.h"
#include "core/observe.h"
#include "core/stack.h"
#include "core/task.h"
#include "core/waiting.h"

/* Where a task stands that is not done. */
enum task_state {
    TASK_GOES_ON,       /* it runs, or is ready to */
    TASK_IS_NEW,        /* it is ready to take its first step */
    TASK_SLEEPS,        /* until its time has come, */
    TASK_AWAITS,        /* until a future, or another task, is done, */
    TASK_READS,         /* until a descriptor has something to read, */
    TASK_WRITES,        /* or takes something; what has come made it ready */
    TASK_GIVES_UP,      /* it is ready: what it awaited fails with its value */
};

struct task {
    struct future future;           /* a task can be awaited */
    struct job job;                 /* its next step, wherever that waits */
    struct coro_stack stack;             /* its frames */
    const char *name;               /* NULL: "Task-" and the id */
    uint32_t id;                    /* 1 is main */
    uint16_t cancel_requests;
};

extern const struct future_type task_type;

extern const struct job_type task_job_type;

static inline struct task *task_of_stack(const struct coro_stack *stack)
{
    return container_of(stack, struct task, stack);
}

/* The task whose step a job is; NULL: none's. */
static inline struct task *job_task(const struct job *job)
{
    return job && job->type == &task_job_type
               ? container_of(job, struct task, job)
               : NULL;
}

static inline enum task_state task_stands(const struct task *task)
{
    return (enum task_state)task->future.stands;
}

/* The future that it awaits, and that may be done by now; NULL: it does not. */
static inline struct future *task_awaits(const struct task *task)
{
    return task_stands(task) == TASK_AWAITS ? task->stack.wanted.future : NULL;
}

/* Which of a descriptor's two queues a task waits in. */
static inline enum direction task_direction(const struct task *task)
{
    return task_stands(task) == TASK_READS ? READING : WRITING;
}

/* One step of it, by another trampoline than usual. */
void task_step_by(struct task *task,
                  struct coro_step resume(struct coro_stack *stack));

/* A task without an owner, kept by the loop only until it is done. */
struct task *task_new(struct coro coro, const char *name);

/* A task that has failed from the start, without an owner. */
struct task *task_failed(struct error *error);

/* Cancel with a given ECANCELED error. */
bool task_cancel_with(struct task *task, struct error *error);

/* Raise the error at the await where it is suspended, or at the next one. */
void task_interrupt(struct task *task, struct error *error);

/* The descriptor that this task's job waited for was closed; and the error that
 * says so. */
void task_fd_closed(struct job *job, int fd);
struct error *task_error_closed(const struct task *task, int fd);

/* Finish a task without running it: nothing can help it any more. */
void task_abandon(struct task *task, struct error *error);

/* Visit every task that is not done, in no order. */
void each_task(void (*visit)(struct task *task, void *arg), void *arg);

/* "task 'Task-2' (fetch, lessons/06.c:21)": its innermost frame, that is, of
 * those that are not the runtime's. */
const char *task_describe(const struct task *task);

#endif
