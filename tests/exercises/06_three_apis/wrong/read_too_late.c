/* wants: known mistake: awaited-too-late; and no await comes between */
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
    struct task *t[3];
    struct value v[3];
};
struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}


static const char *words(struct value v)
{
    return is_error(v) ? "no answer" : as_text(v);
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->t[i] = create_task(coro(fetch_api, .api = self->apis[i]));
    TRY_AWAIT(self->t[0]);
    TRY_AWAIT(self->t[1]);
    TRY_AWAIT(self->t[2]);
    for (int i = 0; i < 3; i++)
        self->v[i] = failure() ? value_text("no answer") : awaited();
    RETURN(textf("%s, %s, %s", words(self->v[0]), words(self->v[1]),
                 words(self->v[2])));
    END;
}
