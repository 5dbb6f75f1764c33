/* wants: known mistake: heartbeat-in-front; the download does not begin; What should run beside you is a task */
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
    AWAIT(coro(heartbeat));
    AWAIT(coro(download));
    RETURN(awaited());
    END;
}
