/* wants: known mistake: turns-away; | RAISE(EAGAIN, "no place"); */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static struct lock door;
static int left;

void allow(int calls);

void allow(int calls)
{
    left = calls;
    door = (struct lock){0};
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(lock_acquire(&door));
    if (left == 0) {
        lock_release(&door);
        RAISE(EAGAIN, "no place");
    }
    left--;
    lock_release(&door);
    TRY_AWAIT(coro(fetch, .page = self->page));
    left++;
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
