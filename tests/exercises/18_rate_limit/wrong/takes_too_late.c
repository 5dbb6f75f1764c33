/* wants: known mistake: takes-too-late; | AWAIT(semaphore_acquire(&places)); */
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
    struct value outcome;
    struct error *error;
};

ASYNC(limited_fetch)
{
    BEGIN;
    TRY_AWAIT(coro(fetch, .page = self->page));
    self->outcome = awaited();
    self->error = caught();
    AWAIT(semaphore_acquire(&places));
    semaphore_release(&places);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->outcome);
    END;
}

/* Given: how the check calls it. */
struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
