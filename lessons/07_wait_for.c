/* Lesson 07: wait_for.
 *
 * The question: how do I stop waiting for something that takes too long, and
 * what becomes of it?
 *
 * In Python:
 *
 *      async def slow_operation(seconds):
 *          print("Starting slow operation...")
 *          try:
 *              await asyncio.sleep(seconds)
 *          except asyncio.CancelledError:
 *              print("cancelled, cleaning up")
 *              raise
 *          return "Done!"
 *
 *      try:
 *          print(await asyncio.wait_for(slow_operation(5), timeout=2.0))
 *      except asyncio.TimeoutError:
 *          print("Operation timed out! (as expected)")
 *
 * When the time is over, wait_for() cancels what it waits for: CancelledError
 * at the await where that sleeps.  It waits until that has ended, and only
 * then raises TimeoutError, ETIMEDOUT here.
 *
 * Watch: the operation of 5 seconds is over after 2.  The third one has half
 * a second of cleaning up to do, so giving up after 1 takes 1.5 seconds.
 *
 * Try: leave out the RERAISE in slow_operation.  It then returns in spite of
 * the cancellation: what does wait_for() give?  Then a limit of 0 seconds.
 */
#include "runtime.h"

/* --- what takes long ----------------------------------------------------- */

struct slow_operation {
    CORO;
    double seconds;
    double cleanup;             /* seconds it needs to put things away */
};

ASYNC(slow_operation)
{
    BEGIN;
    say("Starting slow operation...");
    TRY_AWAIT(async_sleep(self->seconds));
    if (failure()) {
        say("  slow operation: %s, cleaning up", error_name(failure()));
        if (self->cleanup > 0)
            AWAIT(async_sleep(self->cleanup));
        say("  slow operation: all put away");
        RERAISE;
    }
    RETURN("Done!");
    END;
}

/* --- waiting with a limit ------------------------------------------------ */

struct attempt {
    CORO;
    double seconds, cleanup, limit;
};

ASYNC(attempt)
{
    BEGIN;
    say("--- %.1f s of work, at most %.1f s", self->seconds, self->limit);
    TRY_AWAIT(wait_for(coro(slow_operation, .seconds = self->seconds,
                            .cleanup = self->cleanup), self->limit));
    if (failure() == ETIMEDOUT)
        say("Operation timed out! (as expected)");
    else if (failure())
        RERAISE;
    else
        say("%s", as_text(awaited()));
    END;
}

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(coro(attempt, .seconds = 5.0, .limit = 2.0));
    AWAIT(coro(attempt, .seconds = 1.0, .limit = 2.0));
    AWAIT(coro(attempt, .seconds = 5.0, .limit = 1.0, .cleanup = 0.5));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
