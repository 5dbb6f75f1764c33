/* Exercise 21: under load.
 *
 * Two endpoints of the demo server, and three predictions.  In FastAPI:
 *
 *      @app.get("/async/await-many")
 *      async def await_many():                 # three calls at the same time
 *          await asyncio.gather(service(0.5), service(1.0), service(1.5))
 *
 *      @app.get("/async/wrap-blocking")
 *      async def wrap_blocking():              # an async handler that blocks
 *          await run_in_threadpool(blocking_call)      # in a thread
 *
 *      @app.get("/async/bad-blocking")
 *      async def bad_blocking():
 *          blocking_call()                     # on the loop
 *
 * Given: service, blocking_call (one second), bad_blocking, the routes.
 * To write, in this order:
 *      1. predicted: how many seconds pass until the last of ten requests that
 *         come at once is answered, for wrap-blocking and for bad-blocking; and
 *         how long /ping takes that comes right behind ten bad-blockings.
 *      2. await_many and wrap_blocking.  Both answer {"done": 1}.
 *
 * Check it: make exercise-21        Stuck: make hint-21, lesson 21
 */
#include "app.h"

extern const struct route routes[4];        /* the check asks these, */
extern const double predicted[3];           /* and compares */

/* --- 1: what do you expect? ------------------------------------------------------ */

const double predicted[3] = {
    0,        /* ten times wrap-blocking */
    0,        /* ten times bad-blocking */
    0,        /* /ping behind them */
};

/* --- the services ------------------------------------------------------------------ */

struct service {
    CORO;
    double seconds;
};

ASYNC(service)
{
    BEGIN;
    AWAIT(async_sleep(self->seconds));
    RETURN(self->seconds);
    END;
}

struct value blocking_call(struct value seconds);

struct value blocking_call(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    return seconds;
}

struct bad_blocking {
    HANDLER;
};

ASYNC(bad_blocking)
{
    BEGIN;
    blocking_call(value_real(1.0));
    RETURN(dict("done", 1));
    END;
}

struct ping {
    HANDLER;
};

ASYNC(ping)
{
    BEGIN;
    RETURN(dict("pong", 1));
    END;
}

/* --- 2: yours ------------------------------------------------------------------------ */

struct await_many {
    HANDLER;
    struct value results[3];
};

ASYNC(await_many)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO */
    END;
}

struct wrap_blocking {
    HANDLER;
};

ASYNC(wrap_blocking)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO */
    END;
}

/* --- the routes ------------------------------------------------------------------------ */

const struct route routes[4] = {
    {"GET", "/async/await-many", async_def(await_many)},
    {"GET", "/async/wrap-blocking", async_def(wrap_blocking)},
    {"GET", "/async/bad-blocking", async_def(bad_blocking)},
    {"GET", "/ping", async_def(ping)},
};
