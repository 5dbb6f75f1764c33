/* wants: known mistake: given-back-twice; in line 30 and in line 33: from then on */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct semaphore places;

void allow(int calls);

void allow(int calls)
{
    semaphore_init(&places, (unsigned)calls);
}

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
    semaphore_release(&places);
    RETURN(awaited());
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
