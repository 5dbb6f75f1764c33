/* task.c - tasks: create, step, wait.  (Cancelling: cancel.c.) */
#include "core/task.h"

#include <errno.h>
#include <sys/select.h>

#include "core/task_private.h"

/* --- create -------------------------------------------------------------- */

/* A coroutine around any other awaitable, for create_task(async_sleep(1)). */
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

NOINLINE
static struct coro awaiting_coro(struct awaitable awaitable)
{
    return coro(awaiting_any, .awaitable = awaitable);
}

COLD
static void observe_created(struct loop *loop, struct task *task)
{
    observe(loop, .kind = EVENT_CREATED, .job = &task->job);
    if (task_stands(task) == TASK_IS_NEW)
        observe(loop, .kind = EVENT_READY, .job = &task->job);
}

COLD
static struct task *fail_from_the_start(struct task *task, struct error *error)
{
    observe_created(running_loop, task);
    future_finish(&task->future, FAILED, value_raised(error));
    return task;
}

/* Memory for one more task.  NULL without. */
static struct task *task_set_up(struct loop *loop, const char *name)
{
    struct task *task = block_pool_get(&loop->tasks.pool, sizeof *task);
    if (!task)
        return NULL;
    future_begin_unowned(&task->future, &task_type);
    task->job.type = &task_job_type;
    task->stack = (struct coro_stack){.leaf = NULL};
    task->name = name;
    task->id = ++loop->tasks.made;
    task->cancel_requests = 0;
    return task;
}

struct task *task_new(struct coro coro, const char *name)
{
    struct loop *loop = loop_needed("create_task()");
    if (coro.awaitable.want != WANT_CORO)
        coro = awaiting_coro(coro.awaitable);
    struct task *task = task_set_up(loop, name);
    if (!task) {
        coro_close(coro);
        return loop->no_memory;
    }
    struct error *error = stack_push(&task->stack, coro.awaitable);
    if (error)
        return fail_from_the_start(task, error);
    task->future.stands = TASK_IS_NEW;
    task->future.references = 1;        /* the loop's, while it runs */
    loop->tasks.alive++;
    queue_push(&loop->ready, &task->job);
    if (loop->observer.see)
        observe_created(loop, task);
    return task;
}

struct task *create_task_named(struct coro coro, const char *name)
{
    struct task *task = task_new(coro, name);
    if (task != running_loop->no_memory)
        future_own(&task->future);
    return task;
}

struct task *create_task(struct coro coro)
{
    return create_task_named(coro, NULL);
}

struct task *task_failed(struct error *error)
{
    struct loop *loop = running_loop;
    struct task *task = task_set_up(loop, NULL);
    return task ? fail_from_the_start(task, error) : loop->no_memory;
}

void spawn(struct coro coro)
{
    struct task *task = task_new(coro, NULL);
    if (task == running_loop->no_memory)
        loop_report("no memory for a task", task->future.outcome.error);
    else if (task->future.references == 0) {
        future_keep(&task->future);
        future_drop(&task->future);     /* failed from the start: report */
    }
}

/* --- step ---------------------------------------------------------------- */

/* Its coroutine has ended with task->stack.value.  True. */
NOINLINE
static bool finish(struct task *task)
{
    struct loop *loop = running_loop;
    struct value outcome = task->stack.value;
    enum future_state state = RETURNED;
    if (outcome.kind == VALUE_RAISED) {
        state = outcome.error->code == ECANCELED ? CANCELLED : FAILED;
    } else if (task->future.interrupted_by) {
        outcome = value_raised(task->future.interrupted_by);
        state = CANCELLED;
    }
    future_finish(&task->future, state, outcome);
    loop->tasks.alive--;
    future_drop(&task->future);
    return true;
}

/* No line of it runs any more. */
COLD
static void end_unrun(struct task *task, struct error *error)
{
    task->future.stands = TASK_GOES_ON;
    stack_drop(&task->stack);
    task->stack.value = value_raised(error);
    finish(task);
}

void task_abandon(struct task *task, struct error *error)
{
    task_interrupt(task, error);
    task->future.interrupted_by = NULL;
    queue_remove(&running_loop->ready, &task->job);
    if (task_awaits(task))
        future_drop(task_awaits(task));
    end_unrun(task, error);
}

/* What the awaited future ended with, for the task that awaits it. */
static struct value outcome_for_awaiter(struct future *future)
{
    future->asked = true;
    return future->outcome;
}

COLD
static bool observe_yield(struct loop *loop, struct task *task)
{
    observe(loop, .kind = EVENT_SUSPENDED, .job = &task->job,
            .wanted = {.want = WANT_SLEEP}, .until = -1);
    observe(loop, .kind = EVENT_READY, .job = &task->job);
    return true;
}

/* Behind all that are ready, and no time passes. */
static bool yield(struct task *task)
{
    struct loop *loop = running_loop;
    queue_push(&loop->ready, &task->job);
    return loop->observer.see ? observe_yield(loop, task) : true;
}

/* There is nothing to wait for: the await has failed.  False. */
static bool fail_at_once(struct task *task, struct error *error)
{
    task->stack.value = value_raised(error);
    return false;
}

NOINLINE
static bool begin_timer(struct task *task, int64_t delay)
{
    struct loop *loop = running_loop;
    int64_t deadline = clock_after(clock_look(&loop->clock), delay);
    int error = waiting_set_timer(&loop->waiting, &task->job, deadline);
    if (error)
        return fail_at_once(task, error_new(error, "no room for a timer"));
    task->future.stands = TASK_SLEEPS;
    observe(loop, .kind = EVENT_SUSPENDED, .job = &task->job,
            .wanted = {.want = WANT_SLEEP, .delay = delay}, .until = deadline);
    return true;
}

/* It was asked to end, and this is the wait that is given up for it: that
 * cannot be taken back any more. */
static bool give_up_at_once(struct task *task)
{
    yield(task);
    task->stack.value = value_raised(task->future.interrupted_by);
    task->future.stands = TASK_GIVES_UP;
    task->future.interrupted_by = NULL;
    return true;
}

static bool begin_sleep(struct task *task, int64_t delay)
{
    if (delay == CLOCK_NO_TIME)
        return fail_at_once(task, error_new(EINVAL, "the time to sleep is no "
                                                    "number"));
    if (delay <= 0)
        return yield(task);
    if (task->future.interrupted_by)
        return give_up_at_once(task);
    return begin_timer(task, delay);
}

NOINLINE
static bool begin_wait_for_future(struct task *task, struct awaitable wanted)
{
    struct loop *loop = running_loop;
    struct future *future = wanted.future;
    if (!future)
        return fail_at_once(task, error_new(EINVAL, "NULL is awaited: there "
                                            "is no future, and no task"));
    if (future == &task->future)
        return fail_at_once(task, error_new(
            EDEADLK, "%s awaits itself, so it would wait for ever",
            task_describe(task)));
    if (future->state != PENDING) {
        task->stack.value = outcome_for_awaiter(future);
        return false;
    }
    future_keep(future);
    task->future.stands = TASK_AWAITS;
    task->stack.wanted = wanted;
    queue_push(&future->waiters, &task->job);
    observe(loop, .kind = EVENT_SUSPENDED, .job = &task->job,
            .wanted = wanted, .until = -1);
    if (task->future.interrupted_by &&
        future_type_of(future)->cancel(future, task->future.interrupted_by))
        task->future.interrupted_by = NULL;
    return true;
}

static struct error *error_cannot_wait(int code, int fd)
{
    if (code == ERANGE)
        return error_new(code, "descriptor %d is too large: select() stops at "
                               "%d", fd, (int)FD_SETSIZE);
    if (code == EBADF)
        return error_new(code, "%d is no open descriptor", fd);
    return error_new(code, "no memory for the waiting table");
}

NOINLINE
static bool begin_wait_for_fd(struct task *task, struct awaitable wanted)
{
    struct loop *loop = running_loop;
    if (task->future.interrupted_by)
        return give_up_at_once(task);
    if (loop_fd_closes(wanted.fd) != wanted.generation)
        return fail_at_once(task, task_error_closed(task, wanted.fd));
    bool reads = wanted.want == WANT_READABLE;
    int error = waiting_add_fd(&loop->waiting, wanted.fd,
                              reads ? READING : WRITING, &task->job);
    if (error)
        return fail_at_once(task, error_cannot_wait(error, wanted.fd));
    task->stack.wanted = wanted;
    task->future.stands = reads ? TASK_READS : TASK_WRITES;
    observe(loop, .kind = EVENT_SUSPENDED, .job = &task->job,
            .wanted = wanted, .until = -1);
    return true;
}

/* Put the task where it waits.  False: there is nothing to wait for, its next
 * value is there already. */
static bool begin_wait(struct task *task, struct awaitable wanted)
{
    if (wanted.want == WANT_SLEEP)
        return begin_sleep(task, wanted.delay);
    if (wanted.want == WANT_FUTURE)
        return begin_wait_for_future(task, wanted);
    if (wanted.want == WANT_END)
        return finish(task);
    return begin_wait_for_fd(task, wanted);
}

static bool is_cancellation(struct value value)
{
    return value.kind == VALUE_RAISED && value.error->code == ECANCELED;
}

/* Why the task is resumed: what its await gives, or a cancellation; one that
 * goes on, or is new, comes here only to be cancelled.  False: it was cancelled
 * before it began, and has ended. */
NOINLINE
static bool end_wait(struct task *task)
{
    struct error *interrupted_by = task->future.interrupted_by;
    enum task_state stood = task_stands(task);
    if (stood == TASK_IS_NEW) {
        end_unrun(task, interrupted_by);
        return false;
    }
    struct awaitable wanted = task->stack.wanted;
    if (stood != TASK_GIVES_UP)
        task->stack.value = value_none();
    if (stood == TASK_AWAITS) {
        if (wanted.future->state != PENDING)
            task->stack.value = outcome_for_awaiter(wanted.future);
        future_drop(wanted.future);
    }
    if ((stood == TASK_READS || stood == TASK_WRITES) &&
        loop_fd_closes(wanted.fd) != wanted.generation)
        task->stack.value = value_raised(task_error_closed(task, wanted.fd));
    if (interrupted_by && !is_cancellation(task->stack.value))
        task->stack.value = value_raised(interrupted_by);
    task->future.stands = TASK_GOES_ON;
    task->future.interrupted_by = NULL;
    return true;
}

/* One step: resume the coroutine where it stands, until it waits or ends. */
static inline void take_step(struct task *task,
                             struct coro_step resume(struct coro_stack *))
{
    if (task_stands(task) <= TASK_IS_NEW && !task->future.interrupted_by) {
        task->future.stands = TASK_GOES_ON;
        task->stack.value = value_none();
    } else if (!end_wait(task)) {
        return;
    }
    running_loop->running = &task->stack;
    struct awaitable wanted;
    do
        wanted = resume(&task->stack).wanted;
    while (!begin_wait(task, wanted));
    running_loop->running = NULL;
}

static void task_step(struct job *job)
{
    take_step(container_of(job, struct task, job), stack_resume);
}

COLD
void task_step_by(struct task *task,
                  struct coro_step resume(struct coro_stack *stack))
{
    take_step(task, resume);
}

/* --- as a job ------------------------------------------------------------ */

static const char *name_of_job(const struct job *job)
{
    return task_name(container_of(job, struct task, job));
}

const struct job_type task_job_type = {
    .run = task_step, .name = name_of_job, .closed = task_fd_closed};

/* --- what else there is to wait for --------------------------------------- */

struct coro async_readable(int fd)
{
    return (struct coro){{
        .want = WANT_READABLE, .generation = loop_fd_closes(fd), .fd = fd}};
}

struct coro async_writable(int fd)
{
    return (struct coro){{
        .want = WANT_WRITABLE, .generation = loop_fd_closes(fd), .fd = fd}};
}

/* --- as a future, as an awaitable ---------------------------------------- */

static bool cancel_as_future(struct future *future, struct error *error)
{
    return task_cancel_with((struct task *)future, error);
}

static void destroy(struct future *future)
{
    struct task *task = (struct task *)future;
    poison(&task->job, sizeof *task - offsetof(struct task, job));
    block_pool_put(&running_loop->tasks.pool, task);
}

static const char *describe(const struct future *future)
{
    return task_describe((const struct task *)future);
}

const struct future_type task_type = {
    .handle = {future_handle_release, future_is_over},
    .is_task = true,
    .cancel = cancel_as_future,
    .destroy = destroy,
    .describe = describe,
};
