/* wants: known mistake: sleeps-and-goes-on; were fetching, and the call fetched all the same */
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

static int running, most = 2;

ASYNC(limited_fetch)
{
    BEGIN;
    if (running >= most)
        AWAIT(async_sleep(0.1));
    running++;
    TRY_AWAIT(coro(fetch, .page = self->page));
    running--;
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
