/* wants: known mistake: one-at-a-time */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct lock lock;

void allow(int calls);

void allow(int calls)
{
    (void)calls;
    lock = (struct lock){.locked = false};
}

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(lock_acquire(&lock));
    TRY_AWAIT(coro(fetch, .page = self->page));
    lock_release(&lock);
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
