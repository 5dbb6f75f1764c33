/* wants: known mistake: raised-the-latest; no such page; is forgotten by then */
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
    do {
        beat();
        TRY_AWAIT(async_sleep(0.5));
    } while (!failure());
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
        RERAISE;
    RETURN(self->page);
    END;
}
