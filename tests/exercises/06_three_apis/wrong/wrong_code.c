/* wants: asks failure(), but lets this one pass */
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
    struct value results[3];
    struct task *tasks[3];
    const char *text;
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
    for (int i = 0; i < 3; i++)
        self->tasks[i] = create_task(coro(fetch_api, .api = self->apis[i]));
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(self->tasks[self->i]);
        if (failure() == ETIMEDOUT)
            self->texts[self->i] = "no answer";
        else
            self->texts[self->i] = as_text(awaited());
    }
    RETURN(textf("%s, %s, %s", self->texts[0], self->texts[1],
                 self->texts[2]));
    END;
}
