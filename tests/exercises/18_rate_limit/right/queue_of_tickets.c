/* A queue of tickets: whoever has one may fetch, and puts it back. */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct async_queue tickets;

void allow(int calls);

void allow(int calls)
{
    async_queue_init(&tickets, 0);
    for (int i = 0; i < calls; i++)
        async_queue_put_nowait(&tickets, i);
}

struct limited_fetch {
    CORO;
    const char *page;
    struct value ticket;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(async_queue_get(&tickets));
    self->ticket = awaited();
    TRY_AWAIT(coro(fetch, .page = self->page));
    async_queue_put_nowait(&tickets, self->ticket);
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
