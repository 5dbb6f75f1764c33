/* cancel.c - cancelling tasks: a request, and an error raised at an await. */
#include <errno.h>
#include <stdarg.h>

#include "core/loop.h"
#include "core/observe.h"
#include "core/task.h"

/* Let the error be raised when the task runs again. */
static void must_cancel(struct task *task, struct error *error)
{
    task->future.must_cancel = true;
    task->future.outcome = value_raised(error);
}

/* Raise the error at the await where the task is suspended. */
static void interrupt(struct task *task, struct error *error)
{
    struct loop *loop = running_loop;
    bool waits = false;
    must_cancel(task, error);
    switch ((enum want)task->future.waits) {
    case WANT_SLEEP:
        waits = waiting_remove_timer(&loop->waiting, &task->job);
        break;
    case WANT_READABLE:
    case WANT_WRITABLE:
        waits = waiting_unwatch(&loop->waiting, task->fd,
                                direction_of(task->future.waits), &task->job);
        break;
    case WANT_FUTURE:
        waits = task->waits_for->state == PENDING &&
                queue_remove(&task->waits_for->waiters, &task->job);
        break;
    default:
        break;                          /* it runs, or is ready already */
    }
    if (!waits)
        return;
    make_ready(loop, &task->job);
    observe(loop, .kind = EVENT_READY, .task = task, .job = &task->job);
}

/* A request goes down the chain of awaited tasks to its far end: a loop and
 * not a recursion, so that a long chain costs no stack.  A ring of tasks that
 * await each other has no far end; the hare would run for ever, and when it
 * meets the waiting tortoise the request is served right there. */
bool task_cancel_with(struct task *task, struct error *error)
{
    if (task->future.state != PENDING)
        return false;
    struct task *tortoise = task;
    for (unsigned long steps = 1, rest = 1;; steps++) {
        if (task->cancel_requests < UINT16_MAX)
            task->cancel_requests++;
        observe(running_loop, .kind = EVENT_CANCEL, .task = task);
        struct future *next = task->future.waits == WANT_FUTURE
                                  ? task->waits_for
                                  : NULL;
        if (!next || next->state != PENDING) {
            interrupt(task, error);
            return true;
        }
        if (!is_task(next)) {
            if (!future_type_of(next)->cancel(next, error))
                must_cancel(task, error);   /* it is about to be done */
            return true;
        }
        task = (struct task *)next;
        if (task == tortoise) {
            interrupt(task, error);
            return true;
        }
        if (steps == rest) {
            tortoise = task;
            rest *= 2;
            steps = 0;
        }
    }
}

bool task_cancel(struct task *task)
{
    return task_cancel_with(task, &error_cancelled);
}

bool task_cancel_because(struct task *task, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct error *error = error_new(ECANCELED, "");
    if (error->code == ECANCELED)
        error->message = vtextf(format, args);
    else
        error = &error_cancelled;
    va_end(args);
    return task_cancel_with(task, error);
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests > 0)
        task->cancel_requests--;
    bool running = task->future.waits == WANT_GO_ON ||
                   task->future.waits == WANT_CORO;
    if (task->cancel_requests == 0 && running)
        task->future.must_cancel = false;   /* asked, and not yet raised */
    return task->cancel_requests;
}

void task_fail_wait(struct task *task, struct error *error)
{
    task->future.waits = WANT_END;
    if (!task->future.must_cancel)
        task->future.outcome = value_raised(error);
    make_ready(running_loop, &task->job);
    observe(running_loop, .kind = EVENT_READY, .task = task, .job = &task->job);
}

void task_abandon(struct task *task, struct error *error)
{
    interrupt(task, error);
    queue_remove(&running_loop->ready, &task->job);
    stack_drop(&task->stack);
    if (task->future.waits == WANT_FUTURE)
        future_drop(task->waits_for);
    task->future.waits = WANT_GO_ON;
    task->stack.value = value_raised(error);
    task_finish(task);
}
