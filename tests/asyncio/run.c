/* run.c - what calling does, what a pass of the loop is, how run() ends. */
#include "twin.h"

/* --- 001: calling a coroutine function runs none of its body ------------- */

struct greet_001 {
    CORO;
};

ASYNC(greet_001)
{
    BEGIN;
    tell("body runs");
    RETURN(42);
    END;
}

struct main_001 {
    CORO;
    struct coro co;
};

ASYNC(main_001)
{
    BEGIN;
    tell("before the call");
    self->co = coro(greet_001);
    tell("after the call");
    AWAIT(async_sleep(0.010));
    tell("after a sleep: still nothing has run");
    AWAIT(self->co);
    tell("await gives %s", value_to_text(awaited()));
    END;
}

TWIN(001_call_runs_nothing)
{
    run_twin(coro(main_001));
}

/* --- 016: what a pass schedules runs in the next pass, not in this one --- */

struct chain_016 {
    const char *name;
    int depth;
};

static void chain_016(void *arg)
{
    struct chain_016 *chain = arg;
    tell("%s depth %d", chain->name, chain->depth);
    if (chain->depth++ < 3)
        call_soon(chain_016, chain);
}

struct main_016 {
    CORO;
    struct chain_016 x, y;
    int i;
};

ASYNC(main_016)
{
    BEGIN;
    self->x = (struct chain_016){"x", 1};
    self->y = (struct chain_016){"y", 1};
    call_soon(chain_016, &self->x);
    call_soon(chain_016, &self->y);
    for (self->i = 0; self->i < 4; self->i++) {
        tell("main: before yield %d", self->i);
        AWAIT(async_sleep(0));
    }
    tell("main: end");
    END;
}

TWIN(016_call_soon_next_pass)
{
    run_twin(coro(main_016));
}

/* --- 019: run() lets a leftover task finish its cleanup, awaits and all --- */

struct tidy_019 {
    CORO;
};

ASYNC(tidy_019)
{
    BEGIN;
    TRY_AWAIT(async_sleep(3600));
    tell("tidy: cleanup begins");
    AWAIT(async_sleep(0.050));
    tell("tidy: cleanup ends");
    if (failure())
        RERAISE;
    END;
}

struct main_019 {
    CORO;
};

ASYNC(main_019)
{
    BEGIN;
    spawn(coro(tidy_019));
    AWAIT(async_sleep(0.010));
    tell("main: returns");
    RETURN("main's value");
    END;
}

TWIN(019_run_waits_for_leftover_cleanup)
{
    struct value result = run_twin(coro(main_019));
    tell("run returned %s", value_to_text(result));
}

/* --- 022: several leftovers are all cancelled, in no particular order ---- */

struct forever_022 {
    CORO;
    const char *name;
};

ASYNC(forever_022)
{
    BEGIN;
    TRY_AWAIT(async_sleep(3600));
    anyorder("%s: cancelled", self->name);
    if (failure())
        RERAISE;
    END;
}

struct main_022 {
    CORO;
};

ASYNC(main_022)
{
    BEGIN;
    for (char name = 'A'; name <= 'D'; name++)
        spawn(coro(forever_022, .name = textf("%c", name)));
    AWAIT(async_sleep(0.010));
    tell("main: returns");
    END;
}

TWIN(022_leftovers_order)
{
    run_twin(coro(main_022));
    tell("after run");
}
