/* shield.c - waiting for something that must not be cancelled with us. */
#include "twin.h"

/* --- 242: results and exceptions pass through ---------------------------- */

struct ok_242 {
    CORO;
};

ASYNC(ok_242)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RETURN(42);
    END;
}

struct bad_242 {
    CORO;
};

ASYNC(bad_242)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ValueError, "bad");
    END;
}

struct main_242 {
    CORO;
};

ASYNC(main_242)
{
    BEGIN;
    AWAIT(shield(coro(ok_242)));
    tell("%d", (int)as_int(awaited()));
    TRY_AWAIT(shield(coro(bad_242)));
    if (failure() == ValueError)
        tell("%s", exc(caught()));
    END;
}

TWIN(242_shield_passes_results)
{
    run_twin(coro(main_242));
}

/* --- 245: the task survives the waiter's cancellation -------------------- */

struct save_245 {
    CORO;
};

ASYNC(save_245)
{
    BEGIN;
    tell("save: begins");
    AWAIT(async_sleep(0.050));
    tell("save: ends");
    END;
}

struct handler_245 {
    CORO;
};

ASYNC(handler_245)
{
    BEGIN;
    AWAIT(shield(coro(save_245)));
    tell("never printed");
    END;
}

struct main_245 {
    CORO;
    struct task *h;
};

ASYNC(main_245)
{
    BEGIN;
    self->h = create_task(coro(handler_245));
    AWAIT(async_sleep(0.010));
    task_cancel(self->h);
    AWAIT(settle(self->h));
    tell("main: handler %s", outcome(self->h));
    AWAIT(async_sleep(0.100));
    tell("main: end");
    END;
}

TWIN(245_shield_coroutine)
{
    run_twin(coro(main_245));
}

/* --- 248: a task that swallows cancellations and waits on ---------------- */

struct work_248 {
    CORO;
};

ASYNC(work_248)
{
    BEGIN;
    AWAIT(async_sleep(0.100));
    RETURN("work done");
    END;
}

struct patient_248 {
    CORO;
    struct task *t;
};

ASYNC(patient_248)
{
    BEGIN;
    for (;;) {
        TRY_AWAIT(shield(self->t));
        if (!failure())
            RETURN(awaited());
        if (failure() != ECANCELED)
            RERAISE;
        tell("patient: not now");
    }
    END;
}

struct main_248 {
    CORO;
    struct task *w, *p;
    int i;
};

ASYNC(main_248)
{
    BEGIN;
    self->w = create_task(coro(work_248));
    self->p = create_task(coro(patient_248, .t = self->w));
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(async_sleep(0.020));
        task_cancel(self->p);
    }
    AWAIT(self->p);
    tell("main: %s", as_text(awaited()));
    END;
}

TWIN(248_shield_patient_waiter)
{
    run_twin(coro(main_248));
}
