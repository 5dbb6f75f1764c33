/* A line of futures: who leaves calls the first one that still waits. */
#include <string.h>

#include "runtime.h"

extern const struct coro_type fetch;

struct fetch {
    CORO;
    const char *page;
};

static struct future *queue[32];
static int waiting, places;

void allow(int calls);

void allow(int calls)
{
    waiting = 0;
    places = calls;
}

static struct future *next_in_line(void)
{
    struct future *first = queue[0];
    memmove(queue, queue + 1, (size_t)--waiting * sizeof *queue);
    return first;
}

static void leave(void)
{
    while (waiting > 0) {
        struct future *first = next_in_line();
        if (!future_done(first)) {
            future_set_result(first, value_none());
            return;
        }
    }
    places++;
}

struct limited_fetch {
    CORO;
    const char *page;
    struct future *place;
    int code;
};

ASYNC(limited_fetch)
{
    BEGIN;
    if (places > 0) {
        places--;
    } else {
        self->place = queue[waiting++] = create_future();
        TRY_AWAIT(self->place);
        self->code = failure();
        if (self->code) {
            if (!future_cancelled(self->place))
                leave();
            RERAISE;
        }
    }
    TRY_AWAIT(coro(fetch, .page = self->page));
    leave();
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
