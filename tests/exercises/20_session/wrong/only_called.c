/* also wants: known mistake: never-awaited; | commit_db(); only makes it: nobody awaits */
#include "web/app.h"

extern const struct route routes[2];        /* the check asks these */
struct coro commit_db(void);
struct coro roll_back(void);
struct coro disconnect(void);
void log_step(const char *step);            /* and reads this log */

/* --- the database -------------------------------------------------------- */

struct connect_db {
    CORO;
};

ASYNC(connect_db)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    log_step("connect");
    RETURN("db");
    END;
}

struct db_step {
    CORO;
    const char *name;
};

ASYNC(db_step)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    log_step(self->name);
    END;
}

struct coro commit_db(void)
{
    return coro(db_step, .name = "commit");
}

struct coro roll_back(void)
{
    return coro(db_step, .name = "roll back");
}

struct coro disconnect(void)
{
    return coro(db_step, .name = "disconnect");
}

/* --- yours --------------------------------------------------------------- */

struct session {
    HANDLER;
};

ASYNC(session)
{
    BEGIN;
    AWAIT(coro(connect_db));
    YIELD(awaited());
    if (failure())
        roll_back();
    else
        commit_db();
    AWAIT(disconnect());
    END;
}

/* --- who needs it -------------------------------------------------------- */

static const struct dependency a_session = {async_def(session)};

struct buy {
    HANDLER;
};

ASYNC(buy)
{
    BEGIN;
    AWAIT(async_sleep(0.5));
    if (param_int(self->request, "broken"))
        RAISE(EIO, "the disk is full");
    RETURN(dict("bought with", provided(self->request, &a_session)));
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

const struct route routes[2] = {
    {"GET", "/buy?broken:int=0", async_def(buy), depends_on(&a_session)},
    {"GET", "/ping", async_def(ping)},
};
