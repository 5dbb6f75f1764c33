/* wants: known mistake: somebody-is-overtaken; They came as a b c d */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

enum { WAITERS = 16 };

static struct future *waiting[WAITERS];
static int last, busy, limit;

void allow(int calls);

void allow(int calls)
{
    last = busy = 0;
    limit = calls;
}

static void give_back(void)
{
    while (last > 0)
        if (future_set_result(waiting[--last], value_none()) == 0)
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
        waiting[last++] = self->turn;
        TRY_AWAIT(self->turn);
        if (failure() && !future_cancelled(self->turn))
            give_back();
        if (failure())
            RERAISE;
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
