/* wants: makes that future in a call of limited_fetch(); one has ended by then */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

/* --- what all calls share ------------------------------------------------ */

static int running, most;
static struct future *done;

void allow(int calls);

void allow(int calls)
{
    most = calls;
    running = 0;
    done = NULL;
}

/* --- one call ------------------------------------------------------------ */

struct limited_fetch {
    CORO;
    const char *page;
};

ASYNC(limited_fetch)
{
    BEGIN;
    while (running == most)
        AWAIT(done);
    if (!done)
        done = create_future();
    running++;
    TRY_AWAIT(coro(fetch, .page = self->page));
    running--;
    if (!future_done(done))
        future_set_result(done, value_none());
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
