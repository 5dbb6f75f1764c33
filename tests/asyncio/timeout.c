/* timeout.c - blocks with a limit. */
#include "twin.h"

/* --- 232: the block whose limit struck raises, not the other ------------- */

struct nest_232 {
    CORO;
    int outer_ms, inner_ms;
    struct timeout *o, *i;
};

ASYNC(nest_232)
{
    BEGIN;
    self->o = timeout(self->outer_ms / 1000.0);
    self->i = timeout(self->inner_ms / 1000.0);
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->i, caught()));
    if (failure() == ETIMEDOUT)
        tell("inner block: TimeoutError");
    else if (failure() == ECANCELED)
        tell("inner block: CancelledError");
    TRY_AWAIT(timeout_exit(self->o,
                           failure() == ETIMEDOUT ? NULL : caught()));
    if (failure() == ETIMEDOUT)
        tell("outer block: TimeoutError");
    tell("outer expired=%s, inner expired=%s",
         truth(timeout_expired(self->o)), truth(timeout_expired(self->i)));
    END;
}

struct main_232 {
    CORO;
};

ASYNC(main_232)
{
    BEGIN;
    AWAIT(coro(nest_232, .outer_ms = 100, .inner_ms = 30));
    AWAIT(coro(nest_232, .outer_ms = 30, .inner_ms = 100));
    END;
}

TWIN(232_timeout_nested)
{
    run_twin(coro(main_232));
}

/* --- 235: timeout(0): the body runs up to its first suspension ----------- */

struct main_235 {
    CORO;
    struct timeout *limit;
};

ASYNC(main_235)
{
    BEGIN;
    self->limit = timeout(0);
    tell("body: runs");
    TRY_AWAIT(async_sleep(0));
    if (!failure())
        tell("never printed");
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    if (failure() == ETIMEDOUT)
        tell("TimeoutError");
    self->limit = timeout(0);
    tell("a body without suspension is not hurt");
    AWAIT(timeout_exit(self->limit, NULL));
    END;
}

TWIN(235_timeout_zero)
{
    run_twin(coro(main_235));
}

/* --- 238: the group's children are cancelled and awaited, then TimeoutError --- */

struct child_238 {
    CORO;
    const char *name;
    int cleanup_ms;
    struct error *why;
};

ASYNC(child_238)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    self->why = caught();
    AWAIT(async_sleep(self->cleanup_ms / 1000.0));
    tell("%s: cleaned up", self->name);
    if (self->why)
        RAISE_ERROR(self->why);
    END;
}

struct main_238 {
    CORO;
    struct timeout *limit;
    struct task_group *tg;
};

ASYNC(main_238)
{
    BEGIN;
    self->limit = timeout(0.050);
    self->tg = task_group();
    group_spawn(self->tg, coro(child_238, .name = "A", .cleanup_ms = 30));
    group_spawn(self->tg, coro(child_238, .name = "B", .cleanup_ms = 10));
    TRY_AWAIT(group_exit(self->tg, NULL));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    if (failure() == ETIMEDOUT)
        tell("main: TimeoutError");
    END;
}

TWIN(238_timeout_around_a_group)
{
    run_twin(coro(main_238));
}
