/* wants: known mistake: nobody-is-woken; On this way out */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct condition changed;
static int busy, limit;

void allow(int calls);

void allow(int calls)
{
    condition_init(&changed, NULL);
    busy = 0;
    limit = calls;
}

static bool has_place(void *unused)
{
    (void)unused;
    return busy < limit;
}

struct limited_fetch {
    CORO;
    const char *page;
    struct value result;
    struct error *error;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(condition_acquire(&changed));
    TRY_AWAIT(condition_wait_for(&changed, has_place, NULL));
    if (!failure())
        busy++;
    condition_release(&changed);
    if (failure())
        RERAISE;

    TRY_AWAIT(coro(fetch, .page = self->page));
    self->result = awaited();
    self->error = caught();
    busy--;
    do
        TRY_AWAIT(condition_acquire(&changed));
    while (failure());
    condition_release(&changed);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->result);
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
