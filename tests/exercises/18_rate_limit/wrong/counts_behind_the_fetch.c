/* wants: known mistake: wait-never-reached; | while (in_use >= allowed) { */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static int in_use, allowed;
static struct event someone_left;

void allow(int calls);

void allow(int calls)
{
    allowed = calls;
    in_use = 0;
    event_clear(&someone_left);
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    while (in_use >= allowed) {
        event_clear(&someone_left);
        AWAIT(event_wait(&someone_left));
    }
    TRY_AWAIT(coro(fetch, .page = self->page));
    in_use++;
    in_use--;
    event_set(&someone_left);
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

/* Given: how the check calls it. */
struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
