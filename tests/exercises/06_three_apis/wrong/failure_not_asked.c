/* also wants: known mistake: other-kind-read; TRY_AWAIT in line; failed; Ask failure() in between */
/* Exercise 06: three APIs.
 *
 * Ask three APIs at the same time, and make one text of what they say:
 *
 *      async def fetch_api(api):
 *          await asyncio.sleep(...)            # each takes its own time
 *          return f"Response from API {api}"
 *
 *      async def fetch_all_apis(apis):
 *          ...                                 # yours
 *
 * The responses stand in the order in which the APIs were asked for, whoever
 * answers first.  For 1, 2, 3, after 1.0 s, as long as the slowest of them:
 *
 *      "Response from API 1, Response from API 2, Response from API 3"
 *
 * An API above 5 is down: fetch_api() then fails with ECONNREFUSED, Python's
 * ConnectionRefusedError.  That must not spoil the others: "no answer" stands
 * in its place.  For 4, 9, 3, after 0.8 s:
 *
 *      "Response from API 4, no answer, Response from API 3"
 *
 * Given: fetch_api, and the numbers in self->apis.  Leave them as they are.
 * To write: the body of fetch_all_apis, and what it needs in its struct.
 *
 * Check it: make exercise-06        Stuck: make hint-06, lesson 06
 */
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
    int i;
    struct task *tasks[3];
    const char *text;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] = create_task(coro(fetch_api, .api = self->apis[self->i]));
    self->text = "";
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(self->tasks[self->i]);
        if (failure())
            self->text = "no answer";
        self->text = textf("%s%s%s", self->text, self->i ? ", " : "", as_text(awaited()));
    }
    RETURN(self->text);
    END;
}
