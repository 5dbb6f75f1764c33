/* wants: known mistake: constant-alone; | if (failure() == EDOM || ENOMEM) */
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
    RETURN(json_array(self->users, 3));
    END;
}

struct train_model {
    HANDLER;
};

ASYNC(train_model)
{
    BEGIN;
    TRY_AWAIT(run_in_executor(cores, train, param_int(self->request, "rows")));
    if (failure() == EDOM || ENOMEM)
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
