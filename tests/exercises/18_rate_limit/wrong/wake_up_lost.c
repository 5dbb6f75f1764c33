/* wants: known mistake: breaks-in-another-order; orders drawn by lot; a place was lost */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

enum { WAITERS = 16 };

static struct future *waiting[WAITERS];
static int first, last, busy, limit;

void allow(int calls);

void allow(int calls)
{
    first = last = busy = 0;
    limit = calls;
}

/* It looks right: the place is handed over, and nobody can take it meanwhile.
 * But whoever is cancelled behind that keeps it. */
static void give_back(void)
{
    while (first != last)
        if (future_set_result(waiting[first++ % WAITERS], value_none()) == 0)
            return;
    busy--;
}

struct limited_fetch {
    CORO;
    const char *page;
    struct future *turn;
};

ASYNC(limited_fetch)
{
    BEGIN;
    if (busy < limit) {
        busy++;
    } else {
        self->turn = create_future();
        waiting[last++ % WAITERS] = self->turn;
        AWAIT(self->turn);
    }
    TRY_AWAIT(coro(fetch, .page = self->page));
    give_back();
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
