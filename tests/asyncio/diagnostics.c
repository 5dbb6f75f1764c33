/* diagnostics.c - what is reported when nobody asked. */
#include "twin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- listening to what the runtime says on stderr ------------------------
 *
 *      listen_to_stderr();
 *      ... the runtime complains ...
 *      while (heard(line)) ...         each line of it, once
 *      leave_stderr();
 */
enum { LINE_SIZE = 300 };

static FILE *ear;
static long heard_so_far;
static int stderr_copy;

static void listen_to_stderr(void)
{
    ear = tmpfile();
    heard_so_far = 0;
    stderr_copy = dup(STDERR_FILENO);
    if (!ear || stderr_copy < 0)
        abort();
    dup2(fileno(ear), STDERR_FILENO);
}

static void leave_stderr(void)
{
    dup2(stderr_copy, STDERR_FILENO);
    close(stderr_copy);
    fclose(ear);
}

/* The two share one place in the file: go and read, then back to its end. */
static bool heard(char line[LINE_SIZE])
{
    fseek(ear, heard_so_far, SEEK_SET);
    bool any = fgets(line, LINE_SIZE, ear);
    heard_so_far = ftell(ear);
    fseek(ear, 0, SEEK_END);
    return any;
}

/* --- listening to what is handed to an exception handler ----------------- */

static const char *reports[8];
static int report_count;

/* The message without the place, and the error. */
static void keep_report(void *arg, const char *message,
                        const struct error *error)
{
    (void)arg;
    int length = (int)strcspn(message, ":");
    if (report_count < 8)
        reports[report_count++] =
            textf("%.*s: %s", length, message, exc(error));
}

/* --- 400: an object that is dropped without being awaited is reported ---- */

struct fetch_400 {
    CORO;
};

ASYNC(fetch_400)
{
    BEGIN;
    tell("never printed");
    END;
}

struct main_400 {
    CORO;
    struct coro forgotten;      /* dropped at once, it would be a warning */
};

ASYNC(main_400)
{
    BEGIN;
    self->forgotten = coro(fetch_400);
    tell("main: goes on as if nothing had happened");
    AWAIT(async_sleep(0.010));
    END;
}

TWIN(400_never_awaited)
{
    char line[LINE_SIZE], name[LINE_SIZE];
    listen_to_stderr();
    run_twin(coro(main_400));
    while (heard(line))
        if (strstr(line, "' was never awaited") &&
            sscanf(line, "handloop: coroutine '%[a-z]", name) == 1)
            tell("RuntimeWarning: coroutine '%s' was never awaited", name);
    leave_stderr();
}

/* --- 403: without await one gets the coroutine object, not its value ----- */

struct answer_403 {
    CORO;
};

ASYNC(answer_403)
{
    BEGIN;
    RETURN(42);
    END;
}

struct main_403 {
    CORO;
    struct coro x;
};

#define TYPE_NAME(x) _Generic((x), struct coro: "coroutine",                 \
                                   struct value: "a value", default: "other")

ASYNC(main_403)
{
    BEGIN;
    self->x = coro(answer_403);
    tell("without await: %s", TYPE_NAME(self->x));
    AWAIT(self->x);
    tell("with await: %d", (int)as_int(awaited()));
    END;
}

TWIN(403_forgotten_await_value)
{
    run_twin(coro(main_403));
}

/* --- 412: without a handler the report goes to stderr -------------------- */

struct bad_412 {
    CORO;
};

ASYNC(bad_412)
{
    BEGIN;
    RAISE(ValueError, "unseen");
    END;
}

struct main_412 {
    CORO;
};

ASYNC(main_412)
{
    BEGIN;
    spawn(coro(bad_412));
    AWAIT(async_sleep(0.010));
    END;
}

TWIN(412_never_retrieved_default)
{
    char line[LINE_SIZE], what[LINE_SIZE], why[LINE_SIZE];
    int code;
    listen_to_stderr();
    run_twin(coro(main_412));
    while (heard(line) && sscanf(line, "handloop: %[^:]: task", what) == 1)
        while (heard(line))
            if (sscanf(line, "Error %d: %[^\n]", &code, why) == 2)
                tell("ERROR: %s: %s", what, exc(error_new(code, "%s", why)));
    leave_stderr();
}

/* --- 415: wait() does not look into its tasks ---------------------------- */

struct bad_415 {
    CORO;
};

ASYNC(bad_415)
{
    BEGIN;
    RAISE(ValueError, "unseen");
    END;
}

struct main_415 {
    CORO;
    struct task *task;
};

ASYNC(main_415)
{
    BEGIN;
    loop_set_exception_handler(keep_report, NULL);
    self->task = create_task(coro(bad_415));
    AWAIT(wait_tasks(&self->task, 1, ALL_COMPLETED, NO_LIMIT));
    tell("done %d", (int)as_int(awaited()));
    END;
}

TWIN(415_wait_does_not_retrieve)
{
    report_count = 0;
    run_twin(coro(main_415));
    for (int i = 0; i < report_count; i++)
        tell("%s", reports[i]);
}

/* --- 420: run() inside a running loop is refused ------------------------- */

struct inner_420 {
    CORO;
};

ASYNC(inner_420)
{
    BEGIN;
    tell("never printed");
    END;
}

struct main_420 {
    CORO;
};

ASYNC(main_420)
{
    BEGIN;
    if (run(coro(inner_420)) == EBUSY)
        tell("RuntimeError");
    AWAIT(async_sleep(0.010));
    tell("main: goes on");
    END;
}

TWIN(420_nested_run)
{
    char line[LINE_SIZE];
    listen_to_stderr();
    run_twin(coro(main_420));
    while (heard(line))
        note("%s", line);
    leave_stderr();
}

/* --- 423: a task that awaits itself gets an error, not a deadlock -------- */

struct narcissus_423 {
    CORO;
};

ASYNC(narcissus_423)
{
    BEGIN;
    TRY_AWAIT(current_task());
    if (failure() == EDEADLK)
        tell("RuntimeError");
    RETURN("alive");
    END;
}

struct main_423 {
    CORO;
};

ASYNC(main_423)
{
    BEGIN;
    AWAIT(create_task(coro(narcissus_423)));
    tell("%s", as_text(awaited()));
    END;
}

TWIN(423_task_awaits_itself)
{
    run_twin(coro(main_423));
}

/* --- 426: a task's result cannot be set from outside --------------------- */

struct five_426 {
    CORO;
};

ASYNC(five_426)
{
    BEGIN;
    RETURN(5);
    END;
}

struct main_426 {
    CORO;
    struct task *t;
};

ASYNC(main_426)
{
    BEGIN;
    self->t = create_task(coro(five_426));
    if (future_set_result(awaitable(self->t).future, value_int(6)) == EPERM)
        tell("RuntimeError");
    if (future_set_error(awaitable(self->t).future,
                         error_new(ValueError, "")) == EPERM)
        tell("RuntimeError");
    AWAIT(self->t);
    tell("%d", (int)as_int(awaited()));
    END;
}

TWIN(426_task_is_not_settable)
{
    run_twin(coro(main_426));
}

/* --- 431: the threshold of slow steps is a setting, and is inclusive ----- */

/* Tell what the runtime has just said about slow steps and callbacks. */
static void tell_slow(void)
{
    char line[LINE_SIZE], name[LINE_SIZE];
    double seconds;
    while (heard(line)) {
        const char *held = strstr(line, "held the loop for ");
        const char *task = strstr(line, "task '");
        if (held && sscanf(held, "held the loop for %lf s", &seconds) == 1 &&
            (sscanf(task ? task : "", "task '%[a-z0-9]", name) == 1 ||
             sscanf(line, "handloop: callback %[a-z]", name) == 1))
            tell("%s took %.3f seconds", name, seconds);
    }
}

static void run_in_debug_mode(struct coro main)
{
    setenv("DEBUG", "1", 1);
    listen_to_stderr();
    run_twin(main);
    leave_stderr();
    unsetenv("DEBUG");
}

struct work_431 {
    CORO;
    int ms;
};

ASYNC(work_431)
{
    BEGIN;
    burn(self->ms);
    END;
}

struct main_431 {
    CORO;
    int i;
};

ASYNC(main_431)
{
    static const int ms[] = {5, 19, 21, 40};
    BEGIN;
    loop_set_slow_step(0.020);
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT(create_task_named(coro(work_431, .ms = ms[self->i]),
                                textf("work%d", ms[self->i])));
        tell_slow();
    }
    tell("main: end");
    END;
}

TWIN(431_slow_callback_threshold)
{
    run_in_debug_mode(coro(main_431));
}

/* --- 434: a slow plain callback is reported as well ---------------------- */

static void crunch(void *arg)
{
    (void)arg;
    burn(300);
}

struct main_434 {
    CORO;
};

ASYNC(main_434)
{
    BEGIN;
    call_soon(crunch, NULL);
    AWAIT(async_sleep(0));
    AWAIT(async_sleep(0));
    tell_slow();
    tell("main: end");
    END;
}

TWIN(434_slow_plain_callback)
{
    run_in_debug_mode(coro(main_434));
}

/* --- 442: fire and forget: the loop keeps the task ----------------------- */

struct background_442 {
    CORO;
};

ASYNC(background_442)
{
    BEGIN;
    note("background: begins");
    TRY_AWAIT(create_future());
    if (!failure())
        note("background: ends");
    note("background: torn down");
    END;
}

struct main_442 {
    CORO;
};

ASYNC(main_442)
{
    BEGIN;
    spawn(coro(background_442));
    AWAIT(async_sleep(0.010));
    note("main: after a garbage collection");
    AWAIT(async_sleep(0.010));
    tell("main: end");
    END;
}

TWIN(442_background_task_lost)
{
    run_twin(coro(main_442));
}

/* --- 445: two tasks await each other, and can be cancelled all the same --- */

struct partner_445 {
    CORO;
    const char *name, *other_name;
    struct task **other;
};

ASYNC(partner_445)
{
    BEGIN;
    AWAIT(async_sleep(0));
    tell("%s: awaits %s", self->name, self->other_name);
    AWAIT(*self->other);
    END;
}

struct main_445 {
    CORO;
    struct task *a, *b;
};

ASYNC(main_445)
{
    BEGIN;
    self->a = create_task(
        coro(partner_445, .name = "A", .other_name = "B", .other = &self->b));
    self->b = create_task(
        coro(partner_445, .name = "B", .other_name = "A", .other = &self->a));
    AWAIT(async_sleep(0.010));
    tell("main: A %s, B %s", outcome(self->a), outcome(self->b));
    task_cancel(self->a);
    note("cancel() returned");
    tell("main: end");
    END;
}

TWIN(445_await_cycle)
{
    run_twin(coro(main_445));
}
