/* wants: known mistake: event-never-set; 'ask' has failed; TRY_AWAIT goes on */
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
    const char *texts[3];
    int there, i;
    struct event all;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

struct ask {
    CORO;
    struct fetch_all_apis *whose;
    int i;
};

ASYNC(ask)
{
    BEGIN;
    AWAIT(coro(fetch_api, .api = self->whose->apis[self->i]));
    self->whose->texts[self->i] = as_text(awaited());
    if (++self->whose->there == 3)
        event_set(&self->whose->all);
    END;
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        self->texts[self->i] = "no answer";
        spawn(coro(ask, .whose = self, .i = self->i));
    }
    AWAIT(event_wait(&self->all));
    RETURN(textf("%s, %s, %s", self->texts[0], self->texts[1], self->texts[2]));
    END;
}
