/* The download is the task, and we are the heartbeat. */
#include "runtime.h"

extern const struct coro_type download, goodbye;

struct download {
    CORO;
};

struct goodbye {
    CORO;
};

void beat(void);

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    struct task *download;
    struct value page;
    struct error *error;
};

ASYNC(watched_download)
{
    BEGIN;
    self->download = create_task(coro(download));
    do {
        beat();
        TRY_AWAIT(wait_tasks(&self->download, 1, ALL_COMPLETED, 0.5));
        self->error = caught();
    } while (!self->error && !task_done(self->download));
    if (self->error)
        task_cancel(self->download);
    TRY_AWAIT(self->download);
    self->page = awaited();
    self->error = caught();
    AWAIT(coro(goodbye));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
