/* also wants: known mistake: first-limit-stays; | if (!made) { */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static struct semaphore places;
static bool made;
static unsigned limit;

void allow(int calls);

void allow(int calls)
{
    limit = (unsigned)calls;
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
    struct value result;
};

ASYNC(limited_fetch)
{
    BEGIN;
    if (!made) {
        semaphore_init(&places, limit);
        made = true;
    }
    AWAIT(semaphore_acquire(&places));
    TRY_AWAIT(coro(fetch, .page = self->page));
    semaphore_release(&places);
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
