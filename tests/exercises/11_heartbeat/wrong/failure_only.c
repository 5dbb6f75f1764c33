/* wants: task_cancel() stands in line; did not let it be come to */
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
    do {
        beat();
        TRY_AWAIT(async_sleep(0.5));
    } while (!failure());
    self->error = caught();
    AWAIT(coro(goodbye));
    RAISE_ERROR(self->error);
    END;
}

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    struct task *pulse;
    struct value text;
    struct error *error;
    int code;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->error = caught();
    self->text = awaited();
    if (self->error) {
        task_cancel(self->pulse);
        TRY_AWAIT(self->pulse);
        RAISE_ERROR(self->error);
    }
    RETURN(self->text);
    END;
}
