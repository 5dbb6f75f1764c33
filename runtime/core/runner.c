/* runner.c - a loop from its beginning to its end. */
#include "core/runner.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/observe.h"
#include "core/outside.h"
#include "core/arena.h"
#include "core/task.h"

/* --- the beginning ------------------------------------------------------- */

static const char *describe_current(void)
{
    struct task *task = current_task();
    return task ? textf(" in %s", task_describe(task)) : "";
}

static int begin(struct loop *loop, const struct loop_options *options)
{
    *loop = (struct loop){.observer = options->observer,
                          .debug = options->debug,
                          .watched = options->observer.see || options->debug};
    double slow = options->slow_step > 0 ? options->slow_step : 0.1;
    loop->slow_step = clock_from_seconds(slow);
    loop->no_memory = calloc(1, sizeof *loop->no_memory);
    if (!loop->no_memory)
        return ENOMEM;
    int error = outside_open(loop);
    if (error) {
        free(loop->no_memory);
        return error;
    }
    struct future *stand_in = &loop->no_memory->future;
    future_begin_unowned(stand_in, &task_type);
    stand_in->references = UINT32_MAX / 2;
    stand_in->state = FAILED;
    stand_in->asked = true;
    stand_in->outcome = value_raised(error_new(ENOMEM, "no memory for a task"));
    clock_begin(&loop->clock, options->virtual_clock);
    describe_running = describe_current;
    running_loop = loop;
    return 0;
}

/* --- main ---------------------------------------------------------------- */

enum { TASKS_LISTED = 20 };

static void report_deadlock(void)
{
    struct task *tasks[TASKS_LISTED];
    size_t count = all_tasks(tasks, TASKS_LISTED);
    fflush(stdout);
    fputs("handloop: deadlock: nothing is ready, and nothing can become ready "
          "any more\n", stderr);
    for (size_t i = 0; i < count && i < TASKS_LISTED; i++)
        fprintf(stderr, "  %s %s\n", task_describe(tasks[i]),
                task_describe_wait(tasks[i]));
    if (count > TASKS_LISTED)
        fprintf(stderr, "  ... and %zu tasks more\n", count - TASKS_LISTED);
}

/* Main's frame is kept when main has ended: what lives there may be shared with
 * tasks that are left over, and they still clean up. */
static void keep_frame_of(struct task *main)
{
    if (main->stack.leaf)
        main->stack.leaf->state = FRAME_KEPT;
}

/* Nothing can go on: why that is, or NULL if main has ended. */
static struct error *run_main(struct loop *loop)
{
    while (loop->main->future.state == PENDING) {
        if (loop_run_once(loop))
            continue;
        struct error *broken = loop->broken;
        loop->broken = NULL;    /* the tasks' cleanup may have more luck */
        if (broken)
            return broken;
        report_deadlock();
        return error_new(EDEADLK, "every task waits");
    }
    if (!queue_empty(&loop->ready))
        loop_run_once(loop);  /* what main's end made ready, as asyncio does */
    return NULL;
}

/* --- the end ------------------------------------------------------------- */

/* Do something with every task that is not done, in the order of creation. */
static void for_all_tasks(struct loop *loop,
                          void (*act)(struct task *task, struct error *error),
                          struct error *error)
{
    struct task *few[TASKS_LISTED];
    size_t room = loop->tasks_alive;
    struct task **tasks = malloc(room * sizeof(struct task *));
    if (!tasks) {               /* then some at a time, until none is left */
        tasks = few;
        room = TASKS_LISTED;
    }
    size_t count = all_tasks(tasks, room);
    for (size_t i = 0; i < count && i < room; i++)
        if (!task_done(tasks[i]))
            act(tasks[i], error);
    if (tasks != few)
        free(tasks);
}

static void cancel_one(struct task *task, struct error *error)
{
    task_cancel_with(task, error);
}

/* Cancel every task that is left and wait until all have ended; those that
 * came into being meanwhile, the same again. */
static void end_leftovers(struct loop *loop)
{
    while (loop->tasks_alive > 0) {
        loop->last_leftover = loop->tasks_made;
        loop->leftovers = loop->tasks_alive;
        for_all_tasks(loop, cancel_one, &error_cancelled);
        while (loop->leftovers > 0) {
            if (loop_run_once(loop))
                continue;
            if (!loop->broken)
                report_deadlock();
            while (loop->tasks_alive > 0)
                for_all_tasks(loop, task_abandon, &error_cancelled);
        }
    }
}

static void drop_ready(struct loop *loop)
{
    while (!queue_empty(&loop->ready)) {
        struct job *job = queue_pop(&loop->ready);
        job->run(job);          /* callbacks only: no task is alive */
    }
}

static void close_loop(struct loop *loop)
{
    outside_take_calls(loop);
    drop_ready(loop);
    while (loop->owned) {
        struct owned_handle *handle = loop->owned;
        loop->owned = handle->next;
        handle->type->release(handle);
    }
    outside_take_calls(loop);
    drop_ready(loop);
    frames_close();
    pool_close(&loop->tasks);
    pool_close(&loop->callbacks);
    waiting_close(&loop->waiting);
    outside_close(loop);
    free(loop->no_memory);
    arena_retire();
    running_loop = NULL;
    if (loop->clock.is_virtual && clock_of_job && clock_of_job->is_virtual)
        clock_spend(clock_of_job, loop->clock.now);     /* it was a job's */
}

/* What main ended with, or what ended it. */
static struct value ending(struct loop *loop, struct error *stuck)
{
    struct value value = loop->main->future.outcome;
    bool cancelled = loop->main->future.state == CANCELLED;
    if (stuck)
        return value_error(stuck);
    if (outside_interrupted(loop) && cancelled)
        return value_error(error_new(EINTERRUPT, ""));
    return value.kind == VALUE_RAISED ? value_error(value.error) : value;
}

/* --- all of it ----------------------------------------------------------- */

static int refuse_nested(struct coro main)
{
    fflush(stdout);
    fprintf(stderr, "handloop: run() inside a running loop%s\n"
            "  A loop runs already in this thread: AWAIT the coroutine, or "
            "hand it to create_task().\n", describe_running());
    coro_close(main);
    return EBUSY;
}

int loop_run(const struct loop_options *options, struct coro main,
             struct value *result)
{
    if (running_loop)
        return refuse_nested(main);
    struct loop loop;
    int error = begin(&loop, options);
    if (error) {
        fprintf(stderr, "handloop: cannot make a loop: %s\n", strerror(error));
        coro_close(main);
        frames_close();
        return error;
    }
    struct sigaction before;
    bool interruptible = !options->leave_interrupts &&
                         outside_take_interrupts(&loop, &before);
    loop.main = task_new(main, NULL);
    future_keep(&loop.main->future);
    keep_frame_of(loop.main);

    struct error *stuck = run_main(&loop);
    end_leftovers(&loop);

    struct value value = ending(&loop, stuck);
    if (interruptible)
        outside_give_back_interrupts(&before);
    loop.main->future.asked = true;
    if (loop.main != loop.no_memory)
        future_drop(&loop.main->future);
    close_loop(&loop);
    if (result)
        *result = value;
    return is_error(value) ? value.error->code : 0;
}

/* --- reports ------------------------------------------------------------- */

void loop_set_exception_handler(exception_handler *handler, void *arg)
{
    struct loop *loop = loop_needed("loop_set_exception_handler()");
    loop->handler = handler;
    loop->handler_arg = arg;
}

void loop_report(const char *message, const struct error *error)
{
    struct loop *loop = running_loop;
    if (loop->handler) {
        loop->handler(loop->handler_arg, message, error);
        return;
    }
    fflush(stdout);
    fprintf(stderr, "handloop: %s\n", message);
    if (error)
        error_print(stderr, error);
}
