/* Lesson 08: blocking sleep.
 *
 * The question: why did one handler freeze the whole server?
 *
 * In Python:
 *
 *      async def bad_sleep():
 *          time.sleep(1)               # this blocks everything
 *
 *      async def good_sleep():
 *          await asyncio.sleep(1)      # the loop runs others meanwhile
 *
 *      async def heartbeat():
 *          while True:
 *              print("beat")
 *              await asyncio.sleep(0.3)
 *
 * Both sleep for a second.  async_sleep() puts the task into the waiting
 * table and goes back to the loop.  blocking_sleep() stands for time.sleep(),
 * a database driver that blocks, requests.get(): it keeps the thread, and the
 * loop has only this one.  That the function is async changes nothing.
 *
 * Watch: the heartbeat, due every 0.3 s.  The beat due at 0.6 s comes at 1.5,
 * when the bad sleep is over.  Through the good sleep it beats on time.
 *
 * Try: DEBUG=1 in front of the command.  It names who kept the loop, for how
 * long, and where.  Then let ten good sleeps, and ten bad ones, run at the
 * same time: how long do they take together?
 */
#include "runtime.h"

/* --- is the loop alive? -------------------------------------------------- */

static const double BEAT = 0.3;

struct heartbeat {
    CORO;
    double due;
};

ASYNC(heartbeat)
{
    BEGIN;
    self->due = loop_time();
    while (true) {
        say("  beat, %.1f s late", loop_time() - self->due);
        self->due = loop_time() + BEAT;
        AWAIT(async_sleep(BEAT));
    }
    END;
}

/* --- the two sleeps ------------------------------------------------------ */

struct bad_sleep {
    CORO;
};

ASYNC(bad_sleep)
{
    BEGIN;
    say("Bad sleep: Blocking event loop for 1 second...");
    blocking_sleep(1.0);
    say("Bad sleep done");
    END;
}

struct good_sleep {
    CORO;
};

ASYNC(good_sleep)
{
    BEGIN;
    say("Good sleep: Yielding during sleep...");
    AWAIT(async_sleep(1.0));
    say("Good sleep done");
    END;
}

/* --- one after the other, while the heart beats -------------------------- */

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    spawn(coro(heartbeat));
    AWAIT(async_sleep(0.5));

    say("Running bad_sleep (blocks):");
    AWAIT(create_task(coro(bad_sleep)));

    say("Running good_sleep (yields):");
    AWAIT(create_task(coro(good_sleep)));
    END;                        /* run() ends the heartbeat as well */
}

int main(void)
{
    return run(coro(async_main));
}
