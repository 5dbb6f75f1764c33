/* loop.c - one turn of the loop, and run() around it. */
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "observe.h"
#include "task.h"

_Thread_local struct loop *running_loop;

/* --- one turn -----------------------------------------------------------------
 *
 * This is the only place where jobs run.  A turn takes all that is ready; what
 * becomes ready meanwhile starts the queue of the next one.
 */
static bool collect(struct loop *loop);
RARE static void run_watched(struct loop *loop, struct job *job);

static bool run_once(struct loop *loop)
{
    if (!collect(loop))
        return false;
    loop->turn++;
    observe(loop, .kind = EVENT_TURN);
    struct job *job, *last = loop->ready.last, *next = last->next;
    loop->ready.last = NULL;
    do {
        job = next;
        next = job->next;       /* before it runs, and waits elsewhere */
        if (loop->watched)
            run_watched(loop, job);
        else
            job->run(job);
    } while (job != last);
    observe(loop, .kind = EVENT_TURN_END);
    return true;
}

/* --- what is ready now -----------------------------------------------------------
 *
 * While tasks are ready, a turn makes no system call: the cheap clock says
 * whether a timer is due, and the descriptors are looked at every 64 turns, or
 * when turns take long.
 */
enum {
    TURNS_BETWEEN_LOOKS = 64,
    TIME_BETWEEN_LOOKS = 5 * NANOSECONDS_PER_MS,
};

static void take_calls(struct loop *loop);
static void look_at_descriptors(struct loop *loop, int64_t timeout);
APART static bool wait_for_something(struct loop *loop);
APART static void glance(struct loop *loop);

static void see_ready(struct job *job)
{
    observe(running_loop, .kind = EVENT_READY, .job = job);
}

static void take_due(struct loop *loop, int64_t now)
{
    waiting_take_due(&loop->waiting, now, &loop->ready,
                     loop->observer.see ? see_ready : NULL);
}

/* Fill the ready queue; false if nothing can ever become ready again. */
static bool collect(struct loop *loop)
{
    if (atomic_load_explicit(&loop->called, memory_order_relaxed))
        take_calls(loop);
    if (queue_empty(&loop->ready))
        return wait_for_something(loop);
    if (loop->waiting.timer_count > 0 || loop->waiting.descriptor_count > 0)
        glance(loop);
    return true;
}

/* Tasks are ready, others wait: see whether it is their time. */
static void glance(struct loop *loop)
{
    int64_t now = clock_glance(&loop->clock);
    if (loop->waiting.descriptor_count > 0 &&
        (++loop->turns_since_look >= TURNS_BETWEEN_LOOKS ||
         now - loop->last_look > TIME_BETWEEN_LOOKS))
        look_at_descriptors(loop, 0);
    take_due(loop, now);
}

/* Nothing is ready: sleep until the next deadline, or until a descriptor or
 * somebody outside wakes us.  On the virtual clock, jump to the deadline. */
static bool wait_for_something(struct loop *loop)
{
    fflush(stdout);
    while (queue_empty(&loop->ready) && !loop->broken) {
        int64_t now = clock_look(&loop->clock);
        take_due(loop, now);
        if (!queue_empty(&loop->ready))
            break;
        bool timers = loop->waiting.timer_count > 0;
        bool outside = loop->waiting.descriptor_count > 0 ||
                       loop->expected_calls > 0;
        if (!timers && !outside)
            return false;
        int64_t timeout = timers ? loop->waiting.timers[0].deadline - now : -1;
        if (loop->clock.is_virtual && timers && loop->expected_calls == 0) {
            if (outside)
                look_at_descriptors(loop, 0);
            if (!queue_empty(&loop->ready))
                break;
            loop->clock.now += timeout;
            observe(loop, .kind = EVENT_CLOCK);
        } else {
            look_at_descriptors(loop, loop->clock.is_virtual ? -1 : timeout);
        }
        if (atomic_load(&loop->called))
            take_calls(loop);
    }
    return !loop->broken;
}

static void look_at_descriptors(struct loop *loop, int64_t timeout)
{
    loop->turns_since_look = 0;
    loop->last_look = loop->clock.now;
    int error = waiting_select(&loop->waiting, timeout, loop->wake_pipe[0],
                               &loop->ready,
                               loop->observer.see ? see_ready : NULL);
    if (!error)
        return;
    int fd = -1;
    struct job *job = error == EBADF ? waiting_take_closed(&loop->waiting, &fd)
                                     : NULL;
    if (!job) {
        loop->broken = error_new(error, "select() failed");
        return;
    }
    do {
        struct task *task = task_of_job(job);
        task_fail_wait(task, error_new(EBADF, "descriptor %d was closed while "
                                       "%s waited for it", fd,
                                       task_describe(task)));
    } while ((job = waiting_take_closed(&loop->waiting, &fd)));
}

/* --- debug mode: who keeps the loop? ---------------------------------------------- */

static void report_slow(struct loop *loop, const char *what, int64_t duration)
{
    if (duration < loop->slow_step)
        return;
    fflush(stdout);
    fprintf(stderr, "handloop: %s held the loop for %.3f s\n", what,
            clock_to_seconds(duration));
}

static void run_timed(struct loop *loop, struct job *job)
{
    int64_t began = clock_look(&loop->clock);
    if (!job_is_task(job)) {
        const char *name = callback_name(job);
        job->run(job);
        report_slow(loop, textf("callback %s", name ? name : "of the runtime"),
                    clock_look(&loop->clock) - began);
        return;
    }
    struct task *task = task_of_job(job);
    const struct coro_type *type = task->stack.leaf->type;
    const char *name = task_name(task);
    int first_line = task->stack.leaf->line;
    future_keep(&task->future);
    stack_scribble();
    job->run(job);
    const struct frame *leaf = task->stack.leaf;
    const char *from = first_line ? textf("line %d", first_line) : "its beginning";
    const char *to = leaf && leaf->type == type
                         ? textf("line %d", leaf->line) : "its end";
    report_slow(loop, textf("%s (task '%s', %s) between %s and %s:", type->name,
                            name, type->file, from, to),
                clock_look(&loop->clock) - began);
    future_drop(&task->future);
}

static void run_watched(struct loop *loop, struct job *job)
{
    observe(loop, .kind = EVENT_RUN, .job = job);
    if (loop->debug)
        run_timed(loop, job);
    else
        job->run(job);
}

void loop_set_slow_step(double seconds)
{
    loop_needed("loop_set_slow_step()")->slow_step = clock_from_seconds(seconds);
}

/* --- callbacks --------------------------------------------------------------------- */

struct callback *callback_new(struct loop *loop, void (*run)(struct job *),
                              void *arg)
{
    struct callback *callback =
        pool_get(&loop->callbacks, (sizeof *callback + 15) / 16 * 16);
    if (!callback)
        stop("out of memory for a callback%s", describe_running());
    *callback = (struct callback){
        .job = {.run = run}, .generation = callback->generation, .arg = arg};
    return callback;
}

struct callback callback_take(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback copy = *callback;
    callback->generation++;
    pool_put(&running_loop->callbacks, callback);
    return copy;
}

static void run_callback(struct job *job)
{
    struct callback call = callback_take(job);
    if (call.function)
        call.function(call.arg);
}

const char *callback_name(const struct job *job)
{
    return job->run == run_callback ? ((const struct callback *)job)->name : NULL;
}

struct call call_soon_named(const char *name, void (*function)(void *),
                            void *arg)
{
    struct loop *loop = loop_needed("call_soon()");
    struct callback *callback = callback_new(loop, run_callback, arg);
    callback->name = name;
    callback->function = function;
    make_ready(loop, &callback->job);
    observe(loop, .kind = EVENT_READY, .job = &callback->job);
    return (struct call){callback, callback->generation};
}

struct call call_later_named(double seconds, const char *name,
                             void (*function)(void *), void *arg)
{
    struct loop *loop = loop_needed("call_later()");
    struct callback *callback = callback_new(loop, run_callback, arg);
    int64_t deadline = clock_look(&loop->clock) + clock_from_seconds(seconds);
    callback->name = name;
    callback->function = function;
    callback->timed = true;
    if (waiting_set_timer(&loop->waiting, &callback->job, deadline) != 0)
        stop("out of memory for a timer%s", describe_running());
    observe(loop, .kind = EVENT_TIMER, .job = &callback->job, .until = deadline);
    return (struct call){callback, callback->generation};
}

bool call_cancel(struct call call)
{
    struct loop *loop = loop_needed("call_cancel()");
    struct callback *callback = call.callback;
    if (!callback || callback->generation != call.generation ||
        !callback->function)
        return false;
    if (callback->timed &&
        waiting_remove_timer(&loop->waiting, &callback->job)) {
        observe(loop, .kind = EVENT_NO_TIMER, .job = &callback->job);
        callback_take(&callback->job);
    } else {
        observe(loop, .kind = EVENT_UNREADY, .job = &callback->job);
        callback->function = NULL;
    }
    return true;
}

/* --- from outside: other threads, and SIGINT --------------------------------------------
 *
 * Whoever calls from outside sets loop->called and writes a byte into the
 * pipe, which ends select() if the loop sleeps in it.
 */
static int interrupt_pipe = -1;             /* of the loop that takes SIGINT */
static atomic_bool *interrupt_called;
static volatile sig_atomic_t interrupts;    /* seen since it began */

static void wake(atomic_bool *called, int pipe)
{
    if (atomic_exchange(called, true))
        return;
    ssize_t written = write(pipe, "", 1);
    (void)written;      /* a full pipe wakes as well */
}

/* The first SIGINT cancels main, the second one ends the program. */
static void on_interrupt(int signal_number)
{
    int saved = errno;
    if (interrupts++ == 0) {
        wake(interrupt_called, interrupt_pipe);
    } else {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    errno = saved;
}

static bool interrupted(const struct loop *loop)
{
    return interrupts > 0 && interrupt_pipe == loop->wake_pipe[1];
}

static void take_calls(struct loop *loop)
{
    char bytes[64];
    while (read(loop->wake_pipe[0], bytes, sizeof bytes) > 0)
        continue;
    atomic_store(&loop->called, false);
    pthread_mutex_lock(&loop->calls_lock);
    struct queue calls = loop->calls;
    loop->calls.last = NULL;
    pthread_mutex_unlock(&loop->calls_lock);
    if (loop->observer.see)
        for (struct job *job = queue_next(&calls, NULL); job;
             job = queue_next(&calls, job))
            see_ready(job);
    queue_append(&loop->ready, &calls);
    if (interrupted(loop))
        task_cancel(loop->main);
}

static void run_outside_call(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback call = *callback;
    free(callback);
    call.function(call.arg);
}

int loop_call_threadsafe(struct loop *loop, const char *name,
                         void (*function)(void *), void *arg)
{
    struct callback *callback = malloc(sizeof *callback);
    if (!callback)
        return ENOMEM;
    *callback = (struct callback){.job = {.run = run_outside_call},
                                  .name = name,
                                  .function = function,
                                  .arg = arg};
    pthread_mutex_lock(&loop->calls_lock);
    queue_push(&loop->calls, &callback->job);
    pthread_mutex_unlock(&loop->calls_lock);
    wake(&loop->called, loop->wake_pipe[1]);
    return 0;
}

void loop_expect_call(void)
{
    loop_needed("loop_expect_call()")->expected_calls++;
}

void loop_expect_no_call(void)
{
    loop_needed("loop_expect_no_call()")->expected_calls--;
}

/* --- the beginning ------------------------------------------------------------------------ */

static const char *describe_current(void)
{
    struct task *task = current_task();
    return task ? textf(" in %s", task_describe(task)) : "";
}

static bool open_wake_pipe(int ends[2])
{
    if (pipe(ends) < 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
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
    if (!open_wake_pipe(loop->wake_pipe)) {
        int error = errno;
        free(loop->no_memory);
        return error;
    }
    struct future *stand_in = &loop->no_memory->future;
    future_begin_unowned(stand_in, &task_type);
    stand_in->references = UINT32_MAX / 2;
    stand_in->state = FAILED;
    stand_in->asked = true;
    stand_in->outcome = (struct value){
        .kind = VALUE_RAISED, .error = error_new(ENOMEM, "no memory for a task")};
    pthread_mutex_init(&loop->calls_lock, NULL);
    clock_begin(&loop->clock, options->virtual_clock);
    describe_running = describe_current;
    running_loop = loop;
    return 0;
}

static bool take_interrupts(struct loop *loop, struct sigaction *before)
{
    sigaction(SIGINT, NULL, before);
    if (interrupt_pipe >= 0 || before->sa_handler != SIG_DFL)
        return false;
    interrupts = 0;
    interrupt_called = &loop->called;
    interrupt_pipe = loop->wake_pipe[1];
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    return true;
}

/* --- the end --------------------------------------------------------------------------------- */

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
            if (run_once(loop))
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
    take_calls(loop);
    drop_ready(loop);
    while (loop->owned) {
        struct handle *handle = loop->owned;
        loop->owned = handle->next;
        handle->type->release(handle);
    }
    drop_ready(loop);
    frames_close();
    pool_close(&loop->tasks);
    pool_close(&loop->callbacks);
    waiting_close(&loop->waiting);
    close(loop->wake_pipe[0]);
    close(loop->wake_pipe[1]);
    pthread_mutex_destroy(&loop->calls_lock);
    free(loop->no_memory);
    store_retire();
    running_loop = NULL;
}

static int refuse_nested(struct coro main)
{
    fflush(stdout);
    fprintf(stderr, "handloop: run() inside a running loop%s\n"
            "  A loop runs already in this thread: AWAIT the coroutine, or "
            "hand it to create_task().\n", describe_running());
    coro_close(main);
    return EBUSY;
}

/* Nothing can go on: why that is, or NULL if main has ended. */
static struct error *run_main(struct loop *loop)
{
    while (loop->main->future.state == PENDING) {
        if (run_once(loop))
            continue;
        struct error *broken = loop->broken;
        loop->broken = NULL;    /* the tasks' cleanup may have more luck */
        if (broken)
            return broken;
        report_deadlock();
        return error_new(EDEADLK, "every task waits");
    }
    if (!queue_empty(&loop->ready))
        run_once(loop);         /* what main's end made ready, as asyncio does */
    return NULL;
}

/* What main ended with, or what ended it. */
static struct value ending(struct loop *loop, struct error *stuck)
{
    struct value value = loop->main->future.outcome;
    bool cancelled = loop->main->future.state == CANCELLED;
    if (stuck)
        return value_error(stuck);
    if (interrupted(loop) && cancelled)
        return value_error(error_new(EINTERRUPT, ""));
    return value.kind == VALUE_RAISED ? value_error(value.error) : value;
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
                         take_interrupts(&loop, &before);
    loop.main = task_new(main, NULL);
    future_keep(&loop.main->future);

    struct error *stuck = run_main(&loop);
    end_leftovers(&loop);

    struct value value = ending(&loop, stuck);
    if (interruptible) {
        sigaction(SIGINT, &before, NULL);
        interrupt_pipe = -1;
    }
    loop.main->future.asked = true;
    if (loop.main != loop.no_memory)
        future_drop(&loop.main->future);
    close_loop(&loop);
    if (result)
        *result = value;
    return is_error(value) ? value.error->code : 0;
}

/* --- for programs ---------------------------------------------------------------------------- */

struct loop *current_loop(void)
{
    return running_loop;
}

void loop_missing(const char *what)
{
    stop("RuntimeError: no running loop in this thread for %s\n"
         "  Call it in a coroutine that run() has started.", what);
}

double loop_time(void)
{
    return running_loop ? clock_to_seconds(clock_look(&running_loop->clock)) : 0;
}

void blocking_sleep(double seconds)
{
    struct clock real = {.is_virtual = false};
    struct clock *clock = running_loop ? &running_loop->clock : &real;
    clock_spend(clock, clock_from_seconds(seconds));
    if (running_loop && clock->is_virtual)
        observe(running_loop, .kind = EVENT_CLOCK);
}

void say(const char *format, ...)
{
    va_list args;
    if (running_loop)
        printf("[%5.1fs] ", loop_time());
    else
        printf("[     -] ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

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

void observe_event(struct loop *loop, struct event event)
{
    event.turn = loop->turn;
    event.time = clock_look(&loop->clock);
    event.by = loop->current;
    if (!event.task && event.job && job_is_task(event.job))
        event.task = task_of_job((struct job *)(uintptr_t)event.job);
    loop->observer.see(loop->observer.arg, &event);
}
