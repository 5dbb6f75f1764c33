/* wants: known mistake: asks-again-and-again; more than 200 times */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static int busy, limit;

void allow(int calls);

void allow(int calls)
{
    busy = 0;
    limit = calls;
}

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    while (busy == limit)
        AWAIT(async_sleep(0));
    busy++;
    TRY_AWAIT(coro(fetch, .page = self->page));
    busy--;
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
