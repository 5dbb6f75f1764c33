/* wants: known mistake: bytes-for-count; is how many bytes there are */
#include "web/app.h"

extern const struct route routes[6];        /* the check asks these, */
extern const double predicted[4];           /* and compares */

/* --- 1: what do you expect? ---------------------------------------------- */

const double predicted[4] = {1.0, 1.0, 10.0, 10.0};

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
    AWAIT(gather(self->results, coro(service, .seconds = 0.5),
                 coro(service, .seconds = 1.0), coro(service, .seconds = 1.5)));
    RETURN(dict("slept", json_array(self->results, sizeof self->results)));
    END;
}

struct wrap_blocking {
    HANDLER;
};

ASYNC(wrap_blocking)
{
    BEGIN;
    AWAIT(run_in_threadpool(self->request, blocking_call, 1.0));
    RETURN(dict("ran in", awaited()));
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
