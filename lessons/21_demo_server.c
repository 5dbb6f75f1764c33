/* Lesson 21: the demo server.
 *
 * The question: six endpoints do a second of work in six ways.  What does
 * each choice do to its own clients, and to everybody else's?
 *
 * In Python, with FastAPI:
 *
 *      @app.get("/async/bad-blocking")   @app.get("/async/wrap-blocking")
 *      async def bad_blocking():         async def wrap_blocking():
 *          sleep(1)        # BAD             await run_in_threadpool(sleep, 1)
 *
 * Watch: how long one request takes, the last of ten at once, and a /ping that
 * comes just behind them.  One line is not like the others.
 *
 * Try: make serve, and the buttons on http://127.0.0.1:8000/; then its /docs.
 */
#include <stdlib.h>

#include "web/app.h"

static struct value blocking_call(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    return dict("slept", seconds, "in", running_in());
}

static struct value noawait(struct request *request)
{
    (void)request;
    return blocking_call(value_real(1.0));
}

struct await_one { HANDLER; };
ASYNC(await_one)
{
    BEGIN;
    AWAIT(async_sleep(param_real(self->request, "seconds")));
    RETURN(dict("slept", param_real(self->request, "seconds"),
                "in", running_in()));
    END;
}

struct await_many { HANDLER; struct value results[3]; };
ASYNC(await_many)
{
    BEGIN;
    AWAIT(gather(self->results, async_sleep(1.0), async_sleep(1.5),
                 async_sleep(0.5)));
    RETURN(dict("slept", json_list(1.0, 1.5, 0.5), "in", running_in()));
    END;
}

struct wrap_blocking { HANDLER; };
ASYNC(wrap_blocking)
{
    BEGIN;
    AWAIT(run_in_threadpool(self->request, blocking_call, 1.0));
    RETURN(awaited());
    END;
}

struct bad_blocking { HANDLER; };
ASYNC(bad_blocking)
{
    BEGIN;
    RETURN(blocking_call(value_real(1.0)));     /* BAD: nobody else runs */
    END;
}

static struct value computation(struct value seconds)
{
    compute_for(as_real(seconds));
    return dict("computed", seconds, "in", running_in());
}

struct cpu_bound { HANDLER; };
ASYNC(cpu_bound)
{
    BEGIN;
    AWAIT(run_in_threadpool(self->request, computation, 1.0));
    RETURN(awaited());
    END;
}

struct ping { HANDLER; };
ASYNC(ping)
{
    BEGIN;
    RETURN(dict("pong", 1));
    END;
}

static struct value order(struct request *request)
{
    background(request, blocking_call, 1.0);    /* cooks behind the answer */
    return dict("burger", param_text(request, "burger"),
                "count", param_int(request, "count"));
}

static const struct route routes[] = {
    {"GET", "/sync/noawait", def(noawait)},
    {"GET", "/async/await-one?seconds:real=1", async_def(await_one)},
    {"GET", "/async/await-many", async_def(await_many)},
    {"GET", "/async/wrap-blocking", async_def(wrap_blocking)},
    {"GET", "/async/bad-blocking", async_def(bad_blocking)},
    {"GET", "/async/cpu-bound", async_def(cpu_bound)},
    {"GET", "/ping", async_def(ping)},
    {"POST", "/orders", def(order), .body = "burger&count:int=1"},
    {"GET", "/", file_response("lessons/21_demo_server.html")},
    {"GET", "/events", async_def(app_events)},
    {"GET", "/docs", async_def(app_docs)},
};
static struct app app = app_of(routes);

int main(void)
{
    const char *port = getenv("PORT");
    return run(port ? app_serve_port(&app, port)
                    : app_under_load(&app, "/ping"));
}
