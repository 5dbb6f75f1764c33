/* task.h - tasks: coroutines that the loop runs by themselves.
 *
 * A task is a future whose outcome is its coroutine's.  create_task() queues
 * its first step and returns; from then on it is in exactly one of these: the
 * ready queue, the waiting table, the queue of a future; or it runs.
 */
#ifndef HANDLOOP_CORE_TASK_H
#define HANDLOOP_CORE_TASK_H

#include <stdbool.h>
#include <stddef.h>

#include "clock/seconds.h"
#include "core/coro.h"
#include "core/future.h"
#include "core/value.h"

struct task;

/* A task is a future. */
static inline struct future *task_future(struct task *task)
{
    return (struct future *)task;               /* its first member */
}

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
static inline void task_release(struct task *task)
{
    future_release(task_future(task));
}

/* The handle is to outlive the frame that owns it: from now on the loop does,
 * until task_release(), or until it ends itself. */
static inline void task_outlive(struct task *task)
{
    future_outlive(task_future(task));
}

/* --- asking -------------------------------------------------------------- */

/* The task whose step is running, NULL in a callback: current_task().  The
 * handle is borrowed: it is good until that task ends. */
struct task *current_task(void);

bool task_done(const struct task *task);

static inline bool task_cancelled(const struct task *task)
{
    return future_cancelled((const struct future *)task);
}

/* The value it returned.  Too early, or after a failure, this stops the
 * program with a sentence; see task_outcome(). */
#define task_result(task) task_result_at((task), __FILE__, __LINE__)
struct value task_result_at(struct task *task, const char *file, int line);

/* How it ended; see future_outcome(). */
static inline int task_outcome(struct task *task, struct value *result)
{
    return future_outcome(task_future(task), result);
}

/* The error it failed with, NULL if it did not (or not yet): exception(). */
struct error *task_error(struct task *task);

const char *task_name(const struct task *task);
void task_set_name(struct task *task, const char *name);    /* not copied */

/* The first count tasks that are not done, in the order of creation:
 * all_tasks().  Returns how many there are in all.  The handles are borrowed:
 * each is good until its task ends. */
size_t all_tasks(struct task **tasks, size_t count);

static inline void task_add_done_callback(
    struct task *task, void (*function)(struct future *, void *arg), void *arg)
{
    future_add_done_callback(task_future(task), function, arg);
}

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
 * no time passes.  It always suspends.  asyncio.sleep() */
MUST_USE
static inline struct coro async_sleep(double seconds)
{
    return (struct coro){
        {.want = WANT_SLEEP, .delay = clock_from_seconds(seconds)}};
}

/* Wait until a descriptor can be read, or written, without blocking.  It always
 * suspends, also if that is so already. */
MUST_USE
struct coro async_readable(int fd);
MUST_USE
struct coro async_writable(int fd);

#endif
