/* cancel.c - cancelling tasks: a request, and an error raised at an await. */
#include <errno.h>
#include <stdarg.h>

#include "core/loop.h"
#include "core/task.h"

/* Take it from where it waits.  False: it runs, or is ready already. */
static bool stop_waiting(struct task *task)
{
    struct waiting *waiting = &running_loop->waiting;
    switch (task_stands(task)) {
    case TASK_SLEEPS:
        return waiting_remove_timer(waiting, &task->job);
    case TASK_READS:
    case TASK_WRITES:
        return waiting_unwatch(waiting, task->fd, task_direction(task),
                               &task->job);
    case TASK_AWAITS:
        return task->waits_for->state == PENDING &&
               queue_remove(&task->waits_for->waiters, &task->job);
    case TASK_GOES_ON:
    case TASK_IS_NEW:
        break;
    }
    return false;
}

void task_interrupt(struct task *task, struct error *error)
{
    task->future.interrupted_by = error;
    if (stop_waiting(task))
        make_ready(running_loop, &task->job);
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
        observe(running_loop, .kind = EVENT_CANCEL, .job = &task->job);
        struct future *next = task_stands(task) == TASK_AWAITS
                                  ? task->waits_for
                                  : NULL;
        if (!next || next->state != PENDING) {
            task_interrupt(task, error);
            return true;
        }
        if (!is_task(next)) {
            if (!future_type_of(next)->cancel(next, error))
                task->future.interrupted_by = error;    /* it is about to end */
            return true;
        }
        task = (struct task *)next;
        if (task == tortoise) {
            task_interrupt(task, error);
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

/* The last one, if it was not raised yet and goes to nobody else: no error. */
static void forget_request(struct task *task)
{
    bool goes_on = task_stands(task) == TASK_GOES_ON ||
                   task_stands(task) == TASK_IS_NEW;
    struct error *error = task->future.interrupted_by;
    if (goes_on && error && error->code == ECANCELED)
        task->future.interrupted_by = NULL;
}

unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests > 0)
        task->cancel_requests--;
    if (task->cancel_requests == 0 && task->future.state == PENDING)
        forget_request(task);
    return task->cancel_requests;
}

void task_fd_closed(struct job *job, int fd)
{
    struct task *task = container_of(job, struct task, job);
    task->future.interrupted_by =
        error_new(EBADF, "descriptor %d was closed while %s waited for it", fd,
                  task_describe(task));
    task->future.stands = TASK_GOES_ON;
    make_ready(running_loop, job);
}
