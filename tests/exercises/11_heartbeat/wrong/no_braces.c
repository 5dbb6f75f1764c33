/* wants: known mistake: indented-without-braces; only line */
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
    while (true) {
        beat();
        TRY_AWAIT(async_sleep(0.5));
        if (failure())
            AWAIT(coro(goodbye));
            RERAISE;
    }
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse;
    struct value text;
    struct error *why;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->text = awaited();
    self->why = caught();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (self->why)
        RAISE_ERROR(self->why);
    RETURN(self->text);
    END;
}
