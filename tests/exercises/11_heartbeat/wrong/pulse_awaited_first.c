/* wants: known mistake: pulse-awaited-first; before the download begins; the download does not begin */
#include "runtime.h"

extern const struct coro_type download, goodbye;

struct download {               /* gives a text, or fails */
    CORO;
};

struct goodbye {                /* takes 0.2 s */
    CORO;
};

void beat(void);                /* is done at once */

struct heartbeat {
    CORO;
};

ASYNC(heartbeat)
{
    BEGIN;
    do {
        beat();
        TRY_AWAIT(async_sleep(0.5));
    } while (!failure());
    AWAIT(coro(goodbye));
    RERAISE;
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
    TRY_AWAIT(self->pulse);
    TRY_AWAIT(coro(download));
    self->page = awaited();
    self->error = caught();
    task_cancel(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
