/* also wants: known mistake: too-many-places; does not look at calls */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

enum { AT_ONCE = 3 };
static struct semaphore sem;

void allow(int calls);

void allow(int calls)
{
    (void)calls;
    semaphore_init(&sem, AT_ONCE);
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
    struct task *task;
    struct error *error;
    struct value text;
    bool has_place;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(semaphore_acquire(&sem));
    TRY_AWAIT(coro(fetch, .page = self->page));
    semaphore_release(&sem);
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
