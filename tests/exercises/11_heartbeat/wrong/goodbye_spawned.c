/* wants: known mistake: goes-on-behind; 'heartbeat' goes on, and ends at 0.8 s */
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
    struct error *stop;
};

ASYNC(heartbeat)
{
    BEGIN;
    do {
        beat();
        TRY_AWAIT(async_sleep(0.5));
    } while (!caught());
    self->stop = caught();
    spawn(coro(goodbye));
    RAISE_ERROR(self->stop);
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *heart[1];
    struct error *why;
    const char *page;
};

ASYNC(watched_download)
{
    BEGIN;
    self->heart[0] = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    if (failure())
        self->why = caught();
    else
        self->page = as_text(awaited());
    task_cancel(self->heart[0]);
    AWAIT(wait_tasks(self->heart, 1, ALL_COMPLETED, NO_LIMIT));
    if (self->why)
        RAISE_ERROR(self->why);
    RETURN(self->page);
    END;
}
