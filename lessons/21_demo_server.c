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
 * Try: make serve, and the buttons on http://127.0.0.1:8000/.  Or from two more
 * terminals: curl -w ' %{time_total} s\n' 127.0.0.1:8000/async/await-one
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
    AWAIT(async_sleep(1.0));
    RETURN(dict("slept", 1.0, "in", running_in()));
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
    struct task_counts now = count_tasks();
    struct executor *pool = self->request->app->pool;
    RETURN(dict("ready", now.ready, "sleeping", now.sleeping,
                "network", now.at_descriptors, "results", now.at_futures,
                "threads", executor_running(pool),
                "slots", executor_slots(pool)));
    END;
}

static struct value page(struct request *request)       /* reads a file: def */
{
    return respond_file(request, "lessons/21_demo_server.html");
}

static const struct route routes[] = {
    {"GET", "/sync/noawait", def(noawait)},
    {"GET", "/async/await-one", async_def(await_one)},
    {"GET", "/async/await-many", async_def(await_many)},
    {"GET", "/async/wrap-blocking", async_def(wrap_blocking)},
    {"GET", "/async/bad-blocking", async_def(bad_blocking)},
    {"GET", "/async/cpu-bound", async_def(cpu_bound)},
    {"GET", "/ping", async_def(ping)},
    {"GET", "/", def(page)},
};
static struct app app = app_of(routes);

int main(void)
{
    const char *port = getenv("PORT");
    return run(port ? app_serve_port(&app, port)
                    : app_under_load(&app, "/ping"));
}
