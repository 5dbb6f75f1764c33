/* wants: known mistake: not-shared; asks something else; one thing that all calls share */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static int limit;

void allow(int calls);

void allow(int calls)
{
    limit = calls;
}

struct limited_fetch {
    CORO;
    const char *page;
    struct semaphore places;
};

ASYNC(limited_fetch)
{
    BEGIN;
    semaphore_init(&self->places, (unsigned)limit);
    AWAIT(semaphore_acquire(&self->places));
    TRY_AWAIT(coro(fetch, .page = self->page));
    semaphore_release(&self->places);
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
