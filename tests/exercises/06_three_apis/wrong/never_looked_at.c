/* wants: known mistake: parts; no answer, Response from API 3"; returns "Response from API 4, Response from API 9 */
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
    AWAIT(wait_tasks(self->tasks, 3, ALL_COMPLETED, NO_LIMIT));
    RETURN(textf("Response from API %d, Response from API %d, "
                 "Response from API %d", self->apis[0], self->apis[1],
                 self->apis[2]));
    END;
}
