/* A queue of as many places as are free. */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct async_queue free_places;

void allow(int calls);

void allow(int calls)
{
    async_queue_init(&free_places, (size_t)calls);
    while (calls-- > 0)
        async_queue_put_nowait(&free_places, true);
}

static void give_back(void)
{
    async_queue_put_nowait(&free_places, true);
}

struct limited_fetch {
    CORO;
    const char *page;
    struct value text;
    bool failed;
};

ASYNC(limited_fetch)
{
    BEGIN;
    TRY_AWAIT(async_queue_get(&free_places));
    if (failure())
        RERAISE;
    TRY_AWAIT(coro(fetch, .page = self->page));
    self->failed = failure() != 0;
    if (!self->failed)
        self->text = awaited();
    give_back();
    if (self->failed)
        RERAISE;
    RETURN(self->text);
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
