/* wants: known mistake: goes-on-after-goodbye; says goodbye in line */
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
    struct error *error;
};

ASYNC(heartbeat)
{
    BEGIN;
    while (true) {
        beat();
        TRY_AWAIT(async_sleep(0.5));
        if (failure())
            AWAIT(coro(goodbye));
    }
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse;
    struct error *error;
    struct value text;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->error = caught();
    self->text = awaited();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->text);
    END;
}
