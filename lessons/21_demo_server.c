/* Lesson 21: the demo server.
 *
 * The question: six endpoints do a second of work in six ways.  What does
 * each choice do to its own clients, and to everybody else's?
 *
 * In Python, with FastAPI:
 *
 *      @app.get("/sync/noawait")           @app.get("/async/bad-blocking")
 *      def noawait():                      async def bad_blocking():
 *          time.sleep(1)                       time.sleep(1)       # BAD
 *
 *      @app.get("/async/await-one")        @app.get("/async/wrap-blocking")
 *      async def await_one():              async def wrap_blocking():
 *          await asyncio.sleep(1)              await run_in_threadpool(
 *                                                  time.sleep, 1)
 *
 * Watch: how long one request takes, how long ten at once take, and how long
 * a /ping has to wait that comes just behind them.  One line is not like the
 * others.
 *
 * Try: "make serve", and http://127.0.0.1:8000/ in a browser: press its
 * buttons.  Or from a second terminal:
 *      curl -w ' %{time_total} s\n' 127.0.0.1:8000/async/await-many
 */
#include <stdlib.h>

#include "app.h"

static struct value page(struct request *request)       /* reads a file: def */
{
    return respond_file(request, "lessons/21_demo_server.html");
}

static struct value noawait(struct request *request)
{
    (void)request;
    blocking_sleep(1.0);
    return dict("slept", 1.0, "where", "in a thread");
}

struct await_one { HANDLER; };
ASYNC(await_one)
{
    BEGIN;
    AWAIT(async_sleep(1.0));
    RETURN(dict("slept", 1.0, "where", "on the loop"));
    END;
}

struct await_many { HANDLER; struct value results[3]; };
ASYNC(await_many)
{
    BEGIN;
    AWAIT(gather(self->results, async_sleep(1.0), async_sleep(1.5),
                 async_sleep(0.5)));
    RETURN(dict("slept", json_list(1.0, 1.5, 0.5), "where", "on the loop"));
    END;
}

static struct value blocking_call(struct value seconds)
{
    blocking_sleep(as_real(seconds));
    return seconds;
}

struct wrap_blocking { HANDLER; };
ASYNC(wrap_blocking)
{
    BEGIN;
    AWAIT(run_in_threadpool(self->request, blocking_call, 1.0));
    RETURN(dict("slept", awaited(), "where", "in a thread"));
    END;
}

struct bad_blocking { HANDLER; };
ASYNC(bad_blocking)
{
    BEGIN;
    blocking_sleep(1.0);            /* BAD: nobody else runs meanwhile */
    RETURN(dict("slept", 1.0, "where", "in everybody's way"));
    END;
}

static struct value sum_of_squares(struct value n)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < as_int(n); i++)
        sum += i * i % 7;
    return value_int(sum);
}

struct cpu_bound { HANDLER; };
ASYNC(cpu_bound)
{
    BEGIN;
    AWAIT(run_in_threadpool(self->request, sum_of_squares, 10000000));
    RETURN(dict("sum", awaited(), "where", "in a thread"));
    END;
}

struct ping { HANDLER; };
ASYNC(ping)
{
    BEGIN;
    struct executor *pool = self->request->app->pool;
    RETURN(dict("tasks", (int)all_tasks(NULL, 0),
                "running", (int)executor_running(pool),
                "waiting", (int)executor_waiting(pool)));
    END;
}

static const struct route routes[] = {
    {"GET", "/", def(page)},
    {"GET", "/ping", async_def(ping)},
    {"GET", "/sync/noawait", def(noawait)},
    {"GET", "/async/await-one", async_def(await_one)},
    {"GET", "/async/await-many", async_def(await_many)},
    {"GET", "/async/wrap-blocking", async_def(wrap_blocking)},
    {"GET", "/async/bad-blocking", async_def(bad_blocking)},
    {"GET", "/async/cpu-bound", async_def(cpu_bound)},
};
enum { FIRST = 2, COUNTED = sizeof routes / sizeof *routes, AT_ONCE = 10 };

/* --- a client ------------------------------------------------------------- */

/* How long a request takes that is due so much later: late counts, too. */
struct timed {
    CORO;
    struct app *app;
    const char *path;
    double later, began;
};

ASYNC(timed)
{
    BEGIN;
    self->began = loop_time() + self->later;
    AWAIT(async_sleep(self->later));
    AWAIT(app_ask(self->app, "GET", self->path, NULL));
    RETURN(loop_time() - self->began);
    END;
}

struct compare {
    CORO;
    struct app *app;
    const char *path;
    struct value alone, taken[AT_ONCE + 1];
};

ASYNC(compare)
{
    struct awaitable all[AT_ONCE + 1];
    BEGIN;
    AWAIT(coro(timed, .app = self->app, .path = self->path));
    self->alone = awaited();
    for (int i = 0; i < AT_ONCE; i++)
        all[i] = awaitable(coro(timed, .app = self->app, .path = self->path));
    all[AT_ONCE] = awaitable(
        coro(timed, .app = self->app, .path = "/ping", .later = 0.1));
    AWAIT(gather_array(self->taken, AT_ONCE + 1, all));
    say("%-22s alone %4.1f s, the last of ten %4.1f s, /ping %4.1f s",
        self->path, as_real(self->alone), as_real(self->taken[AT_ONCE - 1]),
        as_real(self->taken[AT_ONCE]));
    END;
}

struct async_main {
    CORO;
    struct app app;
    int i;
};

ASYNC(async_main)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    if (getenv("PORT"))
        AWAIT(app_serve_port(&self->app, atoi(getenv("PORT"))));
    for (self->i = FIRST; self->i < COUNTED; self->i++)
        AWAIT(coro(compare, .app = &self->app, .path = routes[self->i].path));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
