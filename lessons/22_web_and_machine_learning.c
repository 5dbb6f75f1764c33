/* Lesson 22: the web and machine learning.
 *
 * The question: a server waits for databases all day, and now it must train a
 * model.  How does it go on answering meanwhile?
 *
 * In Python, with FastAPI:
 *
 *      @app.get("/users/all")
 *      async def all_users():                  # it waits: on the loop
 *          return await asyncio.gather(
 *              fetch_user(1), fetch_user(2), fetch_user(3))
 *
 *      @app.get("/train/here")
 *      async def train_here():                 # BAD: it computes on the loop
 *          return {"loss": train(EPOCHS)}
 *
 *      @app.get("/train")
 *      async def train_elsewhere():            # it computes: in a process
 *          loop = asyncio.get_running_loop()
 *          return {"loss": await loop.run_in_executor(cores, train, EPOCHS)}
 *
 * Watch: the first two take as long as what they do.  Then two trainings come
 * at once, and a /ping just behind them: look at its time.
 *
 * The pool is made once, when the server starts.  A pool for each request would
 * fork for each, and no pool would limit how many train at the same time.
 *
 * Try: three trainings, with two processes.  Put thread_pool() for
 * process_pool(): in C that is as quick; in Python the lock of the interpreter
 * lets only one thread compute.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"

enum { EPOCHS = 300000000, CORES = 2 };

static struct executor *cores;

struct fetch_user { CORO; int64_t id; };
ASYNC(fetch_user)
{
    BEGIN;
    AWAIT(async_sleep(1.0));
    RETURN(dict("id", self->id));
    END;
}

struct all_users { HANDLER; struct value users[3]; };
ASYNC(all_users)
{
    BEGIN;
    AWAIT(gather(self->users, coro(fetch_user, .id = 1),
                 coro(fetch_user, .id = 2), coro(fetch_user, .id = 3)));
    RETURN(json_list(self->users[0], self->users[1], self->users[2]));
    END;
}

/* A step down the slope of (w - 3)^2, again and again.  On the virtual clock it
 * sleeps for a second, so that it takes the same everywhere. */
static struct value train(struct value epochs)
{
    const char *clock = getenv("CLOCK");
    volatile double weight = 0;
    if (clock && strcmp(clock, "virtual") == 0)
        blocking_sleep(1.0);
    else
        for (long i = 0; i < as_int(epochs); i++)
            weight = weight - 1e-8 * 2 * (weight - 3);
    return value_real((weight - 3) * (weight - 3));
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
    RETURN(dict("time", loop_time()));
    END;
}

static const struct route routes[] = {
    {"GET", "/ping", async_def(ping)},
    {"GET", "/users/all", async_def(all_users)},
    {"GET", "/train/here", async_def(train_here)},
    {"GET", "/train", async_def(train_elsewhere)},
};

/* --- a client ------------------------------------------------------------- */

/* How long a request takes that is due so much later: late counts, too. */
struct timed { CORO; struct app *app; const char *path; double later, began; };
ASYNC(timed)
{
    BEGIN;
    self->began = loop_time() + self->later;
    AWAIT(async_sleep(self->later));
    AWAIT(app_ask(self->app, "GET", self->path, NULL));
    RETURN(loop_time() - self->began);
    END;
}

struct two_and_a_ping {
    CORO;
    struct app *app;
    const char *path;
    struct value took[3];
};

ASYNC(two_and_a_ping)
{
    BEGIN;
    AWAIT(gather(self->took, coro(timed, .app = self->app, .path = self->path),
                 coro(timed, .app = self->app, .path = self->path),
                 coro(timed, .app = self->app, .path = "/ping", .later = 0.1)));
    say("%-12s twice: %.1f s and %.1f s, /ping behind them: %.1f s", self->path,
        as_real(self->took[0]), as_real(self->took[1]), as_real(self->took[2]));
    END;
}

struct async_main { CORO; struct app app; };
ASYNC(async_main)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    cores = process_pool(CORES);
    if (!cores)
        RAISE(errno, "no pool");
    AWAIT(app_ask(&self->app, "GET", "/users/all", NULL));
    say("/users/all   %s", as_text(awaited()));
    AWAIT(coro(two_and_a_ping, .app = &self->app, .path = "/train/here"));
    AWAIT(coro(two_and_a_ping, .app = &self->app, .path = "/train"));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
