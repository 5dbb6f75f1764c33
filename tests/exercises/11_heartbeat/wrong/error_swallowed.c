/* wants: known mistake: failure-not-handed-on; as if nothing had been; RERAISE */
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
    self->page = failure() ? value_text("nothing") : awaited();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    RETURN(self->page);
    END;
}
