/* wants: known mistake: sets-its-own; | struct semaphore gate; */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static struct semaphore gate;

void allow(int calls);

void allow(int calls)
{
    struct semaphore gate;
    semaphore_init(&gate, (unsigned)calls);
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(semaphore_acquire(&gate));
    TRY_AWAIT(coro(fetch, .page = self->page));
    semaphore_release(&gate);
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
