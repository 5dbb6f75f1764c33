/* wants: known mistake: never-free-again; | AWAIT(coro(fetch, .page = self->page)); */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static int limit;
static int running;

void allow(int calls);

void allow(int calls)
{
    limit = calls;
    running = 0;
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    while (running >= limit)
        AWAIT(async_sleep(0.05));       /* look again a little later */
    running++;
    AWAIT(coro(fetch, .page = self->page));
    running--;
    RETURN(awaited());
    END;
}

/* Given: how the check calls it. */
struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
