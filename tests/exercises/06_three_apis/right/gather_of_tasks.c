/* gather() of tasks that were made before. */
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

struct coro fetch_all(int a, int b, int c);    /* how the check calls it */
extern const struct coro_type fetch_all_apis;

struct fetch_all_apis {
    CORO;
    int apis[3];
    struct task *tasks[3];
    struct value responses[3];
    int i;
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
        self->tasks[self->i] = create_task(
            coro(fetch_api, .api = self->apis[self->i]));
    AWAIT(gather_return_exceptions(self->responses, self->tasks[0],
                                   self->tasks[1], self->tasks[2]));
    RETURN(textf("%s, %s, %s", answer(self->responses[0]),
                 answer(self->responses[1]), answer(self->responses[2])));
    END;
}
