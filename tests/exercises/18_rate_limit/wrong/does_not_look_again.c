/* wants: known mistake: more-than-one-wakes; while, and not if */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct event place_free;
static int busy, limit;

void allow(int calls);

void allow(int calls)
{
    place_free = (struct event){.set = false};
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
    if (busy == limit) {
        event_clear(&place_free);
        AWAIT(event_wait(&place_free));
    }
    busy++;
    TRY_AWAIT(coro(fetch, .page = self->page));
    busy--;
    event_set(&place_free);
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
