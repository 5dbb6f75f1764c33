/* also wants: known mistake: gone-with-it; with CancelledError. It had not given it back */
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
    if (failure() != ECANCELED)
        semaphore_release(&places);
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
