/* wants: known mistake: left-in-front; is not come to, and the heart beats on */
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
    bool stop;
};

ASYNC(heartbeat)
{
    BEGIN;
    while (!self->stop) {
        beat();
        TRY_AWAIT(async_sleep(0.5));
        self->stop = failure() != 0;
    }
    AWAIT(coro(goodbye));
    RAISE(ECANCELED, "bye");
    END;
}

extern const struct coro_type watched_download;    /* the check makes one */

struct watched_download {
    CORO;
    struct task *pulse;
    struct value result;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    if (failure())
        RERAISE;
    self->result = awaited();
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    RETURN(self->result);
    END;
}
