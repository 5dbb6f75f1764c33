/* Solution 11: a heartbeat.
 *
 *      async def watched_download():
 *          pulse = asyncio.create_task(heartbeat())
 *          try:
 *              return await download()
 *          finally:
 *              pulse.cancel()
 *              with contextlib.suppress(asyncio.CancelledError):
 *                  await pulse
 *
 * Stopping a background task takes two steps.  task_cancel() only asks; the
 * task hears it in its next turn, and may still have something to do.  So wait
 * for it, with TRY_AWAIT, because how it ends is CancelledError.
 *
 * "finally" is here: catch the download's failure, keep it, clean up, raise it.
 * It must be kept, since failure() and RERAISE are about the last TRY_AWAIT.
 */
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
    do {
        beat();
        TRY_AWAIT(async_sleep(0.5));
    } while (!failure());
    AWAIT(coro(goodbye));
    RERAISE;
    END;
}

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    struct task *pulse;
    struct value page;
    struct error *error;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    self->page = awaited();
    self->error = caught();

    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->page);
    END;
}
