/* Lesson 10: cancellation.
 *
 * The question: how is a task stopped that sits in the middle of an await?
 *
 * In Python:
 *
 *      async def cancellable_task():
 *          try:
 *              await asyncio.sleep(10)
 *          except asyncio.CancelledError:
 *              print("Task was cancelled!")
 *              raise                           # pass it on
 *
 *      task = asyncio.create_task(cancellable_task())
 *      await asyncio.sleep(1)
 *      task.cancel()                           # only asks
 *      try:
 *          await task
 *      except asyncio.CancelledError:
 *          print("Caught cancellation in main")
 *
 * task_cancel() asks: the await where the task stands fails with ECANCELED.  It
 * may clean up, and await while it does; shield what must go on; even refuse.
 *
 * Watch: who speaks first after the cancel, the task or main?
 *
 * Try: no RERAISE; no shield(); a cancel before the task has begun.
 */
#include "runtime.h"

struct cancellable_task { CORO; };
ASYNC(cancellable_task)
{
    BEGIN;
    say("Task starting...");
    TRY_AWAIT(async_sleep(10.0));
    if (failure()) {
        say("Task was cancelled!");
        RERAISE;                    /* pass it on */
    }
    say("Task completed");
    END;
}

struct tidy_task { CORO; };
ASYNC(tidy_task)
{
    BEGIN;
    TRY_AWAIT(async_sleep(10.0));
    say("Closing the connection...");
    AWAIT(async_sleep(0.5));        /* cleanup may await */
    say("Connection closed");
    if (failure())
        RERAISE;
    END;
}

struct save { CORO; };
ASYNC(save)
{
    BEGIN;
    say("Saving...");
    AWAIT(async_sleep(1.5));
    say("Saved");
    END;
}

struct save_and_tell { CORO; };
ASYNC(save_and_tell)
{
    BEGIN;
    AWAIT(shield(coro(save)));      /* this await is cancelled, save is not */
    say("Told everybody");
    END;
}

struct stubborn_task { CORO; };
ASYNC(stubborn_task)
{
    BEGIN;
    TRY_AWAIT(async_sleep(10.0));   /* swallowed: rarely a good idea */
    RETURN("Cancelled? Me? Never.");
    END;
}

/* --- start, cancel after a second, look ---------------------------------- */

struct cancel_it { CORO; struct coro what; struct task *task; };
ASYNC(cancel_it)
{
    BEGIN;
    self->task = create_task(self->what);
    AWAIT(async_sleep(1.0));
    say("Main: cancel!");
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    if (failure() == ECANCELED)
        say("Caught cancellation in main");
    else if (failure())
        RERAISE;
    else
        say("Main got a result: %s", value_to_text(awaited()));
    END;
}

struct async_main { CORO; };
ASYNC(async_main)
{
    BEGIN;
    AWAIT(coro(cancel_it, .what = coro(cancellable_task)));
    AWAIT(coro(cancel_it, .what = coro(tidy_task)));
    AWAIT(coro(cancel_it, .what = coro(save_and_tell)));
    AWAIT(coro(cancel_it, .what = coro(stubborn_task)));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
