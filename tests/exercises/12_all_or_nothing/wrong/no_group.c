/* wants: known mistake: no-group; nobody has made; NULL at first */
/* Exercise 12: all or nothing.
 *
 * A page has three parts, which are fetched at the same time.  If one of them
 * fails, the page is of no use: the other fetches are cancelled, and when they
 * have hung up, one sentence says what was wrong.  In Python:
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
 * Given: fetch, which the check brings along.  It gives a text, or fails with a
 * message; when it is cancelled, it hangs up first, which takes 0.1 s.  Which
 * part takes how long, and which one fails, differs from case to case.
 * To write: dashboard.  It returns the parts in this order, "Ada, 3 orders, no
 * news"; or, if one failed, "sorry: " and the message of its failure.  When it
 * ends, no fetch is running.  If dashboard itself is cancelled, so are the
 * fetches, and the cancellation travels on.
 *
 * Check it: make exercise-12        Stuck: make hint-12, lesson 12
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
    self->user = group_create_task(self->group, coro(fetch, .what = "user"));
    self->orders = group_create_task(self->group, coro(fetch, .what = "orders"));
    self->news = group_create_task(self->group, coro(fetch, .what = "news"));
    TRY_AWAIT(group_exit(self->group, NULL));
    if (failure() == EGROUP)
        RETURN(textf("sorry: %s", caught()->members[0]->message));
    if (failure())
        RERAISE;
    RETURN(textf("%s, %s, %s", as_text(task_result(self->user)), as_text(task_result(self->orders)), as_text(task_result(self->news))));
    END;
}
