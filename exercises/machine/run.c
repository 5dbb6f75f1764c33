/* run.c - given: a loop from beginning to end, and what it says. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/loop.h"
#include "machine.h"
#include "memory/arena.h"
#include "parts.h"
#include "stand_in.h"

struct loop loop;
uint32_t descriptor_closes[FD_SETSIZE];
static bool runs;
static exception_handler *handler;
static void *handler_arg;

struct loop *current_loop(void)
{
    return runs ? &loop : NULL;
}

/* --- small steps --------------------------------------------------------- */

void make_ready(struct job *job)
{
    queue_push(&loop.ready, job);
}

/* --- comparing deadlines ------------------------------------------------- */

static unsigned long long comparisons;
static unsigned long long most_comparisons;     /* 0: as many as you like */

static void count_comparisons(void)
{
    const char *most = getenv("MOST_COMPARISONS");
    comparisons = 0;
    most_comparisons = most ? strtoull(most, NULL, 10) : 0;
}

static _Noreturn void too_slow(void)
{
    unsigned tasks = 0, asleep = 0;
    for (const struct task *task = loop.tasks; task; task = task->behind) {
        tasks++;
        asleep += task->wanted.want == WANT_SLEEP;
    }
    printf("(stopped: earlier() was asked %llu times, with %u of %u tasks "
           "asleep)\n", comparisons, asleep, tasks);
    fflush(stdout);
    exit(4);
}

bool earlier(const struct job *a, const struct job *b)
{
    if (++comparisons == most_comparisons)
        too_slow();
    return a->deadline < b->deadline;
}

/* --- what is not there --------------------------------------------------- */

void not_built(const char *what, const char *exercise)
{
    fflush(stdout);
    fprintf(stderr, "handloop: the machine has no %s yet; exercise %s writes "
            "it\n", what, exercise);
    exit(2);
}

void todo(const char *function, const char *file, int line)
{
    const char *what = textf("%s() is still to do, %s:%d", function, file, line);
    fflush(stdout);
    fprintf(stderr, "%s\n", what);
    seen_todo(what);
    exit(3);
}

/* --- reports ------------------------------------------------------------- */

void loop_set_exception_handler(exception_handler *function, void *arg)
{
    handler = function;
    handler_arg = arg;
}

void loop_report(const char *message, const struct error *error)
{
    if (handler) {
        handler(handler_arg, message, error);
        return;
    }
    fflush(stdout);
    fprintf(stderr, "handloop: %s\n", message);
    if (error)
        error_print(stderr, error);
}

enum { TASKS_LISTED = 20 };

static void report_deadlock(void)
{
    fflush(stdout);
    fputs("handloop: deadlock: nothing is ready, and nothing can become ready "
          "any more\n", stderr);
    int listed = 0;
    for (struct task *task = loop.tasks; task && listed < TASKS_LISTED;
         task = task->behind, listed++)
        fprintf(stderr, "  %s %s\n", task_describe(task),
                task_describe_wait(task));
}

/* --- a loop -------------------------------------------------------------- */

static const char *describe_current(void)
{
    return loop.current ? textf(" in %s", task_describe(loop.current)) : "";
}

static bool watched;        /* by the stepper, or a recorder */

static void begin(const struct loop_options *options)
{
    loop = (struct loop){.current = NULL};
    watch_begin(watched);
    count_comparisons();
    clock_begin(&loop.clock, options->virtual_clock);
    describe_running = describe_current;
    handler = NULL;
    runs = true;
}

/* Tasks that nothing can wake, or that nobody has ended. */
static void drop_tasks(void)
{
    while (loop.tasks) {
        struct task *task = loop.tasks;
        struct future *awaited = task->job.awaits;
        stack_drop(&task->stack);
        if (awaited) {          /* as add_waiter() had kept both */
            future_drop(awaited);
            future_drop(&task->future);
        }
        task_forget(task);
    }
}

static void end(void)
{
    watch_end();
    drop_tasks();
    handles_close();
    frames_close();
    callbacks_close();
    arena_retire();
    runs = false;
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

/* What main ended with, or what ended it. */
static struct value run_main(struct task *main)
{
    struct value value;
    if (!run_until_done(&main->future) || !task_done(main)) {
        report_deadlock();
        value = value_error(error_new(EDEADLK, "every task waits"));
    } else {
        if (!queue_empty(&loop.ready))
            run_once();         /* what main's end made ready */
        task_outcome(main, &value);
    }
    cancel_leftovers();
    return value;
}

int loop_run(const struct loop_options *options, struct coro coro,
             struct value *result)
{
    if (runs)
        return refuse_nested(coro);
    begin(options);
    struct task *main = create_task(coro);
    if (main->stack.leaf)       /* what lives there, leftovers may still use */
        main->stack.leaf->state = FRAME_KEPT;
    struct value value = run_main(main);
    main->future.asked = true;
    end();
    if (result)
        *result = value;
    return is_error(value) ? value.error->code : 0;
}

/* --- the way in ---------------------------------------------------------- */

static bool wants_virtual_clock(void)
{
    const char *clock = getenv("CLOCK");
    return clock && strcmp(clock, "virtual") == 0;
}

struct program {
    struct coro main;
    struct value *result;
};

static int run_program(bool by_somebody, void *arg)
{
    const struct program *program = arg;
    struct loop_options options = {.virtual_clock = wants_virtual_clock()};
    watched = by_somebody;
    int code = loop_run(&options, program->main, program->result);
    watched = false;
    return code;
}

int run_result(struct coro main, struct value *result)
{
    struct program program = {main, result};
    *result = value_none();
    if (runs)
        return run_program(false, &program);        /* which refuses */
    return run_shown(run_program, &program);
}

int run(struct coro main)
{
    struct value result;
    int code = run_result(main, &result);
    if (is_error(result)) {
        fflush(stdout);
        fputs("handloop: main failed\n", stderr);
        error_print(stderr, result.error);
    }
    return code >= 0 && code <= 255 ? code : 1;
}

/* --- time, as programs see it -------------------------------------------- */

double loop_time(void)
{
    return runs ? clock_to_seconds(now()) : 0;
}

static struct clock *clock_here(void)
{
    static struct clock real = {.is_virtual = false};
    return runs ? &loop.clock : &real;
}

void blocking_sleep(double seconds)
{
    clock_spend(clock_here(), clock_from_seconds(seconds));
}

void compute_for(double seconds)
{
    clock_compute(clock_here(), clock_from_seconds(seconds));
}

void say(const char *format, ...)
{
    va_list args;
    if (runs)
        printf("[%5.1fs] ", loop_time());
    else
        printf("[     -] ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}
