/* runner.c - a loop from its beginning to its end. */
#include "core/runner.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/task_private.h"
#include "memory/arena.h"

/* --- the beginning ------------------------------------------------------- */

static const char *describe_current(void)
{
    struct task *task = current_task();
    return task ? textf(" in %s", task_describe(task)) : "";
}

static int begin(struct loop *loop, const struct loop_options *options)
{
    *loop = (struct loop){.observer = options->observer,
                          .run_job = options->run_job,
                          .patience = options->patience,
                          .watched = options->observer.see || options->run_job};
    int error = outside_open(&loop->outside);
    if (error)
        return error;
    clock_begin(&loop->clock, options->virtual_clock);
    describe_running = describe_current;
    running_loop = loop;
    return 0;
}

/* --- main ---------------------------------------------------------------- */

static void tell_deadlock(const struct loop *loop)
{
    if (loop->patience)
        loop->patience->deadlock();
}

/* Nothing can go on: why that is, or NULL if main has ended. */
static struct error *run_main(struct loop *loop)
{
    while (loop->tasks.main->future.state == PENDING) {
        if (loop_run_once(loop))
            continue;
        struct error *broken = loop->broken;
        loop->broken = NULL;    /* the tasks' cleanup may have more luck */
        if (broken)
            return broken;
        tell_deadlock(loop);
        return error_new(EDEADLK, "every task waits");
    }
    if (!queue_empty(&loop->ready))
        loop_run_once(loop);  /* what main's end made ready, as asyncio does */
    return NULL;
}

/* --- SIGINT, SIGTERM -----------------------------------------------------
 *
 * The first one cancels main, in a job of its own; the second one ends the
 * program.
 */
static struct {
    _Atomic(struct loop *) loop;        /* whose main that is */
    atomic_int count;                   /* of them, since then */
    atomic_int in_handler;              /* threads that are */
    struct sigaction before[2];         /* what to give back */
} interrupts;

_Static_assert(ATOMIC_POINTER_LOCK_FREE == 2 && ATOMIC_INT_LOCK_FREE == 2 &&
               ATOMIC_BOOL_LOCK_FREE == 2,
               "a signal handler may use only what needs no lock");

static const int interrupt_signals[] = {SIGINT, SIGTERM};

static void cancel_main(struct job *job)
{
    (void)job;
    task_cancel(running_loop->tasks.main);
}

static const struct job_type interrupt_type = {
    .run = cancel_main, .of = "SIGINT"};

static struct job interrupt_job = {.type = &interrupt_type};

static void on_interrupt(int signal_number)
{
    int saved = errno;
    atomic_fetch_add(&interrupts.in_handler, 1);
    struct loop *loop = atomic_load(&interrupts.loop);
    if (loop && atomic_fetch_add(&interrupts.count, 1) == 0) {
        outside_call_from_signal(&loop->outside, &interrupt_job);
    } else {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    atomic_fetch_sub(&interrupts.in_handler, 1);
    errno = saved;
}

/* Let them cancel this loop's main task, if nobody else wants them. */
static void take_interrupts(struct loop *loop)
{
    struct loop *nobody = NULL;
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    if (!atomic_compare_exchange_strong(&interrupts.loop, &nobody, loop))
        return;
    atomic_store(&interrupts.count, 0);
    for (int i = 0; i < 2; i++) {
        sigaction(interrupt_signals[i], NULL, &interrupts.before[i]);
        if (interrupts.before[i].sa_handler == SIG_DFL)
            sigaction(interrupt_signals[i], &action, NULL);
    }
}

/* A thread that got one a moment ago may be about to wake the loop. */
static void give_back_interrupts(const struct loop *loop)
{
    if (atomic_load(&interrupts.loop) != loop)
        return;
    for (int i = 0; i < 2; i++)
        sigaction(interrupt_signals[i], &interrupts.before[i], NULL);
    atomic_store(&interrupts.loop, NULL);
    while (atomic_load(&interrupts.in_handler) > 0)
        sched_yield();
}

bool loop_interrupted(void)
{
    return running_loop && atomic_load(&interrupts.loop) == running_loop &&
           atomic_load(&interrupts.count) > 0;
}

/* --- the end ------------------------------------------------------------- */

/* False: nothing can help them any more. */
static bool run_until_all_end(struct loop *loop, struct task **tasks,
                              size_t count)
{
    for (size_t i = 0; i < count; i++)
        while (tasks[i]->future.state == PENDING)
            if (!loop_run_once(loop))
                return false;
    return true;
}

/* Cancel these tasks, and wait until all have ended. */
static void end_tasks(struct loop *loop, struct task **tasks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        future_keep(&tasks[i]->future);
        task_cancel_with(tasks[i], &error_cancelled);
    }
    bool ended = run_until_all_end(loop, tasks, count);
    if (!ended && !loop->broken)
        tell_deadlock(loop);
    for (size_t i = 0; i < count; i++) {
        if (tasks[i]->future.state == PENDING)
            task_abandon(tasks[i], &error_cancelled);
        struct future *future = &tasks[i]->future;
        if (future->state == FAILED && tasks[i] != loop->tasks.main)
            loop_report(textf("unhandled exception while the loop ended: %s",
                              future_describe(future)), future->outcome.error);
        future->asked = true;
        future_drop(future);
    }
}

/* All that are left; and those that came into being meanwhile, the same
 * again. */
static void end_leftovers(struct loop *loop)
{
    while (loop->tasks.alive > 0) {
        struct task *one;       /* at a time, without memory */
        size_t count = loop->tasks.alive;
        struct task **tasks = malloc(count * sizeof(struct task *));
        if (tasks)
            end_tasks(loop, tasks, all_tasks(tasks, count));
        else if (all_tasks(&one, 1) > 0)
            end_tasks(loop, &one, 1);
        free(tasks);
    }
}

static void drop_ready(struct loop *loop)
{
    while (!queue_empty(&loop->ready)) {
        struct job *job = queue_pop(&loop->ready);
        job->type->run(job);          /* callbacks only: no task is alive */
    }
}

static void close_loop(struct loop *loop)
{
    loop_take_calls(loop);
    drop_ready(loop);
    handles_release(&loop->owned);
    outside_shut(&loop->outside);
    loop_take_calls(loop);
    drop_ready(loop);
    frames_close();
    block_pool_close(&loop->tasks.pool);
    size_pools_close(&loop->blocks);
    block_pool_close(&loop->callbacks);
    waiting_close(&loop->waiting);
    outside_close(&loop->outside);
    arena_retire();
    running_loop = NULL;
    if (loop->clock.is_virtual && clock_of_work && clock_of_work->is_virtual)
        clock_spend(clock_of_work, loop->clock.now);     /* of a pool's */
}

/* What main ended with, or what ended it. */
static struct value ending(struct loop *loop, struct error *stuck)
{
    const struct future *main = &loop->tasks.main->future;
    if (stuck)
        return value_error(stuck);
    if (loop_interrupted() && main->state == CANCELLED)
        return value_error(error_new(EINTERRUPT, ""));
    return main->state == RETURNED ? main->outcome
                                   : value_error(main->outcome.error);
}

/* --- all of it ----------------------------------------------------------- */

static int refuse(struct coro main, int error, const char *why)
{
    fflush(stdout);
    fprintf(stderr, "handloop: %s\n", why);
    coro_close(main);
    if (!running_loop)
        frames_close();
    return error;
}

/* Of one that other threads know, so much stays that they can be told. */
static void loop_free(struct loop *loop)
{
    static _Atomic(struct loop *) ended;
    if (loop->outside.known)
        loop->ended_before = atomic_exchange(&ended, loop);
    else
        free(loop);
}

int loop_run(const struct loop_options *options, struct coro main,
             struct value *result)
{
    if (running_loop)
        return refuse(main, EBUSY, textf(
            "run() inside a running loop%s\n  A loop runs already in this "
            "thread: AWAIT the coroutine, or hand it to create_task().",
            describe_running()));
    struct loop *loop = malloc(sizeof *loop);
    struct task no_memory = {.future = {
        .handle = {.type = &task_type.handle},
        .references = UINT32_MAX / 2,
        .state = FAILED,
        .asked = true,
        .outcome = value_raised(error_new(ENOMEM, "no memory for a task"))}};
    int error = loop ? begin(loop, options) : ENOMEM;
    if (error) {
        free(loop);
        return refuse(main, error, textf("cannot make a loop: %s",
                                         error_name(error)));
    }
    if (!options->leave_interrupts)
        take_interrupts(loop);
    loop->no_memory = &no_memory;
    loop->tasks.main = task_new(main, NULL);
    future_keep(&loop->tasks.main->future);
    /* What lives in main's frame may be shared with tasks that are left over,
     * and they still clean up. */
    if (loop->tasks.main->stack.leaf)
        loop->tasks.main->stack.leaf->state = FRAME_KEPT;

    struct error *stuck = run_main(loop);
    end_leftovers(loop);

    struct value value = ending(loop, stuck);
    give_back_interrupts(loop);
    loop->tasks.main->future.asked = true;
    if (loop->tasks.main != &no_memory)
        future_drop(&loop->tasks.main->future);
    close_loop(loop);
    loop_free(loop);
    if (result)
        *result = value;
    return is_error(value) ? value.error->code : 0;
}
