/* scenes_35.c - limits. */
#include <unistd.h>

#include "scene.h"

enum { BAD = USER_ERROR };

/* Works for so many seconds; cancelled, it cleans up, and may refuse, or fail. */
struct labour { CORO; double seconds, cleanup; int fails; bool refuses; };
ASYNC(labour)
{
    BEGIN;
    TRY_AWAIT(async_sleep(self->seconds));
    if (failure()) {
        say("work: %s", error_name(failure()));
        if (self->cleanup > 0) {
            AWAIT(async_sleep(self->cleanup));
            say("work has cleaned up");
        }
        if (self->refuses)
            RETURN("a result in spite of it");
        if (self->fails)
            RAISE(self->fails, "cleaning up has failed");
        RERAISE;
    }
    if (self->fails)
        RAISE(self->fails, "work has failed");
    RETURN("the result");
    END;
}

/* Wait with a limit, and tell what that gave. */
struct waits { CORO; struct coro work; double limit; };
ASYNC(waits)
{
    BEGIN;
    TRY_AWAIT(wait_for(self->work, self->limit));
    if (failure())
        say("limit %g: %s", self->limit, failure() == BAD
            ? words(caught()) : error_name(failure()));
    else
        say("limit %g: %s", self->limit, value_to_text(awaited()));
    if (failure())
        RERAISE;
    END;
}

#define WAIT(seconds, ...)                                                   \
    coro(waits, .work = coro(labour, __VA_ARGS__), .limit = (seconds))

/* --- in time ------------------------------------------------------------- */

struct in_time { CORO; };
ASYNC(in_time)
{
    BEGIN;
    TRY_AWAIT(WAIT(2.0, .seconds = 0.5));
    TRY_AWAIT(WAIT(2.0, .seconds = 0.5, .fails = BAD));
    TRY_AWAIT(wait_for(coro(labour, .seconds = 5.0), NO_LIMIT));
    say("no limit: %s", value_to_text(awaited()));
    say("no limit has struck since");
    END;
}

void scene_in_time(void)
{
    show(coro(in_time));
    puts("and run() has not waited for one");
}

/* --- too late ------------------------------------------------------------ */

struct too_late { CORO; };
ASYNC(too_late)
{
    BEGIN;
    TRY_AWAIT(WAIT(1.0, .seconds = 5.0));
    TRY_AWAIT(WAIT(1.0, .seconds = 5.0, .cleanup = 0.5));
    TRY_AWAIT(WAIT(1.0, .seconds = 5.0, .refuses = true));
    TRY_AWAIT(WAIT(1.0, .seconds = 5.0, .fails = BAD));
    AWAIT(async_sleep(1.0));
    say("main sleeps undisturbed");
    END;
}

void scene_too_late(void)
{
    show(coro(too_late));
}

/* --- no time at all ------------------------------------------------------ */

struct at_once { CORO; };
ASYNC(at_once)
{
    BEGIN;
    say("it has begun in spite of it");
    RETURN("a result");
    END;
}

struct no_time { CORO; struct task *task; struct future *future; };
ASYNC(no_time)
{
    BEGIN;
    TRY_AWAIT(WAIT(0.0, .seconds = 5.0));
    TRY_AWAIT(WAIT(-1.0, .seconds = 5.0));
    self->future = create_future();
    future_set_result(self->future, value_text("is there"));
    TRY_AWAIT(wait_for(self->future, 0.0));
    say("what is done: %s", value_to_text(awaited()));
    self->task = create_task(coro(labour, .seconds = 5.0));
    AWAIT(async_sleep(0.1));
    TRY_AWAIT(wait_for(self->task, 0.0));
    say("what is not: %s", error_name(failure()));
    self->task = create_task(coro(at_once));
    TRY_AWAIT(wait_for(self->task, 0.0));
    say("what has not begun: %s", failure() ? error_name(failure())
                                            : value_to_text(awaited()));
    END;
}

/* What is said to stderr is to be seen, too: of an object that is left open. */
void scene_no_time(void)
{
    int saved = dup(STDERR_FILENO);
    fflush(stdout);
    dup2(STDOUT_FILENO, STDERR_FILENO);
    show(coro(no_time));
    dup2(saved, STDERR_FILENO);
    close(saved);
}

/* --- in one turn --------------------------------------------------------- */

/* The limit is set first, so that it strikes before the work's sleep ends. */
struct same_turn { CORO; };
ASYNC(same_turn)
{
    BEGIN;
    TRY_AWAIT(WAIT(1.0, .seconds = 1.0));
    AWAIT(async_sleep(0.5));
    say("main sleeps undisturbed");
    END;
}

void scene_same_turn(void)
{
    show(coro(same_turn));
}

/* The work's sleep was set first, in a task of its own: the result is there
 * when the limit strikes, and who waits for it has not had its turn. */
struct result_first { CORO; struct task *task; };
ASYNC(result_first)
{
    BEGIN;
    self->task = create_task(coro(labour, .seconds = 1.0));
    AWAIT(async_sleep(0.0));
    TRY_AWAIT(wait_for(self->task, 1.0));
    say("main: %s", failure() ? error_name(failure())
                              : value_to_text(awaited()));
    say("the task has %s", task_done(self->task) ? "ended" : "not ended");
    AWAIT(async_sleep(0.5));
    say("main sleeps undisturbed");
    END;
}

void scene_result_first(void)
{
    show(coro(result_first));
}

/* --- cancelled from outside ---------------------------------------------- */

struct from_outside { CORO; struct task *task; };
ASYNC(from_outside)
{
    BEGIN;
    self->task = create_task(WAIT(2.0, .seconds = 5.0, .cleanup = 0.5));
    AWAIT(async_sleep(0.5));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("main: %s", error_name(failure()));

    self->task = create_task(WAIT(1.0, .seconds = 5.0, .cleanup = 0.5));
    AWAIT(async_sleep(1.2));
    say("the limit has struck; now it is cancelled, too");
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("main: %s", error_name(failure()));
    END;
}

void scene_outside(void)
{
    show(coro(from_outside));
}

/* --- somebody else's request --------------------------------------------- */

struct others_request { CORO; struct task *task; };
ASYNC(others_request)
{
    BEGIN;
    self->task = create_task(WAIT(2.0, .seconds = 5.0));
    AWAIT(async_sleep(0.5));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("requests that are left: %u", task_cancelling(self->task));
    END;
}

void scene_others_request(void)
{
    show(coro(others_request));
}

/* --- first cancelled, and then too late ----------------------------------- */

struct then_too_late { CORO; struct task *task; };
ASYNC(then_too_late)
{
    BEGIN;
    self->task = create_task(WAIT(1.0, .seconds = 5.0, .cleanup = 2.0));
    AWAIT(async_sleep(0.5));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("main: %s", error_name(failure()));
    END;
}

void scene_then_too_late(void)
{
    show(coro(then_too_late));
}

/* --- cancelled before it waits ------------------------------------------- */

struct goes_on { CORO; };
ASYNC(goes_on)
{
    BEGIN;
    TRY_AWAIT(async_sleep(9.0));
    say("asked to end, and goes on: %s", error_name(failure()));
    AWAIT(WAIT(1.0, .seconds = 5.0));
    END;
}

struct asked_before { CORO; struct task *task; };
ASYNC(asked_before)
{
    BEGIN;
    self->task = create_task(coro(goes_on));
    AWAIT(async_sleep(0.5));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("main: %s", error_name(failure()));
    END;
}

void scene_asked_before(void)
{
    show(coro(asked_before));
}

/* --- cancelled already --------------------------------------------------- */

struct done_cancelled { CORO; struct future *future; };
ASYNC(done_cancelled)
{
    BEGIN;
    self->future = create_future();
    future_cancel(self->future);
    TRY_AWAIT(wait_for(self->future, 0.0));
    say("main: %s", error_name(failure()));
    END;
}

void scene_done_cancelled(void)
{
    show(coro(done_cancelled));
}

/* --- without a limit ----------------------------------------------------- */

struct no_limit { CORO; };
ASYNC(no_limit)
{
    BEGIN;
    AWAIT(wait_for(create_future(), NO_LIMIT));
    END;
}

void scene_no_limit(void)
{
    show(coro(no_limit));
}

/* --- one in another ------------------------------------------------------ */

struct nested { CORO; };
ASYNC(nested)
{
    BEGIN;
    TRY_AWAIT(wait_for(WAIT(0.5, .seconds = 5.0), 2.0));
    say("the inner one struck: %s", error_name(failure()));
    TRY_AWAIT(wait_for(WAIT(2.0, .seconds = 5.0), 0.5));
    say("the outer one struck: %s", error_name(failure()));
    AWAIT(async_sleep(3.0));
    say("and no other");
    say("main is asked to end: %u times", task_cancelling(current_task()));
    END;
}

void scene_nested(void)
{
    show(coro(nested));
}
