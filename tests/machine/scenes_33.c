/* scenes_33.c - gather. */
#include "scene.h"

enum { BAD = USER_ERROR };

struct child { CORO; const char *name; double seconds; int fails; };
ASYNC(child)
{
    BEGIN;
    say("%s begins", self->name);
    AWAIT(async_sleep(self->seconds));
    if (self->fails)
        RAISE(self->fails, "%s has failed", self->name);
    say("%s is done", self->name);
    RETURN(self->name);
    END;
}

static const char *list(const struct value *results, int count)
{
    const char *text = "";
    for (int i = 0; i < count; i++)
        text = textf("%s%s%s", text, i ? ", " : "", value_to_text(results[i]));
    return text;
}

/* --- results in order ---------------------------------------------------- */

struct in_order { CORO; struct value results[3]; };
ASYNC(in_order)
{
    BEGIN;
    AWAIT(gather(self->results, coro(child, .name = "A", .seconds = 0.3),
                                coro(child, .name = "B", .seconds = 0.1),
                                coro(child, .name = "C", .seconds = 0.2)));
    say("results: %s", list(self->results, 3));
    END;
}

void scene_in_order(void)
{
    show(coro(in_order));
}

/* --- they begin when gather() is called ---------------------------------- */

struct not_awaited { CORO; struct value results[2]; struct future *all; };
ASYNC(not_awaited)
{
    BEGIN;
    self->all = gather(self->results, coro(child, .name = "A", .seconds = 0.1),
                                      coro(child, .name = "B", .seconds = 0.2));
    say("main does not wait yet");
    AWAIT(async_sleep(1.0));
    say("gather is %s", future_done(self->all) ? "done" : "not done");
    AWAIT(self->all);
    say("results: %s", list(self->results, 2));
    END;
}

void scene_not_awaited(void)
{
    show(coro(not_awaited));
}

/* --- the first error ----------------------------------------------------- */

static void tell_report(void *arg, const char *message,
                        const struct error *error)
{
    (void)arg;
    say("reported: %.35s, %s", message, words(error));
}

struct first_error { CORO; struct value results[3]; struct future *all; };
ASYNC(first_error)
{
    BEGIN;
    loop_set_exception_handler(tell_report, NULL);
    self->all = gather(
        self->results, coro(child, .name = "A", .seconds = 0.3),
        coro(child, .name = "B", .seconds = 0.1, .fails = BAD),
        coro(child, .name = "C", .seconds = 0.2, .fails = BAD));
    TRY_AWAIT(self->all);
    say("main: %s", words(caught()));
    AWAIT(async_sleep(1.0));
    TRY_AWAIT(self->all);
    say("main: nothing else has come of it; asked again: %s", words(caught()));
    END;
}

void scene_first_error(void)
{
    show(coro(first_error));
}

/* --- nobody asks --------------------------------------------------------- */

static void tell_error(void *arg, const char *message,
                       const struct error *error)
{
    (void)arg;
    (void)message;
    say("reported: %s", words(error));
}

struct careless { CORO; struct value results[2]; struct future *all; };
ASYNC(careless)
{
    BEGIN;
    self->all = gather(self->results, coro(child, .name = "A", .seconds = 0.1),
                       coro(child, .name = "B", .seconds = 0.2, .fails = BAD));
    AWAIT(async_sleep(0.3));
    say("careless ends, and has not asked");
    END;
}

struct nobody_asks { CORO; };
ASYNC(nobody_asks)
{
    BEGIN;
    loop_set_exception_handler(tell_error, NULL);
    AWAIT(coro(careless));
    say("main goes on");
    END;
}

void scene_nobody_asks(void)
{
    show(coro(nobody_asks));
}

/* --- errors as results --------------------------------------------------- */

struct errors_too { CORO; struct value results[3]; };
ASYNC(errors_too)
{
    BEGIN;
    AWAIT(gather_return_exceptions(
        self->results, coro(child, .name = "A", .seconds = 0.3),
        coro(child, .name = "B", .seconds = 0.1, .fails = BAD),
        coro(child, .name = "C", .seconds = 0.2, .fails = ECANCELED)));
    say("A: %s", as_text(self->results[0]));
    say("B: %s", words(as_error(self->results[1])));
    say("C: %s", error_name(as_error(self->results[2])->code));
    END;
}

void scene_errors_too(void)
{
    show(coro(errors_too));
}

/* --- of nothing, and of what is done ------------------------------------- */

struct of_nothing { CORO; struct value results[2]; struct task *a, *b; };
ASYNC(of_nothing)
{
    BEGIN;
    AWAIT(gather_array(NULL, 0, NULL));
    say("gather of nothing gives at once");
    self->a = create_task(coro(child, .name = "A", .seconds = 0.1));
    self->b = create_task(coro(child, .name = "B", .seconds = 0.1));
    AWAIT(self->a);
    AWAIT(self->b);
    AWAIT(gather(self->results, self->b, self->a));
    say("gather of two that are done: %s", list(self->results, 2));
    AWAIT(gather(self->results, self->a, self->a));
    say("gather of one, twice: %s", list(self->results, 2));
    AWAIT(gather(self->results, coro(child, .name = "C", .seconds = 0.1),
                 self->a));
    say("one is not done, and one is: %s", list(self->results, 2));
    END;
}

void scene_of_nothing(void)
{
    show(coro(of_nothing));
}

/* --- the caller's variables have gone ------------------------------------ */

struct hasty { CORO; struct value results[2]; struct future *all; };
ASYNC(hasty)
{
    BEGIN;
    self->all = gather(self->results, coro(child, .name = "A", .seconds = 0.2),
                       coro(child, .name = "B", .seconds = 0.1, .fails = BAD));
    AWAIT(self->all);
    END;
}

/* As long as the frame before it, so that it gets that one's memory. */
struct successor { CORO; struct value numbers[2]; struct future *none; };
ASYNC(successor)
{
    BEGIN;
    self->numbers[0] = self->numbers[1] = value_int(7);
    AWAIT(async_sleep(1.0));
    say("my numbers: %s", list(self->numbers, 2));
    END;
}

struct gone { CORO; };
ASYNC(gone)
{
    BEGIN;
    TRY_AWAIT(coro(hasty));
    say("hasty has failed, and its variables have gone");
    AWAIT(coro(successor));
    END;
}

void scene_gone(void)
{
    show(coro(gone));
}

/* Somebody else who waits for it. */
struct bystander { CORO; struct future *all; };
ASYNC(bystander)
{
    BEGIN;
    TRY_AWAIT(self->all);
    say("who awaits the gather goes on: %s", words(caught()));
    END;
}

/* The gather's owner has ended, and its results have no place any more. */
struct forgetful { CORO; struct value results[2]; struct future *all; };
ASYNC(forgetful)
{
    BEGIN;
    self->all = gather(self->results, coro(child, .name = "A", .seconds = 0.2),
                                      coro(child, .name = "B", .seconds = 0.1));
    spawn(coro(bystander, .all = self->all));
    AWAIT(async_sleep(0));
    say("forgetful ends");
    END;
}

struct forgotten { CORO; };
ASYNC(forgotten)
{
    BEGIN;
    AWAIT(coro(forgetful));
    AWAIT(coro(successor));
    END;
}

void scene_forgotten(void)
{
    show(coro(forgotten));
}

/* --- cancelled ----------------------------------------------------------- */

static const char *how(struct future *future)
{
    return future_cancelled(future) ? "cancelled"
           : future_done(future)    ? "done"
                                    : "pending";
}

struct cancel_all { CORO; struct future *a, *b, *c, *all; struct value results[3]; };
ASYNC(cancel_all)
{
    BEGIN;
    self->a = create_future();
    self->b = create_future();
    self->c = create_future();
    self->all = gather(self->results, self->a, self->b, self->c);
    future_set_result(self->a, value_int(1));
    AWAIT(async_sleep(0.1));
    say("cancel: %s", future_cancel(self->all) ? "yes" : "no");
    say("A is %s, B is %s, C is %s, gather is %s", how(self->a), how(self->b),
        how(self->c), how(self->all));
    TRY_AWAIT(self->all);
    say("main: %s", error_name(failure()));
    say("cancel once more: %s", future_cancel(self->all) ? "yes" : "no");
    self->a = create_future();
    self->all = gather(self->results, self->a);
    future_set_result(self->a, value_int(1));
    say("all are done: cancel: %s", future_cancel(self->all) ? "yes" : "no");
    AWAIT(self->all);
    say("the result is %s", list(self->results, 1));
    END;
}

void scene_cancel_all(void)
{
    show(coro(cancel_all));
}

/* --- a child is cancelled ------------------------------------------------ */

struct child_cancelled { CORO; struct future *a, *b, *all; struct value results[2]; };
ASYNC(child_cancelled)
{
    BEGIN;
    self->a = create_future();
    self->b = create_future();
    self->all = gather(self->results, self->a, self->b);
    future_cancel(self->a);
    TRY_AWAIT(self->all);
    say("main: %s; gather is %s", failure() ? error_name(failure()) : "no error",
        how(self->all));
    say("B is %s", how(self->b));
    END;
}

void scene_child_cancelled(void)
{
    show(coro(child_cancelled));
}

/* --- cancelled, though errors are results -------------------------------- */

struct cancel_results { CORO; struct future *a, *b, *all; struct value results[2]; };
ASYNC(cancel_results)
{
    BEGIN;
    self->a = create_future();
    self->b = create_future();
    self->all = gather_return_exceptions(self->results, self->a, self->b);
    future_set_result(self->a, value_int(1));
    AWAIT(async_sleep(0.1));
    say("cancel: %s", future_cancel(self->all) ? "yes" : "no");
    say("B is %s, gather is %s", how(self->b), how(self->all));
    TRY_AWAIT(self->all);
    say("main: %s", failure() ? error_name(failure()) : "no error");
    END;
}

void scene_cancel_results(void)
{
    show(coro(cancel_results));
}

/* --- cancelled when it has failed ---------------------------------------- */

struct cancel_failed { CORO; struct future *a, *b, *all; struct value results[2]; };
ASYNC(cancel_failed)
{
    BEGIN;
    self->a = create_future();
    self->b = create_future();
    self->all = gather(self->results, self->a, self->b);
    future_set_error(self->a, error_new(BAD, "A has failed"));
    TRY_AWAIT(self->all);
    say("main: %s", words(caught()));
    say("cancel: %s", future_cancel(self->all) ? "yes" : "no");
    say("B is %s", how(self->b));
    END;
}

void scene_cancel_failed(void)
{
    show(coro(cancel_failed));
}
