/* scenes_34.c - cancellation. */
#include "scene.h"

static const char *yes(bool condition)
{
    return condition ? "yes" : "no";
}

static const char *how(struct task *task)
{
    return task_cancelled(task) ? "cancelled"
           : task_done(task)    ? "done"
                                : "not done";
}

/* Sleeps ten seconds; tells what comes of that, and passes it on. */
struct victim { CORO; const char *name; double cleanup; };
ASYNC(victim)
{
    BEGIN;
    say("%s begins", self->name);
    TRY_AWAIT(async_sleep(10.0));
    say("%s: %s", self->name, failure() ? error_name(failure()) : "slept well");
    if (self->cleanup > 0)
        TRY_AWAIT(async_sleep(self->cleanup));
    if (self->cleanup > 0)
        say("%s has cleaned up", self->name);
    RAISE(ECANCELED);
    END;
}

/* --- in its turn --------------------------------------------------------- */

struct asks { CORO; struct task *task; };
ASYNC(asks)
{
    BEGIN;
    self->task = create_task(coro(victim, .name = "A"));
    AWAIT(async_sleep(0.5));
    say("cancel: %s", yes(task_cancel(self->task)));
    say("main goes on; A is %s", how(self->task));
    TRY_AWAIT(self->task);
    say("main: %s; A is %s", error_name(failure()), how(self->task));
    say("cancel: %s", yes(task_cancel(self->task)));
    AWAIT(async_sleep(0.5));
    say("and A's sleep is over, too: it is not 10.0");
    END;
}

void scene_in_turn(void)
{
    show(coro(asks));
}

/* --- cleaning up, and refusing ------------------------------------------- */

struct stubborn { CORO; int i; };
ASYNC(stubborn)
{
    BEGIN;
    for (self->i = 1; self->i <= 2; self->i++) {
        TRY_AWAIT(async_sleep(0.3));
        say("sleep %d: %s", self->i,
            failure() ? error_name(failure()) : "slept well");
    }
    RETURN("refused");
    END;
}

struct cleans_up { CORO; struct task *task, *other; };
ASYNC(cleans_up)
{
    BEGIN;
    self->task = create_task(coro(victim, .name = "A", .cleanup = 0.2));
    self->other = create_task(coro(stubborn));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    task_cancel(self->other);
    task_cancel(self->other);           /* twice is one error */
    TRY_AWAIT(self->task);
    say("A is %s", how(self->task));
    TRY_AWAIT(self->other);
    say("stubborn: %s", value_to_text(awaited()));
    END;
}

void scene_cleans_up(void)
{
    show(coro(cleans_up));
}

/* Who waits for the stubborn one is asked to end, and hands that on. */
struct patient { CORO; };
ASYNC(patient)
{
    BEGIN;
    TRY_AWAIT(create_task(coro(stubborn)));
    say("who waits: %s", failure() ? error_name(failure())
                                   : value_to_text(awaited()));
    TRY_AWAIT(async_sleep(0.1));
    say("and then: %s", failure() ? error_name(failure()) : "slept well");
    END;
}

struct handed_on { CORO; struct task *task; };
ASYNC(handed_on)
{
    BEGIN;
    self->task = create_task(coro(patient));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    AWAIT(self->task);
    END;
}

void scene_handed_on(void)
{
    show(coro(handed_on));
}

/* --- who has not begun --------------------------------------------------- */

struct unbegun { CORO; struct task *task; };
ASYNC(unbegun)
{
    BEGIN;
    self->task = create_task(coro(victim, .name = "A"));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("main: %s; A is %s", error_name(failure()), how(self->task));
    END;
}

void scene_unbegun(void)
{
    show(coro(unbegun));
}

/* --- who is ready -------------------------------------------------------- */

struct waits_for { CORO; const char *name; struct future *future; };
ASYNC(waits_for)
{
    BEGIN;
    TRY_AWAIT(self->future);
    say("%s: %s", self->name, failure() ? error_name(failure())
                                        : value_to_text(awaited()));
    TRY_AWAIT(async_sleep(0.1));
    say("%s, later: %s", self->name,
        failure() ? error_name(failure()) : "slept well");
    END;
}

struct ready { CORO; struct future *future; struct task *a, *b; };
ASYNC(ready)
{
    BEGIN;
    self->future = create_future();
    self->a = create_task(coro(waits_for, .name = "A", .future = self->future));
    self->b = create_task(coro(waits_for, .name = "B", .future = self->future));
    AWAIT(async_sleep(0.1));
    future_set_result(self->future, value_text("the result"));
    say("both are ready; cancel A: %s", yes(task_cancel(self->a)));
    AWAIT(async_sleep(1.0));
    END;
}

void scene_ready(void)
{
    show(coro(ready));
}

/* --- oneself ------------------------------------------------------------- */

struct five { CORO; };
ASYNC(five)
{
    BEGIN;
    RETURN(5);
    END;
}

struct suicidal { CORO; struct task *done; };
ASYNC(suicidal)
{
    BEGIN;
    self->done = create_task(coro(five));
    AWAIT(self->done);
    task_cancel(current_task());
    say("A goes on after it has cancelled itself");
    AWAIT(self->done);
    say("awaiting what is done: %s", value_to_text(awaited()));
    TRY_AWAIT(async_sleep(5.0));
    say("at the first real wait: %s", error_name(failure()));
    task_cancel(current_task());
    RETURN("and once more, with nothing left to await");
    END;
}

struct oneself { CORO; struct task *task; };
ASYNC(oneself)
{
    BEGIN;
    self->task = create_task(coro(suicidal));
    TRY_AWAIT(self->task);
    say("A is %s", how(self->task));
    END;
}

void scene_oneself(void)
{
    show(coro(oneself));
}

/* --- who waits for a task that waits for a task -------------------------- */

struct link { CORO; int number; struct task *next; };
extern const struct coro_type link;
ASYNC(link)
{
    BEGIN;
    if (self->number > 1) {
        self->next = create_task(coro(link, .number = self->number - 1));
        TRY_AWAIT(self->next);
    } else {
        TRY_AWAIT(async_sleep(10.0));
    }
    say("link %d: %s", self->number, error_name(failure()));
    if (failure())
        RERAISE;
    END;
}

struct chain { CORO; struct task *task; };
ASYNC(chain)
{
    BEGIN;
    self->task = create_task(coro(link, .number = 3));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    say("main has asked the one who waits for all others");
    TRY_AWAIT(self->task);
    say("it is %s", how(self->task));
    END;
}

void scene_chain(void)
{
    show(coro(chain));
}

/* --- who waits for a gather ---------------------------------------------- */

struct gathers { CORO; struct value results[2]; };
ASYNC(gathers)
{
    BEGIN;
    TRY_AWAIT(gather(self->results, coro(victim, .name = "A", .cleanup = 0.2),
                                    coro(victim, .name = "B")));
    say("gathers: %s", error_name(failure()));
    if (failure())
        RERAISE;
    END;
}

struct cancels_gather { CORO; struct task *task; };
ASYNC(cancels_gather)
{
    BEGIN;
    self->task = create_task(coro(gathers));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    say("it is %s", how(self->task));
    AWAIT(async_sleep(0.5));
    END;
}

void scene_gather(void)
{
    show(coro(cancels_gather));
}

/* --- how often ----------------------------------------------------------- */

struct counts { CORO; };
ASYNC(counts)
{
    BEGIN;
    TRY_AWAIT(async_sleep(10.0));
    say("asked to end: %u times", task_cancelling(current_task()));
    say("one taken back: %u", task_uncancel(current_task()));
    for (int i = 0; i < 3; i++)
        say("and another: %u", task_uncancel(current_task()));
    END;
}

struct how_often { CORO; struct task *task; };
ASYNC(how_often)
{
    BEGIN;
    self->task = create_task(coro(counts));
    AWAIT(async_sleep(0.1));
    for (int i = 0; i < 3; i++)
        task_cancel(self->task);
    AWAIT(self->task);
    END;
}

void scene_how_often(void)
{
    show(coro(how_often));
}

/* --- taken back ---------------------------------------------------------- */

struct hears { CORO; const char *name; double seconds; };
ASYNC(hears)
{
    BEGIN;
    TRY_AWAIT(async_sleep(self->seconds));
    say("%s: %s", self->name, failure() ? error_name(failure()) : "slept well");
    END;
}

struct takes_back { CORO; struct task *unbegun, *yields, *twice, *sleeps; };
ASYNC(takes_back)
{
    BEGIN;
    self->yields = create_task(coro(hears, .name = "who was ready"));
    self->twice = create_task(coro(hears, .name = "one of two taken back"));
    self->sleeps = create_task(coro(hears, .name = "who slept", .seconds = 9.0));
    AWAIT(async_sleep(0));
    self->unbegun = create_task(coro(hears, .name = "who had not begun"));
    task_cancel(self->unbegun);
    task_uncancel(self->unbegun);
    task_cancel(self->yields);
    task_uncancel(self->yields);
    task_cancel(self->twice);
    task_cancel(self->twice);
    task_uncancel(self->twice);
    task_cancel(self->sleeps);
    say("of who slept %u are left", task_uncancel(self->sleeps));
    AWAIT(async_sleep(0.1));
    END;
}

void scene_taken_back(void)
{
    show(coro(takes_back));
}

struct hears_twice { CORO; };
ASYNC(hears_twice)
{
    BEGIN;
    AWAIT(coro(hears, .name = "the first", .seconds = 9.0));
    AWAIT(coro(hears, .name = "the second"));
    END;
}

struct takes_back_later { CORO; struct task *task; };
ASYNC(takes_back_later)
{
    BEGIN;
    self->task = create_task(coro(hears_twice));
    AWAIT(async_sleep(0));
    task_cancel(self->task);
    AWAIT(async_sleep(0));
    task_uncancel(self->task);
    task_cancel(self->task);
    task_uncancel(self->task);
    AWAIT(self->task);
    END;
}

void scene_taken_back_later(void)
{
    show(coro(takes_back_later));
}

/* --- in a circle --------------------------------------------------------- */

struct in_circle { CORO; struct task **other; };
ASYNC(in_circle)
{
    BEGIN;
    AWAIT(*self->other);
    END;
}

struct circle { CORO; struct task *a, *b; };
ASYNC(circle)
{
    BEGIN;
    self->a = create_task(coro(in_circle, .other = &self->b));
    self->b = create_task(coro(in_circle, .other = &self->a));
    AWAIT(async_sleep(0.1));
    say("cancel A: %s", yes(task_cancel(self->a)));
    say("main goes on");
    END;
}

void scene_circle(void)
{
    show(coro(circle));
}

/* --- what main leaves ---------------------------------------------------- */

struct leaves { CORO; };
ASYNC(leaves)
{
    BEGIN;
    spawn(coro(victim, .name = "A", .cleanup = 0.2));
    spawn(coro(victim, .name = "B", .cleanup = 0.5));
    AWAIT(async_sleep(0.1));
    spawn(coro(victim, .name = "C, who begins in main's last turn,"));
    say("main ends");
    END;
}

void scene_leftovers(void)
{
    show(coro(leaves));
    puts("run() has come back");
}

/* One that starts another while it cleans up. */
struct heir { CORO; };
ASYNC(heir)
{
    BEGIN;
    TRY_AWAIT(async_sleep(10.0));
    say("heir: %s", error_name(failure()));
    spawn(coro(victim, .name = "the heir's"));
    AWAIT(async_sleep(0.1));
    END;
}

struct leaves_heir { CORO; };
ASYNC(leaves_heir)
{
    BEGIN;
    spawn(coro(heir));
    AWAIT(async_sleep(0.1));
    say("main ends");
    END;
}

void scene_heir(void)
{
    show(coro(leaves_heir));
    puts("run() has come back");
}
