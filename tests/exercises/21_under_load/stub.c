/* Exercise 21: under load.
 *
 * Endpoints of the demo server, and what you expect of them.  In FastAPI:
 *
 *      @app.get("/async/await-one")
 *      async def await_one():
 *          await service(1.0)
 *
 *      @app.get("/async/await-many")
 *      async def await_many():                 # three calls at the same time
 *          return {"slept": await asyncio.gather(
 *              service(0.5), service(1.0), service(1.5))}
 *
 *      @app.get("/sync/noawait")
 *      def noawait():                          # in a thread, since it is def
 *          return {"ran in": blocking_call(1.0)}
 *
 *      @app.get("/async/wrap-blocking")
 *      async def wrap_blocking():              # an async handler that blocks:
 *          return {"ran in": await run_in_threadpool(blocking_call, 1.0)}
 *
 *      @app.get("/async/bad-blocking")
 *      async def bad_blocking():
 *          return {"ran in": blocking_call(1.0)}       # on the loop
 *
 * Given: service, blocking_call (which says where it ran), await_one, noawait,
 * bad_blocking, the routes.
 * To write, in this order:
 *      1. predicted: how many seconds pass until the last answer is there, and
 *         why?  One await-one and one noawait that come at the same time; ten
 *         wrap-blockings; ten bad-blockings; /ping, right behind those ten.
 *      2. await_many and wrap_blocking, which answer as above.
 *
 * Check it: make exercise-21        Stuck: make hint-21, lesson 21
 */
#include "web/app.h"

extern const struct route routes[6];        /* the check asks these, */
extern const double predicted[4];           /* and compares */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[4] = {       /* TODO: seconds, for each -1 */
    -1,          /* one await-one and one noawait, at the same time */
    -1,          /* ten times wrap-blocking */
    -1,          /* ten times bad-blocking */
    -1,          /* /ping behind them */
};

/* --- what is called ------------------------------------------------------ */

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
    return value_text(running_in());
}

/* --- given --------------------------------------------------------------- */

struct await_one {
    HANDLER;
};

ASYNC(await_one)
{
    BEGIN;
    AWAIT(coro(service, .seconds = 1.0));
    RETURN(dict("slept", awaited()));
    END;
}

static struct value noawait(struct request *request)
{
    (void)request;
    return dict("ran in", blocking_call(value_real(1.0)));
}

struct bad_blocking {
    HANDLER;
};

ASYNC(bad_blocking)
{
    BEGIN;
    RETURN(dict("ran in", blocking_call(value_real(1.0))));
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

/* --- 2: yours ------------------------------------------------------------ */

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

/* --- the routes ---------------------------------------------------------- */

const struct route routes[6] = {
    {"GET", "/async/await-one", async_def(await_one)},
    {"GET", "/async/await-many", async_def(await_many)},
    {"GET", "/sync/noawait", def(noawait)},
    {"GET", "/async/wrap-blocking", async_def(wrap_blocking)},
    {"GET", "/async/bad-blocking", async_def(bad_blocking)},
    {"GET", "/ping", async_def(ping)},
};
