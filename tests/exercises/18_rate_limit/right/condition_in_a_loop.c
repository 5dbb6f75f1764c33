/* A condition, asked again in a loop each time that it is woken. */
#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct condition room;
static int running;
static int maximum;

void allow(int calls);

void allow(int calls)
{
    condition_init(&room, NULL);
    maximum = calls;
    running = 0;
}

struct limited_fetch {
    CORO;
    const char *page;
    struct value outcome;
    struct error *problem;
};

ASYNC(limited_fetch)
{
    BEGIN;
    AWAIT(condition_acquire(&room));
    while (running >= maximum) {
        TRY_AWAIT(condition_wait(&room));
        if (failure()) {
            condition_release(&room);
            RERAISE;
        }
    }
    running++;
    condition_release(&room);

    TRY_AWAIT(coro(fetch, .page = self->page));
    self->outcome = awaited();
    self->problem = caught();
    running--;
    do
        TRY_AWAIT(condition_acquire(&room));
    while (failure());
    condition_notify(&room, 1);
    condition_release(&room);
    if (self->problem)
        RAISE_ERROR(self->problem);
    RETURN(self->outcome);
    END;
}

struct coro new_limited_fetch(const char *page);

struct coro new_limited_fetch(const char *page)
{
    return coro(limited_fetch, .page = page);
}
