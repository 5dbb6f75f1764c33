/* wants: this run did not come to it */
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
    struct error *why;
};

ASYNC(heartbeat)
{
    BEGIN;
    do {
        beat();
        TRY_AWAIT(async_sleep(0.5));
    } while (!failure());
    self->why = caught();
    AWAIT(coro(goodbye));
    RAISE_ERROR(self->why);
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse;
    struct error *error;
    const char *text;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->error = caught();
    if (!self->error)
        self->text = as_text(awaited());
    else
        task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->text);
    END;
}
