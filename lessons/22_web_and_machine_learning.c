/* Lesson 22: the web and machine learning.
 *
 * The question: a server waits for databases all day, and now it must train a
 * model.  How does it go on answering meanwhile?
 *
 * In Python, with FastAPI:
 *
 *      @app.get("/train/here")
 *      async def train_here():                 # BAD: it computes on the loop
 *          return {"loss": train(EPOCHS)}
 *
 *      @app.get("/train")
 *      async def train_elsewhere():            # it computes in a process
 *          return {"loss": await loop.run_in_executor(cores, train, EPOCHS)}
 *
 * Watch: three fetches of a second take one.  Then two trainings of a second
 * come at once, and a /ping just behind them: look at its time.
 *
 * Try: three trainings, with two processes.  Or with thread_pool(2): it is as
 * quick in C; in Python the interpreter's lock lets only one thread compute.
 */
#include "web/app.h"

enum { EPOCHS = 10, CORES = 2 };
static struct executor *cores;      /* made once, when the server starts */

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
static struct app app = app_of(routes);

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
    cores = process_pool(CORES);
    if (!cores)
        RAISE(errno, "no pool");
    AWAIT(app_ask(&app, "GET", "/users/all", NULL));
    say("/users/all   %s", as_text(awaited()));
    AWAIT(coro(two_and_a_ping, .path = "/train/here"));
    AWAIT(coro(two_and_a_ping, .path = "/train"));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
