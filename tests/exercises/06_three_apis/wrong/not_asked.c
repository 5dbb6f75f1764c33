/* wants: known mistake: parts; fetch_api(api = 7) begins then; would begin it */
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
    struct task *tasks[3];
    const char *texts[3];
    int i;
    bool failed;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

static const char *answer(struct value response)
{
    return is_error(response) ? "no answer" : as_text(response);
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++)
        if (self->apis[self->i] <= 5)
            self->tasks[self->i] =
                create_task(coro(fetch_api, .api = self->apis[self->i]));
    for (self->i = 0; self->i < 3; self->i++) {
        self->texts[self->i] = "no answer";
        if (self->tasks[self->i]) {
            AWAIT(self->tasks[self->i]);
            self->texts[self->i] = as_text(awaited());
        }
    }
    RETURN(textf("%s, %s, %s", self->texts[0], self->texts[1],
                 self->texts[2]));
    END;
}
