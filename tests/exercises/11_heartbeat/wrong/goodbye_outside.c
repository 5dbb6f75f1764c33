/* wants: known mistake: said-by-another; says goodbye. The heartbeat was cancelled; in line */
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
};

ASYNC(heartbeat)
{
    BEGIN;
    for (;;) {
        beat();
        AWAIT(async_sleep(0.5));
    }
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
    AWAIT(coro(goodbye));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
