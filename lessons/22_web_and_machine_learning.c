/* Lesson 22: the web and machine learning.
 *
 * The question: a server waits for databases all day, and now it must train a
 * model.  How does it go on answering meanwhile?
 *
 * In Python, with FastAPI:
 *
 *      async def lifespan(app):                # once, around all requests
 *          with ProcessPoolExecutor(2) as app.cores:
 *              yield
 *
 *      @app.get("/train/here")            @app.get("/train")
 *      async def train_here():  # BAD     async def train_elsewhere():
 *          return train(EPOCHS)               return await run_in_executor(
 *                                                 app.cores, train, EPOCHS)
 *
 * Watch: two trainings of a second, at once, and a /ping just behind them.
 *
 * Try: three trainings, with two processes.  Or with thread_pool(2): it is as
 * quick in C; in Python the interpreter's lock lets only one thread compute.
 */
#include "web/app.h"

enum { EPOCHS = 10, CORES = 2 };
static struct executor *cores;
struct lifespan { HANDLER; };
ASYNC(lifespan)
{
    BEGIN;
    cores = process_pool(CORES);
    if (!cores)
        RAISE(errno, "no pool");
    YIELD(value_none());
    AWAIT(executor_shutdown(cores));
    END;
}
static const struct dependency pool = {async_def(lifespan)};

struct all_users { HANDLER; struct value waits[3]; };
ASYNC(all_users)
{
    BEGIN;
    AWAIT(gather(self->waits, async_sleep(1.0), async_sleep(1.0),
                 async_sleep(1.0)));        /* three databases are asked */
    RETURN(json_list("Ada", "Grace", "Joan"));
    END;
}

/* Down the slope of (w - 3)^2, a step for each pass over the data. */
static struct value train(struct value epochs)
{
    double w = 0;
    for (int64_t i = 0; i < as_int(epochs); i++) {
        compute_for(0.1);           /* stands for the pass */
        w -= 0.1 * 2 * (w - 3);
    }
    return value_real((w - 3) * (w - 3));
}

struct train_here { HANDLER; };
ASYNC(train_here)
{
    BEGIN;
    RETURN(dict("loss", train(value_int(EPOCHS))));     /* BAD */
    END;
}

struct train_elsewhere { HANDLER; };
ASYNC(train_elsewhere)
{
    BEGIN;
    AWAIT(run_in_executor(cores, train, EPOCHS));
    RETURN(dict("loss", awaited()));
    END;
}

struct ping { HANDLER; };
ASYNC(ping)
{
    BEGIN;
    RETURN(dict("pong", 1));
    END;
}

static const struct route routes[] = {
    {"GET", "/users/all", async_def(all_users)},
    {"GET", "/train/here", async_def(train_here)},
    {"GET", "/train", async_def(train_elsewhere)},
    {"GET", "/ping", async_def(ping)},
};
static struct app app = app_of(routes, .lifespan = &pool);

/* A client: asks for two trainings at once, and a ping 0.1 s behind them. */
struct two_and_a_ping { CORO; const char *path; struct value took[3]; };
ASYNC(two_and_a_ping)
{
    BEGIN;
    AWAIT(gather(self->took, app_ask_timed(&app, 0, self->path),
                 app_ask_timed(&app, 0, self->path),
                 app_ask_timed(&app, 0.1, "/ping")));
    say("%-12s twice: %.1f s and %.1f s, /ping behind them: %.1f s", self->path,
        as_real(self->took[0]), as_real(self->took[1]), as_real(self->took[2]));
    END;
}

struct async_main { CORO; };
ASYNC(async_main)
{
    BEGIN;
    AWAIT(app_ask(&app, "GET", "/users/all", NULL));
    say("/users/all   %s", as_text(awaited()));
    AWAIT(coro(two_and_a_ping, .path = "/train/here"));
    AWAIT(coro(two_and_a_ping, .path = "/train"));
    END;
}

int main(void)
{
    return run(app_lifespan(&app, coro(async_main)));
}
