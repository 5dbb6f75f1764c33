/* also wants: known mistake: awaits-in-sequence; | AWAIT(coro(ask_one, */
#include "runtime.h"

/* --- given --------------------------------------------------------------- */

struct fetch_api {
    CORO;
    int api;
};

ASYNC(fetch_api)
{
    static const double takes[] = {0, 1.0, 0.4, 0.6, 0.8, 0.2};
    BEGIN;
    if (self->api > 5) {
        AWAIT(async_sleep(0.3));
        RAISE(ECONNREFUSED, "API %d is down", self->api);
    }
    AWAIT(async_sleep(takes[self->api]));
    RETURN(textf("Response from API %d", self->api));
    END;
}

/* --- yours --------------------------------------------------------------- */

struct coro fetch_all(int a, int b, int c);    /* how the check calls it */
extern const struct coro_type fetch_all_apis;

struct fetch_all_apis {
    CORO;
    int apis[3];
    const char *said[3];
    int at;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

struct ask_one {
    CORO;
    int api;
};

ASYNC(ask_one)
{
    BEGIN;
    TRY_AWAIT(coro(fetch_api, .api = self->api));
    if (failure() == ECONNREFUSED)
        RETURN("no answer");
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    for (self->at = 0; self->at < 3; self->at++) {
        AWAIT(coro(ask_one, .api = self->apis[self->at]));
        self->said[self->at] = as_text(awaited());
    }
    RETURN(textf("%s, %s, %s", self->said[0], self->said[1], self->said[2]));
    END;
}
