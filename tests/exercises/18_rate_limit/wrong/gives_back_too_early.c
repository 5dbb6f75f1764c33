/* wants: known mistake: given-back-too-early; gave the first place back before; keeps it until the fetch has ended */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static struct semaphore places;

void allow(int calls);

void allow(int calls)
{
    semaphore_init(&places, (unsigned)calls);
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(semaphore_acquire(&places));
    semaphore_release(&places);
    TRY_AWAIT(coro(fetch, .page = self->page));
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
