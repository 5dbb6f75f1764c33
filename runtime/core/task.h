/* task.h - tasks: coroutines that the loop runs by themselves.
 *
 * A task is a future whose outcome is its coroutine's.  create_task() queues
 * its first step and returns; from then on it is in exactly one place: in the
 * ready queue, in the waiting table, in the queue of a future, or running.
 */
#ifndef HANDLOOP_CORE_TASK_H
#define HANDLOOP_CORE_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/coro.h"
#include "core/future.h"
#include "core/loop.h"
#include "core/observe.h"
#include "core/queue.h"
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
    struct stack stack;             /* its frames */
    union {
        struct future *waits_for;   /* TASK_AWAITS */
        struct {                    /* TASK_READS, TASK_WRITES */
            int fd;
            uint32_t closes;        /* of that descriptor, before */
        };
    };
    const char *name;               /* NULL: "Task-" and the id */
    uint32_t id;                    /* 1 is main */
    uint16_t cancel_requests;
};

/* --- making tasks -------------------------------------------------------- */

/* Run a coroutine object by itself, from the next turn on:
 * asyncio.create_task().  The calling frame owns the task until it ends, or
 * until task_release(); the loop keeps it while it runs.  Never NULL: without
 * memory, and for a coroutine object that was used already, the task has
 * failed from the start. */
MUST_USE
struct task *create_task(struct coro coro);

/* The same with a name (not copied). */
MUST_USE
struct task *create_task_named(struct coro coro, const char *name);

/* The same without a handle, for tasks nobody waits for.  If it fails, that
 * is reported at once. */
void spawn(struct coro coro);

/* Give a handle back early. */
void task_release(struct task *task);

/* --- asking -------------------------------------------------------------- */

/* The task whose step is running, NULL in a callback: current_task(). */
struct task *current_task(void);

bool task_done(const struct task *task);
bool task_cancelled(const struct task *task);

/* The value it returned.  Too early, or after a failure, this stops the
 * program with a sentence; see task_outcome(). */
#define task_result(task) task_result_at((task), __FILE__, __LINE__)
struct value task_result_at(struct task *task, const char *file, int line);

/* How it ended; see future_outcome(). */
int task_outcome(struct task *task, struct value *result);

/* The error it failed with, NULL if it did not (or not yet): exception(). */
struct error *task_error(struct task *task);

const char *task_name(const struct task *task);
void task_set_name(struct task *task, const char *name);    /* not copied */

/* The first count tasks that are not done, in the order of creation:
 * all_tasks().  Returns how many there are in all. */
size_t all_tasks(struct task **tasks, size_t count);

void task_add_done_callback(struct task *task,
                            void (*function)(struct future *, void *arg),
                            void *arg);

/* --- cancelling ---------------------------------------------------------- */

/* Request that it ends: CancelledError is raised at the await where it is
 * suspended, in its turn.  False if it is done.  A task that awaits another
 * one hands the request on to that. */
bool task_cancel(struct task *task);

/* The same with a text that travels along. */
PRINTF_LIKE(2, 3)
bool task_cancel_because(struct task *task, const char *format, ...);

/* How many requests there were: cancelling().  Take one back: uncancel(),
 * which returns how many are left. */
unsigned task_cancelling(const struct task *task);
unsigned task_uncancel(struct task *task);

/* --- awaitables of the loop ---------------------------------------------- */

/* Sleep so many seconds; 0 and less: let every task that is ready run once,
 * no time passes.  asyncio.sleep() */
MUST_USE
static inline struct coro async_sleep(double seconds)
{
    return (struct coro){
        {.want = WANT_SLEEP, .delay = clock_from_seconds(seconds)}};
}

/* Wait until a descriptor can be read, or written, without blocking. */
MUST_USE
static inline struct coro async_readable(int fd)
{
    return (struct coro){{
        .want = WANT_READABLE, .generation = loop_fd_closes(fd), .fd = fd}};
}

MUST_USE
static inline struct coro async_writable(int fd)
{
    return (struct coro){{
        .want = WANT_WRITABLE, .generation = loop_fd_closes(fd), .fd = fd}};
}

/* --- for the runtime ----------------------------------------------------- */

extern const struct future_type task_type;

extern const struct job_type task_job_type;

static inline struct task *task_of_stack(const struct stack *stack)
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

/* The same for a future. */
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

static inline enum task_state task_stands(const struct task *task)
{
    return (enum task_state)task->future.stands;
}

/* Which of a descriptor's two queues a task waits in. */
static inline enum direction task_direction(const struct task *task)
{
    return task_stands(task) == TASK_READS ? READING : WRITING;
}

/* One step of it, by another trampoline than usual. */
void task_step_by(struct task *task, struct step resumed_by(struct task *task));

/* A task without an owner, kept by the loop only until it is done. */
struct task *task_new(struct coro coro, const char *name);

/* A task that has failed from the start, without an owner. */
struct task *task_failed(struct error *error);

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

/* "sleeps until 2.0 s", "waits for task 'x'": what holds it up. */
const char *task_describe_wait(const struct task *task);

#endif
