/* An event, which all who wait look behind. */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct event someone_left;
static int in_use, allowed;

void allow(int calls);

void allow(int calls)
{
    event_clear(&someone_left);
    allowed = calls;
    in_use = 0;
}

static void leave(void)
{
    in_use--;
    event_set(&someone_left);
}

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    for (;;) {
        if (in_use < allowed)
            break;
        event_clear(&someone_left);
        AWAIT(event_wait(&someone_left));
    }
    in_use++;
    TRY_AWAIT(coro(fetch, .page = self->page));
    leave();
    if (!failure())
        RETURN(awaited());
    RERAISE;
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
