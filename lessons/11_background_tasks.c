/* Lesson 11: background tasks.
 *
 * The question: something is to go on in the background.  Who waits for it,
 * and what if nobody does?
 *
 * In Python:
 *
 *      async def background_work(name):
 *          print(f"{name}: Starting background work...")
 *          await asyncio.sleep(2)
 *          print(f"{name}: Background work done")
 *
 *      async def main():
 *          task = asyncio.create_task(background_work("BG"))
 *          print("Main: Doing main work...")
 *          await asyncio.sleep(1)
 *          print("Main: Main work done")
 *          await task                          # or not
 *
 * Watch: "Main: Doing main work..." comes first: create_task() only queues.
 * The first task is awaited and ends.  The second one fails while nobody
 * waits for it, and main does not notice; the report is on stderr, at once.
 * The third is still at work when main ends: run() cancels it, and waits
 * until it has cleaned up.
 *
 * Try: await the third one as well.  Keep the failing one: a handle from
 * create_task() instead of spawn().  When does the report come now?
 */
#include "runtime.h"

/* --- work for the background --------------------------------------------- */

struct background_work {
    CORO;
    const char *name;
};

ASYNC(background_work)
{
    BEGIN;
    say("%s: Starting background work...", self->name);
    TRY_AWAIT(async_sleep(2.0));
    if (failure()) {
        say("%s: %s, cleaning up", self->name, error_name(failure()));
        RERAISE;
    }
    say("%s: Background work done", self->name);
    END;
}

struct send_email {
    CORO;
};

ASYNC(send_email)
{
    BEGIN;
    say("Mail: sending...");
    AWAIT(async_sleep(0.5));
    RAISE(ECONNREFUSED, "the mail server is down");
    END;
}

/* --- main ---------------------------------------------------------------- */

struct main_work {
    CORO;
};

ASYNC(main_work)
{
    BEGIN;
    say("Main: Doing main work...");
    AWAIT(async_sleep(1.0));
    say("Main: Main work done");
    END;
}

struct async_main {
    CORO;
    struct task *task;
};

ASYNC(async_main)
{
    BEGIN;
    say("--- awaited at the end");
    self->task = create_task(coro(background_work, .name = "BG"));
    AWAIT(coro(main_work));
    AWAIT(self->task);

    say("--- fails, and nobody waits");
    spawn(coro(send_email));
    AWAIT(coro(main_work));

    say("--- not awaited");
    spawn(coro(background_work, .name = "BG 2"));
    AWAIT(coro(main_work));
    say("Main: the end");
    END;
}

int main(void)
{
    return run(coro(async_main));
}
