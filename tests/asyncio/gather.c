/* gather.c - all of them at the same time. */
#include "twin.h"

/* --- 050: results come in the order of the arguments, not of completion --- */

struct job_050 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(job_050)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: done", self->name);
    RETURN(self->name);
    END;
}

struct main_050 {
    CORO;
    struct value r[3];
};

ASYNC(main_050)
{
    BEGIN;
    AWAIT(gather(self->r, coro(job_050, .name = "A", .ms = 30),
                          coro(job_050, .name = "B", .ms = 10),
                          coro(job_050, .name = "C", .ms = 20)));
    tell("results %s, the time is the longest's", list(self->r, 3));
    END;
}

TWIN(050_gather_results_in_order)
{
    run_twin(coro(main_050));
}

/* --- 053: after gather failed, a sibling that is a task can still be awaited --- */

struct good_053 {
    CORO;
};

ASYNC(good_053)
{
    BEGIN;
    AWAIT(async_sleep(0.050));
    RETURN("survivor");
    END;
}

struct bad_053 {
    CORO;
};

ASYNC(bad_053)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ValueError, "bad");
    END;
}

struct main_053 {
    CORO;
    struct task *g, *b;
    struct value r[2];
};

ASYNC(main_053)
{
    BEGIN;
    self->g = create_task(coro(good_053));
    self->b = create_task(coro(bad_053));
    TRY_AWAIT(gather(self->r, self->g, self->b));
    if (failure() == ValueError)
        tell("gather raised %s; sibling done: %s", exc(caught()),
             truth(task_done(self->g)));
    AWAIT(self->g);
    tell("sibling gives %s", value_to_text(awaited()));
    END;
}

TWIN(053_gather_sibling_result_after_error)
{
    run_twin(coro(main_053));
}

/* --- 056: cancelling a gather cancels every child that is not finished --- */

struct child_056 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(child_056)
{
    BEGIN;
    TRY_AWAIT(async_sleep(self->ms / 1000.0));
    if (failure() == ECANCELED) {
        tell("%s: cancelled", self->name);
        RERAISE;
    }
    tell("%s: completes", self->name);
    END;
}

struct parent_056 {
    CORO;
    struct value r[3];
};

ASYNC(parent_056)
{
    BEGIN;
    TRY_AWAIT(gather(self->r, coro(child_056, .name = "A", .ms = 5),
                              coro(child_056, .name = "B", .ms = 100),
                              coro(child_056, .name = "C", .ms = 200)));
    if (failure() == ECANCELED) {
        tell("parent: cancelled");
        RERAISE;
    }
    END;
}

struct main_056 {
    CORO;
    struct task *p;
};

ASYNC(main_056)
{
    BEGIN;
    self->p = create_task(coro(parent_056));
    AWAIT(async_sleep(0.010));
    task_cancel(self->p);
    tell("main: cancel requested");
    TRY_AWAIT(self->p);
    if (failure() == ECANCELED)
        tell("main: parent %s", outcome(self->p));
    END;
}

TWIN(056_gather_cancel_cancels_children)
{
    run_twin(coro(main_056));
}

/* --- 059: one child cancelled: CancelledError for us, the siblings live --- */

static void cancel_059(void *task)
{
    task_cancel(task);
}

struct child_059 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(child_059)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: completes", self->name);
    RETURN(self->name);
    END;
}

struct main_059 {
    CORO;
    struct task *a, *b;
    struct value r[2];
};

ASYNC(main_059)
{
    BEGIN;
    self->a = create_task(coro(child_059, .name = "A", .ms = 50));
    self->b = create_task(coro(child_059, .name = "B", .ms = 60));
    call_later(0.010, cancel_059, self->a);
    TRY_AWAIT(gather(self->r, self->a, self->b));
    if (failure() == ECANCELED)
        tell("main: gather raised CancelledError");
    tell("main: B is %s", outcome(self->b));
    AWAIT(self->b);
    tell("main: B gives %s", value_to_text(awaited()));
    END;
}

TWIN(059_gather_child_cancelled)
{
    run_twin(coro(main_059));
}

/* --- 062: gather schedules its coroutines when called, not when awaited --- */

struct child_062 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(child_062)
{
    BEGIN;
    tell("%s: start", self->name);
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: end", self->name);
    RETURN(self->name);
    END;
}

struct main_062 {
    CORO;
    struct future *g;
    struct value r[2];
};

ASYNC(main_062)
{
    BEGIN;
    self->g = gather(self->r, coro(child_062, .name = "A", .ms = 12),
                              coro(child_062, .name = "B", .ms = 10));
    tell("main: gather called, not awaited");
    AWAIT(async_sleep(0.050));
    tell("main: gather done: %s", truth(future_done(self->g)));
    AWAIT(self->g);
    tell("main: %s", list(self->r, 2));
    END;
}

TWIN(062_gather_starts_without_await)
{
    run_twin(coro(main_062));
}

/* --- 065: cancelling an outer gather reaches the children of the inner ones --- */

struct child_065 {
    CORO;
    const char *name;
};

ASYNC(child_065)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    tell("%s: cancelled", self->name);
    if (failure())
        RERAISE;
    END;
}

struct parent_065 {
    CORO;
    struct value outer[3], inner[2];
};

ASYNC(parent_065)
{
    BEGIN;
    AWAIT(gather(self->outer, coro(child_065, .name = "A"),
                 gather(self->inner, coro(child_065, .name = "B"),
                                     coro(child_065, .name = "C")),
                 coro(child_065, .name = "D")));
    END;
}

struct main_065 {
    CORO;
    struct task *p;
};

ASYNC(main_065)
{
    BEGIN;
    self->p = create_task(coro(parent_065));
    AWAIT(async_sleep(0.010));
    task_cancel(self->p);
    TRY_AWAIT(self->p);
    if (failure() == ECANCELED)
        tell("main: cancelled");
    END;
}

TWIN(065_gather_nested_cancel)
{
    run_twin(coro(main_065));
}

/* --- 068: gather of tasks that are all done; whether it yields is a detail --- */

struct v_068 {
    CORO;
    int x;
};

ASYNC(v_068)
{
    BEGIN;
    RETURN(self->x);
    END;
}

struct rival_068 {
    CORO;
};

ASYNC(rival_068)
{
    BEGIN;
    note("rival: runs");
    END;
}

struct main_068 {
    CORO;
    struct task *a, *b, *r;
    struct value res[2];
};

ASYNC(main_068)
{
    BEGIN;
    self->a = create_task(coro(v_068, .x = 1));
    self->b = create_task(coro(v_068, .x = 2));
    AWAIT(self->a);
    AWAIT(self->b);
    self->r = create_task(coro(rival_068));
    AWAIT(gather(self->res, self->a, self->b));
    note("gather is over");
    tell("%s", list(self->res, 2));
    AWAIT(self->r);
    END;
}

TWIN(068_gather_of_done_tasks)
{
    run_twin(coro(main_068));
}

/* --- 071: a task in a gather may be awaited elsewhere, too --------------- */

struct work_071 {
    CORO;
};

ASYNC(work_071)
{
    BEGIN;
    AWAIT(async_sleep(0.020));
    RETURN("shared");
    END;
}

struct other_071 {
    CORO;
    struct task *t;
};

ASYNC(other_071)
{
    BEGIN;
    AWAIT(self->t);
    tell("other: got %s", value_to_text(awaited()));
    END;
}

struct slept_071 {
    CORO;
};

/* asyncio.sleep(0.030, "slept") */
ASYNC(slept_071)
{
    BEGIN;
    AWAIT(async_sleep(0.030));
    RETURN("slept");
    END;
}

struct main_071 {
    CORO;
    struct task *t, *o;
    struct value r[2];
};

ASYNC(main_071)
{
    BEGIN;
    self->t = create_task(coro(work_071));
    self->o = create_task(coro(other_071, .t = self->t));
    AWAIT(gather(self->r, self->t, coro(slept_071)));
    tell("main: %s", list(self->r, 2));
    AWAIT(self->o);
    END;
}

TWIN(071_gather_same_task_elsewhere)
{
    run_twin(coro(main_071));
}
