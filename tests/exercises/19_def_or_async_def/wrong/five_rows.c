/* wants: known mistake: row-missing; row 6 is empty */
#include "web/app.h"

extern const struct route routes[6];        /* the check asks these */

struct value users(struct request *request);
struct value stock(struct request *request);
struct value report(struct request *request);
struct value digest(struct request *request);
struct value login(struct request *request);
struct value version(struct request *request);

/* --- users: the database has an async driver, and one that blocks -------- */

struct value users(struct request *request)
{
    (void)request;
    blocking_sleep(0.3);
    return dict("users", 3);
}

struct users_async {
    HANDLER;
};

ASYNC(users_async)
{
    BEGIN;
    AWAIT(async_sleep(0.3));
    RETURN(dict("users", 3));
    END;
}

/* --- stock: three services are asked ------------------------------------- */

struct value stock(struct request *request)
{
    (void)request;
    for (int i = 0; i < 3; i++)
        blocking_sleep(0.2);
    return dict("stock", 3);
}

struct stock_async {
    HANDLER;
    struct value answers[3];
};

ASYNC(stock_async)
{
    BEGIN;
    AWAIT(gather(self->answers, async_sleep(0.2), async_sleep(0.2),
                 async_sleep(0.2)));
    RETURN(dict("stock", 3));
    END;
}

/* --- report: the library for it can only block --------------------------- */

struct value report(struct request *request)
{
    (void)request;
    blocking_sleep(0.5);
    return dict("report", 1);
}

struct report_async {
    HANDLER;
};

ASYNC(report_async)
{
    BEGIN;
    RETURN(report(self->request));
    END;
}

/* --- digest: it only computes, for 0.4 s --------------------------------- */

struct value digest(struct request *request)
{
    (void)request;
    compute_for(0.4);
    return dict("digest", 1);
}

struct digest_async {
    HANDLER;
};

ASYNC(digest_async)
{
    BEGIN;
    RETURN(digest(self->request));
    END;
}

/* --- login: waits for the database, then checks a password, which computes --- */

struct value login(struct request *request)
{
    (void)request;
    blocking_sleep(0.1);
    compute_for(0.3);
    return dict("login", 1);
}

struct login_async {
    HANDLER;
};

ASYNC(login_async)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    compute_for(0.3);
    RETURN(dict("login", 1));
    END;
}

/* --- version: nothing to wait for, nothing to compute -------------------- */

struct value version(struct request *request)
{
    (void)request;
    return dict("version", 19);
}

struct version_async {
    HANDLER;
};

ASYNC(version_async)
{
    BEGIN;
    RETURN(dict("version", 19));
    END;
}

/* --- yours: def(users) or async_def(users_async), and so on -------------- */

const struct route routes[6] = {
    {"GET", "/users", async_def(users_async)},
    {"GET", "/stock", async_def(stock_async)},
    {"GET", "/report", def(report)},
    {"GET", "/digest", def(digest)},
    {"GET", "/login", def(login)},
};
