/* wants: known mistake: other-way-round; puts each new text in front of those */
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
    struct task *tasks[3];
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
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] =
            create_task(coro(fetch_api, .api = self->apis[self->i]));
    self->text = NULL;
    self->i = 0;
    while (self->i < 3) {
        const char *one;
        TRY_AWAIT(self->tasks[self->i]);
        one = failure() == ECONNREFUSED ? "no answer" : as_text(awaited());
        self->text = self->text ? textf("%s, %s", one, self->text) : one;
        self->i++;
    }
    RETURN(self->text);
    END;
}
