/* wants: textf() makes a text of its own each time */
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
    struct value got[3];
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

static const char *joined(const struct value *v)
{
    static char line[120];
    line[0] = 0;
    for (int i = 0; i < 3; i++) {
        strcat(line, is_error(v[i]) ? "no answer" : as_text(v[i]));
        if (i < 2)
            strcat(line, ", ");
    }
    return line;
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    AWAIT(gather_return_exceptions(self->got,
                                   coro(fetch_api, .api = self->apis[0]),
                                   coro(fetch_api, .api = self->apis[1]),
                                   coro(fetch_api, .api = self->apis[2])));
    RETURN(joined(self->got));
    END;
}
