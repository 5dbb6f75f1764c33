/* also wants: known mistake: other-job; train() called with 1000; | TRY_AWAIT(run_in_executor(cores, train, 1000)); */
/* Exercise 22: train while others answer.
 *
 * A server that waits for users and trains models.  In FastAPI:
 *
 *      cores = ProcessPoolExecutor(2)
 *
 *      @app.get("/users/all")
 *      async def all_users():                  # three fetches at the same time
 *          return await asyncio.gather(
 *              fetch_user(1), fetch_user(2), fetch_user(3))
 *
 *      @app.get("/train")
 *      async def train_model(rows: int):       # in a process of the pool
 *          loop = asyncio.get_running_loop()
 *          try:
 *              model = await loop.run_in_executor(cores, train, rows)
 *          except ValueError:                  # there is nothing to learn from
 *              raise HTTPException(400, "no rows")
 *          return {"model": model}
 *
 * Given: fetch_user (one second), train (which fails with EDOM if there are no
 * rows, with ENOMEM if there are too many), the pool of two processes, /ping, the
 * routes.
 * To write: all_users, and train_model.  While models are trained, everybody
 * else is answered as before; two train at a time, and a third waits.  No rows:
 * the client's mistake, 400.  Any other failure: the server's, 500.
 *
 * Check it: make exercise-22        Stuck: make hint-22, lesson 22
 */
#include "web/app.h"

extern const struct route routes[3];        /* the check asks these */
bool open_cores(void);                      /* after it has called this */

/* --- the pool ------------------------------------------------------------ */

static struct executor *cores;

bool open_cores(void)
{
    cores = process_pool(2);
    return cores != NULL;
}

/* --- what is called ------------------------------------------------------ */

struct fetch_user {
    CORO;
    int64_t id;
};

ASYNC(fetch_user)
{
    BEGIN;
    AWAIT(async_sleep(1.0));
    RETURN(dict("id", self->id));
    END;
}

static struct value train(struct value rows)
{
    long count = (long)as_int(rows);
    if (count <= 0)
        return job_raise(EDOM, "nothing to learn from %ld rows", count);
    if (count > 1000000)
        return job_raise(ENOMEM, "no memory for %ld rows", count);
    compute_for((double)count / 1000);
    return value_text(textf("%ld rows, in %s", count, running_in()));
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

/* --- yours --------------------------------------------------------------- */

struct all_users {
    HANDLER;
    struct value users[3];
};

ASYNC(all_users)
{
    BEGIN;
    AWAIT(gather(self->users, coro(fetch_user, .id = 1),
                 coro(fetch_user, .id = 2), coro(fetch_user, .id = 3)));
    RETURN(json_list(self->users[0], self->users[1], self->users[2]));
    END;
}

struct train_model {
    HANDLER;
};

ASYNC(train_model)
{
    BEGIN;
    TRY_AWAIT(run_in_executor(cores, train, 1000));
    if (failure() == EDOM)
        RAISE(http_error(400), "no rows");
    if (failure())
        RERAISE;
    RETURN(dict("model", awaited()));
    END;
}

/* --- the routes ---------------------------------------------------------- */

const struct route routes[3] = {
    {"GET", "/users/all", async_def(all_users)},
    {"GET", "/train?rows:int", async_def(train_model)},
    {"GET", "/ping", async_def(ping)},
};
