/* scenes_32.c - futures. */
#include "scene.h"

/* Work for so many seconds (0: ends at once) that gives its name, or fails. */
struct work { CORO; const char *name; double seconds; int fails; };
ASYNC(work)
{
    BEGIN;
    say("%s begins", self->name);
    if (self->seconds > 0)
        AWAIT(async_sleep(self->seconds));
    if (self->fails)
        RAISE(self->fails, "%s has failed", self->name);
    RETURN(textf("the result of %s", self->name));
    END;
}

enum { BAD = USER_ERROR };

/* Await a task, and tell what that gave. */
struct awaiter { CORO; const char *name; struct task **task; };
ASYNC(awaiter)
{
    BEGIN;
    TRY_AWAIT(*self->task);
    if (failure())
        say("%s: %s", self->name, words(caught()));
    else
        say("%s gets %s", self->name, value_to_text(awaited()));
    END;
}

/* --- a result ------------------------------------------------------------ */

struct one_result { CORO; struct task *task; };
ASYNC(one_result)
{
    BEGIN;
    self->task = create_task(coro(work, .name = "A", .seconds = 1.0));
    say("main waits");
    AWAIT(self->task);
    say("main gets %s", as_text(awaited()));
    END;
}

void scene_result(void)
{
    show(coro(one_result));
}

/* --- behind all who are ready -------------------------------------------- */

struct behind { CORO; struct task *task; };
ASYNC(behind)
{
    BEGIN;
    self->task = create_task(coro(work, .name = "A"));
    spawn(coro(work, .name = "B"));
    spawn(coro(work, .name = "C"));
    AWAIT(self->task);
    say("main: A is done, and so are they who were ready before me");
    END;
}

void scene_behind(void)
{
    show(coro(behind));
}

/* --- what is done is not waited for -------------------------------------- */

struct already { CORO; struct task *task; };
ASYNC(already)
{
    BEGIN;
    self->task = create_task(coro(work, .name = "A"));
    AWAIT(async_sleep(0.1));
    spawn(coro(work, .name = "B"));
    AWAIT(self->task);
    say("main gets %s before B begins", as_text(awaited()));
    AWAIT(self->task);
    say("main gets it as often as it asks");
    AWAIT(async_sleep(0.5));
    say("main has slept");
    END;
}

void scene_already(void)
{
    show(coro(already));
}

/* --- many who wait for one ----------------------------------------------- */

struct many { CORO; struct task *task; int i; };
ASYNC(many)
{
    BEGIN;
    self->task = create_task(coro(work, .name = "A", .seconds = 0.5));
    spawn(coro(awaiter, .name = "first", .task = &self->task));
    spawn(coro(awaiter, .name = "second", .task = &self->task));
    spawn(coro(awaiter, .name = "third", .task = &self->task));
    AWAIT(async_sleep(1.0));
    END;
}

void scene_many(void)
{
    show(coro(many));
}

/* --- an error ------------------------------------------------------------ */

struct one_error { CORO; struct task *task; };
ASYNC(one_error)
{
    BEGIN;
    self->task = create_task(
        coro(work, .name = "A", .seconds = 0.5, .fails = BAD));
    spawn(coro(awaiter, .name = "first", .task = &self->task));
    spawn(coro(awaiter, .name = "second", .task = &self->task));
    AWAIT(async_sleep(1.0));
    say("main goes on: it is not its error");
    spawn(coro(work, .name = "B"));
    AWAIT(coro(awaiter, .name = "main, later", .task = &self->task));
    AWAIT(async_sleep(0));
    END;
}

void scene_error(void)
{
    show(coro(one_error));
}

/* --- how it ended -------------------------------------------------------- */

static const char *how(struct task *task)
{
    struct value result;
    int code = task_outcome(task, &result);
    if (code == EINPROGRESS)
        return "not done";
    if (code)
        return task_cancelled(task) ? "cancelled" : words(result.error);
    return value_to_text(result);
}

struct endings { CORO; struct task *a, *b, *c, *d; };
ASYNC(endings)
{
    BEGIN;
    self->a = create_task(coro(work, .name = "A"));
    self->b = create_task(coro(work, .name = "B", .fails = BAD));
    self->c = create_task(coro(work, .name = "C", .fails = ECANCELED));
    self->d = create_task(coro(work, .name = "D", .seconds = 9.0));
    say("A: %s", how(self->a));
    AWAIT(async_sleep(0.1));
    say("A: %s, B: %s, C: %s, D: %s", how(self->a), how(self->b), how(self->c),
        how(self->d));
    END;
}

void scene_endings(void)
{
    show(coro(endings));
}

/* --- itself -------------------------------------------------------------- */

struct narcissus { CORO; };
ASYNC(narcissus)
{
    BEGIN;
    TRY_AWAIT(current_task());
    say("awaiting itself: %s", error_name(failure()));
    END;
}

void scene_itself(void)
{
    show(coro(narcissus));
}

/* --- an error that nobody asked for -------------------------------------- */

static void tell_report(void *arg, const char *message,
                        const struct error *error)
{
    (void)arg;
    say("reported: %.35s, %s", message, words(error));
}

struct unseen { CORO; struct task *task; };
ASYNC(unseen)
{
    BEGIN;
    loop_set_exception_handler(tell_report, NULL);
    self->task = create_task(coro(work, .name = "asked for", .fails = BAD));
    spawn(coro(work, .name = "unseen", .fails = BAD));
    TRY_AWAIT(self->task);
    say("main: %s", words(caught()));
    AWAIT(async_sleep(0.1));
    self->task = create_task(coro(work, .name = "late", .fails = BAD));
    AWAIT(async_sleep(0.1));
    TRY_AWAIT(self->task);
    say("main, when it is done: %s", words(caught()));
    END;
}

void scene_unseen(void)
{
    show(coro(unseen));
}

/* --- a future of one's own ----------------------------------------------- */

struct asking { CORO; struct future *future; };
ASYNC(asking)
{
    BEGIN;
    AWAIT(self->future);
    say("asking: %s", as_text(awaited()));
    END;
}

struct own_future { CORO; struct future *future; };
ASYNC(own_future)
{
    BEGIN;
    self->future = create_future();
    spawn(coro(asking, .future = self->future));
    AWAIT(async_sleep(0.2));
    future_set_result(self->future, value_text("here it is"));
    say("main has set the result; who waits runs in its turn");
    AWAIT(async_sleep(0));
    END;
}

void scene_own_future(void)
{
    show(coro(own_future));
}
