/* cancel.c - cancelling tasks: a request, and an error raised at an await. */
#include <errno.h>
#include <stdarg.h>

#include "core/task_private.h"

/* Take it from where it waits.  False: it runs, or is ready already. */
static bool stop_waiting(struct task *task)
{
    struct waiting *waiting = &running_loop->waiting;
    enum task_state stands = task_stands(task);
    if (stands == TASK_SLEEPS)
        return waiting_remove_timer(waiting, &task->job);
    if (stands == TASK_READS || stands == TASK_WRITES)
        return waiting_remove_fd(waiting, task->stack.wanted.fd,
                                 task_direction(task), &task->job);
    struct future *future = task_awaits(task);
    return future && future->state == PENDING &&
           queue_remove(&future->waiters, &task->job);
}

/* It waits no more, and its await fails: nobody can take that back. */
static void give_up(struct task *task, struct error *error)
{
    if (task_awaits(task))
        future_drop(task_awaits(task));
    task->future.stands = TASK_GIVES_UP;
    task->stack.value = value_raised(error);
    make_ready(running_loop, &task->job);
}

void task_interrupt(struct task *task, struct error *error)
{
    if (stop_waiting(task))
        give_up(task, error);
    else
        task->future.interrupted_by = error;
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
        struct future *next = task_awaits(task);
        if (!next || next->state != PENDING)
            break;
        if (!is_task(next)) {
            if (!future_type_of(next)->cancel(next, error))
                task->future.interrupted_by = error;    /* it is about to end */
            return true;
        }
        task = (struct task *)next;
        if (task == tortoise)
            break;
        if (steps == rest) {
            tortoise = task;
            rest *= 2;
            steps = 0;
        }
    }
    task_interrupt(task, error);
    return true;
}

bool task_cancel(struct task *task)
{
    return task_cancel_with(task, &error_cancelled);
}

bool task_cancel_because(struct task *task, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct error *error = error_new(ECANCELED, "%s", vtextf(format, args));
    va_end(args);
    return task_cancel_with(task, error->code == ECANCELED ? error
                                                           : &error_cancelled);
}

unsigned task_cancelling(const struct task *task)
{
    return task->cancel_requests;
}

unsigned task_uncancel(struct task *task)
{
    if (task->cancel_requests > 0)
        task->cancel_requests--;
    if (task->cancel_requests == 0 && task->future.state == PENDING)
        task->future.interrupted_by = NULL;
    return task->cancel_requests;
}

struct error *task_error_closed(const struct task *task, int fd)
{
    return error_new(EBADF, "descriptor %d was closed while %s waited for it",
                     fd, task_describe(task));
}

void task_fd_closed(struct job *job, int fd)
{
    struct task *task = container_of(job, struct task, job);
    give_up(task, task_error_closed(task, fd));
}
