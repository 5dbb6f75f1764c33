/* wants: known mistake: page-not-kept; and you returned None */
/* Exercise 11: a heartbeat.
 *
 * A download takes its time.  Meanwhile a heartbeat in the background tells the
 * other end that we are still there.  In Python:
 *
 *      async def heartbeat():
 *          try:
 *              while True:
 *                  beat()
 *                  await asyncio.sleep(0.5)
 *          except asyncio.CancelledError:
 *              await goodbye()
 *              raise
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
 * Given: download, goodbye and beat(), which the check brings along.  Each
 * download is different; one fails, and one is cancelled.
 * To write: heartbeat and watched_download.  The first beat comes at once, and
 * one each half second after it.  As soon as the download is over, in whichever
 * way, the heartbeat is cancelled; it says goodbye and passes the cancellation
 * on.  When goodbye is said, and not before, watched_download ends as the
 * download did: with its text, or its failure.
 *
 * Check it: make exercise-11        Stuck: make hint-11, lessons 10 and 11
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

extern const struct coro_type watched_download;

struct watched_download {
    CORO;
    struct task *pulse;
};

ASYNC(watched_download)
{
    BEGIN;
    self->pulse = create_task(coro(heartbeat));
    TRY_AWAIT(coro(download));
    task_cancel(self->pulse);
    TRY_AWAIT(self->pulse);
    RETURN(awaited());
    END;
}
