/* wants: known mistake: prediction-departs; ten times bad-blocking; you predicted 1.0 s */
#include "app.h"

extern const struct route routes[4];        /* the check asks these, */
extern const double predicted[3];           /* and compares */

/* --- 1: what do you expect? ------------------------------------------------------ */

const double predicted[3] = {
    1.0,        /* ten times wrap-blocking */
    1.0,        /* ten times bad-blocking */
    10.0,        /* /ping behind them */
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
    AWAIT(gather(self->results, coro(service, .seconds = 0.5),
                 coro(service, .seconds = 1.0), coro(service, .seconds = 1.5)));
    RETURN(dict("done", 1));
    END;
}

struct wrap_blocking {
    HANDLER;
};

ASYNC(wrap_blocking)
{
    BEGIN;
    AWAIT(run_in_threadpool(self->request, blocking_call, 1.0));
    RETURN(dict("done", 1));
    END;
}

/* --- the routes ------------------------------------------------------------------------ */

const struct route routes[4] = {
    {"GET", "/async/await-many", async_def(await_many)},
    {"GET", "/async/wrap-blocking", async_def(wrap_blocking)},
    {"GET", "/async/bad-blocking", async_def(bad_blocking)},
    {"GET", "/ping", async_def(ping)},
};
