/* Exercise 18: a rate limit.
 *
 * A site allows only so many calls at the same time, and turns away whoever
 * calls more often.  So whoever wants a page asks limited_fetch, which waits
 * until there is a place, fetches, and gives the place back.  In Python:
 *
 *      def allow(calls):
 *          global places
 *          places = asyncio.Semaphore(calls)
 *
 *      async def limited_fetch(page):
 *          async with places:
 *              return await fetch(page)
 *
 * Given: fetch, which the check brings along.  It takes its time and gives a
 * text; for some pages it fails.  Any number of tasks call limited_fetch, and
 * any of them may be cancelled at any moment.
 * To write: limited_fetch, and allow, which is called once before the first
 * fetch (and again before another run: begin afresh there).  Never more fetches
 * at once than the site allows; no place unused while somebody waits; first
 * come, first served; and what fetch gives or raises is passed on.
 *
 * The check runs it in every order of the ready tasks, too.  The loop's order
 * is first in, first out; but who is ready first is the network's choice.
 *
 * Check it: make exercise-18        Stuck: make hint-18, lesson 18
 */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

/* TODO: what do they share? */

void allow(int calls);

void allow(int calls)
{
    (void)calls;                /* TODO: so many at once, from now on */
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line; wait for a place */
    AWAIT(coro(fetch, .page = self->page));
    RETURN(awaited());
    END;
}

/* Given: how the check calls it. */
struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
