/* Solution 12: all or nothing.
 *
 *      async def dashboard():
 *          try:
 *              async with asyncio.TaskGroup() as tg:
 *                  user = tg.create_task(fetch("user"))
 *                  orders = tg.create_task(fetch("orders"))
 *                  news = tg.create_task(fetch("news"))
 *          except ExceptionGroup as group:
 *              return f"sorry: {group.exceptions[0]}"
 *          return f"{user.result()}, {orders.result()}, {news.result()}"
 *
 * The end of the group does all the work: it waits for the children, cancels
 * the others when one fails, and waits until they have hung up.  What is left
 * to us is its outcome: EGROUP, whose members are the failures; another one,
 * such as our own cancellation, which is not ours to keep; or none, and then
 * all three results are there.
 */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *what;           /* "user", "orders" or "news" */
};

extern const struct coro_type dashboard;

struct dashboard {
    CORO;
    struct task_group *group;
    struct task *user, *orders, *news;
};

ASYNC(dashboard)
{
    BEGIN;
    self->group = task_group();
    self->user = group_create_task(self->group, coro(fetch, .what = "user"));
    self->orders =
        group_create_task(self->group, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->group, coro(fetch, .what = "news"));
    TRY_AWAIT(group_exit(self->group, NULL));

    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", as_text(task_result(self->user)),
                 as_text(task_result(self->orders)),
                 as_text(task_result(self->news))));
    END;
}
