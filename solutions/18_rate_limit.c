/* Solution 18: a rate limit.
 *
 *      def allow(calls):
 *          global places
 *          places = asyncio.Semaphore(calls)
 *
 *      async def limited_fetch(page):
 *          async with places:
 *              return await fetch(page)
 *
 * A semaphore counts the places, and hands one that becomes free to whoever
 * waits longest.  What "async with" does at its end is written out here: the
 * place is given back whatever became of the fetch, and then the failure
 * travels on.  Whoever is cancelled while waiting for a place has none to give
 * back; AWAIT leaves the function there.
 */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static struct semaphore places;

void allow(int calls);

void allow(int calls)
{
    semaphore_init(&places, (unsigned)calls);
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(semaphore_acquire(&places));
    TRY_AWAIT(coro(fetch, .page = self->page));
    semaphore_release(&places);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

/* Given: how the check calls it. */
struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
