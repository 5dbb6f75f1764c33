/* also wants: known mistake: crash; hands NULL to async_queue_get_nowait() */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static struct async_queue busy;

void allow(int calls);

void allow(int calls)
{
    async_queue_init(&busy, (size_t)calls);
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(async_queue_put(&busy, 1));
    TRY_AWAIT(coro(fetch, .page = self->page));
    async_queue_get_nowait(&busy, NULL);
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
