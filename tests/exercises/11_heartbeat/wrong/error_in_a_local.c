/* wants: known mistake: local-behind-an-await; sets 'error'; reads NULL again */
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
    for (;;) {
        beat();
        TRY_AWAIT(async_sleep(0.5));
        if (failure()) {
            AWAIT(coro(goodbye));
            RERAISE;
        }
    }
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse;
    struct value text;
};

ASYNC(watched_download)
{
    struct error *error = NULL;
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->text = awaited();
    error = caught();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (error)
        RAISE_ERROR(error);
    RETURN(self->text);
    END;
}
