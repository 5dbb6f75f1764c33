/* wants: known mistake: group-ends-all; cancels the others */
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
    struct task_group *group;
    struct task *tasks[3];
    int i;
};

struct coro fetch_all(int a, int b, int c)
{
    return coro(fetch_all_apis, .apis = {a, b, c});
}

static const char *answer_of(struct task *task)
{
    struct value response;
    return task_outcome(task, &response) ? "no answer" : as_text(response);
}

ASYNC(fetch_all_apis)
{
    BEGIN;
    self->group = task_group();
    for (self->i = 0; self->i < 3; self->i++)
        self->tasks[self->i] = group_create_task(
            self->group, coro(fetch_api, .api = self->apis[self->i]));
    TRY_AWAIT(group_exit(self->group, NULL));
    RETURN(textf("%s, %s, %s", answer_of(self->tasks[0]),
                 answer_of(self->tasks[1]), answer_of(self->tasks[2])));
    END;
}
