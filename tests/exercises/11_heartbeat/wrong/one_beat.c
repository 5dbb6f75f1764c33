/* wants: known mistake: other-number; sleeps for 1000 s; all of them have 0.5 s */
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
    struct error *cancelled;
};

ASYNC(heartbeat)
{
    BEGIN;
    beat();
    TRY_AWAIT(async_sleep(1000.0));
    self->cancelled = caught();
    AWAIT(coro(goodbye));
    RAISE_ERROR(self->cancelled);
    END;
}

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    struct task *pulse;
    struct value page;
    struct error *error;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->page = awaited();
    self->error = caught();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
