/* wants: known mistake: asked-of-another; asks whether first is an error, and reads response as a text */
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

/* --- all three at once --------------------------------------------------- */

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

static const char *answer(struct value first, struct value response)
{
    return is_error(first) ? "no answer" : as_text(response);
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    AWAIT(gather_return_exceptions(self->responses,
                                   coro(fetch_api, .api = self->apis[0]),
                                   coro(fetch_api, .api = self->apis[1]),
                                   coro(fetch_api, .api = self->apis[2])));
    RETURN(textf("%s, %s, %s", answer(self->responses[0], self->responses[0]),
                 answer(self->responses[0], self->responses[1]), answer(self->responses[0], self->responses[2])));
    END;
}
