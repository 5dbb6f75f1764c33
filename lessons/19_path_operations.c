/* Lesson 19: path operations.
 *
 * The question: a web framework lets me write a handler as def or as async
 * def.  What is the difference, and who runs what?
 *
 * In Python, with FastAPI:
 *
 *      def price(item_id):                 # utilities: called, or awaited
 *          return 10 * item_id
 *
 *      async def look_up(item_id):
 *          await asyncio.sleep(1)
 *          return price(item_id)
 *
 *      @app.get("/def/{item_id}")
 *      def read(item_id: int):
 *          time.sleep(1)                   # may block: this is a thread
 *          return {"price": price(item_id)}
 *
 *      @app.get("/async/{item_id}")
 *      async def read_async(item_id: int):
 *          return {"price": await look_up(item_id)}    # this is the loop
 *
 * In C the two are different things anyway: a function, and a coroutine.  The
 * table of routes says which is which; the framework calls the function in a
 * thread of its pool and awaits that, and runs the coroutine on the loop.
 * What a handler calls itself runs where the handler runs.
 *
 * Watch: where each price was computed.  Three requests at the same time take
 * one second either way - until the pool has but one thread (40 are usual).
 *
 * Try: blocking_sleep() in look_up.  What do three requests take now?
 */
#include "web/app.h"

/* --- utilities: the framework has no part in them ------------------------ */

static struct value price(int64_t item_id)
{
    return dict("price", 10 * item_id, "in", running_in());
}

struct look_up { CORO; int64_t item_id; };
ASYNC(look_up)
{
    BEGIN;
    AWAIT(async_sleep(1.0));
    RETURN(price(self->item_id));
    END;
}

/* --- def ----------------------------------------------------------------- */

static struct value read_item(struct request *request)
{
    int64_t item_id = param_int(request, "item_id");
    blocking_sleep(1.0);
    return price(item_id);
}

/* --- async def ----------------------------------------------------------- */

struct read_async { HANDLER; };
ASYNC(read_async)
{
    BEGIN;
    AWAIT(coro(look_up, .item_id = param_int(self->request, "item_id")));
    RETURN(awaited());
    END;
}

static const struct route routes[] = {
    {"GET", "/def/{item_id:int}", def(read_item)},
    {"GET", "/async/{item_id:int}", async_def(read_async)},
};

/* --- a client ------------------------------------------------------------ */

/* Ask three times at once. */
struct ask_three {
    CORO;
    struct app *app;
    const char *path;
    struct value answers[3];
};

ASYNC(ask_three)
{
    BEGIN;
    say("--- three times %s, %u threads", self->path, self->app->pool_size);
    AWAIT(gather(self->answers, app_ask(self->app, "GET", self->path, NULL),
                 app_ask(self->app, "GET", self->path, NULL),
                 app_ask(self->app, "GET", self->path, NULL)));
    for (int i = 0; i < 3; i++)
        say("%s", as_text(self->answers[i]));
    END;
}

struct async_main { CORO; struct app app, small; };
ASYNC(async_main)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    self->app.pool_size = 40;
    self->small = self->app;
    self->small.pool_size = 1;
    AWAIT(coro(ask_three, .app = &self->app, .path = "/def/7"));
    AWAIT(coro(ask_three, .app = &self->app, .path = "/async/7"));
    AWAIT(coro(ask_three, .app = &self->small, .path = "/def/7"));
    AWAIT(coro(ask_three, .app = &self->app, .path = "/def/x"));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
