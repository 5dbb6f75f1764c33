/* wants: known mistake: outside-of-all-functions; one for all calls */
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

static int asked;

struct fetch_or_not {
    CORO;
    int api;
};

ASYNC(fetch_or_not)
{
    BEGIN;
    asked = self->api;
    TRY_AWAIT(coro(fetch_api, .api = self->api));
    if (failure() && failure() != ECONNREFUSED)
        RERAISE;
    RETURN(failure() ? "no answer" : textf("Response from API %d", asked));
    END;
}

struct coro fetch_all(int a, int b, int c);    /* how the check calls it */
extern const struct coro_type fetch_all_apis;

struct fetch_all_apis {
    CORO;
    int apis[3];
    struct value responses[3];
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    AWAIT(gather(self->responses, coro(fetch_or_not, .api = self->apis[0]),
                                  coro(fetch_or_not, .api = self->apis[1]),
                                  coro(fetch_or_not, .api = self->apis[2])));
    RETURN(textf("%s, %s, %s", as_text(self->responses[0]),
                 as_text(self->responses[1]), as_text(self->responses[2])));
    END;
}
