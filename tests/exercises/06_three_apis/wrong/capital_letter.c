/* wants: known mistake: other-letters; `No` stands in line 53, where `no` belongs */
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
    const char *text;
    int i;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    for (int i = 2; i >= 0; i--)
        self->asked[i] = create_task(coro(fetch_api, .api = self->apis[i]));
    self->text = "";
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(self->asked[self->i]);
        if (failure() == ECANCELED)
            RERAISE;
        self->text = textf("%s%s%s", self->text, self->i > 0 ? ", " : "",
                           failure() ? "No answer" : as_text(awaited()));
    }
    RETURN(self->text);
    END;
}
