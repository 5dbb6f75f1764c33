/* tasks.c - given: how tasks are made, resumed, and asked. */
#include <errno.h>
#include <stdarg.h>

#include "machine.h"
#include "parts.h"

/* --- making -------------------------------------------------------------- */

/* A coroutine around any other awaitable, for create_task(async_sleep(1)), */
struct awaiting_any {
    CORO;
    struct awaitable awaitable;
};

ASYNC(awaiting_any)
{
    BEGIN;
    AWAIT(self->awaitable);
    RETURN(awaited());
    END;
}

/* and one instead of an object that cannot be used, because it was before. */
struct unusable {
    CORO;
    struct error *error;
};

ASYNC(unusable)
{
    BEGIN;
    RAISE_ERROR(self->error);
    END;
}

static bool cancel_as_future(struct future *future, struct error *error)
{
    return task_cancel_with((struct task *)future, error);
}

static const struct future_kind task_kind = {
    .name = "task", .cancel = cancel_as_future};

bool is_task(const struct future *future)
{
    return future->kind == &task_kind;
}

static void put_into_list(struct task *task)
{
    task->before = loop.last_task;
    if (loop.last_task)
        loop.last_task->behind = task;
    else
        loop.tasks = task;
    loop.last_task = task;
}

struct task *task_new(struct coro coro, job_function *step)
{
    if (coro.awaitable.want != WANT_CORO)
        coro = coro(awaiting_any, .awaitable = coro.awaitable);
    struct task *task = future_new(&task_kind, sizeof *task);
    struct error *error = stack_push(&task->stack, coro.awaitable);
    if (error)
        stack_push(&task->stack, coro(unusable, .error = error).awaitable);
    task->job = (struct job){.run = step, .part_of = &task->future};
    task->id = ++loop.tasks_made;
    future_keep(&task->future);         /* until it is done */
    put_into_list(task);
    watch_created(task);
    return task;
}

void spawn(struct coro coro)
{
    task_release(create_task(coro));
}

void task_release(struct task *task)
{
    future_release(&task->future);
}

void task_forget(struct task *task)
{
    if (task->before)
        task->before->behind = task->behind;
    else
        loop.tasks = task->behind;
    if (task->behind)
        task->behind->before = task->before;
    else
        loop.last_task = task->before;
    future_drop(&task->future);
}

/* --- running ------------------------------------------------------------- */

/* One that was asked to end, and has ended by itself, without another await,
 * ends as cancelled. */
static void end_as_asked(struct task *task)
{
    if (task->raises && task->stack.value.kind != VALUE_RAISED)
        task->stack.value = value_raised(task->raises);
}

struct awaitable resume(struct task *task)
{
    task->wanted = (struct awaitable){.want = WANT_END};
    if (!task->stack.leaf)
        return task->wanted;    /* its frames were dropped before it began */
    task->begun = true;
    task->wanted = stack_resume(&task->stack).wanted;
    if (task->wanted.want == WANT_END)
        end_as_asked(task);
    return task->wanted;
}

/* --- asking -------------------------------------------------------------- */

struct task *current_task(void)
{
    return loop.current;
}

bool task_done(const struct task *task)
{
    return future_done(&task->future);
}

bool task_cancelled(const struct task *task)
{
    return future_cancelled(&task->future);
}

int task_outcome(struct task *task, struct value *result)
{
    return future_outcome(&task->future, result);
}

struct error *task_error(struct task *task)
{
    if (task->future.state != FAILED)
        return NULL;
    task->future.asked = true;
    return task->future.outcome.error;
}

struct value task_result_at(struct task *task, const char *file, int line)
{
    if (task->future.state != RETURNED)
        panic("%s has no result to read at %s:%d", task_describe(task), file,
             line);
    return task->future.outcome;
}

bool task_cancel(struct task *task)
{
    watch_cancel(task);
    return task_cancel_with(task, &error_cancelled);
}

bool task_cancel_because(struct task *task, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct error *error = error_new(ECANCELED, "%s", vtextf(format, args));
    va_end(args);
    return task_cancel_with(task, error);
}

const char *task_name(const struct task *task)
{
    return task->name ? task->name : textf("Task-%u", task->id);
}

const char *task_describe(const struct task *task)
{
    const struct coro_frame *frame = task->stack.leaf;
    if (!frame)
        return textf("task '%s'", task_name(task));
    return textf("task '%s' (%s, %s:%d)", task_name(task), frame->type->name,
                 frame->type->file, frame->line);
}

const char *task_describe_wait(const struct task *task)
{
    if (task->job.awaits && is_task(task->job.awaits))
        return textf("waits for %s",
                     task_describe((const struct task *)task->job.awaits));
    if (task->job.awaits)
        return textf("waits for a %s", task->job.awaits->kind->name);
    switch (task->wanted.want) {
    case WANT_READABLE:
        return textf("waits to read descriptor %d", task->wanted.fd);
    case WANT_WRITABLE:
        return textf("waits to write to descriptor %d", task->wanted.fd);
    case WANT_SLEEP:
        return "sleeps";
    default:
        return task->begun ? "was left in no queue" : "has not begun";
    }
}
