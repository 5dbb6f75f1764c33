/* Lesson 01: calling is not running.
 *
 * The question: what do you get when you call an async function?
 *
 * In Python:
 *
 *      async def async_function():
 *          print("Async: this runs when it is awaited")
 *          return "async result"
 *
 *      async def main():
 *          made = async_function()         # prints nothing at all
 *          print(made)                     # <coroutine object ...>
 *          print(await made)               # now it runs
 *
 *      asyncio.run(main())
 *
 * Watch: where the line that begins with "Async:" appears, and where it does
 * not.  The sync function's line comes as soon as it is called.
 *
 * Try: take out the AWAIT and the line behind it.  What does the loop say when
 * it ends?  Put them back and await the same object a second time.
 */
#include "runtime.h"

/* --- a sync function: def ------------------------------------------------ */

static const char *sync_function(void)
{
    puts("Sync: This runs immediately when called");
    return "sync result";
}

/* --- an async function: async def ---------------------------------------- */

struct async_function {
    CORO;               /* no arguments, and nothing to remember */
};

ASYNC(async_function)
{
    BEGIN;
    puts("Async: This only runs when scheduled");
    RETURN("async result");
    END;
}

/* --- what a coroutine object looks like ---------------------------------- */

static void show(struct coro made)
{
    const struct coro_frame *frame = made.awaitable.frame;
    puts("Type: struct coro");
    printf("Value: <coroutine object %s, %s>\n", frame->type->name,
           frame->state == FRAME_FRESH ? "not started" : "started");
}

/* --- both kinds of call, side by side ------------------------------------ */

struct async_main {
    CORO;
    struct coro made;
};

ASYNC(async_main)
{
    BEGIN;
    puts("Calling sync function...");
    printf("Got: %s\n\n", sync_function());

    puts("Calling async function...");
    self->made = coro(async_function);
    show(self->made);
    puts("(Notice: the print inside async_function didn't happen!)\n");

    puts("Scheduling async function...");
    AWAIT(self->made);
    printf("Got: %s\n", as_text(awaited()));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
