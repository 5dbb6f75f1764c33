/* wants: known mistake: asked-for-another; asks for ECONNRESET */
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
    struct task *asked[3];
    const char *texts[3];
    int i;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    // start them all, then collect one after the other
    for (self->i = 0; self->i < 3; self->i++)
        self->asked[self->i] =
            create_task(coro(fetch_api, .api = self->apis[self->i]));

    self->i = 0;
    while (self->i < 3) {
        TRY_AWAIT(self->asked[self->i]);
        if (failure() == ECONNRESET)
            self->texts[self->i] = "no answer";
        else if (failure())
            RERAISE;
        else
            self->texts[self->i] = as_text(awaited());
        self->i++;
    }
    RETURN(textf("%s, %s, %s", self->texts[0], self->texts[1], self->texts[2]));
    END;
}
