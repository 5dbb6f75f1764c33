/* also wants: known mistake: stops-at-the-next-beat; goodbye began at 1.0 s */
#include "runtime.h"

extern const struct coro_type download, goodbye;

struct download {               /* gives a text, or fails */
    CORO;
};

struct goodbye {                /* takes 0.2 s */
    CORO;
};

void beat(void);                /* is done at once */

static bool enough;

struct heartbeat {
    CORO;
};

ASYNC(heartbeat)
{
    BEGIN;
    while (!enough) {
        beat();
        AWAIT(async_sleep(0.5));
    }
    AWAIT(coro(goodbye));
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse;
    struct value page;
    struct error *failed;
};

ASYNC(watched_download)
{
    BEGIN;
    enough = false;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->page = awaited();
    self->failed = caught();
    enough = true;
    AWAIT(self->pulse);
    if (self->failed)
        RAISE_ERROR(self->failed);
    RETURN(self->page);
    END;
}

