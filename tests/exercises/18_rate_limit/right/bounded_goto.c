/* A bounded semaphore, and one way out by goto. */
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
    bounded_semaphore_init(&places, (unsigned)calls);
}

struct limited_fetch {
    CORO;
    const char *page;
    struct error *error;
};

ASYNC(limited_fetch)
{
    BEGIN;
    TRY_AWAIT(semaphore_acquire(&places));
    if (failure())
        goto leave;
    TRY_AWAIT(coro(fetch, .page = self->page));
    semaphore_release(&places);
    if (failure())
        goto leave;
    RETURN(awaited());
leave:
    self->error = caught();
    RAISE_ERROR(self->error);
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
