/* cancel.c - asking a task to end. */
#include "twin.h"

/* --- 100: cancel() is a request; the error comes later, at the task's await --- */

struct victim_100 {
    CORO;
};

ASYNC(victim_100)
{
    BEGIN;
    tell("victim: suspends");
    TRY_AWAIT(async_sleep(1));
    if (failure() == ECANCELED) {
        tell("victim: CancelledError at its await");
        RERAISE;
    }
    END;
}

struct main_100 {
    CORO;
    struct task *t;
};

ASYNC(main_100)
{
    BEGIN;
    self->t = create_task(coro(victim_100));
    AWAIT(async_sleep(0.010));
    tell("main: cancel() returns %s", truth(task_cancel(self->t)));
    tell("main: right after: done=%s cancelled=%s", truth(task_done(self->t)),
         truth(task_cancelled(self->t)));
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED)
        tell("main: at last: done=%s cancelled=%s", truth(task_done(self->t)),
             truth(task_cancelled(self->t)));
    END;
}

TWIN(100_cancel_delivered_at_await)
{
    run_twin(coro(main_100));
}

/* --- 103: cleanup after a cancellation may await ------------------------- */

struct victim_103 {
    CORO;
};

ASYNC(victim_103)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    tell("victim: cleanup begins");
    AWAIT(async_sleep(0.020));
    tell("victim: cleanup goes on");
    AWAIT(async_sleep(0.030));
    tell("victim: cleanup ends");
    if (failure())
        RERAISE;
    END;
}

struct main_103 {
    CORO;
    struct task *t;
};

ASYNC(main_103)
{
    BEGIN;
    self->t = create_task(coro(victim_103));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED)
        tell("main: victim is gone");
    END;
}

TWIN(103_cancel_cleanup_may_await)
{
    run_twin(coro(main_103));
}

/* --- 106: two cancels before the task runs again: one CancelledError only --- */

struct victim_106 {
    CORO;
    int i;
};

ASYNC(victim_106)
{
    BEGIN;
    for (self->i = 1; self->i <= 2; self->i++) {
        TRY_AWAIT(async_sleep(0.050));
        if (failure() == ECANCELED)
            tell("sleep %d: CancelledError", self->i);
        else
            tell("sleep %d: undisturbed", self->i);
    }
    RETURN("end");
    END;
}

struct main_106 {
    CORO;
    struct task *t;
};

ASYNC(main_106)
{
    BEGIN;
    self->t = create_task(coro(victim_106));
    AWAIT(async_sleep(0.010));
    tell("first cancel: %s", truth(task_cancel(self->t)));
    tell("second cancel: %s", truth(task_cancel(self->t)));
    AWAIT(self->t);
    tell("main: %s", value_to_text(awaited()));
    END;
}

TWIN(106_cancel_twice_one_error)
{
    run_twin(coro(main_106));
}

/* --- 109: a chain of tasks, each awaiting the next: it starts at the far end --- */

struct link_109 {
    CORO;
    int n;
};

extern const struct coro_type link_109;

static struct awaitable next_109(int n)
{
    if (n == 0)
        return awaitable(async_sleep(1));
    return awaitable(create_task(coro(link_109, .n = n - 1)));
}

ASYNC(link_109)
{
    BEGIN;
    TRY_AWAIT(next_109(self->n));
    if (failure() == ECANCELED) {
        tell("link %d: CancelledError", self->n);
        RERAISE;
    }
    END;
}

struct main_109 {
    CORO;
    struct task *t;
};

ASYNC(main_109)
{
    BEGIN;
    self->t = create_task(coro(link_109, .n = 4));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED)
        tell("main: done");
    END;
}

TWIN(109_cancel_chain_of_tasks)
{
    run_twin(coro(main_109));
}

/* --- 112: a task that cancels itself runs on until it next suspends ------ */

struct five_112 {
    CORO;
};

ASYNC(five_112)
{
    BEGIN;
    RETURN(5);
    END;
}

struct suicidal_112 {
    CORO;
    struct task *done;
};

ASYNC(suicidal_112)
{
    BEGIN;
    self->done = create_task(coro(five_112));
    AWAIT(self->done);
    task_cancel(current_task());
    tell("still running after cancel()");
    AWAIT(self->done);
    tell("await of a finished task: %s", value_to_text(awaited()));
    AWAIT(coro(five_112));
    tell("await of a coroutine that does not suspend: %s",
         value_to_text(awaited()));
    TRY_AWAIT(async_sleep(10));
    if (failure() == ECANCELED) {
        tell("CancelledError at the first real suspension");
        RERAISE;
    }
    tell("never printed");
    END;
}

struct main_112 {
    CORO;
    struct task *t;
};

ASYNC(main_112)
{
    BEGIN;
    self->t = create_task(coro(suicidal_112));
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED)
        tell("main: %s", outcome(self->t));
    END;
}

TWIN(112_cancel_self)
{
    run_twin(coro(main_112));
}

/* --- 115: a task that cancels itself and raises ends with the exception --- */

struct suicidal_115 {
    CORO;
};

ASYNC(suicidal_115)
{
    BEGIN;
    task_cancel(current_task());
    RAISE(ValueError, "stronger");
    END;
}

struct main_115 {
    CORO;
    struct task *t;
};

ASYNC(main_115)
{
    BEGIN;
    self->t = create_task(coro(suicidal_115));
    AWAIT(settle(self->t));
    tell("main: %s", outcome(self->t));
    END;
}

TWIN(115_cancel_self_then_raise)
{
    run_twin(coro(main_115));
}

/* --- 118: the awaited future is set, the task has not run yet: cancel wins --- */

struct victim_118 {
    CORO;
    struct future *fut;
};

ASYNC(victim_118)
{
    BEGIN;
    TRY_AWAIT(self->fut);
    if (failure() == ECANCELED) {
        tell("victim: CancelledError, although the future is set");
        RERAISE;
    }
    tell("never printed: got %s", value_to_text(awaited()));
    END;
}

struct main_118 {
    CORO;
    struct future *fut;
    struct task *t;
};

ASYNC(main_118)
{
    BEGIN;
    self->fut = create_future();
    self->t = create_task(coro(victim_118, .fut = self->fut));
    AWAIT(async_sleep(0.010));
    future_set_result(self->fut, value_text("result"));
    tell("main: cancel() returns %s", truth(task_cancel(self->t)));
    AWAIT(settle(self->t));
    tell("main: victim %s, future %s", outcome(self->t), outcome(self->fut));
    END;
}

TWIN(118_cancel_beats_pending_result)
{
    run_twin(coro(main_118));
}

/* --- 121: a task that raises CancelledError itself counts as cancelled --- */

struct quitter_121 {
    CORO;
};

ASYNC(quitter_121)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ECANCELED);
    END;
}

struct main_121 {
    CORO;
    struct task *t;
};

ASYNC(main_121)
{
    BEGIN;
    self->t = create_task(coro(quitter_121));
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED)
        tell("main: CancelledError out of the await");
    tell("main: %s", outcome(self->t));
    END;
}

TWIN(121_raise_cancelled_by_hand)
{
    run_twin(coro(main_121));
}

/* --- 124: two tasks await one; cancelling one takes all three down ------- */

struct shared_124 {
    CORO;
};

ASYNC(shared_124)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    tell("shared: leaves");
    if (failure())
        RERAISE;
    END;
}

struct awaiter_124 {
    CORO;
    const char *name;
    struct task *t;
};

ASYNC(awaiter_124)
{
    BEGIN;
    TRY_AWAIT(self->t);
    if (failure() == ECANCELED) {
        tell("%s: CancelledError", self->name);
        RERAISE;
    }
    END;
}

struct main_124 {
    CORO;
    struct task *s, *a, *b;
};

ASYNC(main_124)
{
    BEGIN;
    self->s = create_task(coro(shared_124));
    self->a = create_task(coro(awaiter_124, .name = "A", .t = self->s));
    self->b = create_task(coro(awaiter_124, .name = "B", .t = self->s));
    AWAIT(async_sleep(0.010));
    task_cancel(self->a);
    AWAIT(settle(self->a, self->b));
    tell("main: shared %s, A %s, B %s", outcome(self->s), outcome(self->a),
         outcome(self->b));
    END;
}

TWIN(124_cancel_one_of_two_awaiters)
{
    run_twin(coro(main_124));
}

/* --- 127: cancelling() counts the requests; uncancel() takes one back ---- */

struct victim_127 {
    CORO;
};

ASYNC(victim_127)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    if (failure() == ECANCELED) {
        struct task *me = current_task();
        tell("victim: cancelling()=%u", task_cancelling(me));
        tell("victim: uncancel()=%u", task_uncancel(me));
        tell("victim: uncancel()=%u", task_uncancel(me));
        tell("victim: uncancel()=%u (not below 0)", task_uncancel(me));
    }
    AWAIT(async_sleep(0.010));
    RETURN("went on");
    END;
}

struct main_127 {
    CORO;
    struct task *t;
};

ASYNC(main_127)
{
    BEGIN;
    self->t = create_task(coro(victim_127));
    tell("main: cancelling()=%u", task_cancelling(self->t));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    task_cancel(self->t);
    tell("main: cancelling()=%u", task_cancelling(self->t));
    AWAIT(self->t);
    tell("main: %s; cancelling()=%u", value_to_text(awaited()),
         task_cancelling(self->t));
    END;
}

TWIN(127_cancelling_and_uncancel)
{
    run_twin(coro(main_127));
}

/* --- 130: a task that does not suspend cannot be interrupted ------------- */

static void cancel_130(void *task)
{
    task_cancel(task);
}

struct hog_130 {
    CORO;
};

ASYNC(hog_130)
{
    BEGIN;
    for (int i = 0; i < 3; i++) {
        burn(10);
        tell("hog: chunk %d", i);
    }
    TRY_AWAIT(async_sleep(0.100));
    if (failure() == ECANCELED)
        tell("hog: CancelledError at last");
    else
        tell("never printed");
    END;
}

struct main_130 {
    CORO;
    struct task *t;
};

ASYNC(main_130)
{
    BEGIN;
    self->t = create_task(coro(hog_130));
    call_later(0.005, cancel_130, self->t);
    AWAIT(self->t);
    tell("main: end");
    END;
}

TWIN(130_no_await_no_cancel)
{
    run_twin(coro(main_130));
}

/* --- 133: cancelling the main task: run() raises CancelledError ---------- */

static void cancel_133(void *task)
{
    task_cancel(task);
}

struct main_133 {
    CORO;
};

ASYNC(main_133)
{
    BEGIN;
    call_later(0.020, cancel_133, current_task());
    TRY_AWAIT(async_sleep(1));
    tell("main: finally");
    if (failure())
        RERAISE;
    END;
}

TWIN(133_cancel_main)
{
    struct value result = run_twin(coro(main_133));
    if (is_error(result) && as_error(result)->code == ECANCELED)
        tell("run raised CancelledError");
}

/* --- 137: a second cancel, after the first was swallowed, before it suspends --- */

struct victim_137 {
    CORO;
};

ASYNC(victim_137)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    if (failure() == ECANCELED) {
        tell("first: swallowed");
        task_cancel(current_task());
        tell("second: requested while running");
    }
    TRY_AWAIT(async_sleep(1));
    if (failure() == ECANCELED)
        tell("second: delivered at the next suspension, in no time");
    else
        tell("never printed");
    AWAIT(async_sleep(0.010));
    RETURN("end");
    END;
}

struct main_137 {
    CORO;
    struct task *t;
};

ASYNC(main_137)
{
    BEGIN;
    self->t = create_task(coro(victim_137));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(self->t);
    tell("main: %s", value_to_text(awaited()));
    END;
}

TWIN(137_cancel_scheduled_twice_other_pass)
{
    run_twin(coro(main_137));
}
