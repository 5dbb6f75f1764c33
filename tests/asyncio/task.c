/* task.c - tasks: when they start, how they end, who is told. */
#include "twin.h"

/* --- 004: create_task only schedules; the creator runs on until it suspends --- */

struct child_004 {
    CORO;
};

ASYNC(child_004)
{
    BEGIN;
    tell("child: runs");
    RETURN(5);
    END;
}

struct main_004 {
    CORO;
    struct task *t;
};

ASYNC(main_004)
{
    BEGIN;
    self->t = create_task(coro(child_004));
    tell("main: after create_task");
    tell("main: child done? %s", truth(task_done(self->t)));
    for (int i = 0; i < 3; i++)
        tell("main: still busy %d", i);
    AWAIT(self->t);
    tell("main: child returned %s", value_to_text(awaited()));
    END;
}

TWIN(004_create_task_starts_later)
{
    run_twin(coro(main_004));
}

/* --- 010: a finished task's awaiter goes to the end of the ready queue --- */

struct short_010 {
    CORO;
};

ASYNC(short_010)
{
    BEGIN;
    tell("short: ends");
    END;
}

struct other_010 {
    CORO;
    const char *name;
};

ASYNC(other_010)
{
    BEGIN;
    tell("%s: runs", self->name);
    END;
}

struct main_010 {
    CORO;
    struct task *t;
};

ASYNC(main_010)
{
    BEGIN;
    self->t = create_task(coro(short_010));
    spawn(coro(other_010, .name = "B"));
    spawn(coro(other_010, .name = "C"));
    tell("main: awaits short");
    AWAIT(self->t);
    tell("main: resumed after B and C");
    END;
}

TWIN(010_woken_task_queues_behind_ready)
{
    run_twin(coro(main_010));
}

/* --- 013: done, result, exception, cancelled through a task's life ------- */

struct ok_013 {
    CORO;
};

ASYNC(ok_013)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RETURN("fine");
    END;
}

struct bad_013 {
    CORO;
};

ASYNC(bad_013)
{
    BEGIN;
    AWAIT(async_sleep(0.011));
    RAISE(RuntimeError, "bad");
    END;
}

struct long_013 {
    CORO;
};

ASYNC(long_013)
{
    BEGIN;
    AWAIT(async_sleep(60));
    END;
}

static void look_result_013(const char *name, struct task *t)
{
    struct value result;
    int code = task_outcome(t, &result);
    if (code == EINPROGRESS)
        tell("%s: result() raises InvalidStateError", name);
    else if (code)
        tell("%s: result() raises %s", name, exc(as_error(result)));
    else
        tell("%s: result() = %s", name, value_to_text(result));
}

static void look_exception_013(const char *name, struct task *t)
{
    if (!task_done(t))
        tell("%s: exception() raises InvalidStateError", name);
    else if (task_cancelled(t))
        tell("%s: exception() raises CancelledError", name);
    else
        tell("%s: exception() = %s", name, exc(task_error(t)));
}

static void look_013(const char *name, struct task *t)
{
    tell("%s: done=%s cancelled=%s", name, truth(task_done(t)),
         truth(task_cancelled(t)));
    look_result_013(name, t);
    look_exception_013(name, t);
}

struct main_013 {
    CORO;
    struct task *a, *b, *c;
};

ASYNC(main_013)
{
    BEGIN;
    self->a = create_task(coro(ok_013));
    self->b = create_task(coro(bad_013));
    self->c = create_task(coro(long_013));
    AWAIT(async_sleep(0.005));
    look_013("ok", self->a);
    task_cancel(self->c);
    AWAIT(async_sleep(0.020));
    look_013("ok", self->a);
    look_013("bad", self->b);
    look_013("long", self->c);
    END;
}

TWIN(013_task_states)
{
    run_twin(coro(main_013));
}

/* --- 028: a task that fails disturbs nobody ------------------------------ */

struct fails_028 {
    CORO;
};

ASYNC(fails_028)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    tell("fails: raises");
    RAISE(RuntimeError, "mine alone");
    END;
}

struct ticks_on_028 {
    CORO;
    int i;
};

ASYNC(ticks_on_028)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(async_sleep(0.008));
        tell("tick %d", self->i);
    }
    END;
}

struct main_028 {
    CORO;
    struct task *f, *k;
};

ASYNC(main_028)
{
    BEGIN;
    self->f = create_task(coro(fails_028));
    self->k = create_task(coro(ticks_on_028));
    AWAIT(self->k);
    tell("fails %s", outcome(self->f));
    END;
}

TWIN(028_error_in_task_leaves_loop_running)
{
    run_twin(coro(main_028));
}
