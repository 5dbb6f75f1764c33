/* A future instead of a cancellation: it wakes the heartbeat, too. */
#include "runtime.h"

extern const struct coro_type download, goodbye;

struct download {
    CORO;
};

struct goodbye {
    CORO;
};

void beat(void);

struct heartbeat {
    CORO;
    struct future *stop;
};

ASYNC(heartbeat)
{
    BEGIN;
    do {
        beat();
        TRY_AWAIT(wait_for(shield(self->stop), 0.5));
    } while (failure() == ETIMEDOUT);
    AWAIT(coro(goodbye));
    END;
}

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    struct future *stop;
    struct task *pulse;
    struct value page;
    struct error *error;
};

ASYNC(watched_download)
{
    BEGIN;
    self->stop = create_future();
    self->pulse = create_task(coro(heartbeat, .stop = self->stop));
    TRY_AWAIT(coro(download));
    self->page = awaited();
    self->error = caught();
    future_set_result(self->stop, value_none());
    TRY_AWAIT(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
