/* wants: known mistake: cancelled-by-a-limit; the task that line */
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
    TRY_AWAIT(async_sleep(3600));
    AWAIT(coro(goodbye));
    RERAISE;
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse, *job;
    struct value v;
    struct error *e;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    self->job = create_task(coro(download));
    for (;;) {
        beat();
        TRY_AWAIT(wait_for(self->job, 0.5));
        if (failure() != ETIMEDOUT)
            break;
    }
    self->v = awaited();
    self->e = caught();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (self->e)
        RAISE_ERROR(self->e);
    RETURN(self->v);
    END;
}
