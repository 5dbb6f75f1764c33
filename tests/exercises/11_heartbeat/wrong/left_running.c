/* wants: known mistake: heartbeat-left-running; You ended at 0.8 s; Whoever starts something for ever must stop it */
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
    AWAIT(coro(download));
    RETURN(awaited());
    END;
}
