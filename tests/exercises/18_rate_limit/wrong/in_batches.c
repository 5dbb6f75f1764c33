/* wants: known mistake: parts; as soon as fetch() has returned; for an event */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static int allowed, in_batch, running;
static struct event next_batch;

void allow(int calls);

void allow(int calls)
{
    allowed = calls;
    in_batch = running = 0;
    next_batch = (struct event){0};
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    while (in_batch == allowed)
        AWAIT(event_wait(&next_batch));
    in_batch++;
    running++;
    TRY_AWAIT(coro(fetch, .page = self->page));
    if (--running == 0) {
        in_batch = 0;
        event_set(&next_batch);
        event_clear(&next_batch);
    }
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
