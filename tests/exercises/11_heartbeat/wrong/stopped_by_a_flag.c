/* wants: known mistake: stops-at-the-next-beat; over at 0.8 s, and goodbye began at 1.0 s; a flag that it looks at wakes nobody */
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
    bool *stop;
};

ASYNC(heartbeat)
{
    BEGIN;
    while (!*self->stop) {
        beat();
        AWAIT(async_sleep(0.5));
    }
    AWAIT(coro(goodbye));
    END;
}

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    bool stop;
    struct task *pulse;
    struct value page;
    struct error *error;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat, .stop = &self->stop));
    TRY_AWAIT(coro(download));
    self->page = awaited();
    self->error = caught();
    self->stop = true;
    AWAIT(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
